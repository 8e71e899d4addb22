"""Flattened text: every printed line is a paragraph, pipes and blanks untouched."""

from __future__ import annotations

from extractors.document import Document, Paragraph
from extractors.text import decode


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read flattened text in any of the usual charsets."""
    return read_text(decode(data, content_type))


def read_text(text: str) -> Document:
    """One paragraph a non-blank line; the locator is its line number, counted from 1."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = tuple(
        Paragraph(line.strip(" \r\u3000\ufeff"), f"line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    return Document("text/plain", blocks)
