"""Tables of a document, as a person would check them: small documents and the cells they print."""

from __future__ import annotations

import pytest

from extractors.readers import read
from transforms.records import Cell, Finding
from transforms.tables.read import Tables, read_tables


def tables_of(text: str, year: int | None = 2022) -> Tables:
    return read_tables(read(text.encode()), year)


def cells(text: str, year: int | None = 2022) -> dict[str, Cell]:
    return {cell.item: cell for cell in tables_of(text, year).cells}


def numbers(text: str, year: int | None = 2022) -> dict[str, float | None]:
    return {item: cell.value for item, cell in cells(text, year).items()}


def found(text: str, rule: str) -> list[Finding]:
    return [finding for finding in tables_of(text).findings if finding.rule == rule]


def lines(*words: str) -> str:
    return "\n".join(words) + "\n"


DISCLOSURE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "1"],
    ["行政规范性文件", "4", "2", "31"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "18204"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "967"],
    ["行政强制", "58"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "3416.7"],
]
TEN = {
    "disclosure.regulations.issued": 0,
    "disclosure.regulations.repealed": 0,
    "disclosure.regulations.in_force": 1,
    "disclosure.normative_documents.issued": 4,
    "disclosure.normative_documents.repealed": 2,
    "disclosure.normative_documents.in_force": 31,
    "disclosure.licensing.decisions": 18204,
    "disclosure.penalties.decisions": 967,
    "disclosure.coercion.decisions": 58,
    "disclosure.fees.amount": 3416.7,
}


def pads(row: list[str]) -> str:
    return "|" * (4 - len(row))


def table(rows: list[list[str]]) -> str:
    return (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
        + "</table>"
    )


LAYOUTS = {
    "one cell a line": lambda rows: lines(*(text for row in rows for text in row)),
    "blank lines between": lambda rows: "\n\n".join(text for row in rows for text in row),
    "Windows line ends": lambda rows: "\r\n".join(text for row in rows for text in row),
    "trailing pipe, pads": lambda rows: lines(
        *(line for row in rows for line in [*(f"{text} |" for text in row), pads(row)] if line)
    ),
    "trailing pipe": lambda rows: lines(*(f"{text} |" for row in rows for text in row)),
    "pipe on its own line": lambda rows: lines(
        *(line for row in rows for text in row for line in (text, "|"))
    ),
    "pipe rows, pads": lambda rows: lines(*(f"{' | '.join(row)} | {pads(row)}" for row in rows)),
    "pipe rows": lambda rows: lines(*(f"{' | '.join(row)} |" for row in rows)),
    "pipes at both ends": lambda rows: lines(*(f"| {' | '.join(row)} | {pads(row)}" for row in rows)),
    "spaces": lambda rows: lines(*(" ".join(row) for row in rows)),
    "tabs": lambda rows: lines(*("\t".join(row) for row in rows)),
    "HTML table": table,
    "HTML paragraphs": lambda rows: "".join(f"<p>{text}</p>" for row in rows for text in row),
    "HTML layout table": lambda rows: f"<table><tr><td>{table(rows)}</td></tr></table>",
    "pipes in <pre>": lambda rows: (
        "<html><pre>" + lines(*(f"{' | '.join(row)} |" for row in rows)) + "</pre>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_disclosure_table_is_read_in_every_layout(layout: str) -> None:
    document = LAYOUTS[layout](DISCLOSURE)
    assert tables_of(document).forms == {"disclosure": "2021", "applications": None, "disputes": None}
    assert numbers(document) == TEN


FORM_2019 = [
    ["第二十条第（一）项"],
    ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
    ["规章", "/", "/", "/"],
    ["规范性文件", "5", "5", "40"],
    ["第二十条第（五）项"],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "212", "-14", "6071"],
    ["其他对外管理服务事项", "88", "+3", "增3减1"],
    ["第二十条第（六）项"],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政处罚", "903", "21", "377"],
    ["行政强制", "64", "0", "-19"],
    ["第二十条第（八）项"],
    ["信息内容", "上一年项目数量", "本年增/减"],
    ["行政事业性收费", "11", "－2"],
    ["第二十条第（九）项"],
    ["信息内容", "采购项目数量", "采购总金额"],
    ["政府集中采购", "27", "251000元"],
]


# Cells a space apart cannot be told where one of them is a word.
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "spaces"])
def test_the_form_of_2019_is_told_by_its_labels_whatever_the_year(layout: str) -> None:
    read_ = cells(LAYOUTS[layout](FORM_2019), 2023)
    assert len(read_) == 22
    assert [
        read_[f"disclosure.regulations.{c}"].state for c in ("made", "newly_disclosed", "disclosed_stock")
    ] == ["placeholder"] * 3
    assert read_["disclosure.normative_documents.disclosed_stock"].value == 40
    assert [read_[f"disclosure.{r}.items_change"].value for r in ("licensing", "other_services", "fees")] == [
        -14,
        3,
        -2,
    ]
    assert (read_["disclosure.procurement.amount"].value, read_["disclosure.procurement.amount"].raw) == (
        25.1,
        "251000元",
    )
    other = read_["disclosure.other_services.decisions"]
    assert (other.state, other.value, other.raw) == ("unreadable", None, "增3减1")


