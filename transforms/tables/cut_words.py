"""Names of columns printed one part a row: 商业 above 企业 is 商业企业."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractors.document import Document, GridCell, Table
from transforms.forms import vocabulary
from transforms.prose import squeeze

# Sections whose headers name their columns in words of several parts.
_SECTIONS = ("applications", "disputes")
_PARTS = 3
Row = tuple[GridCell, ...]


def with_whole_words(document: Document) -> Document:
    """The document with such parts as one cell; as it is where there are none."""
    blocks = tuple(_whole(block) if isinstance(block, Table) else block for block in document.blocks)
    changed = any(new is not old for new, old in zip(blocks, document.blocks, strict=True))
    return replace(document, blocks=blocks) if changed else document


def _whole(table: Table) -> Table:
    joined: dict[GridCell, GridCell] = {}
    gone: set[GridCell] = set()
    for number, row in enumerate(table.rows):
        for cell in row:
            if cell.text[:1] in _starts() and squeeze(cell.text) in _beginnings() and cell not in gone:
                below = list(_below(cell, table.rows[number + 1 : number + _PARTS]))
                if parts := _word(cell, below):
                    gone.update(parts)
                    joined[cell] = _over(cell, parts)
    if not joined:
        return table
    rows = tuple(tuple(joined.get(cell, cell) for cell in row if cell not in gone) for row in table.rows)
    return replace(table, rows=rows)


def _below(cell: GridCell, rows: Sequence[Row]) -> Iterator[GridCell]:
    """The cells right below, as wide as the cell."""
    place = cell.row + cell.rowspan
    for row in rows:
        for one in row:
            if (one.row, one.column, one.colspan) == (place, cell.column, cell.colspan):
                yield one
                place += one.rowspan
                break
        else:
            return


def _word(cell: GridCell, below: Sequence[GridCell]) -> list[GridCell]:
    """The cells below that make a word of the cell, the fewest that do; none where they make none."""
    text, parts = squeeze(cell.text), []
    for part in below:
        text += squeeze(part.text)
        parts.append(part)
        if text in _words() and part.text.strip():
            return parts
        if text not in _beginnings():
            return []
    return []


def _over(cell: GridCell, parts: Sequence[GridCell]) -> GridCell:
    text = "".join(squeeze(one.text) for one in (cell, *parts))
    return cell._replace(text=text, rowspan=cell.rowspan + sum(part.rowspan for part in parts))


@cache
def _words() -> frozenset[str]:
    """The names of columns, and of groups of them, as they are folded."""
    known = [vocabulary(section) for section in _SECTIONS]
    columns = {label for words in known for column in words.columns for label in column.labels}
    return frozenset(columns.union(*(words.group for words in known)))


@cache
def _beginnings() -> frozenset[str]:
    """What such a word begins with, the whole word left out."""
    return frozenset(word[:end] for word in _words() for end in range(1, len(word)))


@cache
def _starts() -> frozenset[str]:
    return frozenset(word[0] for word in _words())
