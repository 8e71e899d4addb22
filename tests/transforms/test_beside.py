"""Section 四 as a list, or beside a column of years, numbers or remarks: figures keep their places."""

from __future__ import annotations

import pytest
from test_read_tables import found, numbers, tables_of

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
KINDS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
FIGURES = [*"1230600000", "4", "0", "0", "5", "9"]
READ = {
    "disputes.review.upheld": 1,
    "disputes.review.total": 6,
    "disputes.litigation_after_review.pending": 5,
}


def table(*rows: list[str]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def td(text: str, rows: int = 1, columns: int = 1) -> str:
    return f"<td rowspan={rows} colspan={columns}>{text}</td>"


def across(before: str, leads: list[str], behind: str = "", remark: str | None = None) -> str:
    head = [td(before, 2), *(td(kind, columns=5) for kind in KINDS), *([td(behind, 2)] if behind else [])]
    below = [td(result) for result in RESULTS * 3]
    rows = [[td(lead), *map(td, FIGURES), *([td(remark or "")] if behind else [])] for lead in leads]
    return table(head, below, *rows)


def read(page: str, year: int = 2022) -> dict[str, float | None]:
    told = {cell.item: cell.value for cell in tables_of(page, year).cells}
    return {item: told.get(item) for item in READ}


@pytest.mark.parametrize(
    "page",
    [
        across("年度", ["2022年"]),
        across("年份", ["2022"]),
        across("序号", ["1"]),
        across("", ["件数"]),
        across("年度", ["2022年"], "备注", "无"),
        across("年度", ["2022年"], "备注"),
    ],
)
def test_a_column_beside_the_fifteen_is_none_of_them(page: str) -> None:
    assert read(page) == READ


def test_of_rows_with_years_that_of_the_report_is_read() -> None:
    other = across("年度", ["2021年", "2022年"])
    other = other.replace("<td rowspan=1 colspan=1>1</td>", "<td rowspan=1 colspan=1>8</td>", 1)
    assert read(other) == READ
    assert read(other, 2021)["disputes.review.upheld"] == 8


@pytest.mark.parametrize(
    "page",
    [
        across("年度", ["2021年"]),
        across("年度", ["2022年", "2022年"]),
        across("填报单位", ["县教育局"]),
        across("序号", ["7"]),
        across("年度", ["2022年"], "备注", "3"),
    ],
)
def test_what_may_be_another_years_or_a_figure_leaves_the_cells_missing(page: str) -> None:
    assert set(read(page).values()) == {None}


def listed(head: list[str], *more: str) -> str:
    rows = [
        [*([td(KINDS[n // 5], 5)] if n % 5 == 0 else []), td(RESULTS[n % 5]), td(figure), *map(td, more)]
        for n, figure in enumerate(FIGURES)
    ]
    return table([td(text) for text in head], *rows)


def test_a_list_of_fifteen_results_is_read() -> None:
    assert read(listed(["类别", "结果", "件数"])) == READ
    labels = [kind + result for kind in KINDS for result in RESULTS]
    assert read(table(*([td(a), td(b)] for a, b in zip(labels, FIGURES, strict=True)))) == READ


@pytest.mark.parametrize(
    "page",
    [
        listed(["类别", "结果", "上年件数"]),
        listed(["类别", "结果", "2021年"]),
        listed(["类别", "结果", "本年", "上年"], "7"),
        listed(["类别", "结果", "件数"]).replace("<td rowspan=1 colspan=1>其他结果</td>", "", 1),
    ],
)
def test_a_list_that_may_be_of_another_year_or_lacks_a_label_is_not(page: str) -> None:
    assert set(read(page).values()) == {None}


def test_a_year_among_the_fifteen_puts_all_of_them_in_doubt() -> None:
    """A cell was lost, and the column of years stands in the place of the first figure."""
    head = [td(kind, columns=5) for kind in KINDS]
    page = table(head, [td(result) for result in RESULTS * 3], [td("2022年"), *map(td, FIGURES[1:])])
    assert numbers(page)["disputes.review.corrected"] == 2
    assert [one.item for one in found(page, "table.unaccounted")] == ["disputes"]
