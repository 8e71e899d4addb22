"""Label columns: a blank cell between a label and its row's numbers belongs to the label."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractors.pages.layout import Grid, GridText
from extractors.pages.text import UNREADABLE
from extractors.pages.values import is_value

# Of the rows with numbers, so many have a label of their own in a column of labels: 7 of the form's 25 are
# blocks. What a stamp leaves in a column of numbers is not so much.
_LABELLED = 0.2


def widen_labels(grid: Grid) -> Grid:
    """The grid with blank cells in columns of labels made part of the label to their left.

    A column is one of labels where two rows or more, and not only a few, have a text in it left of numbers: a
    blank there is no number left blank. Some forms are drawn with （六）其他处理 and an empty cell beside it.
    """
    counted: Counter[int] = Counter()
    rows = 0
    for row in grid.rows:
        numbers = [
            cell.column for cell in row if any(c.isdecimal() for c in cell.text) and is_value(cell.text)
        ]
        rows += bool(numbers)
        labels = {cell.column for cell in row if not is_value(cell.text) and UNREADABLE not in cell.text}
        counted.update(column for column in labels if numbers and column < min(numbers))
    columns = {column for column, count in counted.items() if count >= max(2, rows * _LABELLED)}
    return replace(grid, rows=tuple(_widened(row, columns) for row in grid.rows))


def _widened(row: tuple[GridText, ...], columns: set[int]) -> tuple[GridText, ...]:
    cells: list[GridText] = []
    for cell in row:
        last = cells[-1] if cells else None
        if (
            last is not None
            and not cell.text
            and cell.column in columns
            and not is_value(last.text)
            and last.column + last.colspan == cell.column
            and last.rowspan == cell.rowspan
        ):
            cells[-1] = replace(last, colspan=last.colspan + cell.colspan)
        else:
            cells.append(cell)
    return tuple(cells)
