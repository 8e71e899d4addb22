"""Ruled tables: from ruling lines to cells with row, column and spans.

A grid is laid through all lines of a table; two fields of it that no line parts are one cell. Unlike a search
for rectangles closed on four sides this also reads tables open at their sides, and lines a little too short.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box, Page
from extractors.pages.rules import Line, clusters, lines, nearest, tolerance, touching

# A line that runs along so much of a field's side parts it from its neighbour.
_WALL = 0.6
# In tolerances: lines no farther apart are the strokes of one border; no figure fits between them.
_BORDER = 1.5


@dataclass(frozen=True, slots=True)
class CellBox:
    """One cell: its place on the grid, counted from 1, and on the page.

    An `open` one has no line at the table's right edge, where other rows have one, or is the space beside
    several narrower rows there: empty, it is no cell. A `cut` one has no line at the table's end, where
    others have one: it goes on over the page break.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    open: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table by its lines: cells in reading order, and the places of the grid's own lines, ascending."""

    box: Box
    cells: tuple[CellBox, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def fields(self) -> dict[tuple[int, int], CellBox]:
        """The cell that each field of the grid, by row and column, belongs to."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }


def ruled_tables(page: Page) -> list[RuledTable]:
    """All tables of two cells or more that ruling lines make on a page, from its top down."""
    near = tolerance(page)
    tables = [
        table
        for group in touching(lines(page.rules, near), near)
        if (table := _table(group, near)) is not None
    ]
    free = [fill for fill in page.fills if not any(_overlap(fill, table.box) for table in tables)]
    edges = [edge for fill in free for edge in _edges(fill)]
    for group in touching(lines(edges, near), near):
        table = _table(group, near)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: (table.box.top, table.box.x0))


def _overlap(box: Box, other: Box) -> bool:
    return box.x0 < other.x1 and other.x0 < box.x1 and box.top < other.bottom and other.top < box.bottom


def _edges(box: Box) -> Iterator[Box]:
    yield Box(box.x0, box.top, box.x1, box.top)
    yield Box(box.x0, box.bottom, box.x1, box.bottom)
    yield Box(box.x0, box.top, box.x0, box.bottom)
    yield Box(box.x1, box.top, box.x1, box.bottom)


def _table(group: Sequence[Line], near: float) -> RuledTable | None:
    across = [line for line in group if line.horizontal]
    down = [line for line in group if not line.horizontal]
    if not across or not down:
        return None
    # Where an outer line is missing, the ends of the lines that should meet it show its place.
    xs = _places([line.at for line in down], across, near)
    ys = _places([line.at for line in across], down, near)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return grid_table(xs, ys, _walls(down, xs, ys), _walls(across, ys, xs))


def _places(own: Sequence[float], crossing: Sequence[Line], near: float) -> list[float]:
    places = clusters(own, _BORDER * near)
    low, high = min(line.start for line in crossing), max(line.end for line in crossing)
    if not places or low < places[0] - 2 * near:
        places.insert(0, low)
    if high > places[-1] + 2 * near:
        places.append(high)
    return places


def _walls(own: Sequence[Line], places: Sequence[float], bands: Sequence[float]) -> set[tuple[int, int]]:
    """(place, band) pairs, counted from 0, where a line at the place runs along the band."""
    walls = set()
    index = {place: number for number, place in enumerate(places)}
    for line in own:
        number = index[nearest(places, line.at)]
        for band, (low, high) in enumerate(itertools.pairwise(bands)):
            if min(line.end, high) - max(line.start, low) >= _WALL * (high - low):
                walls.add((number, band))
    return walls


def grid_table(
    xs: Sequence[float], ys: Sequence[float], down: set[tuple[int, int]], across: set[tuple[int, int]]
) -> RuledTable | None:
    """The table that a grid and its walls make; null where it has fewer than two cells.

    `down` holds (x index, row) of the walls between columns, `across` (y index, column) of the others.
    """
    cells = []
    taken: set[tuple[int, int]] = set()
    closed = {row for x, row in down if x == len(xs) - 1}
    ended = {column for y, column in across if y == len(ys) - 1}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            width, height = _extent(row, column, (len(ys) - 1, len(xs) - 1), down, across, taken)
            taken.update((row + y, column + x) for y in range(height) for x in range(width))
            box = Box(xs[column], ys[row], xs[column + width], ys[row + height])
            at_edge = bool(closed) and column + width == len(xs) - 1
            beside = width > 1 and height > 1
            is_open = at_edge and (beside or closed.isdisjoint(range(row, row + height)))
            at_end = bool(ended) and row + height == len(ys) - 1
            is_cut = at_end and ended.isdisjoint(range(column, column + width))
            cells.append(CellBox(row + 1, column + 1, height, width, box, is_open, is_cut))
    if len(cells) < 2:
        return None
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells), tuple(xs), tuple(ys))


def _extent(
    row: int,
    column: int,
    size: tuple[int, int],
    down: set[tuple[int, int]],
    across: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> tuple[int, int]:
    """Columns and rows of the cell whose top left field this is: right, then down, to the next walls."""
    rows, columns = size
    right = column + 1
    while right < columns and (right, row) not in down and (row, right) not in taken:
        right += 1
    below = row + 1
    while below < rows and _goes_on(below, column, right, down, across, taken):
        below += 1
    return right - column, below - row


def _goes_on(
    row: int,
    column: int,
    right: int,
    down: set[tuple[int, int]],
    across: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> bool:
    """Whether the fields of the next row belong to the cell above: no wall between them."""
    fields = range(column, right)
    free = all((row, x) not in across and (row, x) not in taken for x in fields)
    return free and not any((x, row) in down for x in fields[1:])
