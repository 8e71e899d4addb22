"""Whatever a report's layout and slips, no wrong figure comes out without a finding.

The documents are made up by `generator`: every cell is known, so that every cell read can be judged.
"""

from __future__ import annotations

import pytest
from generator.cases import Case, Verdict, case, judge, read_case, slips, two_slips
from generator.layouts import LAYOUTS

pytestmark = pytest.mark.spread

# Layouts of which not every cell can be told: cells merged over others, no columns for applicants, figures of
# unnamed columns or in two columns, figures struck out or with the mark of a note, another year's title in a
# part that the page does not show.
_NEVER_WHOLE = {
    "html merged values", "html merged zeros", "one a line, extra column",
    "html struck out", "html raised notes",
    "html hidden copy", "by tabs, two totals", "by tabs, channels", "column by column",
    "2014 html, side by side", "html totals alone",
    "totals by colons", "html two totals",
}  # fmt: skip


def verdict(made: Case) -> Verdict:
    return judge(made.report, read_case(made))


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in _NEVER_WHOLE])
def test_a_sound_report_without_blanks_is_read_whole_in_every_layout(layout: str) -> None:
    for seed in range(6):
        made = case(layout, "none", seed, blanks=False)
        found = verdict(made)
        assert (seed, found.lost, found.silent, found.found, found.alarms) == (seed, (), (), (), ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_makes_a_wrong_figure_or_an_alarm_of_a_sound_report(layout: str) -> None:
    for seed in range(100, 106):
        found = verdict(case(layout, "none", seed))
        assert (seed, found.silent, found.alarms) == (seed, (), ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_slip_makes_a_wrong_figure_without_a_finding(layout: str) -> None:
    # A third of the slips for each layout, over two thousand documents; `benchmarks/generator.py` goes on.
    for slip in slips(layout)[list(LAYOUTS).index(layout) % 3 :: 3]:
        found = verdict(case(layout, slip, 0))
        assert (slip, found.silent[:3]) == (slip, ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_two_slips_make_a_wrong_figure_without_a_finding(layout: str) -> None:
    for slip in slips(layout)[1::8]:
        both = two_slips(layout, slip, 0)
        found = verdict(case(layout, both, 0))
        assert (both, found.silent[:3]) == (both, ())


# Documents that were once read wrong without a finding: what blanks that leave no trace, torn figures, lost
# columns and misprinted labels did together.
_ONCE_SILENT = [
    ("html three dispute tables", "unnamed_column", 1000),
    ("one a line, padded", "typos", 1000),
    ("pipe rows, subtotal column", "split_number_over_cells", 1000),
    ("one a line, blank lines", "cut_off", 1002),
    ("one a line, padded", "wrapped_labels", 3000),
    ("pipe rows", "double_cell", 3000),
    ("one a line, header in one row", "cut_off", 3000),
    ("one a line", "cut_label", 3001),
    ("by spaces", "units_in_cells", 3003),
    ("trailing pipe, no pads", "line_doubled", 30002),
    ("pipe rows, subtotal column", "lost_label", 20000),
    ("by tabs", "double_cell", 60000),
    ("one a line", "wrapped_labels", 40002),
    ("one a line, blank lines", "wrapped_labels", 60001),
    ("markdown rows", "lines_joined", 100004),
    ("pipe rows", "split_number_over_cells", 100006),
    ("trailing pipe, extra row", "stray_line", 200005),
    ("one a line, three dispute tables", "table_twice_otherwise", 700003),
    ("one a line, blank lines", "lost_label_cell", 700004),
    ("html cells as paragraphs", "cut_off", 800001),
    ("pipe rows, no pads", "double_cell", 800001),
    ("markdown rows", "split_number_over_cells", 800003),
    ("html three dispute tables", "header_lost", 800004),
    ("html wrong spans", "stray_number_after_row_label", 800007),
    ("trailing pipe", "lines_swapped", 1100002),
    ("leading pipe rows, no pads", "double_cell", 1100003),
    ("html extra row", "stray_number_after_row_label", 1200001),
    ("pipe rows, subtotal column", "unnamed_column", 1200003),
    ("html split", "table_twice_otherwise", 1200008),
    ("html extra column", "span_changed", 1300001),
    ("trailing pipe, extra row", "split_number_over_cells", 1400000),
    ("trailing pipe, extra row", "lines_swapped", 1400002),
    ("by tabs", "lost_label_cell", 1600002),
    ("trailing pipe", "stray_line", 1700001),
    ("trailing pipe, extra row", "lines_swapped", 1700005),
    ("html paragraphs", "cut_label_front", 1700007),
    ("markdown rows", "lines_joined", 1800007),
    ("html one table", "header_word_lost+two_reports", 4251705),
    ("html spans", "header_swapped+header_word_lost", 9616672),
    ("trailing pipe", "table_a_picture+lines_swapped", 143863),
    ("comma rows", "lines_joined+stray_line", 8448668),
    ("html merged values", "unnamed_column+columns_swapped", 5465259),
    ("2014 one a line", "other_measure_first+stray_line", 9117),
    ("2014 one a line", "lines_swapped", 4951735),
    ("2014 html", "header_swapped+middle_lost", 7215376),
    ("2014 one a line", "header_word_lost+lines_swapped", 6000000),
    ("one a line, extra column", "repeated_lines_lost+split_number", 7347699),
    ("html header in one row", "lost_label_cell+other_measure_first", 9000000),
    ("trailing pipe, extra row", "fuse_cells+drop_cell", 21000000),
    ("html raised notes", "none", 77),
    ("html merged values", "cut_off+years_by_heading", 33000001),
    ("html controls", "split_number_over_lines+rows_repeated_blank", 34004000),
    ("html nested", "other_measure+rows_repeated_blank", 34007000),
    ("html dispute rows", "last_year_before+headings_after", 34007000),
    ("html hidden copy", "comma_thousands+cut_off", 34007000),
    ("one a line, dispute rows", "lost_rows+whole_and_own", 34007000),
    ("2014 pipe rows", "lost_label_cell", 34010000),
    ("by tabs, numbers apart", "years_by_heading+head_lost", 34016000),
    ("2014 html", "table_twice_otherwise+double_row", 35006000),
    ("one a line, padded", "middle_lost+rows_in_other_order", 37000000),
    ("one a line, three dispute tables", "wrapped_labels+table_twice", 37000001),
    ("2014 pipe rows", "middle_lost+footnote", 38000000),
    ("one a line, three dispute tables", "whole_and_own+header_word_lost", 38000000),
    ("pipe rows, subtotal column", "drop_cell+double_cell", 51000000),
    ("by spaces", "table_twice_otherwise+line_numbers", 72000000),
    ("html unmerged", "fuse_cells+footnote", 71000001),
    ("html header again", "middle_lost+last_year_before", 202000000),
    ("html header in two rows", "rows_repeated_blank+drop_cell", 81000000),
    ("html unmerged", "header_row_lost+drop_cell", 92000000),
    ("html unmerged", "typos", 92000000),
    ("2014 html, side by side", "printed_otherwise+middle_lost", 92000001),
    ("one a line", "column_numbers+middle_lost", 101000000),
    ("2014 html, serial numbers", "middle_lost+lost_row", 102000000),
    ("html header again", "typo+column_numbers", 111000000),
    ("html header in one row", "rows_repeated_blank+drop_cell", 112000000),
    ("html unmerged", "double_row+prose_in_table", 82000001),
    ("one a line, three dispute tables", "vertical_labels+whole_and_own", 82000000),
    ("leading pipe rows, no pads", "middle_lost", 121000000),
    ("html extra column", "prose_in_table+header_span_wrong", 131000000),
    ("html hidden column", "merged_down+middle_lost", 142000000),
    ("by tabs, numbers apart", "double_cell+empty_cell", 152000001),
    ("one a line, subtotal column", "wrapped_labels", 152000001),
]


@pytest.mark.parametrize(("layout", "slip", "seed"), _ONCE_SILENT)
def test_documents_once_read_wrong_in_silence_are_so_no_more(layout: str, slip: str, seed: int) -> None:
    assert verdict(case(layout, slip, seed)).silent == ()
