"""Word and Excel files of 2003 saved as one XML file, through LibreOffice."""

from __future__ import annotations

from extractors.document import Document
from extractors.office import convert
from extractors.packages import parse_xml
from extractors.readers import docx, xlsx


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read an XML file with an mso-application line, or a docx as one XML file. Raises UnreadableError."""
    # LibreOffice is given no entities to resolve.
    parse_xml(data, "the office XML file")
    if b"Excel.Sheet" in data[:2048]:
        return xlsx.read(convert(data, "xml", "xlsx"))
    return docx.read(convert(data, "xml", "docx"))
