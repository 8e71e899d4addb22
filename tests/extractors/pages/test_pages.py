"""From marks and ruling lines to tables: spans, broken lines, page breaks, furniture."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.document import Paragraph, Table
from extractors.pages import Box, Mark, Page, assemble, ruled_tables

SIZE = 10.0


def word(x: float, top: float, text: str, size: float = SIZE) -> list[Mark]:
    """A text set from a point on, a mark a character."""
    marks, at = [], x
    for character in text:
        wide = size if ord(character) > 0x2000 else size / 2
        marks.append(Mark(character, Box(at, top, at + wide, top + size)))
        at += wide
    return marks


def line(x0: float, top: float, x1: float, bottom: float) -> Box:
    return Box(x0, top, x1, bottom)


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Box]:
    across = [line(xs[0], y, xs[-1], y) for y in ys]
    return across + [line(x, ys[0], x, ys[-1]) for x in xs]


def page(marks: list[Mark], rules: list[Box], number: int = 1, fills: tuple[Box, ...] = ()) -> Page:
    return Page(number, 595, 842, tuple(marks), tuple(rules), fills)


def tables(*pages: Page) -> list[Table]:
    return list(assemble(pages, "application/pdf").tables())


def texts(*pages: Page) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in tables(*pages)]


def test_cells_have_their_text_and_place() -> None:
    made = page(
        [*word(110, 105, "规章"), *word(210, 105, "12"), *word(110, 135, "收费")],
        grid([100, 200, 300], [100, 130, 160]),
    )
    (table,) = tables(made)
    assert texts(made) == [[["规章", "12"], ["收费", ""]]]
    assert table.rows[1][1].locator == "page 1 table 1 row 2 column 2"


def test_a_cell_over_rows_and_columns_has_spans() -> None:
    rules = [
        *(line(100, y, 400, y) for y in (100, 160)),
        line(200, 130, 400, 130),
        *(line(x, 100, x, 160) for x in (100, 200, 400)),
        line(300, 130, 300, 160),
    ]
    (table,) = ruled_tables(page([], rules))
    assert [(c.row, c.column, c.rowspan, c.colspan) for c in table.cells] == [
        (1, 1, 2, 1),
        (1, 2, 1, 2),
        (2, 2, 1, 1),
        (2, 3, 1, 1),
    ]


def test_double_dashed_short_and_missing_outer_lines_make_the_same_cells() -> None:
    whole = grid([100, 200, 300], [100, 130, 160])
    double = [
        *whole,
        *(line(rule.x0 + 1.5, rule.top + 1.5, rule.x1 + 1.5, rule.bottom + 1.5) for rule in whole),
    ]
    dashed = [
        line(x, rule.top, min(x + 3, rule.x1), rule.bottom)
        for rule in whole
        if rule.x1 > rule.x0
        for x in range(100, 300, 5)
    ] + [rule for rule in whole if rule.x1 == rule.x0]
    open_sides = [rule for rule in whole if rule.x0 == rule.x1 == 200 or rule.x1 > rule.x0]
    for rules in (double, dashed, open_sides):
        (table,) = ruled_tables(page([], rules))
        assert [(c.row, c.column) for c in table.cells] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_frame_round_prose_is_no_table() -> None:
    made = page(word(110, 110, "第一段"), grid([100, 500], [100, 150, 200]))
    assert tables(made) == []
    assert [p.text for p in assemble([made], "x").paragraphs()] == ["第一段"]


def test_figures_far_apart_are_two_and_small_raised_ones_stand_apart() -> None:
    marks = [*word(110, 105, "1"), *word(125, 105, "2"), *word(210, 105, "12"), *word(220, 103, "1", 6)]
    assert texts(page([*marks, *word(110, 135, "x")], grid([100, 200, 300], [100, 130, 160])))[0][0] == [
        "1 2",
        "12 1",
    ]


def test_glyphs_printed_twice_count_once_and_others_over_one_another_are_unreadable() -> None:
    bold = [*word(110, 105, "17"), *word(110.3, 105, "17")]
    over = [*word(210, 105, "3"), *word(210.4, 105, "8")]
    assert texts(page([*bold, *over], grid([100, 200, 300], [100, 130, 160])))[0][0] == ["17", "\ufffd8"]


def test_a_number_that_runs_over_a_line_belongs_to_neither_cell() -> None:
    made = page([*word(190, 105, "1234"), *word(110, 135, "x")], grid([100, 200, 300], [100, 130, 160]))
    assert all("\ufffd" in text for text in texts(made)[0][0])


def test_radicals_are_folded() -> None:
    made = page([*word(110, 105, "⼀⾏"), *word(210, 105, "５")], grid([100, 200, 300], [100, 130, 160]))
    assert texts(made)[0][0] == ["一行", "５"]


def test_a_table_goes_on_over_the_page_break() -> None:
    header = [*word(110, 705, "项目"), *word(210, 705, "件数")]
    upper = page(
        [*header, *word(110, 735, "规章"), *word(210, 735, "1"), *word(290, 820, "- 1 -")],
        grid([100, 200, 300], [700, 730, 760]),
    )
    lower = page(
        [*word(110, 65, "项目"), *word(210, 65, "件数"), *word(110, 95, "收费"), *word(210, 95, "2")],
        grid([100, 200, 300], [60, 90, 120]),
        2,
    )
    assert texts(upper, lower) == [[["项目", "件数"], ["规章", "1"], ["收费", "2"]]]
    assert tables(upper, lower)[0].rows[2][1].locator == "page 2 table 1 row 3 column 2"


def test_a_merged_label_goes_on_where_the_next_page_has_a_blank() -> None:
    upper = page(
        [*word(110, 735, "（三）不予公开"), *word(210, 735, "1.甲"), *word(310, 735, "1")],
        grid([100, 200, 300, 400], [730, 760]),
    )
    rules = [line(100, 60, 400, 60), line(200, 90, 400, 90), line(100, 120, 400, 120)]
    rules += [line(x, 60, x, 120) for x in (100, 200, 300, 400)]
    lower = page(
        [*word(210, 65, "2.乙"), *word(310, 65, "2"), *word(210, 95, "3.丙"), *word(310, 95, "3")], rules, 2
    )
    (table,) = tables(upper, lower)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["（三）不予公开", "1.甲", "1"],
        ["2.乙", "2"],
        ["3.丙", "3"],
    ]
    assert table.rows[0][0].rowspan == 3


def test_a_part_without_the_border_of_a_label_begun_before_goes_on() -> None:
    """Chromium rules a spanning cell's first part alone: the next page begins at the second column."""
    xs = [100, 200, 300, 350, 400, 450]
    label = [*word(110, 735, "（五）不予处理"), *word(210, 735, "5.要求行政机关确")]
    upper = page(label, grid(xs, [730, 745]))
    cut = [*word(210, 65, "认"), *word(310, 65, "7"), *word(210, 95, "（六）其他"), *word(310, 95, "9")]
    lower = page(cut, grid(xs[1:], [60, 90, 120]), 2)
    assert texts(upper, lower) == [
        [["（五）不予处理", "5.要求行政机关确\n认", "7", "", ""], ["（六）其他", "9", "", ""]]
    ]