def test_what_is_wrong_with_single_values_is_found() -> None:
    document = table(FORM_2019)
    (negative,) = found(document, "value.negative")
    assert (negative.item, negative.severity, negative.actual) == (
        "disclosure.coercion.decisions",
        "error",
        -19,
    )
    assert [finding.item for finding in found(document, "cells.unreadable")] == [
        "disclosure.other_services.decisions"
    ]
    assert found(document, "value.unit_unknown") == []
    fraction = table([*DISCLOSURE[:2], ["规章", "0.5", "0", "1"], *DISCLOSURE[3:]])
    assert [finding.item for finding in found(fraction, "value.fraction")] == [
        "disclosure.regulations.issued"
    ]
    assert cells(fraction)["disclosure.regulations.issued"].value == 0.5


@pytest.mark.parametrize(
    ("header", "printed", "value", "unit"),
    [
        ("采购总金额", "8240", 8240, None),
        ("采购总金额", "0", 0, "万元"),
        ("采购总金额", "8240元", 0.824, "万元"),
        ("采购总金额", "27.6万元", 27.6, "万元"),
        ("采购总金额（万元）", "8240", 8240, "万元"),
        ("采购总金额（元）", "8240", 0.824, "万元"),
        ("采购总金额（元）", "27.6万元", 27.6, "万元"),
    ],
)
def test_the_unit_of_the_cell_wins_over_the_headers_and_none_is_guessed(
    header: str, printed: str, value: float, unit: str | None
) -> None:
    document = table([*FORM_2019[:-2], ["信息内容", "采购项目数量", header], ["政府集中采购", "27", printed]])
    cell = cells(document)["disclosure.procurement.amount"]
    assert (cell.state, cell.value, cell.unit, cell.raw) == ("number", value, unit, printed)
    assert bool(found(document, "value.unit_unknown")) == (unit is None)


@pytest.mark.parametrize(
    ("printed", "value"), [("3416.7", 3416.7), ("35000元", 3.5), ("1.2亿元", 12000), ("3,416.7万元", 3416.7)]
)
def test_fees_are_in_the_forms_ten_thousands_unless_the_cell_says_otherwise(
    printed: str, value: float
) -> None:
    assert numbers(table([*DISCLOSURE[:-1], ["行政事业性收费", printed]]))["disclosure.fees.amount"] == value


NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
HEAD = [
    [NOTE, "申请人情况"],
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
LABELS = [
    ["一、本年新收政府信息公开申请数量"],
    ["二、上年结转政府信息公开申请数量"],
    ["三、本年度办理结果", "（一）予以公开"],
    ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"],
    ["（三）不予公开", "1.属于国家秘密"],
    ["2.其他法律行政法规禁止公开"],
    ["3.危及“三安全一稳定”"],
    ["4.保护第三方合法权益"],
    ["5.属于三类内部事务信息"],
    ["6.属于四类过程性信息"],
    ["7.属于行政执法案卷"],
    ["8.属于行政查询事项"],
    ["（四）无法提供", "1.本机关不掌握相关政府信息"],
    ["2.没有现成信息需要另行制作"],
    ["3.补正后申请内容仍不明确"],
    ["（五）不予处理", "1.信访举报投诉类申请"],
    ["2.重复申请"],
    ["3.要求提供公开出版物"],
    ["4.无正当理由大量反复申请"],
    ["5.要求行政机关确认或重新出具已获取信息"],
    ["（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
    ["2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"],
    ["3.其他"],
    ["（七）总计"],
    ["四、结转下年度继续办理"],
]
ROWS = {0: "received", 2: "granted", 10: "refused_enforcement_file", 23: "concluded", 24: "carried_out"}
COLUMNS = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
)
FILLED = {0: [9, 2, 0, 0, 1, 0, 12], 2: [5, 1, 0, 0, 1, 0, 7], 10: [3, 1, 0, 0, 0, 0, 4]}
FILLED |= {23: [8, 2, 0, 0, 1, 0, 11], 24: [1, 0, 0, 0, 0, 0, 1]}


def applications(
    changes: dict[int, list[str]] | None = None, head: list[list[str]] = HEAD
) -> list[list[str]]:
    """The table of section 三; `changes` are whole rows of values by row number."""
    rows = {n: [str(number) for number in FILLED.get(n, [0] * 7)] for n in range(len(LABELS))} | (
        changes or {}
    )
    return [*head, *([*labels, *rows[n]] for n, labels in enumerate(LABELS))]


def row_of(document: str, row: str) -> list[float | None]:
    values = numbers(document)
    return [values[f"applications.{row}.{column}"] for column in COLUMNS]


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "pads" not in name and "both" not in name])
def test_the_applications_table_is_read_in_every_layout(layout: str) -> None:
    document = LAYOUTS[layout](applications())
    assert tables_of(document).forms["applications"] == "2021"
    assert {n: row_of(document, row) for n, row in ROWS.items()} == FILLED
    assert not [finding for finding in tables_of(document).findings if finding.severity == "error"]


def test_blank_dash_and_zero_are_three_things() -> None:
    document = table(applications({3: ["", "/", "0", "—", "&nbsp;", "无", "0"]}))
    states = [cells(document)[f"applications.granted_in_part.{column}"].state for column in COLUMNS]
    assert states == ["blank", "placeholder", "number", "placeholder", "blank", "placeholder", "number"]


def test_totals_only_leave_the_rest_blank_and_raise_no_alarm() -> None:
    rows = {n: ["", "", "", "", "", "", str(FILLED.get(n, [0] * 7)[6])] for n in range(len(LABELS))}
    document = table(applications(rows))
    assert row_of(document, "received") == [None] * 6 + [12]
    assert cells(document)["applications.received.research"].state == "blank"
    assert tables_of(document).findings == tuple(
        finding for finding in tables_of(document).findings if finding.rule == "table.missing"
    )


def padded(rows: list[list[str]], in_lines: bool) -> str:
    """Ten fields a row, the spans' pads behind the cells, in one line or one cell a line."""
    if not in_lines:
        return lines(*(f"{' | '.join(row)} | {'|' * (10 - len(row))}" for row in rows))
    return lines(
        *(
            line
            for row in rows
            for line in [*(f"{text} |" if text else "|" for text in row), "|" * (10 - len(row))]
            if line
        )
    )


@pytest.mark.parametrize("in_lines", [True, False])
def test_totals_only_in_padded_pipes(in_lines: bool) -> None:
    rows = {n: ["", "", "", "", "", "", str(FILLED.get(n, [0] * 7)[6])] for n in range(len(LABELS))}
    document = padded(applications(rows), in_lines)
    assert row_of(document, "received") == [None] * 6 + [12]
    assert row_of(document, "granted") == [None] * 6 + [7]


@pytest.mark.parametrize("in_lines", [True, False])
def test_padded_pipes(in_lines: bool) -> None:
    document = padded(applications(), in_lines)
    assert {n: row_of(document, row) for n, row in ROWS.items()} == FILLED


