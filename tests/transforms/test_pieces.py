"""A document as a stream of printed pieces."""

from __future__ import annotations

import pytest

from extractors.document import Document, Paragraph
from extractors.readers import read
from transforms.tables.pieces import Piece, pieces_of


def pieces(text: str) -> list[Piece]:
    return pieces_of(read(text.encode()))


def texts(text: str) -> list[str]:
    return [piece.text for piece in pieces(text)]


@pytest.mark.parametrize(
    "printed",
    [
        "规章\n1\n2\n3\n",
        "规章\n\n1\n\n2\n\n3\n",
        "规章 |\n1 |\n2 |\n3 |\n",
        "规章\n|\n1\n|\n2\n|\n3\n|\n",
        "规章 | 1 | 2 | 3 |\n",
        "| 规章 | 1 | 2 | 3 |\n",
        "规章 1 2 3\n",
        "规章\t1\t2\t3\n",
        "+------+---+\n| 规章 | 1 | 2 | 3 |\n+------+---+\n",
        "┌──┬──┐\n│规章│1│2│3│\n└──┴──┘\n",
        "<table><tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table>",
        "<p>规章</p><p>1</p><p>2</p><p>3</p>",
        "<div>规章<br>1<br>2<br>3</div>",
        "<html><pre>规章 | 1 | 2 | 3 |</pre></html>",
    ],
)
def test_the_same_cells_whatever_the_layout(printed: str) -> None:
    assert texts(printed) == ["规章", "1", "2", "3"]


@pytest.mark.parametrize(
    "printed",
    ["规章 | | 2 | |\n", "规章 |\n|\n2 |\n|\n", "规章\n|\n|\n2\n|\n|\n", "规章\t\t2\t\n其他\t1\t2\t3\n"],
)
def test_a_blank_cell_between_pipes_or_tabs_is_a_piece(printed: str) -> None:
    assert texts(printed)[:3] == ["规章", "", "2"]


@pytest.mark.parametrize("dash", ["----", "──", "+--"])
def test_dashes_without_a_crossing_are_a_cell(dash: str) -> None:
    assert texts(f"规章\n{dash}\n2\n") == ["规章", dash, "2"]


def test_pads_stand_for_spans_and_are_marked() -> None:
    found = pieces("规章 |\n1 |\n||\n行政许可 |\n")
    assert [(piece.text, piece.pad) for piece in found] == [
        ("规章", False),
        ("1", False),
        ("", True),
        ("", True),
        ("行政许可", False),
    ]


def test_a_single_pipe_is_a_blank_cell_and_no_pad() -> None:
    assert [piece.pad for piece in pieces("规章 |\n|\n")] == [False, False]


def test_a_wrapped_label_is_several_pieces() -> None:
    assert texts("本年新\n制作数量\n") == ["本年新", "制作数量"]


@pytest.mark.parametrize(
    "line",
    [
        "全年公开信息3127条，新收申请29件，答复30件。",
        "本报告的统计期限为2021年1月1日至12月31日",
        "第二十条 第（一）项",
    ],
)
def test_a_line_that_is_no_row_stays_whole(line: str) -> None:
    assert texts(f"{line}\n") == [line]


def test_pieces_of_one_row_share_it_and_say_where_they_stand() -> None:
    found = pieces("规章 | 1 | 2 |\n行政许可 | 3 |\n")
    assert [piece.row for piece in found] == [0, 0, 0, 1, 1]
    assert found[1].locator == "line 1 cell 2"
    assert found[3].locator.startswith("line 2")


def test_cells_of_html_know_their_place_on_the_grid() -> None:
    (label, value) = pieces('<table><tr><td colspan="3">规章</td><td>1</td></tr></table>')
    assert (label.column, label.span, value.column, value.span) == (1, 3, 4, 1)
    assert value.locator == "table 1 row 1 column 4"


def test_navigation_is_left_out() -> None:
    document = Document("text/html", (Paragraph("申请人情况", "p 1", link=True), Paragraph("规章", "p 2")))
    assert [piece.text for piece in pieces_of(document)] == ["规章"]


def test_a_line_that_a_pipe_below_ends_is_one_cell() -> None:
    assert texts("规章\n|\n17 402\n|\n3\n|\n") == ["规章", "17 402", "3"]


def test_pipes_run_together_behind_a_label_are_its_span_where_blank_cells_are_printed_as_blanks() -> None:
    assert texts("| 四、结转下年度继续办理 |||  |  | 3 |\n") == ["四、结转下年度继续办理", "", "", "3"]
    assert texts("| 四、结转下年度继续办理 |||\n") == ["四、结转下年度继续办理", "", ""]
