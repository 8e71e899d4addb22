"""Flattened text: every printed line is a paragraph, pipes and blanks untouched."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.commas import with_tabs
from extractors.document import Document, Paragraph
from extractors.text import decode

# Markdown's marks of bold text, around a whole cell.
_BOLD = re.compile(r"(?:(?<=^)|(?<=[|\s]))\*\*(?=\S)([^*|]+?)(?<=\S)\*\*(?=$|[|\s])")

# Markdown's marks of headings and quotations.
_MARKED = re.compile(r"^(?:#{1,6}|>)\s+")

# A whole page on one line: so long, and of texts so short, blanks between them.
_PAGE_ON_A_LINE, _SHORT = 1000, 12

# Markdown has no other way to break a line within a cell.
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read flattened text in any of the usual charsets."""
    return read_text(decode(data, content_type))


def read_text(text: str) -> Document:
    """One paragraph a non-blank line; the locator is its line number, counted from 1."""
    lines = with_tabs(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    printed = [(number, line) for number, line in lines if line.strip()]
    blocks = tuple(
        paragraph
        for (_, above), (number, line) in pairwise([(0, ""), *printed])
        for paragraph in _paragraphs(number, _stripped(_plain(line), above))
    )
    return Document("text/plain", blocks)


def _paragraphs(number: int, line: str) -> list[Paragraph]:
    """A line, or the texts that a page printed on one line has one blank apart."""
    texts = line.split()
    if len(line) < _PAGE_ON_A_LINE or len(line) > _SHORT * len(texts) or "|" in line or "\t" in line:
        return [Paragraph(line, f"line {number}")] if line else []
    return [Paragraph(text, f"line {number} cell {n}") for n, text in enumerate(texts, 1)]


def _stripped(line: str, above: str) -> str:
    """The line without blanks at its ends.

    In a row of figures a tab there bounds a blank cell, unless the line above has one there, too.
    """
    text = line.strip()
    if "\t" not in text or any(map(str.isalpha, text)):
        return text
    before, _, after = line.partition(text)
    first = "" if above.startswith("\t") else "\t" * before.count("\t")
    last = "" if above.endswith("\t") else "\t" * after.count("\t")
    return first + text + last


def _plain(line: str) -> str:
    return _BOLD.sub(r"\1", _BREAK.sub(" ", _MARKED.sub("", line)))
