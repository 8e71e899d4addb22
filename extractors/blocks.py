"""Collecting the blocks of a document in reading order, paragraphs and tables counted from 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.document import Document, GridCell, Paragraph, Table
from extractors.tuples import maker

# What stands in a cell and is no text: a picture.
PICTURE = "\ufffd"
# A cell with so much in it is a piece of page layout, not a cell of a form.
_LAYOUT_LINES, _LAYOUT_CHARACTERS = 8, 150
# A row of one cell with so long a text is prose pasted into the table.
PROSE_CHARACTERS = 40
_paragraph = maker(Paragraph)


def collapse(text: str | None) -> str:
    """The text with single blanks, as it is printed."""
    return " ".join((text or "").split())


def struck(text: str) -> str:
    """The text with a stroke (U+0336) through every digit: what is struck out is no figure."""
    return "".join(f"{character}\u0336" if character.isdigit() else character for character in text)


def is_prose_row(texts: Sequence[str]) -> bool:
    """Whether a table's row is one cell of prose."""
    return len(texts) == 1 and (len(texts[0]) > PROSE_CHARACTERS or "。" in texts[0])


def is_prose(texts: Sequence[str]) -> bool:
    """Whether a table's row is prose or page layout."""
    longest = max(map(len, texts), default=0)
    return is_prose_row(texts) or (longest >= _LAYOUT_CHARACTERS and any(map(_is_layout, texts)))


def _is_layout(text: str) -> bool:
    return len(text) >= _LAYOUT_CHARACTERS and text.count("\n") >= _LAYOUT_LINES


@dataclass(slots=True)
class Blocks:
    """The blocks so far."""

    found: list[Paragraph | Table] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def add_line(self, text: str, link: bool = False, locator: str | None = None) -> None:
        """A printed line; a blank one is none. Its place is its number, where no `locator` says better."""
        if text:
            self.paragraphs += 1
            self.found.append(Paragraph(text, locator or f"paragraph {self.paragraphs}", link))

    def add_lines(self, lines: Iterable[tuple[str, bool]]) -> None:
        """Printed lines, none of them blank, each with whether all of it is a link."""
        found = [
            _paragraph((text, f"paragraph {number}", link))
            for number, (text, link) in enumerate(lines, self.paragraphs + 1)
        ]
        self.found += found
        self.paragraphs += len(found)

    def add_table(self, rows: Iterable[tuple[GridCell, ...]], hidden: bool = False) -> None:
        """The table numbered `tables`; rows that are prose or layout become paragraphs in their place."""
        pending: list[tuple[GridCell, ...]] = []
        for row in rows:
            if is_prose([cell.text for cell in row]):
                self._end_table(pending, hidden)
                pending = []
                for cell in row:
                    for line in cell.text.split("\n"):
                        self.add_line(line)
            elif row:
                pending.append(row)
        self._end_table(pending, hidden)

    def add_document(self, document: Document) -> None:
        """Another document's blocks, its tables counted on."""
        before = self.tables
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self.add_line(block.text, block.link)
            else:
                self.tables = before + block.index
                rows = (tuple(_moved(cell, self.tables) for cell in row) for row in block.rows)
                self.found.append(Table(self.tables, tuple(rows), block.hidden))

    def _end_table(self, rows: list[tuple[GridCell, ...]], hidden: bool) -> None:
        if rows:
            self.found.append(Table(self.tables, tuple(rows), hidden))


def _moved(cell: GridCell, table: int) -> GridCell:
    return cell._replace(locator=f"table {table} row {cell.row} column {cell.column}")
