"""What kind of document some bytes are: told by their content, never by a file name or a header."""

from __future__ import annotations

import io
import re
import zipfile

from extractors.document import UnreadableError

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"Rar!", "rar"),
    (b"{\\rtf", "rtf"),
)
_IMAGES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# Lengths of the second header that Windows and OS/2 write into a BMP file.
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_TAG = re.compile(rb"<\s*(!doctype|html|head|body|table|div|p|meta|title|span)\b", re.IGNORECASE)
# Browsers drop a stray NUL in a page; more of them than this are no page.
_STRAY_NULS = 16
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# A web archive is a MIME message (RFC 2557); Word and Excel of 2003 name themselves in their XML.
_MESSAGE = re.compile(rb"\s*[A-Za-z-]+:[^\n]*\n(?:.+\n)*?content-type:\s*(?:multipart/|text/html)", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application\s+progid=\"(?:Word|Excel)\.|<pkg:package\b")
# Some tools write a few bytes before the header (ISO 32000-1, annex H: within the first 1024).
_PDF_WITHIN = 1024
# An Office package lists its parts' types (ECMA-376 part 2); one that has lost the list has its main part.
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = (
    ("word/", re.compile(r"word/document\d*\.xml"), "docx"),
    ("xl/", re.compile(r"xl/workbook\d*\.(?:xml|bin)"), "xlsx"),
)


def kind_of(data: bytes) -> str:
    """One of `html mhtml text pdf docx xlsx ofd zip rar ole rtf officexml image`.

    Raises UnreadableError for others.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    if image_type(data):
        return "image"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16: all marks that tell a kind are ASCII, whose other byte is NUL.
        return _kind_of_text(head[2:].replace(b"\0", b""))
    nuls = head.count(b"\0")
    if _CONTROL.search(head) or nuls > _STRAY_NULS or (nuls and not _TAG.search(head)):
        raise UnreadableError("binary data, not a document of a known kind")
    return _kind_of_text(head.replace(b"\0", b""))


def image_type(data: bytes) -> str | None:
    """The media type of an image; None where the bytes are none."""
    if _is_bmp(data):
        return "image/bmp"
    return next((media_type for magic, media_type in _IMAGES if data.startswith(magic)), None)


def _is_bmp(data: bytes) -> bool:
    """Two letters are also how a text may begin: the four reserved bytes and the second header count."""
    return data[:2] == b"BM" and not any(data[6:10]) and int.from_bytes(data[14:18], "little") in _BMP_HEADERS


def _kind_of_text(head: bytes) -> str:
    if _MESSAGE.match(head[:4096]):
        return "mhtml"
    if _OFFICE_XML.search(head[:4096]):
        return "officexml"
    return "html" if _TAG.search(head) else "text"


def _kind_of_package(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(f"a damaged ZIP-based file (docx, xlsx, ofd, zip): {error}") from error
    listed = _CONTENT_TYPES in names
    for folder, main, kind in _OFFICE:
        if any(main.fullmatch(name) or (listed and name.startswith(folder)) for name in names):
            return kind
    return "ofd" if "OFD.xml" in names else "zip"
