"""ZIP-based files (docx, xlsx, ofd, zip), opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import UnreadableError

# A report's largest honest part is a scanned page; a bomb is thousands of times larger than its file.
MAX_PART_BYTES = 200_000_000
MAX_TOTAL_BYTES = 400_000_000
MAX_PARTS = 20_000
# A parsed element takes some hundred bytes of memory, however short it is.
MAX_XML_BYTES = 20_000_000
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
# Codings of XML in which the bytes `<!DOCTYPE` would look otherwise.
_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked from one file, whatever is nested in it."""

    left: int = MAX_TOTAL_BYTES

    def limit(self) -> int:
        """How many bytes the next part may have."""
        return min(MAX_PART_BYTES, self.left)

    def spend(self, size: int, name: str) -> None:
        """Count a part; raises UnreadableError where it is over the limit."""
        over = size > self.limit()
        self.left = max(self.left - size, 0)
        if over:
            raise UnreadableError(
                f"{name} unpacks to more than {MAX_PART_BYTES // 10**6} MB or all parts do "
                f"to more than {MAX_TOTAL_BYTES // 10**6} MB"
            )


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a ZIP-based file. Reads count against one budget, so no mix of parts can be a bomb."""

    archive: zipfile.ZipFile
    parts: dict[str, list[zipfile.ZipInfo]]
    budget: Budget = field(default_factory=Budget)

    @property
    def names(self) -> list[str]:
        """Names of all parts but folders, in the order of the file; `/` between folders."""
        return list(self.parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableError where it is missing, damaged, locked or a bomb.

        Two different parts of one name are refused: readers differ in which of them they show.
        """
        found = self.parts.get(name, [])
        if not found:
            raise UnreadableError(f"the file has no part {name}")
        if len({(info.CRC, info.file_size) for info in found}) > 1:
            raise UnreadableError(f"the file has {len(found)} different parts named {name}")
        return self.unpack(found[-1], name)

    def unpack(self, info: zipfile.ZipInfo, name: str) -> bytes:
        """The bytes of one entry, which messages call `name`. Raises UnreadableError."""
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError(f"{name} is protected by a password")
        limit = self.budget.limit()
        if info.file_size > limit:
            self.budget.spend(info.file_size, name)
        try:
            with self.archive.open(info) as part:
                data = part.read(min(limit, info.file_size) + 1)
        except _BROKEN as error:
            raise UnreadableError(f"{name} is damaged: {error}") from error
        self.budget.spend(len(data), name)
        return data

    def check_sizes(self) -> None:
        """Raise UnreadableError where the parts say to be a bomb: before another program has them."""
        budget = Budget()
        for name, infos in self.parts.items():
            for info in infos:
                budget.spend(info.file_size, name)

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. Raises UnreadableError; entities are refused, nothing is fetched."""
        return parse_xml(self.read(name), name)


def open_package(data: bytes, budget: Budget | None = None) -> Package:
    """Open the container; raises UnreadableError. Nested containers share the `budget` of the outermost."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(f"a damaged ZIP-based file (docx, xlsx, ofd, zip): {error}") from error
    if len(archive.infolist()) > MAX_PARTS:
        raise UnreadableError(f"the file has more than {MAX_PARTS} parts")
    parts: dict[str, list[zipfile.ZipInfo]] = {}
    for name, info in entries(archive):
        parts.setdefault(name, []).append(info)
    return Package(archive, parts, budget or Budget())


def entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Every entry but folders with its name as its maker wrote it, in the order of the file."""
    for info in archive.infolist():
        name = _name(info)
        if not name.endswith("/"):
            yield name, info


def is_link(info: zipfile.ZipInfo) -> bool:
    """Whether the entry only points to another file (Unix mode in the upper half of its attributes)."""
    return stat.S_ISLNK(info.external_attr >> 16)


def _name(info: zipfile.ZipInfo) -> str:
    """The name; without the UTF-8 flag it is in the maker's own coding, mostly GBK (APPNOTE 4.4.4)."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        name = decode_name(name.encode("cp437", "replace"))
    return name.replace("\\", "/")


def decode_name(raw: bytes) -> str:
    """A file name in UTF-8 (macOS, Linux) or GBK (Chinese Windows)."""
    for coding in ("utf-8", "gb18030"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """XML without entities: office formats need none, and they are how small files grow without bound."""
    if len(data) > MAX_XML_BYTES:
        raise UnreadableError(f"{name} is XML of more than {MAX_XML_BYTES // 10**6} MB")
    refuse_doctype(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, etree.XMLSyntaxError) else error
        raise UnreadableError(f"{name} is no well-formed XML: {reason}") from error
    refuse_parsed_doctype(root, name)
    return root


def refuse_doctype(data: bytes, name: str) -> None:
    """Raise UnreadableError where XML begins with a document type, before anything is parsed."""
    head = data[:4096]
    wide = next((coding for mark, coding in _WIDE if head.startswith(mark)), None)
    if _DOCTYPE.search(head.decode(wide, "ignore").encode() if wide else head):
        raise UnreadableError(f"{name} declares a document type, which no office format has")


def refuse_parsed_doctype(element: etree._Element, name: str) -> None:
    """Raise UnreadableError where a document type stood behind the first bytes or in another coding."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"{name} declares a document type, which no office format has")
