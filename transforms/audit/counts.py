"""Rows that print another number of cells than they should: one is lost, or one too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from transforms.audit.audited import Audited, Doubt, shown
from transforms.forms import STATISTICS, level_of
from transforms.tables.headers import UNOFFICIAL


def unplaced(of: Audited) -> Iterator[Doubt]:
    """Rows of which something printed is in no cell, though their header names no column for it."""
    placed = set(map(id, of.table.cells.values()))
    told = {row for row, _ in of.table.cells}
    for row in of.rows:
        left = [piece for piece in row.values if piece.text and id(piece) not in placed]
        if not left or row.key not in told:
            continue
        own = any(piece.text and id(piece) in placed for piece in row.values)
        aside = sum(column in UNOFFICIAL for column in row.columns or ())
        if len(left) > aside or not own:
            yield Doubt(row.key, f"{shown(left[0])} beside them is read as none of their cells", left=True)


def short(of: Audited) -> Iterator[Doubt]:
    """On a grid, rows that end before the others do: one of their cells is lost.

    In section 三 that matters where one is blank; a block of section 二 has columns of its own.
    """
    if not of.grid or of.section not in ("applications", STATISTICS):
        return
    rows = [row for row in of.rows if row.values]
    edges = [max([piece.column + piece.span for piece in row.values]) for row in rows]
    end = _most_common(edges)
    early = [row for row, edge in zip(rows, edges, strict=True) if edge < end]
    if not early:
        return
    level = {row.key: level_of(of.table.form, of.section, row.key) for row in rows}
    cells = {
        one: _most_common(len(row.values) for row in rows if level[row.key] == one)
        for one in set(level.values())
    }
    for row in early:
        full = of.section == "applications" and all(piece.text for piece in row.values)
        if len(row.values) < cells[level[row.key]] and not full:
            yield Doubt(row.key, f"their row ({row.label.locator}) ends before the others do")


def _most_common(numbers: Iterable[int]) -> int:
    """The number that comes most often, of several the largest; 0 of none."""
    return max(Counter(numbers).items(), key=lambda one: (one[1], one[0]), default=(0, 0))[0]
