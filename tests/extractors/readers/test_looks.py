"""What a page hides is not printed."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.readers import read


def texts(cells: str, style: str = "") -> list[str]:
    page = f"<html><head><style>{style}</style></head><body><table><tr>{cells}</tr></table></body></html>"
    document = read(page.encode())
    return [cell.text for table in document.tables() for row in table.rows for cell in row]


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ('<span style="display:none">7</span>', ""),
        ('<span style="Display : None">7</span>', ""),
        ('<p style="display:none">7</p>', ""),
        ("<span hidden>7</span>", ""),
        ('<span style="visibility: hidden">7</span>', ""),
        ('<span style="mso-hide:all">7</span>', ""),
        ('<span style="font-size:0">7</span>', ""),
        ('<font style="font-size: 0pt;">7</font>', ""),
        ('<span class="x">7</span>', ".x{display:none}"),
        ('<span class="y x">7</span>', "/* a */ .w, span.x { color: red; display: none !important }"),
        ('<span id="x">7</span>', "#x{visibility:hidden}"),
        ('<span class="x">7</span>', "table td .x{display:none}"),
        ('<span class="x"><b style="font-size:9pt">7</b></span>', ".x{display:none}"),
        ("<em>7</em>", "td > em{display:none}"),
        ("<em>7</em>", "@media screen { td em { display: none } }"),
        ('<span data-old="1">7</span>', "[data-old]{display:none} span{display:inline}"),
        ('<span style="position:absolute;left:-9999px">7</span>', ""),
        ('<span style="opacity: 0">7</span>', ""),
        ('<span style="color: rgba(0, 0, 0, 0)">7</span>', ""),
        ('<span style="position:absolute;right:-9999px">7</span>', ""),
        ('<span class="x">7</span>', ".x:not(.y){display:none}"),
        ('<span class="x">7</span>', "@supports (display:grid){.x{display:none}}"),
        ('<span class="x">7</span>', ".x{font:0/0 a}"),
        ("<dialog>7</dialog>", ""),
        ("<iframe>7</iframe>", ""),
        ("<noframes>7</noframes>", ""),
        ("<noscript>7</noscript>", ""),
        ("<progress>7</progress>", ""),
        ("<script>7</script>", ""),
        ('<span class="x">7</span>', ".x{opacity:.0}"),
        ('<span class="x">7</span>', ".x{color:#0000}"),
        ('<span class="x">7</span>', ".x{-webkit-text-fill-color: transparent}"),
        ("<span\nhidden>7</span>", ""),
        ('<span style="display&#58;none">7</span>', ""),
        ('<span style="display:/* no */none">7</span>', ""),
    ],
)
def test_a_hidden_figure_is_none_alone_or_beside_another(cell: str, style: str) -> None:
    assert texts(f"<td>规章</td><td>{cell}</td><td>1{cell}</td>", style) == ["规章", "", "1"]


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ('<span style="font-size:0.75em">7</span>', ""),
        ('<span style="font-size:0"><b style="font-size:12px">7</b></span>', ""),
        ('<span class="x">7</span>', "@media print { .x { display: none } }"),
        ('<span class="xy">7</span>', ".x{display:none}"),
        ('<span class="x">7</span>', ".x:hover{display:none}"),
        ('<span class="x">7</span>', "td span{display:none} td .x{display:inline}"),
        ('<span class="x">7</span>', ".x{display:none} .x{display:inline}"),
        ('<span style="opacity:0.9">7</span>', ""),
        ('<span class="x" style="display:inline">7</span>', ".x{display:none}"),
        ('<span style="color:#fff;background:#036">7</span>', ""),
        ('<b class="x">7</b>', "tr{background:#036} .x{color:white}"),
        ('<span class="x" style="color:#333">7</span>', ".x{color:white}"),
    ],
)
def test_what_is_shown_is_printed(cell: str, style: str) -> None:
    assert texts(f"<td>规章</td><td>{cell}</td>", style + " .z{display:none}") == ["规章", "7"]


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ('<span style="color:#fff">7</span>', ""),
        ('<span style="color: rgb(255, 255, 255)">7</span>', ""),
        ('<font color="#FFFFFF">7</font>', ""),
        ('<span class="x">7</span>', ".x { color: White }"),
        ('<span class="x">7</span>', "tr{background:#fff} .x{color:#fefefe}"),
        ('<span style="font-size:1px">7</span>', ""),
        ('<span class="x">7</span>', ".x{font-size: 0.5pt}"),
        ('<p style="height:0;overflow:hidden">7</p>', ""),
        ('<span class="x">7</span>', ".x{position:absolute;width:1px;height:1px;overflow:hidden}"),
        ('<span style="clip-path:inset(50%)">7</span>', ""),
        ('<span style="transform:scale(0)">7</span>', ""),
        ('<span style="font-family:Wingdings">7</span>', ""),
        ('<font face="Wingdings 2">7</font>', ""),
        ("<bdo dir=rtl>7</bdo>", ""),
        ('<span class="x">7</span>', ".x{text-decoration:line-through}"),
        ('<p style="text-decoration:line-through">7</p>', ""),
        ('<span class="x">7</span>', ".x{color:#ffffff80}"),
        ('<span class="x">7</span>', ".x{color:hsl(0, 0%, 100%)}"),
        ('<span class="x">7</span>', ".x{color:rgb(255 255 255)}"),
        ('<span class="x">7</span>', ".x{color:rgb(100%,100%,100%)}"),
        ('<span style="-webkit-text-security:disc">7</span>', ""),
        ('<span style="transform:scaleX(-1)">7</span>', ""),
        ('<b class="x">7</b>', ".x{display:flex;flex-direction:row-reverse}"),
        ('<span class="x">7</span>', ".x::after{content:'2'}"),
        ('<span class="x">7</span>', '.x:before{content: "-"}'),
        ('<span class="x">7</span>', ".x:before{content:attr(data-x)}"),
        ('<span class="x">7</span>', ".x:after{content:'\\32'}"),
    ],
)
def test_a_figure_that_may_not_be_seen_is_struck_through_and_touches_no_other(cell: str, style: str) -> None:
    alone, beside = texts(f"<td>规章</td><td>{cell}</td><td>1{cell}</td>", style)[1:]
    assert alone == "7\u0336"
    assert beside.split() == ["1", "7\u0336"]


def test_white_words_outside_tables_stand_on_a_picture() -> None:
    page = '<h1>某县<span style="color:#fff">2021年</span>年度报告</h1>'
    assert next(read(page.encode()).paragraphs()).text == "某县2021年年度报告"


def test_a_row_in_white_on_white_tells_no_figure() -> None:
    assert texts('<td>规章</td></tr><tr style="color:#fff"><td>9</td>') == ["规章", "9\u0336"]


@pytest.mark.parametrize(
    ("mark", "style"),
    [
        ("<sup>7</sup>", ""),
        ("<small>7</small>", ""),
        ('<a href="#note7">7</a>', ""),
        ('<span style="position:relative;top:-0.5em">7</span>', ""),
        ('<span style="position:relative;bottom:5px">7</span>', ""),
        ('<span style="vertical-align:top;font-size:60%">7</span>', ""),
        ('<span style="transform:translateY(-5px)">7</span>', ""),
        ('<span class="f">7</span>', ".f{position:relative;top:-.4em}"),
        ('<span class="f">7</span>', ".f{vertical-align:super}"),
        ('<span class="f">7</span>', ".f{vertical-align: 50%}"),
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_the_number_beside_it(mark: str, style: str) -> None:
    assert texts(f"<td>规章</td><td>1{mark}</td>", style) == ["规章", "1 7"]


def test_hidden_cells_and_rows_of_a_class_are_not_there() -> None:
    style = ".x{display:none}"
    assert texts('<td>规章</td><td class="x">9</td><td>1</td>', style) == ["规章", "1"]
    assert texts('<td>规章</td></tr><tr class="x"><td>9</td>', style) == ["规章"]


@pytest.mark.parametrize("style", ["visibility:hidden", "font-size:0", "text-indent:-9999px", "opacity:0"])
def test_a_cell_whose_text_is_not_seen_keeps_its_place(style: str) -> None:
    own = f'<td>规章</td><td style="{style}">9</td><td>1</td>'
    assert texts(own) == ["规章", "", "1"]
    assert texts('<td>规章</td><td class="x">9</td><td>1</td>', f".x{{{style}}}") == ["规章", "", "1"]


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ('<span class="b">1</span><span class="b">2</span>', ".b{display:block}"),
        ('<span class="b">1</span><span class="b">2</span>', ".b{display:table-cell}"),
        ('<span class="b">1</span>2', ".b{position:absolute}"),
        ("<span style='float:left'>1</span>2", ""),
        ("<small>1<br>2</small>", ""),
        ("<details>1<summary>2</summary></details>", ""),
        ("<figcaption>1</figcaption>2", ""),
        ("<menu>1</menu>2", ""),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", ""),
    ],
)
def test_figures_in_boxes_of_their_own_are_no_one_figure(cell: str, style: str) -> None:
    alone = texts(f"<td>{cell}</td>", style)[0]
    assert sorted(alone.split()) == ["1", "2"]


@pytest.mark.parametrize(
    "style",
    [
        '.x:after{content:".";display:block;height:0;visibility:hidden}',
        ".x:before{content:'\\e600'}",
        ".x:after{content:'\\0020'}",
        ".x:before{content:''}",
        "@media print{.x:before{content:'2'}}",
        "tr:before{content:'2'}",
    ],
)
def test_what_a_style_writes_that_is_no_figure_changes_none(style: str) -> None:
    assert texts('<td>规章</td><td class="x">7</td>', style) == ["规章", "7"]


def test_controls_show_what_is_chosen_and_typed() -> None:
    cells = (
        "<td><select><option>1<option selected>2</select></td><td><textarea>12</textarea></td>"
        "<td><input type=search value=3></td><td><input type=hidden value=4></td>"
    )
    assert texts(cells) == ["2", "12", "3", ""]


def test_the_reading_above_a_character_is_no_part_of_it() -> None:
    assert texts("<td><ruby>规<rp>(</rp><rt>gui</rt><rp>)</rp></ruby>章</td>") == ["规章"]


def test_a_page_that_hides_nothing_is_read_as_ever() -> None:
    assert isinstance(read(b"<table><tr><td>1</td></tr></table>").blocks[0], Table)


def test_every_spelling_of_a_style_that_hides_is_known() -> None:
    hidden = "".join(f'<span style="display{" " * at}:none">7</span>' for at in range(60))
    assert texts(f"<td>规章</td><td>1{hidden}</td>") == ["规章", "1"]
