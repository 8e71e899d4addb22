"""Tables of another year, another body or another place in the document are not the report's."""

from __future__ import annotations

import pytest

from extractors.readers import read
from transforms.tables.read import Tables, read_tables

HEADING = "二、主动公开政府信息情况"


def table(issued: int, rows: tuple[str, ...] = ("规章", "行政规范性文件")) -> str:
    head = "<tr><td colspan=4>第二十条第（一）项</td></tr>"
    head += "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    body = "".join(f"<tr><td>{row}</td><td>{issued}</td><td>0</td><td>7</td></tr>" for row in rows)
    return f"<table>{head}{body}</table>"


def page(*parts: str) -> Tables:
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return read_tables(read(f"<html><body>{body}</body></html>".encode()), 2021, "青杉县人民政府")


def issued(tables: Tables) -> float | None:
    return {cell.item: cell.value for cell in tables.cells}.get("disclosure.regulations.issued")


@pytest.mark.parametrize(
    "caption",
    [
        "附：2020年同期数据",
        "上年数据",
        "2020年度主动公开情况",
        "附：县教育局主动公开政府信息统计表",
        "青杉县人民政府2020年政府信息公开统计表",
    ],
)
def test_a_table_of_another_year_or_body_alone_is_no_table_of_the_report(caption: str) -> None:
    tables = page(HEADING, "（见图片）", "六、其他需要报告的事项", caption, table(9))
    assert (issued(tables), tables.forms["disclosure"]) == (None, None)
    assert {f.rule for f in tables.findings} >= {"table.missing", "table.other_report"}


@pytest.mark.parametrize("first", [True, False])
def test_this_years_table_is_taken_and_last_years_left_aside(first: bool) -> None:
    other, own = ("2020年情况", table(9)), ("2021年情况", table(4))
    assert issued(page(HEADING, *(other + own if first else own + other))) == 4


@pytest.mark.parametrize(
    "caption",
    [
        "2021年主动公开情况",
        "附：青杉县政府信息公开统计表（2021年）",
        "县人民政府主动公开政府信息情况",
        "单位：件",
        "与2020年相比，主动公开的信息有所增加，具体如下。",
    ],
)
def test_a_caption_of_this_report_is_none_of_another(caption: str) -> None:
    assert issued(page(HEADING, caption, table(4))) == 4


def test_two_reports_on_a_page_are_told_by_their_titles() -> None:
    title = "青杉县人民政府{}年政府信息公开工作年度报告"
    tables = page(title.format(2021), HEADING, table(4), title.format(2020), HEADING, table(9))
    assert issued(tables) == 4


def test_what_stands_under_another_years_line_alone_is_that_years() -> None:
    tables = page("青杉县人民政府2021年政府信息公开工作年度报告", "（见图片）", "2020年", HEADING, table(9))
    assert issued(tables) is None
    assert [f.item for f in tables.findings if f.rule == "table.other_report"] == ["disclosure"]


def test_years_to_choose_from_head_nothing() -> None:
    title = "青杉县人民政府2021年政府信息公开工作年度报告"
    assert issued(page(title, "2021年", "2020年", "2019年", HEADING, table(4))) == 4


def test_the_table_under_the_sections_heading_is_preferred_and_the_other_named() -> None:
    tables = page(HEADING, table(4), "六、其他需要报告的事项", table(9))
    assert issued(tables) == 4
    assert [f.item for f in tables.findings if f.rule == "table.repeated"] == ["disclosure"]


def test_two_tables_under_one_heading_that_differ_are_not_told_apart() -> None:
    tables = page(HEADING, table(4), table(9))
    assert issued(tables) is None
    assert [f.item for f in tables.findings if f.rule == "table.repeated"] == ["disclosure"]


def test_a_row_that_only_one_of_two_copies_prints_is_named() -> None:
    tables = page(HEADING, table(4), table(4, ("规章",)))
    assert issued(tables) == 4
    assert [f.item for f in tables.findings if f.rule == "table.repeated"] == [
        "disclosure.normative_documents"
    ]


@pytest.mark.parametrize(
    ("line", "told"), [("单位：元", True), ("（单位：百件）", True), ("单位：件、万元", False)]
)
def test_a_unit_above_the_table_that_is_not_the_forms_own_is_named(line: str, told: bool) -> None:
    rules = {finding.rule for finding in page(HEADING, line, table(4)).findings}
    assert ("value.unit_unknown" in rules) is told


@pytest.mark.parametrize("mark", ["", "/", "—"])
def test_a_copy_without_figures_is_named_for_it_may_be_the_reports_own(mark: str) -> None:
    empty = table(0).replace("<td>0</td>", f"<td>{mark}</td>").replace("<td>7</td>", f"<td>{mark}</td>")
    found = page(HEADING, empty, table(9)).findings
    assert [f.item for f in found if f.rule == "table.repeated"] == ["disclosure"]


def test_blocks_of_disputes_in_another_order_are_nobodys() -> None:
    results = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    html = (
        "<table><tr><td colspan=10>行政诉讼</td><td colspan=5>行政复议</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td>"
        f"{results.replace('<td>', '<td rowspan=2>')}</tr><tr>{results * 2}</tr>"
        f"<tr>{''.join(f'<td>{n}</td>' for n in (1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 5, 0, 0, 0, 5))}</tr></table>"
    )
    tables = read_tables(read(f"<html><body><p>四、行政复议</p>{html}</body></html>".encode()), 2021)
    states = {cell.state for cell in tables.cells if cell.section == "disputes"}
    assert states == {"missing"}
    assert any(f.rule == "cells.missing" and f.item == "disputes" for f in tables.findings)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("（2021年1月至6月）", True),
        ("2021年12月份主动公开情况", True),
        ("2021年第四季度", True),
        ("（样表，数据为示例）", True),
        ("各项占全市比例（%）", True),
        ("填报单位：青杉县教育局", True),
        ("填报单位（盖章）：青杉县人民政府办公室", False),
        ("填报单位：青杉县人民政府", False),
        ("（2021年1月1日至12月31日）", False),
        ("主动公开政府信息情况统计表（2021年度）", False),
    ],
)
def test_a_caption_of_some_months_of_another_body_or_measure_is_named(line: str, told: bool) -> None:
    tables = page(HEADING, line, table(4))
    found = {finding.rule: finding.item for finding in tables.findings}
    assert issued(tables) == 4
    assert ("table.caption" in found, "value.unit_unknown" in found) == (told, False)
    assert not told or found["table.caption"] == "disclosure"


@pytest.mark.parametrize("own", [True, False])
def test_a_year_over_a_second_table_within_a_section_ends_with_it(own: bool) -> None:
    """What stands below the next heading may be the report's again: it is read, and doubted."""
    kinds = "".join(f"<td colspan=5>{kind}</td>" for kind in ("行政复议", "未经复议直接起诉", "复议后起诉"))
    results = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    figures = "<td>1</td><td>0</td>" * 7 + "<td>2</td>"
    disputes = f"<table><tr>{kinds}</tr><tr>{results * 3}</tr><tr>{figures}</tr></table>"
    title = ["青杉县人民政府2021年政府信息公开工作年度报告", HEADING]
    first = [table(4), "2020年：", table(9)] if own else ["2020年：", "（略）"]
    tables = page(*title, *first, "四、政府信息公开行政复议、行政诉讼情况", disputes)
    told = {cell.item: cell.value for cell in tables.cells}
    assert told.get("disputes.review.upheld") == (1 if own else None)
    assert [f.item for f in tables.findings if f.rule == "table.caption"] == ["disputes"] * own
