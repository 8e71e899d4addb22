"""Flattened text to lines."""

from __future__ import annotations

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
