"""Bytes to one Document: one module for each document kind, told apart by content, not by name."""

from __future__ import annotations

import re

from extractors.document import Document, UnreadableError
from extractors.readers.html import read_html
from extractors.readers.text import read_text
from extractors.text import decode

__all__ = ["kind_of", "read"]

# First bytes of the kinds that are recognised but not read; the name is what the error says.
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP-based (docx, xlsx, ofd, zip)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office (doc, xls, wps)"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
)
_TAG = re.compile(rb"<\s*(!doctype|html|head|body|table|div|p|meta|title|span)\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def kind_of(data: bytes) -> str:
    """`html` or `text`; raises UnreadableError with one sentence for anything else."""
    if not data.strip():
        raise UnreadableError("the file is empty")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"{kind} files are not read yet; convert it to HTML or text")
    head = data[:65536]
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and _CONTROL.search(head):
        raise UnreadableError("binary data, not a document of a known kind")
    return "html" if _TAG.search(head) else "text"


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read HTML or flattened text.

    `content_type` is the HTTP header, used for its charset only. Raises UnreadableError.
    """
    kind = kind_of(data)
    text = decode(data, content_type)
    return read_html(text) if kind == "html" else read_text(text)