@pytest.mark.parametrize("layout", ["trailing pipe, pads", "pipe rows, pads", "pipes at both ends"])
def test_a_blank_first_cell_before_pads(layout: str) -> None:
    blank = ("规章", "其他对外管理服务事项", "行政强制", "行政事业性收费")
    rows = [[row[0], *[""] * (len(row) - 1)] if row[0] in blank else row for row in FORM_2019]
    rows[-1] = ["政府集中采购", "", "251000元"]
    document = LAYOUTS[layout](rows)
    assert cells(document)["disclosure.procurement.amount"].value == 25.1
    assert cells(document)["disclosure.procurement.projects"].value is None


def test_a_wrong_cell_stays_as_printed_and_is_singled_out() -> None:
    document = table(applications({10: ["3", "1", "6", "0", "0", "0", "4"]}))
    cell = cells(document)["applications.refused_enforcement_file.research"]
    assert (cell.value, cell.suggested) == (6, 0)
    total = cells(document)["applications.refused_enforcement_file.total"]
    assert (total.value, total.computed, total.suggested) == (4, 10, None)
    rules = {
        f.rule: (f.item, f.actual, f.expected) for f in tables_of(document).findings if f.severity == "error"
    }
    assert rules == {
        "applications.row_total": ("applications.refused_enforcement_file.total", 4, 10),
        "applications.outcome_total": ("applications.concluded.research", 0, 6),
    }


def test_a_balance_that_fails_is_found_where_it_fails() -> None:
    document = table(applications({1: ["2", "0", "0", "0", "0", "0", "2"]}))
    assert {finding.item for finding in found(document, "applications.balance")} == {
        "applications.carried_out.natural_person",
        "applications.carried_out.total",
    }


@pytest.mark.parametrize(
    "layout", ["one cell a line", "trailing pipe", "pipe on its own line", "pipe rows", "HTML table"]
)
def test_a_row_one_value_short_is_missing_and_moves_no_other(layout: str) -> None:
    document = LAYOUTS[layout](applications({0: ["9", "2", "0", "1", "0", "12"]}))
    assert row_of(document, "received") == [None] * 7
    assert {cells(document)[f"applications.received.{column}"].state for column in COLUMNS} == {"missing"}
    assert row_of(document, "granted") == FILLED[2]
    assert [finding.item for finding in found(document, "cells.missing")] == ["applications.received"]


@pytest.mark.parametrize("layout", ["one cell a line", "pipe rows", "HTML table"])
def test_a_row_of_eight_values_is_missing(layout: str) -> None:
    document = LAYOUTS[layout](applications({0: ["9", "2", "2", "0", "0", "1", "0", "12"]}))
    assert row_of(document, "received") == [None] * 7
    assert row_of(document, "granted") == FILLED[2]


@pytest.mark.parametrize("layout", ["one cell a line", "pipe rows", "HTML table"])
def test_a_subtotal_column_is_no_column_of_the_form(layout: str) -> None:
    head = [HEAD[0], HEAD[1], [*HEAD[2], "小计"]]
    rows = {n: FILLED.get(n, [0] * 7) for n in range(len(LABELS))}
    document = LAYOUTS[layout](
        applications({n: [str(v) for v in (*r[:6], sum(r[1:6]), r[6])] for n, r in rows.items()}, head)
    )
    assert {n: row_of(document, row) for n, row in ROWS.items()} == FILLED


def test_subtotal_rows_are_no_rows_of_the_form() -> None:
    rows = applications()
    place = next(n for n, row in enumerate(rows) if row[0].startswith("（四）"))
    rows.insert(place, ["小计", "3", "1", "0", "0", "0", "0", "4"])
    assert {n: row_of(table(rows), row) for n, row in ROWS.items()} == FILLED


@pytest.mark.parametrize("cut", [6, 12, 20])
@pytest.mark.parametrize("repeat", [False, True])
def test_a_table_split_in_two_is_one(cut: int, repeat: bool) -> None:
    rows = applications()
    document = table(rows[:cut]) + "<p>— 4 —</p>" + table([*(HEAD if repeat else []), *rows[cut:]])
    assert {n: row_of(document, row) for n, row in ROWS.items()} == FILLED
    assert not found(document, "table.repeated")


