"""The one shape every reader produces: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Paragraph(NamedTuple):
    """One line of text outside any table.

    `locator` is the place in the archived bytes: `line 12` in flattened text, `paragraph 12` in HTML.
    `link` is true when the whole text is a link: navigation, not statement.
    """

    text: str
    locator: str
    link: bool = False


class GridCell(NamedTuple):
    """One origin cell of a table. `row` and `column` count from 1 on the grid after spans are laid out."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    locator: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its rows of origin cells; spanned positions hold no cell, so geometry is never lost.

    `hidden` tells that it stands in the source of a page in a part that the page does not show at first.
    """

    index: int
    rows: tuple[tuple[GridCell, ...], ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document after reading.

    `title` is the page's own title (`<title>` or file metadata), `meta` its lower-cased meta tags
    (`articletitle`, `pubdate`, `contentsource`, ...). `recogniser` is the program, with its version, that
    recognised text from images; None where all of it is the file's own. `unread_pages` are the pages, counted
    from 1, that print something which could not be read.
    """

    media_type: str
    blocks: tuple[Paragraph | Table, ...]
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    recogniser: str | None = None
    unread_pages: tuple[int, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """All tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))


class UnreadableError(Exception):
    """The bytes are no document of the kind they should be; the message is one clear sentence."""
