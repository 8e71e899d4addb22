"""The standard tables as grids of cells, merged as in the official forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.demo.data import Report
from flows.demo.forms import application_rows, forms

LABEL_COLUMNS = 3
BLOCK_WIDTH = 4


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a printed table. `value` tells a figure from a label."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    value: bool = False


Row = tuple[PrintedCell, ...]


def disclosure_grid(report: Report) -> list[Row]:
    """Section 二: every block as a title row, a header row and its value rows, four columns wide."""
    rows: list[Row] = []
    for block in forms()["disclosure"][report.disclosure_form]:
        rows.append((PrintedCell(block["block"], colspan=BLOCK_WIDTH),))
        rows.append(_spread([PrintedCell(text) for text in block["header"]]))
        for row, label in block["rows"].items():
            texts = [report.printed[f"disclosure.{row}.{column}"] for column in block["columns"]]
            rows.append(_spread([PrintedCell(label), *(PrintedCell(text, value=True) for text in texts)]))
    return rows


def _spread(cells: list[PrintedCell]) -> Row:
    """The row with its last cell spanning to the full width of the block, as in the form."""
    last = replace(cells[-1], colspan=BLOCK_WIDTH - len(cells) + 1)
    return (*cells[:-1], last)


def misfit_grid(report: Report) -> list[Row]:
    """Section 二 (form 2019) on five columns, where a value cell spans other columns than its header does.

    Seen in the report of 上海市人民政府办公厅 for 2019.
    """
    return [_misfit(row) for row in disclosure_grid(report)]


def _misfit(row: Row) -> Row:
    if len(row) == 1:
        return (replace(row[0], colspan=5),)
    if len(row) == 3:
        return (row[0], replace(row[1], colspan=2), replace(row[2], colspan=2))
    wide = 1 if row[0].text not in ("信息内容", "规章", "规范性文件") else 2
    return tuple(replace(cell, colspan=2 if place == wide else 1) for place, cell in enumerate(row))


def applications_grid(report: Report) -> list[Row]:
    """Section 三: three label columns and seven value columns, three header rows."""
    columns = forms()["applications"]["columns"]
    rows = _applications_header(columns)
    paths = application_rows(report.applications_form)
    for index, (row, path) in enumerate(paths):
        above = paths[index - 1][1] if index else ()
        labels = _label_cells(path, above, [other for _, other in paths])
        texts = [report.printed[f"applications.{row}.{column}"] for column in columns]
        rows.append((*labels, *(PrintedCell(text, value=True) for text in texts)))
    return rows


def _applications_header(columns: Mapping[str, str]) -> list[Row]:
    table = forms()["applications"]
    first, *organisations, total = columns.values()
    return [
        (PrintedCell(table["note"], colspan=3, rowspan=3), PrintedCell(table["applicants"], colspan=7)),
        (
            PrintedCell(first, rowspan=2),
            PrintedCell(table["organisations"], colspan=5),
            PrintedCell(total, rowspan=2),
        ),
        tuple(PrintedCell(label) for label in organisations),
    ]


def _label_cells(path: tuple[str, ...], above: tuple[str, ...], paths: list[tuple[str, ...]]) -> Row:
    """The label cells that begin in this row: those it does not share with the row above."""
    cells = []
    for depth in range(1, len(path) + 1):
        if above[:depth] == path[:depth]:
            continue
        rowspan = sum(other[:depth] == path[:depth] for other in paths)
        colspan = LABEL_COLUMNS - depth + 1 if depth == len(path) else 1
        cells.append(PrintedCell(path[depth - 1], colspan, rowspan))
    return tuple(cells)


def disputes_grid(report: Report) -> list[Row]:
    """Section 四: fifteen value columns under three groups, one row of values."""
    table = forms()["disputes"]
    labels = list(table["columns"].values())
    review, *litigation = table["rows"].values()
    values = report.dispute_values or [
        text for item, text in report.printed.items() if item.startswith("disputes.")
    ]
    return [
        (PrintedCell(review, colspan=5), PrintedCell(table["litigation"], colspan=10)),
        (
            *(PrintedCell(text, rowspan=2) for text in labels),
            *(PrintedCell(text, colspan=5) for text in litigation),
        ),
        tuple(PrintedCell(text) for text in labels * 2),
        tuple(PrintedCell(text, value=True) for text in values),
    ]


def grid_width(rows: list[Row]) -> int:
    """Columns of the grid: those of its first row, which nothing spans into."""
    return sum(cell.colspan for cell in rows[0])
