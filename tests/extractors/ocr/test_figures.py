"""Figures by two looks and their shape: what stands for a figure, and what stays in doubt."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.engine import Line
from extractors.ocr.reading import Look, dash_of, line_text

shapes = pytest.importorskip("extractors.ocr.shape", reason="needs the extra ocr")
crops = pytest.importorskip("extractors.ocr.crops", reason="needs the extra ocr")

_PITCH, _HEIGHT = 0.78, 30.0


def ink(*pieces: tuple[int, int, int, int]) -> np.ndarray:
    """A line of text as boxes of ink: left, right, top, bottom."""
    mask = np.zeros((max(p[3] for p in pieces), max(p[1] for p in pieces)), np.uint8)
    for left, right, top, bottom in pieces:
        mask[top:bottom, left:right] = 255
    return mask


def digits(count: int, distance: int = 23, start: int = 0) -> list[tuple[int, int, int, int]]:
    """Digits 16 wide and 30 high."""
    return [(start + n * distance, start + n * distance + 16, 0, 30) for n in range(count)]


def text_of(pieces: list[tuple[int, int, int, int]], first: str, second: str | None = None) -> str:
    shape = shapes.shape_of(ink(*pieces), _HEIGHT)
    return line_text(Look(Line(first, 0.99), Line(second or first, 0.99), shape), _PITCH)


def test_figures_of_two_cells_whose_border_is_lost_are_no_figure() -> None:
    assert text_of(digits(2), "14") == "14"
    assert text_of(digits(2, distance=70), "14") == "14\ufffd"


@pytest.mark.parametrize(("covered", "read"), [(0.1, "6"), (0.6, "6\ufffd")])
def test_a_digit_under_a_stamp_is_in_doubt(covered: float, read: str) -> None:
    shape = shapes.shape_of(ink(*digits(1)), _HEIGHT)
    six = Line("6", 0.99)
    assert line_text(Look(six, six, shape, covered), _PITCH) == read


COMMA, POINT = (20, 25, 25, 37), (20, 25, 25, 30)


class TestSeparators:
    def figure(self, separator: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
        return [*digits(1), separator, *digits(3, start=30)]

    def test_a_comma_read_as_a_point_is_told_by_its_tail(self) -> None:
        assert text_of(self.figure(COMMA), "6.818") == "6,818"

    def test_looks_that_differ_in_it_only_agree_by_its_shape(self) -> None:
        assert text_of(self.figure(COMMA), "6,818", "6.818") == "6,818"
        assert text_of(self.figure(POINT), "6,818", "6.818") == "6.818"

    def test_a_comma_that_has_no_tail_is_a_doubt(self) -> None:
        assert text_of(self.figure(POINT), "6,818") == "6,818\ufffd"

    def test_the_tail_makes_the_digits_no_higher(self) -> None:
        """On a screen two digits often touch, and how wide the figure is tells how many there are."""
        touching = [(2, 14, 0, 24), (18, 22, 20, 30), (26, 60, 0, 24), (63, 79, 0, 24)]
        assert text_of(touching, "1,954") == "1,954"
        assert text_of(touching, "19,954") == "19,954\ufffd"

    def test_a_tail_makes_no_thousands_where_none_can_be(self) -> None:
        pieces = [*digits(1), COMMA, *digits(2, start=30)]
        assert text_of(pieces, "6.81") == "6.81\ufffd"


def test_a_nought_before_a_unit_may_look_like_a_letter_once() -> None:
    pieces = [*digits(1), (25, 52, 0, 30)]
    assert text_of(pieces, "o件", "0件") == "0件"
    assert text_of(pieces, "o件") == "o件"


def test_two_dashes_side_by_side_are_one_placeholder() -> None:
    dashes = [(0, 26, 0, 3), (30, 56, 0, 3)]
    assert text_of(dashes, "——", "—") == "—"
    assert text_of([(0, 5, 0, 3), (30, 35, 0, 3)], "——", "—") != "—"


def test_a_short_dash_read_as_a_dot_is_a_doubt_and_no_label() -> None:
    assert text_of([(0, 7, 0, 5)], "•") == "\ufffd"
    assert text_of([(0, 7, 0, 5)], "■", "-") == "-\ufffd"


class TestShortDashes:
    """A hyphen on a picture of 120 dots an inch, enlarged, is often read as a dot or as nothing."""

    FLAT = ((0, 8, 0, 3),)
    SOFT = ((1, 6, 0, 1), (0, 8, 1, 3), (0, 7, 3, 4))

    def look(self, pieces: tuple[tuple[int, int, int, int], ...], first: str, second: str) -> Look:
        shape = shapes.shape_of(ink(*pieces), _HEIGHT)
        return Look(Line(first, 0.5), Line(second, 0.5), shape)

    @pytest.mark.parametrize("pieces", [FLAT, SOFT], ids=["flat", "soft edges"])
    def test_one_look_that_sees_a_dash_is_enough(self, pieces: tuple[tuple[int, int, int, int], ...]) -> None:
        assert line_text(self.look(pieces, "•", "-"), _PITCH) == "—"

    def test_seen_as_a_dot_it_is_one_where_others_are_as_wide(self) -> None:
        page = [self.look(self.FLAT, "", "•"), self.look(self.SOFT, "", "•"), self.look(self.FLAT, "", "")]
        dash = dash_of(page, _HEIGHT)
        assert [line_text(look, _PITCH, dash) for look in page] == ["—", "—", "—"]

    def test_by_itself_it_may_be_dust(self) -> None:
        dust = [self.look(((0, width, 0, 1),), "", "") for width in (4, 4, 4, 9, 14)]
        assert dash_of(dust, _HEIGHT) == 0
        assert {line_text(look, _PITCH, 0) for look in dust} == {"\ufffd"}
        assert line_text(dust[0], _PITCH, 26.0) == "\ufffd"

    def test_a_one_seen_in_it_is_a_doubt(self) -> None:
        assert line_text(self.look(self.FLAT, "1", "•"), _PITCH, 8.0) == "1\ufffd"


def test_a_small_ring_is_no_dash() -> None:
    ring = [(0, 8, 0, 1), (0, 1, 0, 8), (7, 8, 0, 8), (0, 8, 7, 8)]
    assert text_of(ring, "•") == "\ufffd"


class TestInkOfACell:
    def test_the_thin_strokes_of_a_digit_are_cut_out_with_its_thick_ones(self) -> None:
        """The 2 of a light Song face: its bar is black, its bow is gray. Cut to the bar it was a dash."""
        gray = np.full((60, 60), 255, np.uint8)
        gray[42:45, 20:34] = 40
        gray[25:42, 24:27] = 170
        (crop,) = crops.lines_of(gray, 24.0)
        assert crop.y == 25
        assert crop.ink.shape == (20, 14)

    def test_gray_that_hangs_on_no_ink_is_none(self) -> None:
        gray = np.full((60, 60), 170, np.uint8)
        gray[:, :30] = 255
        assert crops.lines_of(gray, 24.0) == []

    def test_lines_that_touch_are_two(self) -> None:
        """A bracket of one line reaches the next."""
        gray = np.full((90, 200), 255, np.uint8)
        gray[10:32, 10:150] = gray[38:60, 10:150] = 0
        gray[10:60, 160:163] = 0
        assert [crop.gray.shape[0] > 20 for crop in crops.lines_of(gray, 24.0)] == [True, True]

    def test_a_tall_digit_is_one_line(self) -> None:
        gray = np.full((90, 60), 255, np.uint8)
        gray[10:70, 20:24] = gray[10:70, 36:40] = 0
        gray[10:14, 20:40] = gray[66:70, 20:40] = 0
        assert len(crops.lines_of(gray, 24.0)) == 1

    def test_a_shaded_cell_is_read_on_white(self) -> None:
        from extractors.ocr.ink import on_white  # noqa: PLC0415

        gray = np.full((40, 80), 180, np.uint8)
        gray[10:30, 30:40] = 40
        assert on_white(gray)[0, 0] == 255
        assert on_white(gray)[20, 35] < 70
