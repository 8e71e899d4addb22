"""HTML pages to paragraphs and tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Paragraph, Table
from extractors.readers.html import read_html


def lines(body: str) -> list[str]:
    return [block.text for block in read_html(body).blocks if isinstance(block, Paragraph)]


def grid(body: str) -> list[list[str]]:
    return [[cell.text for cell in row] for table in read_html(body).tables() for row in table.rows]


def cell(inner: str) -> str:
    """The text of a cell of this mark-up."""
    return grid(f"<table><tr><td>label</td><td>{inner}</td></tr></table>")[0][1]


@pytest.mark.parametrize(
    "inner",
    [
        "12",
        "<p>12</p>",
        "<p>12</p><p>&nbsp;</p>",
        "12<br>",
        "<br/>12",
        "<div><span>1</span><span>2</span></div>",
        "<span>1</span><span lang='EN-US'>2<o:p></o:p></span>",
        "<strong><font>12</font></strong>",
        "&nbsp;12&nbsp;",
        "\n   12\n  ",
        "　12　",
        "<!-- 3 -->12",
        "<p><a name='x'></a>12</p>",
    ],
)
def test_a_number_stays_whole_in_any_mark_up(inner: str) -> None:
    assert cell(inner) == "12"


@pytest.mark.parametrize("inner", ["", "&nbsp;", "<p>&nbsp;</p>", "<br>", "<o:p></o:p>", "　"])
def test_an_empty_cell_is_empty(inner: str) -> None:
    assert cell(inner) == ""


@pytest.mark.parametrize(
    "inner", ["12<sup>1</sup>", "12<sup>①</sup>", "<del>9</del>12", "1<br>2", "<p>1</p><p>2</p>"]
)
def test_what_stands_apart_from_a_number_is_not_glued_to_it(inner: str) -> None:
    assert cell(inner).split() != ["12"]
    assert len(cell(inner).split()) == 2


@pytest.mark.parametrize(
    "inner",
    ["<sup>1</sup>", "<p>&nbsp;<sub>1</sub></p>", '<span style="vertical-align:super"><b>1</b></span>'],
)
def test_a_cell_of_nothing_but_the_mark_of_a_note_holds_no_figure(inner: str) -> None:
    assert cell(inner) == "1\u0336"


def test_a_hidden_cell_of_a_table_that_is_never_closed_is_no_line() -> None:
    row = '<tr><td>规章</td><td style="display:none">84</td><td>8</td></tr>'
    page = f"<table>{row}<tr><td>行政处罚<p>三、</p><table><tr><td>1</td></tr></table>"
    assert [block.text for block in read_html(page).paragraphs()] == ["规章", "8", "行政处罚", "三、"]


def test_a_hidden_cell_that_lays_out_the_page_gives_its_table() -> None:
    page = '<table><tr><td style="display:none">二、<table><tr><td>1</td></tr></table></td></tr></table>'
    document = read_html(page)
    assert [block.text for block in document.paragraphs()] == ["二、"]
    assert len(list(document.tables())) == 1


def test_a_hidden_cell_is_not_in_the_table() -> None:
    rows = '<table><tr><td style="display: none">9</td><td>规章</td><td>0</td></tr></table>'
    assert grid(rows) == [["规章", "0"]]


def test_spans_keep_their_geometry() -> None:
    (table,) = read_html(
        '<table><tr><td rowspan="2" colspan="3">note</td><td>a</td></tr><tr><th>b</th></tr></table>'
    ).tables()
    assert [(c.text, c.row, c.column) for row in table.rows for c in row] == [
        ("note", 1, 1),
        ("a", 1, 4),
        ("b", 2, 4),
    ]
    assert table.rows[1][0].locator == "table 1 row 2 column 4"


def test_head_body_and_foot_of_a_table_are_rows_in_order() -> None:
    assert grid("<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>") == [
        ["h"],
        ["b"],
    ]


def test_tables_inside_layout_tables_are_tables() -> None:
    inner = "<table><tr><td>规章</td><td></td><td>0</td></tr></table>"
    assert grid(f"<table><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table>") == [
        ["规章", "", "0"]
    ]


def test_text_before_and_after_a_nested_table_is_kept_in_order() -> None:
    blocks = read_html(
        "<table><tr><td>二、前<table><tr><td>a</td><td>b</td></tr></table>三、后</td></tr></table>"
    ).blocks
    assert [b.text if isinstance(b, Paragraph) else "table" for b in blocks] == ["二、前", "table", "三、后"]


def test_prose_pasted_into_a_table_is_prose() -> None:
    prose = "全年公开各类信息3127条，新收申请29件，答复30件，结转1件，开展培训三场，检查两次。" * 2
    blocks = read_html(
        f"<table><tr><td colspan='342'>{prose}</td></tr><tr><td>规章</td><td>0</td></tr></table>"
    ).blocks
    assert [type(block) for block in blocks] == [Paragraph, Table]


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "textarea", "template"])
def test_what_a_reader_does_not_see_is_skipped(tag: str) -> None:
    assert lines(f"<p>a</p><{tag}>规章 1</{tag}><p>b</p>") == ["a", "b"]


def test_inline_tags_do_not_break_a_line_and_blocks_do() -> None:
    assert lines("<div>2019<span>年</span><b>政府信息</b>公开<p>一、</p>总体</div>") == [
        "2019年政府信息公开",
        "一、",
        "总体",
    ]


def test_a_line_that_is_all_link_is_navigation() -> None:
    document = read_html("<p><a href='/'>首页</a></p><p>见<a href='/x'>附件</a></p>")
    assert [(p.text, p.link) for p in document.paragraphs()] == [("首页", True), ("见附件", False)]


def test_lines_of_pre_stay_lines() -> None:
    assert lines("<pre>规章 | 0 |\n行政许可 | 1 |</pre>") == ["规章 | 0 |", "行政许可 | 1 |"]


def test_title_and_meta() -> None:
    document = read_html(
        "<head><title> 年报\n_政府 </title><meta name='PubDate' content='2020-01-31'>"
        "<meta name='pubdate' content=''><meta name='ContentSource' content='null'></head><body>x"
    )
    assert (document.title, dict(document.meta)) == ("年报 _政府", {"pubdate": "2020-01-31"})


def test_broken_mark_up_is_repaired_as_browsers_do() -> None:
    assert grid("<table><tr><td>规章<td>0<tr><td>行政许可<td>1") == [["规章", "0"], ["行政许可", "1"]]


def test_depth_does_not_matter() -> None:
    assert lines("<div>" * 3000 + "x" + "</div>" * 3000) == ["x"]


@given(st.text(alphabet="<>/tdrabletpspan=\"' 0123规章\n&;!-", max_size=120))
def test_any_mark_up_gives_a_document(text: str) -> None:
    for block in read_html(text).blocks:
        assert block.text.strip() if isinstance(block, Paragraph) else block.rows


def test_marks_struck_figures_and_hidden_text_do_not_join_a_number() -> None:
    raised = '1415<span style="vertical-align: super">1</span>'
    struck = '<span style="text-decoration:line-through">98</span>1415'
    hidden = '<span style="display:none">98</span>1415'
    row = f"<tr><td>{raised}</td><td>{struck}</td><td>{hidden}</td></tr><tr hidden><td>99</td></tr>"
    assert grid(f"<table>{row}</table>") == [["1415 1", "9\u03368\u0336 1415", "1415"]]


@pytest.mark.parametrize(
    "inner", ["<del>12</del>", "<s>12</s>", '<p><span style="text-decoration: line-through">12</span></p>']
)
def test_a_figure_struck_out_is_shown_struck(inner: str) -> None:
    assert cell(inner) == "1\u03362\u0336"
    assert grid('<table><tr><td style="text-decoration:line-through">12</td></tr></table>') == [
        ["1\u03362\u0336"]
    ]


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="#_ftn1">1</a>',
        '<span style="vertical-align:5pt">1</span>',
        '<span style="position:relative;top:-0.5em">1</span>',
        '<span style="display:block">1</span>',
        '<span style="float:right">1</span>',
        '<span class="note">1</span>',
    ],
)
def test_what_stands_above_below_or_beside_a_number_is_no_digit_of_it(mark: str) -> None:
    style = "<style>td .note { vertical-align: super }</style>"
    assert grid(f"{style}<table><tr><td>12{mark}</td></tr></table>")[0][0].split() == ["12", "1"]


def test_what_is_typed_into_a_field_is_shown() -> None:
    assert cell('<input type="text" value="12">') == "12"
    assert cell('<input value="12">件').split() == ["12", "件"]
    assert cell('<input type="hidden" value="12">3') == "3"


def test_a_cell_with_a_picture_alone_is_not_blank() -> None:
    assert cell('<p><img src="12.png" alt="12"></p>') == "\ufffd"
    assert cell('<img src="dot.gif" width="1" height="1">') == ""


def test_a_caption_is_the_line_above_its_table() -> None:
    page = "<p>二、</p><table><caption>2020年<br>数据</caption><tr><td>规章</td><td>1</td></tr></table>"
    document = read_html(page)
    assert [block.text for block in document.paragraphs()] == ["二、", "2020年", "数据"]
    hidden = page.replace("<caption>", '<caption style="display:none">')
    assert [block.text for block in read_html(hidden).paragraphs()] == ["二、"]
