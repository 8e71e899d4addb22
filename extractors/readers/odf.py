"""OpenDocument texts and sheets (odt, ods), through LibreOffice."""

from __future__ import annotations

from extractors.document import Document, UnreadableError
from extractors.office import convert
from extractors.packages import open_package
from extractors.readers import docx, xlsx
from extractors.readers.kinds import kind_of


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a file whose `mimetype` says what it is (ODF 1.3 part 2, 3.3). Raises UnreadableError."""
    package = open_package(data)
    package.check_sizes()
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableError("the OpenDocument file is protected by a password")
    package.xml("content.xml")
    if kind_of(data) == "ods":
        return xlsx.read(convert(data, "ods", "xlsx"))
    return docx.read(convert(data, "odt", "docx"))
