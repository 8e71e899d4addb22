"""The document as plain lines for reading its identity: paragraphs and table rows, half width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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


@dataclass(frozen=True)
class Lines:
    """The lines of a document, made when they are asked for: of most pages tags and titles tell all."""

    document: Document

    @cached_property
    def all(self) -> list[Line]:
        """All of them in reading order; cells of a table's row are joined by ` | `."""
        return list(_lines(self.document, links=True))

    @cached_property
    def head(self) -> list[Line]:
        """Those before the report's first section or first sentence: title, source, date, navigation."""
        return _head(self.all)

    @cached_property
    def head_without_links(self) -> list[Line]:
        """The head without navigation, of which a page has hundreds of lines."""
        return _head(_lines(self.document, links=False))


def _lines(document: Document, links: bool) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Table):
            rows = [_row([cell.text for cell in row]) for row in block.rows]
            yield from [row for row in rows if "|" in row.text or squeeze(row.text)]
        elif not block.link:
            line = _line(block.text, False)
            if line.row or squeeze(line.text):
                yield line
        elif links:
            yield _line(block.text, True)


def _head(lines: Iterable[Line]) -> list[Line]:
    head: list[Line] = []
    for line in lines:
        if not (line.link or line.row):
            tight = line.tight
            if (len(tight) >= _SENTENCE_LENGTH and "。" in tight) or _BODY.match(tight):
                break
        head.append(line)
    return head


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
