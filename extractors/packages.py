"""ZIP-based documents (docx, xlsx, ofd, zip), opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import UnreadableError

# A report's largest honest part is a scanned page; a bomb is thousands of times larger than its file.
MAX_PART_BYTES = 200_000_000
MAX_TOTAL_BYTES = 400_000_000
MAX_PARTS = 20_000
_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass
class Package:
    """The parts of a ZIP-based file. Reads count against one budget, so no mix of parts can be a bomb."""

    archive: zipfile.ZipFile
    spent: int = field(default=0)

    @property
    def names(self) -> list[str]:
        """Names of all parts but folders, in the order of the file."""
        return [info.filename for info in self.archive.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises UnreadableError where it is missing, damaged, locked or a bomb."""
        try:
            info = self.archive.getinfo(name)
            if info.flag_bits & _ENCRYPTED:
                raise UnreadableError(f"{name} is protected by a password")
            with self.archive.open(info) as part:
                data = part.read(min(MAX_PART_BYTES, MAX_TOTAL_BYTES - self.spent) + 1)
        except KeyError as error:
            raise UnreadableError(f"the file has no part {name}") from error
        except _BROKEN as error:
            raise UnreadableError(f"the part {name} is damaged: {error}") from error
        self.spent += len(data)
        if len(data) > MAX_PART_BYTES or self.spent > MAX_TOTAL_BYTES:
            raise UnreadableError(f"the part {name} unpacks to more than {MAX_TOTAL_BYTES // 10**6} MB")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. Raises UnreadableError; entities are refused, nothing is fetched."""
        return parse_xml(self.read(name), name)


def open_package(data: bytes) -> Package:
    """Open the container; raises UnreadableError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(f"a damaged ZIP-based file (docx, xlsx, ofd, zip): {error}") from error
    if len(archive.infolist()) > MAX_PARTS:
        raise UnreadableError(f"the file has more than {MAX_PARTS} parts")
    return Package(archive)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """XML without entities: office formats need none, and they are how small files grow without bound."""
    if _DOCTYPE.search(data[:4096]):
        raise UnreadableError(f"{name} declares a document type, which no office format has")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{name} is no well-formed XML: {error.msg}") from error
