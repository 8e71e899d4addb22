"""Copies of section 三 without the column 总计: on a grid each figure stands under its own header."""

from __future__ import annotations

import re

from generator.cases import Case, Verdict, case, judge, read_case

ROW = re.compile(
    r"(<td[^>]*>[^<\d][^<]*</td>(?:<td>[^<]*</td>){6})<td>[^<]*</td></tr>|(<td[^>]*>\d\.[^<]*</td>(?:<td>[^<]*</td>){6})<td>[^<]*</td></tr>"
)
SEED = 372


def without_total(lost: str = "") -> Verdict:
    """A report whose section 三 has no 总计; `lost` is a figure of which the cell is not there either."""
    made = case("html", "none", SEED, blanks=False)
    page = made.data.decode()
    start, end = page.index("三、收到和处理"), page.index("四、政府信息公开行政复议")
    table = ROW.sub(lambda row: f"{row[1] or row[2]}</tr>", page[start:end])
    table = re.sub(r"<td[^>]*>总计</td>", "", table, count=1).replace('colspan="7"', 'colspan="6"')
    table = table.replace(f"<td>{lost}</td>", "", 1) if lost else table
    page = page[:start] + table + page[end:]
    return judge(made.report, read_case(Case(made.name, page.encode(), made.report)))


def test_six_columns_are_read_where_they_stand() -> None:
    read = without_total()
    assert read.silent == ()
    assert {item.rpartition(".")[2] for item in read.lost} == {"total"}
    assert len(read.lost) == 25


def test_a_row_that_lost_a_cell_as_well_leaves_the_columns_open() -> None:
    made = case("html", "none", SEED, blanks=False)
    figure = made.report.printed["applications.received.natural_person"]
    read = without_total(figure)
    assert read.silent == ()
    assert len(read.lost) > 25


def test_a_total_of_which_the_header_is_misprinted_is_there() -> None:
    made = case("html", "none", SEED, blanks=False)
    page = made.data.decode().replace(">总计<", ">总汁<", 1)
    read = judge(made.report, read_case(Case(made.name, page.encode(), made.report)))
    assert (read.silent, read.lost) == ((), ())
