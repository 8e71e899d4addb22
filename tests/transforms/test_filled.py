"""Tables with each cell's text repeated over all that it spans, as converters of documents write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.readers import read
from transforms.records import Cell
from transforms.tables.read import read_tables

DISCLOSURE = [
    ["第二十条第（一）项"] * 4,
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "4", "2", "31"],
    ["第二十条第（五）项"] * 4,
    ["信息内容", *["本年处理决定数量"] * 3],
    ["行政许可", *["204"] * 3],
]
DISPUTES = [
    ["行政复议"] * 5 + ["行政诉讼"] * 10,
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", *["未经复议直接起诉"] * 5, *["复议后起诉"] * 5],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
    [*"00000", *"10001", *"00000"],
]


def by_tabs(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def markdown(rows: list[list[str]]) -> str:
    head, *lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *lines]) + "\n"


def html(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


Writer = Callable[[list[list[str]]], str]
WRITERS: list[Writer] = [by_tabs, markdown, html]


def cells(text: str) -> dict[str, Cell]:
    return {
        cell.item: cell for cell in read_tables(read(text.encode()), 2022).cells if cell.state == "number"
    }


@pytest.mark.parametrize("write", WRITERS)
def test_a_figure_repeated_under_one_header_is_one_figure(write: Writer) -> None:
    read_ = cells(write(DISCLOSURE))
    keys = ("issued", "repealed", "in_force")
    assert [read_[f"disclosure.normative_documents.{key}"].value for key in keys] == [4, 2, 31]
    assert read_["disclosure.licensing.decisions"].value == 204


@pytest.mark.parametrize("write", WRITERS)
def test_equal_figures_under_headers_of_their_own_stay_apart(write: Writer) -> None:
    read_ = cells(write(DISPUTES))
    assert {item: cell.value for item, cell in read_.items() if cell.value} == {
        "disputes.litigation_direct.upheld": 1,
        "disputes.litigation_direct.total": 1,
    }
    assert len(read_) == 15


def test_other_figures_under_one_header_are_none_of_its_row() -> None:
    rows = [*DISCLOSURE[:-1], ["行政许可", "204", "7", "204"]]
    assert "disclosure.licensing.decisions" not in cells(by_tabs(rows))


def test_cells_keep_their_places() -> None:
    read_ = cells(by_tabs(DISCLOSURE))
    assert read_["disclosure.normative_documents.in_force"].locator == "line 4 cell 4"
