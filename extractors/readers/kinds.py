"""What kind of document some bytes are: told by their content, never by a file name or a header."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from extractors.document import UnreadableError
from extractors.magic import ZIP, magic_of


@dataclass(frozen=True, slots=True)
class Kind:
    """What kinds.yml says of a kind."""

    reader: str | None = None
    endings: tuple[str, ...] = ()
    slow: bool = False
    megabytes: int = 0


def _kinds() -> dict[str, Kind]:
    rows = yaml.safe_load(Path(__file__).with_name("kinds.yml").read_text(encoding="utf-8"))
    return {name: Kind(**{**row, "endings": tuple(row["endings"])}) for name, row in rows.items()}


KINDS = _kinds()
# No kind may have more: a file that does is not even opened.
MOST_MEGABYTES = max(kind.megabytes for kind in KINDS.values())
_TAG = re.compile(rb"<\s*(!doctype|html|head|body|table|div|p|meta|title|span)\b", re.IGNORECASE)
# Browsers drop a stray NUL in a page; more of them than this are no page.
_STRAY_NULS = 16
_CONTROL = bytes({*range(0x01, 0x20)} - {*b"\t\n\f\r\x1b"})
# A web archive is a MIME message (RFC 2557); Word and Excel of 2003 name themselves in their XML.
_MESSAGE = re.compile(rb"\s*[A-Za-z-]+:[^\n]*\n(?:.+\n)*?content-type:\s*(?:multipart/|text/html)", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application\s+progid=\"(?:Word|Excel)\.|<pkg:package\b")
# Some tools write a few bytes before the header (ISO 32000-1, annex H: within the first 1024).
_PDF_WITHIN = 1024
# An Office package lists its parts' types (ECMA-376 part 2); one that has lost the list has its main part.
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = (
    ("word/", re.compile(r"word/document\d*\.xml"), "docx"),
    ("xl/", re.compile(r"xl/workbook\d*\.xml"), "xlsx"),
)
_BINARY_SHEET = re.compile(r"xl/workbook\d*\.bin")
# The first part of an OpenDocument file says what it is (ODF 1.3 part 2, 3.3).
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MIMETYPE = "mimetype"
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


def kind_of(data: bytes) -> str:
    """One of the kinds of kinds.yml. Raises UnreadableError for others."""
    if not data or data.isspace():
        raise UnreadableError("the file is empty")
    if data.startswith(ZIP):
        return _kind_of_package(data)
    magic = magic_of(data)
    if magic is not None and magic.kind not in KINDS:
        raise UnreadableError(f"a {magic.kind} file is of no kind that is read")
    if magic is not None:
        return magic.kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16: all marks that tell a kind are ASCII, whose other byte is NUL.
        return _kind_of_text(head[2:].replace(b"\0", b""))
    nuls = head.count(b"\0")
    if (
        len(head.translate(None, _CONTROL)) < len(head)
        or nuls > _STRAY_NULS
        or (nuls and not _TAG.search(head))
    ):
        raise UnreadableError("binary data, not a document of a known kind")
    return _kind_of_text(head.replace(b"\0", b""))


def check_size(size: int, kind: str) -> None:
    """Raise UnreadableError where a file of a kind has more bytes than are read."""
    most = KINDS[kind].megabytes
    if size > most * 10**6:
        raise UnreadableError(f"{size // 10**6} MB of {kind}, more than the {most} MB that are read")


def _kind_of_text(head: bytes) -> str:
    if _MESSAGE.match(head[:4096]):
        return "mhtml"
    if _OFFICE_XML.search(head[:4096]):
        return "officexml"
    return "html" if _TAG.search(head) else "text"


def _kind_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            says = archive.read(_MIMETYPE)[:100] if _says_mimetype(archive, names) else b""
    except _BROKEN_ZIP as error:
        raise UnreadableError(f"a damaged ZIP-based file (docx, xlsx, ofd, zip): {error}") from error
    if says.strip() in _OPEN_DOCUMENT:
        return _OPEN_DOCUMENT[says.strip()]
    if any(_BINARY_SHEET.fullmatch(name) for name in names):
        return "xlsb"
    listed = _CONTENT_TYPES in names
    for folder, main, kind in _OFFICE:
        if any(main.fullmatch(name) or (listed and name.startswith(folder)) for name in names):
            return kind
    return "ofd" if "OFD.xml" in names else "zip"


def _says_mimetype(archive: zipfile.ZipFile, names: list[str]) -> bool:
    return names[:1] == [_MIMETYPE] and archive.getinfo(_MIMETYPE).file_size <= 100