@pytest.mark.parametrize(
    ("xs", "label"),
    [
        # The columns are elsewhere than those of the table above.
        ([100, 240, 300], "二、上年结转"),
        # Of the same columns, but the rows begin again.
        ([100, 200, 300], "一、本年新收"),
    ],
)
def test_the_tables_of_two_years_on_two_pages_stay_two(xs: list[float], label: str) -> None:
    upper = page(
        [
            *word(110, 705, "项目"),
            *word(210, 705, "件数"),
            *word(110, 735, "一、本年新收"),
            *word(210, 735, "1"),
        ],
        grid([100, 200, 300], [700, 730, 760]),
    )
    head = [*word(110, 65, "项目"), *word(250, 65, "件数")]
    lower = page([*head, *word(110, 95, label), *word(250, 95, "2")], grid(xs, [60, 90, 120]), 2)
    assert texts(upper, lower) == [
        [["项目", "件数"], ["一、本年新收", "1"]],
        [["项目", "件数"], [label, "2"]],
    ]


def test_the_space_beside_rows_that_are_narrower_than_those_of_another_page_is_no_cell() -> None:
    upper = page(
        [mark for n in range(4) for mark in word(103 + 50 * n, 735, f"{n}")],
        grid([100, 150, 200, 250, 300], [730, 760]),
    )
    rules = [*grid([100, 150, 200], [60, 90, 120]), *grid([100, 300], [60, 120])]
    lower = page(
        [*word(103, 65, "5"), *word(153, 65, "6"), *word(103, 95, "7"), *word(153, 95, "8")], rules, 2
    )
    assert texts(upper, lower) == [[["0", "1", "2", "3"], ["5", "6"], ["7", "8"]]]


