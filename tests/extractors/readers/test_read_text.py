"""Flattened text to lines."""

from __future__ import annotations

import csv
from functools import partial

import pytest

from extractors.readers import read
from extractors.readers.text import read_text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_locators_are_the_line_numbers_of_the_file(newline: str) -> None:
    document = read_text(newline.join(["一、总体情况", "", "  规章  ", "", "0"]))
    assert [(p.text, p.locator) for p in document.paragraphs()] == [
        ("一、总体情况", "line 1"),
        ("规章", "line 3"),
        ("0", "line 5"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_give_the_same_lines(encoding: str) -> None:
    document = read("行政许可 | １２ |\n".encode(encoding))
    assert [p.text.strip("|　 ") for p in document.paragraphs()] == ["行政许可 | １２"]


def test_pipes_are_left_as_they_are() -> None:
    assert [p.text for p in read_text("规章 | |\n|\n||\n").paragraphs()] == ["规章 | |", "|", "||"]


def test_what_markdown_adds_to_a_cell_is_not_its_text() -> None:
    text = "| 行政许可 | **12** | 本年<br>处理 | 5**6** |\n**二、主动公开政府信息情况**\n<br>\n"
    assert [p.text for p in read_text(text).paragraphs()] == [
        "| 行政许可 | 12 | 本年 处理 | 5**6** |",
        "二、主动公开政府信息情况",
    ]


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in read(text.encode()).paragraphs()]


EXPORT = """县教育局2022年政府信息公开工作年度报告,,,
信息内容,本年制发件数,本年废止件数,现行有效件数
规章,0,,"1,204"
"行政规范性
文件",4,2,31
"""


def test_comma_separated_values_are_cells_and_a_line_of_one_cell_is_prose() -> None:
    assert texts(EXPORT) == [
        "县教育局2022年政府信息公开工作年度报告",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t0\t\t1,204",
        "行政规范性 文件\t4\t2\t31",
    ]
    assert [paragraph.locator for paragraph in read(EXPORT.encode()).paragraphs()][-1] == "line 4"


@pytest.mark.parametrize(
    "text",
    [
        # A comma in a figure that no mark protects.
        "信息内容,甲,乙,丙\n规章,0,1,204\n许可,18,204,1,7\n处罚,1,2,3\n强制,1,2,3",
        # Rows as wide as their cells.
        "第一项\n信息内容,甲,乙,丙\n规章,0,0,1\n文件,4,2,31\n许可,18204\n处罚,967",
        # Prose.
        "第一,公开;第二,公开.\n第一,公开,第二,公开.\n无,无,无.\n甲,乙,丙,丁,戊.",
        # A mark that is never closed.
        '"甲,乙,丙,丁\n甲,乙,丙,丁\n甲,乙,丙,丁\n甲,乙,丙,戊,己',
    ],
)
def test_other_lines_with_commas_stay_as_they_are(text: str) -> None:
    assert texts(text) == text.split("\n")


@pytest.mark.parametrize("limit", [131_072, 10**9], ids=["Python's limit", "one raised by another library"])
def test_a_line_longer_than_a_cell_of_comma_separated_values_may_be_is_a_line(
    limit: int, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit(limit)))
    long = f'"{"无" * 131_073}",1,2,3'
    assert texts("第一项,甲,乙,丙\n" * 4 + long)[-1] == long


def test_tabs_at_the_ends_of_a_row_of_figures_bound_blank_cells() -> None:
    assert texts("维持\t纠正\t总计\n\t1\t1\n1\t0\t\n") == ["维持\t纠正\t总计", "\t1\t1", "1\t0\t"]


def test_tabs_at_the_ends_of_every_line_bound_nothing() -> None:
    assert texts("\t维持\t总计\t\n\t1\t1\t\n") == ["维持\t总计", "1\t1"]


def test_a_whole_page_on_one_line_is_the_texts_between_its_blanks() -> None:
    line = " ".join(["规章 0 0 1"] * 200)
    paragraphs = [*read(f"{line}\n{line[:80]}\n".encode()).paragraphs()]
    assert [paragraph.text for paragraph in paragraphs[:5]] == ["规章", "0", "0", "1", "规章"]
    assert (paragraphs[1].locator, paragraphs[-1].text) == ("line 1 cell 2", line[:80].strip())
