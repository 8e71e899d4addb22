"""Rich Text Format, through LibreOffice."""

from __future__ import annotations

import re

from extractors.document import Document, UnreadableError
from extractors.office import convert
from extractors.readers import docx

_HEADER = re.compile(rb"\{\\rtf1?\s*\\")


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read an RTF file. Raises UnreadableError."""
    # LibreOffice takes seconds even to refuse.
    if not _HEADER.match(data) or b"}" not in data:
        raise UnreadableError("a damaged RTF file: cut off behind its first bytes")
    return docx.read(convert(data, "rtf", "docx"))
