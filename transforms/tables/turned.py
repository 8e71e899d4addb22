"""Tables printed lying: applicants or results down the side, the form's rows across the top."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from extractors.document import Document, GridCell, Table
from transforms.fold import fold
from transforms.forms import columns_of, forms_of, rows_of
from transforms.tables.headers import column_named
from transforms.tables.labels import match
from transforms.values import is_value

_RESULTS = columns_of(forms_of("disputes")[0], "disputes", "review")
_PARTIES = columns_of(forms_of("applications")[0], "applications", "received")
# So many of the form's rows stand across the top of a lying table, in so many lines at most.
_ACROSS, _LINES = 12, 16


def turned(document: Document) -> Document:
    """The document with its lying tables turned upright; each cell keeps its locator.

    One in which a cell is lost or merged keeps its labels alone, so that all its cells are missing.
    """
    if not any(map(_lies, document.tables())):
        return document
    blocks = (_turn(b) if isinstance(b, Table) and _lies(b) else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _lies(table: Table) -> bool:
    if not len(_RESULTS) <= len(table.rows) <= _LINES:
        return False
    if _begin_lines(table, "disputes", _RESULTS):
        return True
    widest = max(map(len, table.rows))
    return widest > _ACROSS and _begin_lines(table, "applications", _PARTIES) and _has_rows_across(table)


def _begin_lines(table: Table, section: str, columns: tuple[str, ...]) -> bool:
    """Whether the section's columns begin lines of the table, in order."""
    named = (column_named(section, fold(cell.text)) for row in table.rows for cell in row[:2])
    return tuple(dict.fromkeys(key for key in named if key in columns)) == columns


def _is_whole(table: Table) -> bool:
    """Whether cells cover the table and no figure is merged.

    A cell lost or doubled in a line moves all others of it, which no row of the form would show.
    """
    width = max(cell.column + cell.colspan - 1 for row in table.rows for cell in row)
    covered = sum(cell.rowspan * cell.colspan for row in table.rows for cell in row)
    merged = any(is_value(c.text) and c.rowspan * c.colspan > 1 for row in table.rows for c in row)
    return covered == width * len(table.rows) and not merged


def _has_rows_across(table: Table) -> bool:
    """Whether the form's rows stand side by side."""
    everything = frozenset(rows_of(forms_of("applications")[0], "applications"))
    places: dict[str, int] = {}
    for cell in (cell for row in table.rows for cell in row if cell.text):
        label = match("applications", cell.text, everything)
        if label and label.words:
            places.setdefault(label.words.key, cell.column)
    return len(set(places.values())) >= _ACROSS


def _turn(table: Table) -> Table:
    keeps_figures = _is_whole(table)
    cells = [
        GridCell(text, column, row, width, height, locator)
        for line in table.rows
        for text, row, column, height, width, locator in line
        if keeps_figures or not (is_value(text) or not text)
    ]
    lines = groupby(sorted(cells, key=lambda cell: cell[1:3]), key=lambda cell: cell.row)
    return replace(table, rows=tuple(tuple(line) for _, line in lines))
