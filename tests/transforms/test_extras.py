"""Local rows and columns of the standard tables: kept with their labels, and nothing else moves for them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from generator.cases import PUBLISHER
from generator.figures import make_report
from generator.grid import Part, Slot, document
from generator.layouts import LAYOUTS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.readers import read
from transforms.extract import extract_bytes
from transforms.extraction_json import to_json
from transforms.records import Extra
from transforms.tables.read import Tables, read_tables

Figure = tuple[str, str | None, float | None]


def html(*rows: list[str]) -> str:
    return (
        "<p>政府信息公开情况</p><table>"
        + "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
        + "</table>"
    )


def lines(*rows: list[str]) -> str:
    return "\n".join(text for row in rows for text in row) + "\n"


def pipes(*rows: list[str]) -> str:
    return "\n".join(f"{' | '.join(row)} |" for row in rows) + "\n"


def tables_of(text: str, year: int = 2022) -> Tables:
    return read_tables(read(text.encode()), year)


def figures(found: Tables) -> list[Figure]:
    return [(extra.label, extra.column, extra.value) for extra in found.extras]


def values(found: Tables) -> dict[str, float | None]:
    return {cell.item: cell.value for cell in found.cells}


DISCLOSURE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "4", "2", "31"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "204"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "67"],
    ["行政强制", "8"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "16.7"],
]
OTHER_FILES = ["其他主动公开文件", "12", "0", "40"]
LAYOUTS_HERE: dict[str, Callable[..., str]] = {
    "html": html,
    "one a line": lines,
    "pipes": pipes,
    "tabs": lambda *rows: "\n".join("\t".join(row) for row in rows),
    "spaces": lambda *rows: "\n".join(" ".join(row) for row in rows),
}


@pytest.mark.parametrize("layout", LAYOUTS_HERE)
def test_a_local_row_is_kept_with_its_columns_and_moves_nothing(layout: str) -> None:
    write = LAYOUTS_HERE[layout]
    found = tables_of(write(*DISCLOSURE[:4], OTHER_FILES, *DISCLOSURE[4:]))
    assert figures(found) == [
        ("其他主动公开文件", "本年制发件数", 12),
        ("其他主动公开文件", "本年废止件数", 0),
        ("其他主动公开文件", "现行有效件数", 40),
    ]
    assert values(found) == values(tables_of(write(*DISCLOSURE)))
    assert {extra.section for extra in found.extras} == {"disclosure"}


def test_the_object_of_the_command_line_carries_them_with_state_text_unit_and_place() -> None:
    page = html(*DISCLOSURE[:4], ["其他主动公开文件", "12", "/", "约40"], *DISCLOSURE[4:])
    shown = to_json(extract_bytes(page.encode()), "a.html")
    place = "table 1 row 5 column"
    keys = ("section", "label", "column", "state", "value", "raw", "unit", "locator")
    row = "disclosure", "其他主动公开文件"
    assert shown["extras"] == [
        dict(zip(keys, (*row, *cell), strict=True))
        for cell in (
            ("本年制发件数", "number", 12, "12", None, f"{place} 2"),
            ("本年废止件数", "placeholder", None, "/", None, f"{place} 3"),
            ("现行有效件数", "unreadable", None, "约40", None, f"{place} 4"),
        )
    ]
    assert to_json(extract_bytes(html(*DISCLOSURE).encode()), "b.html")["extras"] == []


# Rows as provinces added them to the form of 2014: of publicity work, of websites, of enquiries.
STATISTICS = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "——", "——"],
    ["（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "1860"],
    ["其中：主动公开规范性文件数", "条", "12"],
    ["制发规范性文件总数", "件", "13"],
    ["三、依申请公开情况", "——", "——"],
    ["（一）收到申请数", "件", "9"],
    ["1.当面申请数", "件", "2"],
    ["（二）申请办结数", "件", "8"],
]
LOCAL = {
    4: ["其中：行政执法信息数", "条", "77"],
    8: ["5.其他形式申请数", "件", "1"],
    9: ["（一）开展政府信息公开宣传活动次数", "次", "4"],
}


def with_local(rows: list[list[str]], local: dict[int, list[str]]) -> list[list[str]]:
    return [row for n in range(len(rows) + 1) for row in ([local[n]] if n in local else []) + rows[n : n + 1]]


@pytest.mark.parametrize("layout", ["html", "pipes", "tabs", "one a line"])
def test_the_rows_that_a_province_added_to_the_form_of_2014_come_with_their_units(layout: str) -> None:
    write = LAYOUTS_HERE[layout]
    found = tables_of(write(*with_local(STATISTICS, LOCAL)), 2016)
    local = [
        ("其中：行政执法信息数", 77, "条"),
        ("5.其他形式申请数", 1, "件"),
        ("（一）开展政府信息公开宣传活动次数", 4, "次"),
    ]
    # A line for each cell does not tell where a table ends.
    expected = local[:2] if layout == "one a line" else local
    assert [(extra.label, extra.value, extra.unit) for extra in found.extras] == expected
    assert {extra.column for extra in found.extras} == {"统计数"}
    assert values(found) == values(tables_of(write(*STATISTICS), 2016))


@pytest.mark.parametrize("layout", ["html", "pipes"])
def test_several_columns_of_values_are_kept_by_their_headers(layout: str) -> None:
    rows = [
        ["序号", "统计指标", "单位", "区政府", "区直单位", "乡镇街道"],
        ["1", "（一）收到申请数", "件", "9", "30", "4"],
        ["2", "（二）申请办结数", "件", "8", "31", "4"],
    ]
    if layout == "pipes":
        rows = [row[1:] for row in rows]
    found = tables_of(LAYOUTS_HERE[layout](*rows), 2016)
    assert figures(found) == [
        (f"三、依申请公开情况/{label}", column, value)
        for label, row in (("（一）收到申请数", (9, 30, 4)), ("（二）申请办结数", (8, 31, 4)))
        for column, value in zip(("区政府", "区直单位", "乡镇街道"), row, strict=True)
    ]
    # None of them is the form's one column.
    assert {cell.state for cell in found.cells} == {"missing"}


NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
PARTIES = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def applications(column: str) -> str:
    """The first rows of section 三 with a column between 其他 and 总计."""
    parties = "".join(f"<td>{name}" for name in PARTIES)
    head = (
        f"<tr><td rowspan=3>{NOTE}<td colspan=8>申请人情况</tr>"
        "<tr><td rowspan=2>自然人<td colspan=5>法人或其他组织"
        f"<td rowspan=2>{column}<td rowspan=2>总计</tr><tr>{parties}</tr>"
    )
    rows = [
        ("一、本年新收政府信息公开申请数量", (9, 2, 0, 0, 1, 0, 5, 12)),
        ("二、上年结转政府信息公开申请数量", (1, 0, 0, 0, 0, 0, 6, 1)),
        ("四、结转下年度继续办理", (1, 0, 0, 0, 0, 0, 7, 1)),
    ]
    body = "".join(f"<tr><td>{label}{''.join(f'<td>{n}' for n in row)}</tr>" for label, row in rows)
    return f"<table>{head}{body}</table>"


def test_a_local_column_is_kept_beside_the_forms_own() -> None:
    found = tables_of(applications("外国人"))
    assert [(column, value) for _, column, value in figures(found)] == [("外国人", n) for n in (5, 6, 7)]
    assert values(found)["applications.received.total"] == 12


def test_subtotals_are_set_aside() -> None:
    assert figures(tables_of(applications("小计"))) == []
    page = html(*DISCLOSURE[:4], ["小计", "4", "2", "31"], *DISCLOSURE[4:])
    assert figures(tables_of(page)) == []


@pytest.mark.parametrize(
    "row",
    [
        ["栏次", "1", "2", "3"],
        ["联系电话", "5551234"],
        ["注：本表由办公室汇总"],
        ["其他情形", "/", "/", "/"],
        ["2022年"],
    ],
)
def test_what_is_no_figure_of_the_report_is_no_extra(row: list[str]) -> None:
    assert figures(tables_of(html(*DISCLOSURE[:4], row, *DISCLOSURE[4:]))) == []


def test_other_tables_and_lines_after_the_last_row_are_not_the_forms() -> None:
    text = pipes(*DISCLOSURE) + "近三年行政复议 | 2021年 | 2022年 |\n总数 | 4 | 1 |\n浏览次数 | 350 |\n"
    assert figures(tables_of(text)) == []
    assert figures(tables_of(html(*DISCLOSURE) + html(["年度", "总数"], ["公开", "24"]))) == []


def test_a_count_that_does_not_fit_leaves_the_column_open() -> None:
    found = tables_of(pipes(*DISCLOSURE[:4], ["其他主动公开文件", "12", "40"], *DISCLOSURE[4:]))
    assert figures(found) == [("其他主动公开文件", None, 12), ("其他主动公开文件", None, 40)]
    stacked = lines(*DISCLOSURE[:4], ["其他主动公开文件", "12", "40"], *DISCLOSURE[4:])
    assert figures(tables_of(stacked)) == []


LABELS = ("其他主动公开文件", "依申请转主动公开", "其他情形", "行政征收", "政务服务事项", "建议提案公开数")
_LOCAL = ("extra", "merged", "wrong", "misfit", "two totals", "channels", "hidden copy", "blocks as rows")
PLAIN = [name for name in LAYOUTS if not any(word in name for word in _LOCAL)]


def written(layout: str, seed: int, local: dict[int, Slot]) -> tuple[str, list[Part]]:
    """A sound report in a layout; `local` are the labels of rows put into its disclosure table."""
    rng = Random(seed)  # noqa: S311
    report = make_report(rng)
    report.without_blanks()
    parts = document(report)
    LAYOUTS[layout].prepare(parts, rng)
    for part in parts:
        places = [n for n, row in enumerate(part.rows) if part.section == "disclosure" and row[-1].item]
        for place, label in local.items():
            if place < len(places):
                row = part.rows[places[place]]
                cells = [
                    Slot("" if slot.item is None else "7", "value", slot.cs) for slot in row if slot.item
                ]
                part.rows.insert(places[place] + 1, [label, *cells])
                break
    return LAYOUTS[layout].render(parts, rng), parts


@settings(max_examples=60, deadline=None)
@given(
    layout=st.sampled_from(PLAIN),
    seed=st.integers(0, 10_000),
    place=st.integers(0, 5),
    label=st.sampled_from(LABELS),
)
@example(layout="2014 with colons", seed=9236, place=0, label="其他主动公开文件")
def test_a_local_row_never_changes_what_is_read_of_the_form(
    layout: str, seed: int, place: int, label: str
) -> None:
    plain, _ = written(layout, seed, {})
    longer, _ = written(layout, seed, {place: Slot(label)})
    before = read_tables(read(plain.encode()), 2021, PUBLISHER)
    after = read_tables(read(longer.encode()), 2021, PUBLISHER)
    assert before.extras == ()
    known = values(before)
    for cell in after.cells:
        # In flattened text a row too many may leave open which cell is which.
        assert cell.value == known[cell.item] or (cell.state == "missing" and not layout.startswith("html"))
    assert all((extra.label, extra.value) == (label, 7) for extra in after.extras)


def test_a_table_printed_twice_gives_its_extra_figures_once() -> None:
    table = html(*DISCLOSURE[:4], OTHER_FILES, *DISCLOSURE[4:])
    found: tuple[Extra, ...] = tables_of(table + table).extras
    assert [extra.value for extra in found] == [12, 0, 40]