def test_a_label_that_runs_over_the_end_of_its_table_is_whole() -> None:
    upper = page(
        [
            *word(103, 732, "三、本"),
            *word(103, 746, "年度办"),
            *word(103, 760, "理结果"),
            *word(143, 732, "（一）予以公开"),
            *word(310, 732, "7"),
        ],
        grid([100, 140, 300, 400], [730, 745]),
    )
    assert texts(upper) == [[["三、本\n年度办\n理结果", "（一）予以公开", "7"]]]


def test_borders_of_neighbours_a_little_apart_are_one() -> None:
    """A browser prints each cell with a border of its own: up to four points from stroke to stroke."""
    rules = [*grid([100, 200], [100, 130]), *grid([203.8, 300], [100, 130])]
    rules += [*grid([100, 201], [133, 160]), *grid([204, 300], [133, 160])]
    rules += [line(98, 98, 302, 98), line(98, 162, 302, 162), line(98, 98, 98, 162), line(302, 98, 302, 162)]
    made = page([*word(110, 105, "规章"), *word(210, 105, "12"), *word(210, 140, "5")], rules)
    assert texts(made) == [[["规章", "12"], ["", "5"]]]


def test_what_no_line_closes_beside_a_short_row_is_no_cell() -> None:
    """A row printed one cell too short: its figures may have moved; a blank would hide it."""
    rules = [*grid([100, 200, 300], [100, 130, 160]), *grid([300, 400], [100, 130]), line(300, 160, 400, 160)]
    rules += grid([100, 200, 300, 400], [160, 190])
    made = page([*word(210, 105, "1"), *word(210, 135, "2"), *word(310, 165, "3")], rules)
    assert texts(made) == [[["", "1", ""], ["", "2"], ["", "", "3"]]]


def test_the_space_beside_narrower_rows_is_no_cell() -> None:
    """A report in one table: the rows of section two end before those of section four do."""
    rules = [line(100, y, 200, y) for y in (130,)] + [line(x, 100, x, 160) for x in (100, 150, 200, 300)]
    rules += [line(100, 100, 300, 100), *grid([100, 150, 200, 250, 300], [160, 190])]
    made = page([*word(110, 105, "甲"), *word(160, 135, "2"), *word(260, 165, "3")], rules)
    assert texts(made) == [[["甲", ""], ["", "2"], ["", "", "", "3"]]]


def test_a_row_cut_in_two_is_one() -> None:
    upper = page([*word(103, 735, "5.要求行政机关确认")], grid([100, 200, 300], [730, 750]))
    lower = page([*word(103, 65, "或重新出具"), *word(210, 65, "7")], grid([100, 200, 300], [60, 80]), 2)
    assert texts(upper, lower) == [[["5.要求行政机关确认\n或重新出具", "7"]]]


def test_a_label_cut_inside_brackets_is_one_though_its_line_is_short() -> None:
    """A PDF of a Word document: a line break of the label's own at the page's end made its row blank."""
    xs = [100, 250, 300]
    upper = page([*word(103, 735, "（二）部分（区分的，"), *word(260, 735, "4")], grid(xs, [730, 750]))
    lower = page(
        [*word(103, 65, "只计这一情形）"), *word(103, 85, "1.属于国家秘密"), *word(260, 85, "7")],
        grid(xs, [60, 80, 100]),
        2,
    )
    assert texts(upper, lower) == [[["（二）部分（区分的，\n只计这一情形）", "4"], ["1.属于国家秘密", "7"]]]


