"""One page laid out: which marks stand in which cell, which are lines of text between tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.model import Box, Mark, Page
from extractors.pages.overflow import running_over
from extractors.pages.ruled import CellBox, RuledTable, ruled_tables
from extractors.pages.text import TextLine, is_digits, text_lines
from extractors.pages.unruled import without_figures_in_doubt
from extractors.pages.wrapped import wrapped_figures

# A run of glyphs with smaller gaps than this share of their height is one word.
_ABUTTING = 0.08
# A label of a table of fewer edges is as wide as a line of text.
_FEWEST_EDGES = 3
# In points: a line of text may stand so much over the end of a table that it goes on below.
_BELOW = 1.0


@dataclass(frozen=True, slots=True)
class GridText:
    """A cell with its text. `full` tells that its last line leaves no room for another character.

    `cut` is whether no line closes it at the end of the page.
    """

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    page: int
    full: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with text, rows of origin cells; `xs` are the places of its columns' edges on the page."""

    rows: tuple[tuple[GridText, ...], ...]
    xs: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Text:
    """A line outside tables. `number` counts a page's lines from its top, `width` is the page's."""

    line: TextLine
    page: int
    number: int
    width: float

    @property
    def top(self) -> float:
        """Where it stands on its page."""
        return self.line.box.top


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The blocks of a page in reading order."""

    page: Page
    blocks: tuple[Grid | Text, ...]


def lay_out_page(page: Page) -> PageLayout:
    """Tables by their ruling lines, and the lines of text around them."""
    framed = ruled_tables(page)
    placed, free = _deal(page.marks, framed)
    free = _without_overflow(framed, placed, free)
    grids = []
    for table, cells in zip(framed, placed, strict=True):
        grid = _grid(table, cells, page.number)
        if _is_prose(grid):
            free.extend(mark for marks in cells.values() for mark in marks)
        else:
            grids.append(grid)
    lines = without_figures_in_doubt(text_lines(free))
    texts = [Text(line, page.number, number, page.width) for number, line in enumerate(lines, 1)]
    unsorted: list[Grid | Text] = [*grids, *texts]
    blocks = sorted(unsorted, key=lambda block: block.top)
    return PageLayout(page, tuple(blocks))


def _is_prose(grid: Grid) -> bool:
    """Whether a frame holds text only: one column, or one cell with all the text in it."""
    filled = [cell for row in grid.rows for cell in row if cell.text]
    return len(grid.xs) <= 2 or len(filled) == 0 or (len(filled) == 1 and len(filled[0].text) > 40)


def _deal(
    marks: Sequence[Mark], tables: Sequence[RuledTable]
) -> tuple[list[dict[CellBox, list[Mark]]], list[Mark]]:
    """Each mark to the cell that its middle lies in; a frame around other tables gets what they leave."""
    placed: list[dict[CellBox, list[Mark]]] = [{} for _ in tables]
    # The smallest table first: others may lie around it.
    order = sorted(range(len(tables)), key=lambda n: _area(tables[n].box))
    fields = [table.fields() for table in tables]
    free = []
    for mark in marks:
        x, y = (mark.box.x0 + mark.box.x1) / 2, (mark.box.top + mark.box.bottom) / 2
        for number in order:
            table = tables[number]
            cell = fields[number].get((bisect_right(table.ys, y), bisect_right(table.xs, x)))
            if cell is not None:
                placed[number].setdefault(cell, []).append(mark)
                break
        else:
            free.append(mark)
    return placed, free


def _without_overflow(
    tables: Sequence[RuledTable], placed: Sequence[dict[CellBox, list[Mark]]], free: list[Mark]
) -> list[Mark]:
    """The free marks without those that go on with a label in the last row of the page, which takes them."""
    if not tables:
        return free
    number = max(range(len(tables)), key=lambda n: tables[n].box.bottom)
    table, cells = tables[number], placed[number]
    below = text_lines(mark for mark in free if mark.box.top > table.box.bottom - _BELOW)
    last = min(
        (cell for cell in table.cells if cell.row + cell.rowspan == len(table.ys)),
        key=lambda cell: cell.column,
    )
    if len(table.xs) <= _FEWEST_EDGES:
        return free
    own = text_lines(cells.get(last, []))
    taken = {mark for line in running_over(last, own, below) for mark in line.marks}
    cells.setdefault(last, []).extend(mark for mark in free if mark in taken)
    return [mark for mark in free if mark not in taken]


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _grid(table: RuledTable, cells: dict[CellBox, list[Mark]], page: int) -> Grid:
    rows: list[list[GridText]] = [[] for _ in table.ys[1:]]
    torn = _torn(table, cells)
    texts = {cell: text_lines(cells.get(cell, [])) for cell in table.cells}
    whole = wrapped_figures(texts)
    for cell, lines in texts.items():
        if cell.open and not lines:
            continue
        text = whole.get(cell) or "\n".join(line.text for line in lines)
        if cell in torn:
            text += torn[cell]
        full = bool(lines) and _is_full(lines, cell.box)
        rows[cell.row - 1].append(
            GridText(text, cell.row, cell.column, cell.rowspan, cell.colspan, page, full, cell.cut)
        )
    return Grid(tuple(tuple(row) for row in rows), table.xs, table.ys[0], table.ys[-1])


def _is_full(lines: Sequence[TextLine], box: Box) -> bool:
    """Whether the next character of the last line would not have fitted."""
    last = lines[-1].box
    size = last.bottom - last.top
    return (box.x1 - box.x0) - (last.x1 - last.x0) < 2.2 * size


def _torn(table: RuledTable, cells: dict[CellBox, list[Mark]]) -> dict[CellBox, str]:
    """Cells whose number runs on without a gap into the next cell: what belongs to which cannot be told."""
    ends: dict[tuple[int, int], tuple[CellBox, Mark]] = {}
    torn: dict[CellBox, str] = {}
    for cell, marks in cells.items():
        digits = [mark for mark in marks if is_digits(mark.text)]
        if not digits:
            continue
        last = max(digits, key=lambda mark: mark.box.x1)
        if last.box.x1 > cell.box.x1 - 1:
            ends[cell.row, cell.column + cell.colspan] = (cell, last)
    for cell, marks in cells.items():
        before = ends.get((cell.row, cell.column))
        digits = [mark for mark in marks if is_digits(mark.text)]
        if before is None or not digits:
            continue
        first = min(digits, key=lambda mark: mark.box.x0)
        near = _ABUTTING * (first.box.bottom - first.box.top)
        if first.box.x0 - before[1].box.x1 < near and abs(first.box.top - before[1].box.top) < near:
            torn[cell] = torn[before[0]] = "\ufffd"
    return torn
