"""The small languages inside OFD attributes: offsets, matrices, paths; on well-formed and on any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ofd.numbers import Matrix, deltas, matrix, numbers
from extractors.ofd.paths import filled, segments, stroked
from extractors.pages.model import Box

places = st.floats(-1e5, 1e5, allow_nan=False)
anything = st.text(alphabet="MLQBCSAg0123456789.-e \tnaif", max_size=60)
matrices = st.builds(Matrix, *[st.floats(-100, 100, allow_nan=False)] * 6)


@given(st.lists(st.tuples(st.integers(1, 5), places), max_size=8), st.integers(0, 50))
def test_run_lengths_say_the_same_as_the_offsets_written_out(
    groups: list[tuple[int, float]], count: int
) -> None:
    short = " ".join(f"g {times} {value!r}" for times, value in groups)
    long = " ".join(repr(value) for times, value in groups for _ in range(times))
    assert deltas(short, count) == deltas(long, count) == [v for n, v in groups for _ in range(n)][:count]


@given(anything, st.integers(-3, 40))
def test_any_text_gives_offsets_or_a_value_error(text: str, count: int) -> None:
    try:
        assert len(deltas(text, count)) <= max(count, 0)
    except ValueError:
        return


def test_a_thousand_million_repeats_cost_nothing() -> None:
    start = time.perf_counter()
    assert deltas("g 1000000000000 3", 4) == [3, 3, 3, 3]
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize("text", ["nan", "inf", "-1e7", "1,2,x", "g", "g 2", "g x 1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        deltas(text, 9)


@given(matrices, matrices, places, places)
def test_one_transform_after_another_is_one_transform(
    second: Matrix, first: Matrix, x: float, y: float
) -> None:
    assert second.after(first).point(x, y) == pytest.approx(
        second.point(*first.point(x, y)), rel=1e-6, abs=1e-3
    )


@given(anything)
def test_any_text_gives_a_matrix_or_a_value_error(text: str) -> None:
    try:
        assert len(matrix(text)) == 6
    except ValueError:
        return


def test_arrays_have_their_length_or_are_absent() -> None:
    assert numbers(None, 4) is None
    assert numbers("1 2 3 4 5", 4) == (1, 2, 3, 4)
    with pytest.raises(ValueError, match="should hold 4"):
        numbers("1 2", 4)


@given(anything, matrices)
def test_any_path_gives_segments_that_end_or_a_value_error(text: str, to_page: Matrix) -> None:
    try:
        shape = list(segments(text))
    except ValueError:
        return
    assert len(shape) <= len(text)
    assert all(box.x0 <= box.x1 and box.top <= box.bottom for box in stroked(shape, to_page, 0.5))
    assert all(box.x0 <= box.x1 and box.top <= box.bottom for box in filled(shape, to_page))


def test_a_closed_rectangle_has_four_ruling_lines() -> None:
    shape = list(segments("M 0 0 L 10 0 L 10 5 L 0 5 C"))
    assert list(stroked(shape, Matrix(), 0)) == [
        Box(0, 0, 10, 0),
        Box(10, 0, 10, 5),
        Box(0, 5, 10, 5),
        Box(0, 0, 0, 5),
    ]


def test_curves_and_slants_are_no_ruling_lines() -> None:
    shape = list(segments("M 0 0 Q 5 5 10 0 B 1 1 2 2 30 0 L 40 40 A 1 1 0 0 1 90 40"))
    assert list(stroked(shape, Matrix(), 0)) == []


def test_a_thin_filled_rectangle_is_a_line_and_a_shaded_cell_is_none() -> None:
    assert list(filled(list(segments("M 0 0 L 10 0 L 10 1 L 0 1 C")), Matrix())) == [Box(0, 0, 10, 1)]
    assert list(filled(list(segments("M 0 0 L 10 0 L 10 9 L 0 9 C")), Matrix())) == []


@pytest.mark.parametrize("end", ["L nan 5", "L far 5", "X 3", "L 0", "7", "M 0 0 L"])
def test_a_path_that_goes_wrong_is_no_shorter_path(end: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        list(segments(f"M 0 0 L 10 0 {end}"))