def test_a_label_that_found_no_room_beside_its_figures_stands_below_the_break() -> None:
    xs = [100, 200, 300, 400]
    upper = page([*word(210, 735, "1"), *word(310, 735, "2")], grid(xs, [700, 730, 760]))
    lower = page(
        [*word(110, 65, "2.其他法律"), *word(110, 95, "3.危及"), *word(210, 95, "7")],
        grid(xs, [60, 90, 120]),
        2,
    )
    assert texts(upper, lower) == [[["", "", ""], ["2.其他法律", "1", "2"], ["3.危及", "7", ""]]]


def test_a_part_without_its_first_column_goes_on_with_columns_of_its_own() -> None:
    upper = page(
        [*word(103, 735, "三、"), *word(143, 735, "（二）"), *word(253, 735, "5")],
        grid([100, 140, 250, 300, 350, 400], [730, 760]),
    )
    lower = page(
        [*word(143, 65, "（三）"), *word(183, 65, "1.国"), *word(253, 65, "6")],
        grid([140, 180, 250, 300, 350, 400], [60, 90]),
        2,
    )
    (table,) = texts(upper, lower)
    assert [row[-4:] for row in table] == [["（二）", "5", "", ""], ["1.国", "6", "", ""]]


def test_a_figure_whose_cell_no_line_closes_at_the_break_is_one_with_the_blank_below() -> None:
    """Chromium ends a cell of two rows without a line on the one page and with nothing in it on the next."""
    xs = [100, 200, 300, 400]
    rules = [*(line(x, 730, x, 760) for x in xs), line(100, 730, 400, 730)]
    rules += [line(100, 760, 200, 760), line(300, 760, 400, 760)]
    upper = page([*word(110, 735, "3.补正"), *word(210, 735, "0"), *word(310, 735, "5")], rules)
    lower = page([*word(110, 65, "1.信访"), *word(310, 65, "6")], grid(xs, [60, 90]), 2)
    assert texts(upper, lower) == [[["3.补正", "0", "5"], ["1.信访", "6"]]]
    assert tables(upper, lower)[0].rows[0][1].rowspan == 2


def test_a_blank_row_before_a_break_stays_a_row() -> None:
    upper = page([*word(103, 735, "规章")], grid([100, 200, 300], [730, 750]))
    lower = page([*word(103, 65, "行政规范性文件"), *word(210, 65, "7")], grid([100, 200, 300], [60, 80]), 2)
    assert texts(upper, lower) == [[["规章", ""], ["行政规范性文件", "7"]]]


def test_wrapped_lines_are_one_paragraph_and_figures_by_gaps_none_that_reads_as_a_number() -> None:
    marks = [
        *word(120, 100, "一" * 38),
        *word(100, 120, "收到申请17件。"),
        *word(120, 160, "规章"),
        *word(300, 160, "5"),
    ]
    found = [b.text for b in assemble([page(marks, [])], "x").blocks if isinstance(b, Paragraph)]
    assert found == ["一" * 38 + "收到申请17件。", "规章‖5"]


HEADER = [*word(100, 100, "项目"), *word(200, 100, "制作"), *word(300, 100, "公开"), *word(400, 100, "总数")]


def test_figures_under_the_words_of_a_header_are_a_table_without_lines() -> None:
    marks = [
        *HEADER,
        *word(100, 120, "规章"),
        *word(205, 120, "0"),
        *word(405, 120, "12"),
        *word(100, 140, "文件"),
        *word(305, 140, "7"),
        *word(405, 140, "7"),
    ]
    assert texts(page(marks, [])) == [
        [["项目", "制作", "公开", "总数"], ["规章", "0", "", "12"], ["文件", "", "7", "7"]]
    ]


