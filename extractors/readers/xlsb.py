"""Excel's binary workbooks (xlsb), through LibreOffice."""

from __future__ import annotations

from extractors.document import Document
from extractors.office import convert
from extractors.packages import open_package
from extractors.readers import xlsx


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a workbook whose parts are no XML ([MS-XLSB]). Raises UnreadableError."""
    open_package(data).check_sizes()
    return xlsx.read(convert(data, "xlsb", "xlsx"))
