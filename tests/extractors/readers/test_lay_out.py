"""Cells on the grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.web.grid import lay_out


def places(*rows: list[tuple[str, str | None, str | None]]) -> list[list[tuple[str, int, int, int]]]:
    """(text, column, rowspan, colspan) a cell; a printed cell is (text, rowspan, colspan)."""
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in lay_out(rows, 1)]


def test_a_cell_stands_right_of_what_spans_down_from_above() -> None:
    head = [("note", "2", "3"), ("a", None, None)]
    assert places(head, [("b", None, None)]) == [[("note", 1, 2, 3), ("a", 4, 1, 1)], [("b", 4, 1, 1)]]


def test_a_row_fills_the_gap_between_two_spans() -> None:
    rows = places(
        [("x", "2", None), ("y", None, None), ("z", "2", None)], [("w", None, None), ("v", None, None)]
    )
    assert rows[1] == [("w", 2, 1, 1), ("v", 4, 1, 1)]


@pytest.mark.parametrize("nonsense", ["", "0", "-1", "100%", "abc", "²", "1.5", "99999999999", None])
def test_nonsense_colspans_count_as_one(nonsense: str | None) -> None:
    assert places([("a", None, nonsense), ("b", None, None)])[0][1][:2] == ("b", 2)


def test_rowspan_zero_goes_to_the_end() -> None:
    rows = places([("a", "0", None), ("b", None, None)], [("c", None, None)], [("d", None, None)])
    assert [row[-1][1] for row in rows] == [2, 2, 2]


def test_huge_colspans_are_clipped() -> None:
    assert places([("a", None, "99999"), ("b", None, None)])[0][1][1] == 1001


def test_rows_stay_rows_even_without_cells() -> None:
    assert places([("a", None, None)], [], [("b", None, None)])[1] == []


spans = st.one_of(st.none(), st.integers(0, 5).map(str), st.sampled_from(["", "x"]))


@given(st.lists(st.lists(st.tuples(st.just("t"), spans, spans), max_size=5), max_size=6))
def test_no_two_cells_start_at_one_place_and_columns_ascend(
    rows: list[list[tuple[str, str | None, str | None]]],
) -> None:
    laid = places(*rows)
    assert len(laid) == len(rows)
    for row in laid:
        columns = [cell[1] for cell in row]
        assert columns == sorted(set(columns))