def test_units_before_the_figures_are_a_column() -> None:
    marks = [
        *word(100, 100, "统计指标"),
        *word(300, 100, "单位"),
        *word(400, 100, "统计数"),
        *word(100, 120, "一、主动公开情况"),
        *word(300, 120, "——"),
        *word(100, 140, "其中：主动公开规范性文件数"),
        *word(305, 140, "条"),
        *word(405, 140, "7"),
        *word(100, 160, "接受培训人员数"),
        *word(300, 160, "人次"),
        *word(405, 160, "12"),
    ]
    assert texts(page(marks, []))[0][2:] == [
        ["其中：主动公开规范性文件数", "条", "7"],
        ["接受培训人员数", "人次", "12"],
    ]


def test_a_figure_between_two_words_of_a_header_makes_no_table() -> None:
    marks = [*HEADER, *word(100, 120, "规章"), *word(260, 120, "5")]
    made = page(marks, [])
    assert tables(made) == []
    assert [p.text for p in assemble([made], "x").paragraphs()][-1] == "规章‖5"


def test_a_label_in_lines_stands_in_the_middle_of_its_row_or_at_its_top() -> None:
    for at in (126, 120):
        marks = [
            *HEADER,
            *word(100, 120, "申请人逾"),
            *word(100, 132, "期不补正"),
            *(mark for x in (205, 305, 405) for mark in word(x, at, "5")),
            *word(100, 152, "其他"),
            *(mark for x in (205, 305, 405) for mark in word(x, 152, "6")),
        ]
        assert texts(page(marks, []))[0][1:] == [["申请人逾期不补正", "5", "5", "5"], ["其他", "6", "6", "6"]]


def test_figures_a_little_aslant_beside_a_label_of_two_lines_are_one_row() -> None:
    marks = [
        *HEADER,
        *word(100, 120, "申请人逾"),
        *word(100, 132, "期不补正"),
        *word(205, 124.5, "5"),
        *word(305, 126, "6"),
        *word(405, 127.5, "7"),
        *word(100, 152, "其他"),
        *(mark for x in (205, 305, 405) for mark in word(x, 152, "6")),
    ]
    assert texts(page(marks, []))[0][1:] == [["申请人逾期不补正", "5", "6", "7"], ["其他", "6", "6", "6"]]


def test_a_row_whose_label_is_in_doubt_has_no_figures_that_read_as_numbers() -> None:
    marks = [
        *HEADER,
        *word(100, 120, "申请人逾"),
        *word(100, 132, "期不补正"),
        *(mark for x in (205, 305, 405) for mark in word(x, 138, "5")),
    ]
    assert not any(cell.isdecimal() for table in texts(page(marks, [])) for row in table for cell in row)


def row(top: float, label: str, *figures: str) -> list[Mark]:
    """A label and figures under the header's words."""
    return word(100, top, label) + [
        mark for x, text in zip((205, 305, 405), figures, strict=False) for mark in word(x, top, text)
    ]


def no_numbers_in(table: list[list[str]], *labels: str) -> bool:
    """Whether no row of these labels is there as one, and their figures are none."""
    return not any(cells[0] in labels and any(map(str.isdecimal, cells[1:])) for cells in table)


def test_a_figure_between_two_rows_that_lack_it_leaves_both_in_doubt() -> None:
    marks = [*HEADER, *row(120, "规章", "5", "", "5"), *row(140, "文件", "6", "", "6"), *word(305, 130, "0")]
    marks += row(160, "其他", "1", "1", "1")
    (table,) = texts(page(marks, []))
    assert no_numbers_in(table, "规章", "文件")
    assert table[-1] == ["其他", "1", "1", "1"]


def test_a_figure_above_the_one_row_of_a_table_without_labels_makes_no_table() -> None:
    header = [
        mark for n, text in enumerate(["维持", "纠正", "总计"]) for mark in word(205 + 100 * n, 100, text)
    ]
    own = [mark for n in range(3) for mark in word(205 + 100 * n, 150, f"{n}")]
    assert texts(page([*header, *own], []))
    stray = [*word(205, 120, "2025"), *word(205, 134, "年")]
    assert texts(page([*header, *stray, *own], [])) == []