def test_a_table_printed_twice_alike_is_read_once() -> None:
    document = table(applications()) * 2
    assert row_of(document, "granted") == FILLED[2]
    assert not [finding for finding in tables_of(document).findings if finding.severity == "error"]


def test_of_two_tables_that_differ_no_differing_cell_has_a_value() -> None:
    other = applications({2: ["6", "1", "0", "0", "1", "0", "8"]})
    document = table(applications()) + "<p>修订</p>" + table(other)
    assert row_of(document, "granted")[0] is None
    assert [finding.item for finding in found(document, "table.repeated")] == ["applications"]


def test_a_blank_form_beside_the_filled_one_says_nothing() -> None:
    blank = table(applications({n: [""] * 7 for n in range(len(LABELS))}))
    for document in (blank + table(applications()), table(applications()) + blank):
        assert {n: row_of(document, row) for n, row in ROWS.items()} == FILLED


def test_the_single_row_of_2019_tells_its_form() -> None:
    rows = [*applications()[:23], ["（六）其他处理", *"0000000"], *applications()[26:]]
    assert tables_of(table(rows), 2023).forms["applications"] == "2019"
    assert numbers(table(rows), 2023)["applications.closed_all.total"] == 0


FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DISPUTES = [
    ["行政复议", "行政诉讼"],
    [*FIVE, "未经复议直接起诉", "复议后起诉"],
    [*FIVE, *FIVE],
    ["3", "1", "0", "1", "5", "2", "0", "0", "0", "2", "0", "0", "1", "0", "1"],
]
FIFTEEN = {
    "review": [3, 1, 0, 1, 5],
    "litigation_direct": [2, 0, 0, 0, 2],
    "litigation_after_review": [0, 0, 1, 0, 1],
}


def disputes_of(document: str) -> dict[str, list[float | None]]:
    values = numbers(document)
    columns = ("upheld", "corrected", "other_result", "pending", "total")
    return {row: [values[f"disputes.{row}.{column}"] for column in columns] for row in FIFTEEN}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "pads" not in name and "both" not in name])
def test_the_disputes_table_is_read_in_every_layout(layout: str) -> None:
    assert disputes_of(LAYOUTS[layout](DISPUTES)) == FIFTEEN


def test_three_small_tables_are_one_section() -> None:
    small = [
        [[name], FIVE, DISPUTES[3][n * 5 : n * 5 + 5]]
        for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
    ]
    assert disputes_of("".join(map(table, small))) == FIFTEEN
    assert disputes_of(lines(*(text for rows in small for row in rows for text in row))) == FIFTEEN


@pytest.mark.parametrize("layout", ["one cell a line", "pipe rows", "HTML table"])
@pytest.mark.parametrize("lost", [0, 4, 7, 14])
def test_fourteen_values_for_fifteen_columns_are_none(layout: str, lost: int) -> None:
    rows = [*DISPUTES[:3], DISPUTES[3][:lost] + DISPUTES[3][lost + 1 :]]
    document = LAYOUTS[layout](rows)
    assert {cell.state for cell in cells(document).values()} == {"missing"}
    assert found(document, "cells.missing")


def test_a_wrong_total_of_a_dispute_names_the_sum() -> None:
    document = table([*DISPUTES[:3], ["3", "1", "0", "1", "4", *DISPUTES[3][5:]]])
    (finding,) = found(document, "disputes.total")
    assert (finding.item, finding.actual, finding.expected) == ("disputes.review.total", 4, 5)
    assert cells(document)["disputes.review.total"].computed == 5


