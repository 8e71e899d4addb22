"""Columns beside the fifteen of section 四 on a grid: the year, a serial number, what is counted, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Document, GridCell, Table
from transforms.fold import fold
from transforms.forms import beside_the_figures, columns_of, counts, forms_of
from transforms.tables.headers import column_named
from transforms.values import parse_value

_CELLS = 3 * len(columns_of(forms_of("disputes")[0], "disputes", "review"))
_YEAR = re.compile(r"(20[0-3]\d)年?度?")
_YEARS = frozenset({"年度", "年份", "报告年度", ""})
_MEASURES = frozenset({"项目", "指标", "类别", "内容", "单位", ""})


def without_columns_beside(document: Document, year: int | None) -> Document:
    """The document with tables of section 四 that have their fifteen columns alone.

    Of rows that begin with years that of the report `year` is kept. A table in which a cell is lost or
    merged, or one beside could be a figure of the form, stays as it is: its cells are missing then.
    """
    if not any(map(_may_be, document.tables())):
        return document
    blocks = [_narrowed(b, year) if isinstance(b, Table) and _may_be(b) else b for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _may_be(table: Table) -> bool:
    width = max((cell.column + cell.colspan - 1 for row in table.rows[:1] for cell in row), default=0)
    return _CELLS < width <= _CELLS + 2 and any("复议" in c.text for row in table.rows[:2] for c in row)


def _narrowed(table: Table, year: int | None) -> Table:
    leaves = [c for row in table.rows for c in row if column_named("disputes", fold(c.text))]
    first = min((cell.column for cell in leaves), default=1)
    if [c.column for c in sorted(leaves, key=lambda c: c.column)] != [*range(first, first + _CELLS)]:
        return table
    foot = max(cell.row + cell.rowspan for cell in leaves)
    width = max(cell.column + cell.colspan - 1 for row in table.rows for cell in row)
    heads = {
        c.column: fold(c.text) for row in table.rows for c in row if c.row == 1 and c.row + c.rowspan == foot
    }
    rows = [row for row in table.rows if row and row[0].row >= foot]
    if not all(_is_whole(row, width) for row in rows) or first > 2:
        return table
    kept = _of_year(rows, year) if first == 2 and heads.get(1) in _YEARS else rows
    if len(kept) != 1 or (first == 2 and not _leads(heads.get(1), kept[0][0], kept is rows)):
        return table
    last = first + _CELLS - 1
    if width > last and not _is_remark(heads.get(width), kept[0][-1]):
        return table
    lines = [row for row in table.rows if row and row[0].row < foot] + kept
    cut = (
        tuple(c._replace(column=c.column - first + 1) for c in row if first <= c.column <= last)
        for row in lines
    )
    return replace(table, rows=tuple(cut))


def _is_whole(row: Sequence[GridCell], width: int) -> bool:
    return [(cell.column, cell.colspan, cell.rowspan) for cell in row] == [
        (n, 1, 1) for n in range(1, width + 1)
    ]


def _of_year(rows: list[tuple[GridCell, ...]], year: int | None) -> list[tuple[GridCell, ...]]:
    """The row of the year, where all rows begin with one; else all."""
    found = [_YEAR.fullmatch(row[0].text.strip()) for row in rows]
    years = [one[1] for one in found if one]
    return (
        [r for r, y in zip(rows, years, strict=True) if y == str(year)] if len(years) == len(rows) else rows
    )


def _leads(head: str | None, cell: GridCell, no_year: bool) -> bool:
    """Whether the first cell of the row is none of the figures."""
    if head is None:
        return False
    if not no_year:
        return True
    serial = head == "序号" and cell.text.strip() == "1"
    return serial or (head in _MEASURES and fold(cell.text) in counts())


def _is_remark(head: str | None, cell: GridCell) -> bool:
    return head in beside_the_figures() and parse_value(cell.text).state != "number"
