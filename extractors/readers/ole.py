"""Microsoft compound files (doc, wps, xls, et): told apart by their streams, read by the fitting reader."""

from __future__ import annotations

import io

import olefile

from extractors.document import Document, UnreadableError
from extractors.office import convert
from extractors.readers import docx, xls

# FibBase ([MS-DOC] 2.5.1): the flags stand at byte 10, fEncrypted is bit 8.
_FLAGS, _ENCRYPTED = 10, 0x0100
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read an old Word, WPS or Excel file. Raises UnreadableError."""
    streams, head = _look_into(data)
    if "encryptedpackage" in streams:
        raise UnreadableError("the office file is protected by a password")
    if streams & {"workbook", "book"}:
        return xls.read(data, content_type)
    if "worddocument" in streams:
        if int.from_bytes(head[_FLAGS : _FLAGS + 2], "little") & _ENCRYPTED:
            raise UnreadableError("the doc file is protected by a password")
        return docx.read(convert(data, "doc", "docx"))
    if streams & {"contents", "matost", "mm"}:
        return docx.read(convert(data, "wps", "docx"))
    names = ", ".join(sorted(streams)[:5])
    raise UnreadableError(f"a compound file that is neither a text nor a sheet ({names or 'no streams'})")


def _look_into(data: bytes) -> tuple[set[str], bytes]:
    """The names of all streams at the root, and the head of the Word text."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = {path[0].lower() for path in file.listdir() if len(path) == 1}
            head = file.openstream("WordDocument").read(64) if "worddocument" in names else b""
    except _BROKEN as error:
        circle = isinstance(error, RecursionError)
        reason = "its directory runs in a circle" if circle else error
        raise UnreadableError(f"a damaged doc, wps, xls or et file: {reason}") from error
    return names, head