def test_headings_without_tables_are_missing_tables_and_no_zeros() -> None:
    document = lines(
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    read_ = tables_of(document)
    assert (read_.cells, read_.looks_like_report) == ((), True)
    assert {finding.item for finding in read_.findings if finding.rule == "table.missing"} == {
        "disclosure",
        "applications",
        "disputes",
    }


@pytest.mark.parametrize(
    "document",
    [
        "全年受理行政许可12件，行政处罚34件。",
        lines("行政复议", "12"),
        lines("年度 予以公开 部分公开 无法提供 其他 总计", "2021 3 1 2 0 6", "2022 5 1 2 0 8"),
        "<table><tr><td>索引号</td><td>113</td><td>发布日期</td><td>2022</td></tr></table>",
    ],
)
def test_the_forms_words_elsewhere_are_no_tables(document: str) -> None:
    assert tables_of(document).cells == ()


def test_every_value_says_where_it_stands() -> None:
    assert cells(table(DISCLOSURE))["disclosure.licensing.decisions"].locator == "table 1 row 7 column 2"
    assert (
        cells(LAYOUTS["one cell a line"](DISCLOSURE))["disclosure.licensing.decisions"].locator == "line 18"
    )


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        ("trailing pipe", ["", "8", "6", "4"]),
        ("pipe on its own line", ["", "8", "6", "4"]),
        ("pipe rows", ["", "8", "6", "4"]),
        ("HTML table", ["", "8", "6", "4"]),
        ("HTML table", ["8", "6", "4", ""]),
        ("trailing pipe", ["8", "", "6", "4"]),
        ("pipe rows", ["8", "", "6", "4"]),
    ],
)
def test_a_blank_does_not_make_room_for_a_figure_too_many(layout: str, printed: list[str]) -> None:
    document = LAYOUTS[layout]([*DISCLOSURE[:2], ["规章", *printed], *DISCLOSURE[3:]])
    columns = ("issued", "repealed", "in_force")
    assert [numbers(document)[f"disclosure.regulations.{column}"] for column in columns] == [None] * 3
    assert numbers(document)["disclosure.normative_documents.in_force"] == 31


@pytest.mark.parametrize("stray", [0, 7])
def test_sixteen_cells_for_fifteen_columns_are_none_though_one_is_blank(stray: int) -> None:
    values = [*DISPUTES[3][:14], ""]
    values.insert(stray, "99")
    assert {cell.value for cell in cells(table([*DISPUTES[:3], values])).values()} == {None}


def test_a_cut_label_of_the_group_moves_no_total() -> None:
    head = [HEAD[0], ["自然人", "法人或其", "总计"], [*HEAD[2], "小计"]]
    rows = {n: ["", "", "", "", "", "", "0", str(FILLED.get(n, [0] * 7)[6])] for n in range(len(LABELS))}
    document = LAYOUTS["pipe rows"](applications(rows, head))
    assert set(row_of(document, "received")[:6]) == {None}
    assert row_of(document, "received")[6] in (12, None)


@pytest.mark.parametrize("layout", ["spaces", "tabs", "pipe rows"])
def test_a_row_printed_side_by_side_takes_no_figures_of_the_next_rows_label(layout: str) -> None:
    rows = applications()
    rows[8:10] = [["2.其他法律行政法规禁止公开"], ["3 . 危 及 三 安 全", "1659", "1659"]]
    assert row_of(LAYOUTS[layout](rows), "refused_prohibited_by_law") == [None] * 7


def test_a_label_printed_twice_after_nothing_behind_the_first_is_nobodys_row() -> None:
    rows = [*DISCLOSURE[:2], ["规范性文件"], *DISCLOSURE[2:]]
    read_ = cells(lines(*(" | ".join(row) + " |" for row in rows)))
    assert read_["disclosure.normative_documents.issued"].state == "missing"
    assert read_["disclosure.licensing.decisions"].value == 18204


def test_of_a_blank_form_and_a_table_of_dashes_the_dashes_are_the_reports() -> None:
    blank = [
        [row[0], *("" for _ in row[1:])] if len(row) > 1 and row[-1][0].isdigit() else row
        for row in DISCLOSURE
    ]
    dashed = [
        [row[0], *("-" for _ in row[1:])] if len(row) > 1 and row[-1][0].isdigit() else row
        for row in DISCLOSURE
    ]
    read_ = cells(lines(*(" | ".join(row) + " |" for row in [*blank, *dashed])))
    assert {cell.state for cell in read_.values()} == {"placeholder"}
