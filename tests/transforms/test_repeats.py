"""Text that lost its repeated lines: the figures left say nothing."""

from __future__ import annotations

from extractors.readers import read
from transforms.tables.read import Tables, read_tables

BLOCK = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = ["规章", "4", "3", "7", "行政规范性文件", "5", "2", "31"]
DECISIONS = ["第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "18204", "第二十条第（六）项"]
MORE = ["信息内容", "本年处理决定数量", "行政处罚", "967", "行政强制", "58"]


def tables_of(lines: list[str]) -> Tables:
    return read_tables(read("\n".join(lines).encode()), 2022)


def test_where_header_lines_are_printed_again_all_figures_are_told() -> None:
    tables = tables_of([*BLOCK, *ROWS, *DECISIONS, *MORE])
    assert [cell.value for cell in tables.cells if cell.state == "number"] == [
        4,
        3,
        7,
        5,
        2,
        31,
        18204,
        967,
        58,
    ]


def test_where_no_line_comes_twice_no_figure_is_told_and_a_finding_says_so() -> None:
    lines = list(dict.fromkeys([*BLOCK, *ROWS, *DECISIONS, *MORE]))
    tables = tables_of(lines)
    assert {cell.state for cell in tables.cells} == {"missing"}
    assert ("cells.missing", "disclosure") in {(finding.rule, finding.item) for finding in tables.findings}


def test_a_few_figures_may_differ_by_chance() -> None:
    tables = tables_of([*BLOCK, *ROWS])
    assert [cell.value for cell in tables.cells if cell.state == "number"] == [4, 3, 7, 5, 2, 31]
