"""Tables are read without `table.unaccounted` only where everything in them is accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from generator.cases import case
from generator.layouts import LAYOUTS
from test_read_tables import DISCLOSURE, found, lines

from extractors.document import Document, GridCell, Paragraph, Table
from transforms.extract import extract_bytes
from transforms.tables.read import read_tables

RULE = "table.unaccounted"


def by_tabs(*rows: list[str]) -> str:
    return lines("二、主动公开政府信息情况", *("\t".join(row) for row in rows))


def stacked(*rows: list[str]) -> str:
    return lines("二、主动公开政府信息情况", *(f"{cell} |" if cell else "|" for row in rows for cell in row))


def doubted(text: str) -> dict[str | None, str]:
    return {finding.item: finding.message for finding in found(text, RULE)}


@pytest.mark.parametrize("write", [by_tabs, stacked])
def test_the_form_as_it_should_be_leaves_nothing_unaccounted_for(write: Callable[..., str]) -> None:
    assert doubted(write(*DISCLOSURE)) == {}


# Figures in tables of their own stand in no row of the table that holds those; two halves of a form side by
# side leave open what stands beside what, and so do blanks without a trace, as this report has them.
_OPEN = {"html inner tables", "2014 html, side by side", "one a line, dispute rows"}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in _OPEN])
def test_sound_reports_leave_nothing_unaccounted_for(layout: str) -> None:
    findings = extract_bytes(case(layout, "none", 7).data).findings
    assert [f.message for f in findings if f.rule == RULE] == []


def test_a_header_that_lost_a_word_puts_its_rows_in_doubt() -> None:
    header = ["信息内容", "本年制发件数", "现行有效件数"]
    rows = [DISCLOSURE[0], header, *DISCLOSURE[2:]]
    assert set(doubted(by_tabs(*rows))) == {"disclosure.regulations", "disclosure.normative_documents"}


def test_a_label_that_is_not_printed_puts_the_row_before_it_in_doubt() -> None:
    rows = [row for row in DISCLOSURE if row[0] != "行政强制"]
    assert set(doubted(by_tabs(*rows))) == {"disclosure.penalties"}


def test_the_last_row_is_in_doubt_where_the_next_table_lost_its_head() -> None:
    assert set(doubted(stacked(*DISCLOSURE, ["三、本年度办理结果"]))) == {"disclosure.fees"}
    assert doubted(stacked(*DISCLOSURE, ["三、收到和处理政府信息公开申请情况"])) == {}


def test_a_text_between_two_rows_of_one_cell_a_line_puts_both_in_doubt() -> None:
    rows = [*DISCLOSURE[:3], ["见下页"], *DISCLOSURE[3:]]
    assert set(doubted(stacked(*rows))) == {"disclosure.regulations", "disclosure.normative_documents"}


def test_a_local_row_with_a_figure_for_each_column_is_accounted_for() -> None:
    rows = [*DISCLOSURE[:4], ["其他主动公开文件", "3", "0", "7"], *DISCLOSURE[4:]]
    assert doubted(stacked(*rows)) == {}


def test_a_row_with_more_fields_than_its_like_is_in_doubt_and_says_where() -> None:
    padded = [[*row, *[""] * (4 - len(row))] for row in DISCLOSURE]
    rows = [*padded[:3], ["行政规范性文件", "4", "2", "31", ""], *padded[4:]]
    message = doubted(stacked(*rows))["disclosure.normative_documents"]
    assert "4 fields stand behind the label" in message


def test_a_table_without_figures_is_in_no_doubt() -> None:
    rows = [[row[0], *("" for _ in row[1:])] if row[1:] and row[1].isdigit() else row for row in DISCLOSURE]
    assert doubted(by_tabs(*[row for row in rows if row[0] not in ("行政强制", "行政事业性收费")])) == {}


def test_a_figure_without_its_unit_is_in_doubt_with_the_rows_beside_it() -> None:
    rows = [
        ["（二）举办各类培训班数", "次", "12"],
        ["（三）接受培训人员数", "84"],
        ["（一）召开政府信息公开工作会议或专题会议数", "次", "415"],
        ["六、举报投诉数量", "件", "0"],
    ]
    text = lines(
        "附件：政府信息公开情况统计表", "统计指标", "单位", "统计数", *(cell for row in rows for cell in row)
    )
    assert set(doubted(text)) == {
        "stats_training.courses",
        "stats_training.people_trained",
        "stats_training.meetings",
    }


def with_last_year(*rows: list[str]) -> list[list[str]]:
    """The table with a local column before the figures."""
    title = {"信息内容": "上年数"}
    return [[row[0], title.get(row[0], "7"), *row[1:]] if row[1:] else row for row in rows]


@pytest.mark.parametrize("write", [by_tabs, stacked])
def test_a_local_column_of_all_headers_is_accounted_for(write: Callable[..., str]) -> None:
    assert doubted(write(*with_last_year(*DISCLOSURE))) == {}


def test_a_header_that_lost_the_local_column_of_the_others_is_in_doubt() -> None:
    rows = with_last_year(*DISCLOSURE)
    rows[5:7] = [["信息内容", "本年处理决定数量"], ["行政许可", "7"]]
    assert set(doubted(stacked(*rows))) == {"disclosure.licensing"}


def test_a_header_with_the_local_column_on_another_side_is_in_doubt() -> None:
    rows = with_last_year(*DISCLOSURE)
    rows[5] = ["信息内容", "本年处理决定数量", "上年数"]
    assert set(doubted(by_tabs(*rows))) == {"disclosure.licensing"}


def test_a_table_of_which_most_rows_do_not_add_up_is_in_doubt_as_a_whole() -> None:
    def doubts(rows: int) -> set[str | None]:
        made = case("html", "none", 372, blanks=False).data.decode()
        moved = r"((?:<td>\d+</td>){6})<td>\d+</td></tr>", r"<td></td>\1</tr>"
        findings = extract_bytes(re.sub(*moved, made, count=rows).encode()).findings
        return {finding.item for finding in findings if finding.rule == RULE}

    assert doubts(25) == {"applications"}
    assert doubts(3) == set()


def on_a_grid(
    *tables: list[list[str]], heading: str = "二、主动公开政府信息情况", kind: str = "pdf"
) -> set[str | None]:
    """The rows in doubt where tables stand on pages; a row that is short spans the rest."""
    blocks: list[Paragraph | Table] = [Paragraph(heading, "page 1 line 1")]
    for number, rows in enumerate(tables, 1):
        width = max(map(len, rows))
        cells = [
            tuple(
                GridCell(text, n, at, 1, width - at + 1 if at == len(row) else 1, f"row {n} column {at}")
                for at, text in enumerate(row, 1)
            )
            for n, row in enumerate(rows, 1)
        ]
        blocks.append(Table(number, tuple(cells)))
    document = Document("text/html" if kind == "html" else f"application/{kind}", tuple(blocks))
    return {finding.item for finding in read_tables(document, 2023).findings if finding.rule == RULE}


def test_a_row_that_ends_in_a_blank_where_lost_cells_are_filled_up_is_in_doubt() -> None:
    whole = [*DISCLOSURE[:2], ["规章", "3", "0", "8"], ["行政规范性文件", "12", "1", "65"], *DISCLOSURE[4:]]
    moved = [["规章", "0", "8", ""] if row[0] == "规章" else row for row in whole]
    assert on_a_grid(whole) == set()
    assert on_a_grid(moved) == {"disclosure.regulations"}
    assert on_a_grid(moved, kind="html") == {"disclosure.regulations"}


@pytest.mark.parametrize(
    ("figures", "doubt"),
    [
        ("1 0 0 0 1 0 0 0 0 0 0 0 0 0 0", False),
        ("/ / / / / / / / / / / / / / /", False),
        # A cell was lost, the row filled up behind it.
        ("/ 1 / 1 / 2 1 / 3 / / / / / _", True),
        ("_ _ _ _ _ _ 1 1 _ _ _ _ _ _ _", True),
        ("/ / 1 / / / / / / / / / / / /", True),
    ],
)
def test_a_total_of_section_four_that_is_none_beside_a_figure_puts_all_of_it_in_doubt(
    figures: str, doubt: bool
) -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks = ("行政复议", "未经复议直接起诉", "复议后起诉")
    head = "".join(f"<td colspan=5>{block}</td>" for block in blocks)
    rows = (results * 3, [text.replace("_", "") for text in figures.split()])
    below = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    assert ("disputes" in doubted(f"<table><tr>{head}</tr>{below}</table>")) == doubt


def test_rows_below_a_second_head_that_end_in_blanks_unlike_those_above_are_in_doubt() -> None:
    """The second part lacks the cells of the blocks' labels; its figures stand further left."""
    head = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（二）部分公开",
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
    ]
    first = [head, *([label, *[""] * 6, "7"] for label in rows)]
    second = [head, ["1.信访举报投诉类申请", *[""] * 5, "7", ""], ["2.重复申请", *[""] * 6, "9"]]
    found = on_a_grid(first, second, heading="三、收到和处理政府信息公开申请情况")
    assert "applications.rejected_petition" in found
    assert "applications.received" not in found
