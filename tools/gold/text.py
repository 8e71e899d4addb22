"""Flattened text: what is left of a page that was copied, converted or scraped."""

from __future__ import annotations

from collections.abc import Callable

from gold.report import Report
from gold.tables import Cell, Row, Table, positions, width


def flat(report: Report, mark: Callable[[Table], str], between: str = "\n") -> str:
    """Title, a line of source and date, then every part."""
    head = [report.title, f"来源：{report.source}  发布时间：{report.published}  浏览次数：208"]
    parts = [part.lstrip("#") if isinstance(part, str) else mark(part) for part in report.parts]
    return between.join([*head, *parts, "打印本页 关闭窗口"]) + "\n"


def cell_a_line(table: Table) -> str:
    """One cell a line, a blank line between cells; an empty cell leaves nothing but its blank line."""
    return "\n\n".join(cell.text for row in table for cell in row)


def pipes(table: Table) -> str:
    """Cells of a row between pipes, one pad pipe for each column that a span swallows."""

    def line(row: Row) -> str:
        return "|" + "".join(f" {cell.text} |" + "|" * (cell.colspan - 1) for cell in row)

    return "\n".join(line(row) for row in table)


def markdown(table: Table) -> str:
    """Markdown by a converter that repeats nothing: swallowed positions are empty columns of the grid."""
    columns = width(table)
    grid = [[""] * columns for _ in table]
    for row, column, cell in positions(table):
        grid[row][column] = cell.text.replace("|", "/")
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])


def tabs(table: Table) -> str:
    """A browser's copy: a tab between cells, a line a row, nothing for what a span covers."""
    return "\n".join("\t".join(cell.text for cell in row) for row in table)


def one_space(table: Table) -> str:
    """A row a line, one space between its cells."""
    return "\n".join(" ".join(cell.text for cell in row) for row in table)


def trailing_pipes(table: Table) -> str:
    """One cell a line with its pipe behind, pads as lines of pipes."""

    def lines(cell: Cell) -> str:
        pads = f"\n{'|' * (cell.colspan - 1)}" if cell.colspan > 1 else ""
        return f"{cell.text} |{pads}"

    return "\n".join(lines(cell) for row in table for cell in row)


def aligned(table: Table) -> str:
    """Columns held apart by runs of spaces, labels on the left, as `pdftotext -layout` does."""
    lines = []
    for row in table:
        labels = "  ".join(cell.text for cell in row if not cell.value)
        values = "".join(f"{cell.text:>14}" for cell in row if cell.value)
        lines.append(f"  {labels}{values}" if values else f"    {labels}")
    return "\n".join(lines)
