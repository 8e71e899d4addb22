"""The document as plain lines for reading its identity: paragraphs and table rows, half width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.document import Document, Table
from transforms.prose import squeeze

_BODY = re.compile(
    r"^[(]?[一1][、.．)]?(工作)?(总体|基本)?(情况|概述|概况)|^[-—、]?(总体情况|概述|工作概况|基本情况)$"
)
_SENTENCE_LENGTH = 40


class Line(NamedTuple):
    """One line, its `text` with single spaces; `link` marks navigation, `row` a row."""

    text: str
    link: bool = False
    row: bool = False

    @property
    def tight(self) -> str:
        """The text without any blank or character that nobody sees."""
        return squeeze(self.text)


def lines_of(document: Document) -> list[Line]:
    """All lines of a document in reading order; cells of a table's row are joined by ` | `."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += [_row([cell.text for cell in row]) for row in block.rows]
        else:
            lines.append(_line(block.text, block.link))
    return [line for line in lines if line.link or "|" in line.text or squeeze(line.text)]


def head_of(lines: list[Line]) -> list[Line]:
    """The lines before the report's first section or first sentence: title, source, date, navigation."""
    for index, line in enumerate(lines):
        if line.link or line.row:
            continue
        sentence = len(line.tight) >= _SENTENCE_LENGTH and "。" in line.tight
        if sentence or _BODY.match(line.tight):
            return lines[:index]
    return lines


def _row(texts: Sequence[str]) -> Line:
    """A table's row as a line."""
    return Line(_single_spaced(" | ".join(texts)), False, True)


# The pages of a site share their menus and lists.
@lru_cache(maxsize=4096)
def _line(text: str, link: bool) -> Line:
    """A paragraph as a line."""
    spaced = _single_spaced(text)
    return Line(spaced, link, "|" in spaced)


def _single_spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