def test_figures_set_to_the_edges_of_two_cells_that_meet_are_two() -> None:
    """A sheet has numbers on the right of cells and texts on the left, with two points between."""
    marks = [*word(100, 100, "项目"), *word(180, 100, "采购数量"), *word(302, 100, "采购总金额")]
    marks += [*word(100, 120, "政府采购"), *word(294, 120, "8"), *word(301, 120, "25.1")]
    assert texts(page(marks, [])) == [[["项目", "采购数量", "采购总金额"], ["政府采购", "8", "25.1"]]]


def test_what_horizontal_lines_enclose_is_one_row() -> None:
    """Labels in lines of their own, blank rows, blocks beside labels, a title above the next table."""
    marks = [
        *HEADER,
        *word(100, 122, "申请人逾期不"),
        *word(100, 136, "补正"),
        *word(205, 129, "5"),
        *word(405, 129, "5"),
        *word(60, 170, "其他"),
        *word(100, 158, "1.重复"),
        *word(100, 180, "2.信访"),
        *word(205, 180, "3"),
        *word(405, 180, "3"),
        *word(60, 202, "第（八）项"),
        *word(60, 224, "项目"),
        *word(205, 224, "收费"),
        *word(60, 246, "收费项目"),
        *word(205, 246, "7"),
    ]
    rules = [line(60, y, 450, y) for y in (95, 118, 152, 196, 218, 240, 262)] + [line(100, 174, 450, 174)]
    assert texts(page(marks, rules)) == [
        [
            ["项目", "制作", "公开", "总数"],
            ["申请人逾期不补正", "5", "", "5"],
            ["1.重复", "", "", ""],
            ["2.信访", "3", "", "3"],
        ],
        [["项目", "收费"], ["收费项目", "7"]],
    ]


def test_two_rows_of_figures_between_two_lines_are_none_that_lines_tell() -> None:
    marks = [*HEADER, *row(122, "申请人", "5", "5", "5"), *row(136, "逾期", "6", "6", "6")]
    rules = [line(60, y, 450, y) for y in (95, 118, 152)]
    assert texts(page(marks, rules)) == texts(page(marks, []))


def narrow(figures: list[list[str]], width: float = 18) -> list[list[str]]:
    """A row of a label and cells with lines of text, each as wide as given, as it is read."""
    xs = [100, 200, *(200 + width * n for n in range(1, len(figures) + 1))]
    marks = word(102, 112, "予以公开")
    for x, lines in zip(xs[1:], figures, strict=False):
        # One line stands in the middle of the row.
        tops = [100 + 12 * n for n in range(len(lines))] if len(lines) > 1 else [106]
        marks += [mark for top, text in zip(tops, lines, strict=True) for mark in word(x + 1, top, text)]
    return texts(page(marks, grid(xs, [96, 140])))[0]


def test_a_figure_wrapped_in_a_narrow_cell_is_one_number() -> None:
    assert narrow([["0"], ["107", "47"]]) == [["予以公开", "0", "10747"]]
    assert narrow([["0"], ["107", "47件"], ["107", "471", "件"]]) == [
        ["予以公开", "0", "10747件", "107471件"]
    ]
    # A part of thousands with their marks is no figure, whatever room there is.
    assert narrow([["1,45", "3"], ["19，", "923"]], width=40) == [["予以公开", "1,453", "19，923"]]


@pytest.mark.parametrize(
    ("figures", "width"),
    [
        # There is room for another digit.
        ([["0"], ["107", "47"]], 30),
        # Two rows without the line between them.
        ([["107", "47"], ["120", "31"]], 18),
        # The next line holds more; a neighbour as narrow does.
        ([["0"], ["10", "747"]], 14),
        ([["4871"], ["107", "47"]], 21),
        # Two figures in thousands.
        ([["1,453", "1,204"], ["0"]], 26),
    ],
)
def test_two_figures_in_one_cell_stay_two(figures: list[list[str]], width: float) -> None:
    assert narrow(figures, width) == [["予以公开", *("\n".join(lines) for lines in figures)]]
