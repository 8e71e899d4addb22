"""A figure broken into two lines by a narrow cell, and two pages in one picture."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.engine import Line
from extractors.ocr.frames import parts_of
from extractors.ocr.reading import is_plain_label, wrapped
from extractors.pages.model import Box, Mark

_PITCH = 0.78


def lines(*texts: str, leading: float = 40.0) -> list[Mark]:
    """Lines of digits 30 high."""
    return [
        Mark(text, Box(10, 10 + n * leading, 10 + len(text) * 23, 40 + n * leading))
        for n, text in enumerate(texts)
    ]


def test_a_figure_that_had_no_room_for_a_digit_more_is_one() -> None:
    joined = wrapped(lines("605", "75"), Box(0, 0, 100, 90), _PITCH)
    assert [mark.text for mark in joined] == ["60575"]


def test_so_is_one_with_thousands_set_off() -> None:
    joined = wrapped(lines("13,87", "1"), Box(0, 0, 140, 90), _PITCH)
    assert [mark.text for mark in joined] == ["13,871"]


@pytest.mark.parametrize(
    ("printed", "width"),
    [
        (lines("605", "75"), 200),
        (lines("605", "75", leading=80), 100),
        (lines("60", "575"), 100),
        (lines("605\ufffd", "75"), 100),
        (lines("其他", "75"), 100),
        (lines("13,87", "12"), 140),
    ],
    ids=[
        "room for a digit more",
        "lines far apart",
        "the last is longer",
        "a doubt",
        "a label",
        "thousands of four digits",
    ],
)
def test_other_lines_of_a_cell_stay_apart(printed: list[Mark], width: int) -> None:
    assert wrapped(printed, Box(0, 0, width, 140), _PITCH) == printed


@pytest.mark.parametrize(
    ("size", "parts"),
    [((2480, 3508), 1), ((4961, 7016), 2), ((7016, 9921), 2), ((5472, 7296), 2), ((1200, 20_000), 1)],
    ids=["A4 300 dpi", "A4 600 dpi", "A3 600 dpi", "40 million pixels", "long screenshot"],
)
def test_large_pictures_are_made_smaller_but_never_narrow(size: tuple[int, int], parts: int) -> None:
    assert parts_of(*size) == parts


@pytest.mark.parametrize(
    ("text", "confidence", "plain"),
    [
        ("1.属于国家秘密", 0.95, True),
        ("（一）予以公开", 0.95, True),
        ("信息内容", 0.8, False),
        ("12件", 0.99, False),
        ("3万元整", 0.99, False),
        ("无", 0.99, False),
    ],
)
def test_words_read_surely_need_no_second_look(text: str, confidence: float, plain: bool) -> None:
    assert is_plain_label(Line(text, confidence)) is plain


@pytest.mark.parametrize(("point", "kept"), [(255, False), (170, True)], ids=["blank", "a faint point"])
def test_a_wide_gap_is_closed_only_where_nothing_stands_in_it(point: int, kept: bool) -> None:
    crops = pytest.importorskip("extractors.ocr.crops", reason="needs the extra ocr")
    gray = np.full((20, 60), 255, np.uint8)
    gray[:, :10] = gray[:, 50:] = 0
    gray[17:19, 29:31] = point
    ink = ((gray < 100) * 255).astype(np.uint8)
    image = crops.tight(crops.Crop(gray, ink, 0, 0), 20.0)
    wider = crops.tight(crops.Crop(gray[:, :30], ink[:, :30], 0, 0), 20.0)
    assert (image.shape[1] > wider.shape[1]) is kept


class TestGutter:
    def picture(self, width: int = 3300) -> np.ndarray:
        page = np.full((2300, width), 255, np.uint8)
        page[200:2100:60, 200 : width // 2 - 150] = 0
        page[200:2100:60, width // 2 + 150 : width - 200] = 0
        return page

    def test_two_pages_are_cut_in_the_blank_between_them(self) -> None:
        spread = pytest.importorskip("extractors.ocr.spread", reason="needs the extra ocr")
        cut = spread.gutter(self.picture(), 30)
        assert cut is not None
        assert 1500 < cut < 1800

    def test_a_fold_down_the_middle_is_no_hindrance(self) -> None:
        spread = pytest.importorskip("extractors.ocr.spread", reason="needs the extra ocr")
        page = self.picture()
        page[:, 1648:1652] = 0
        assert spread.gutter(page, 30) is not None

    def test_a_table_across_the_middle_is_one_page(self) -> None:
        spread = pytest.importorskip("extractors.ocr.spread", reason="needs the extra ocr")
        page = self.picture()
        page[200:2100:60, 200:3100] = 0
        assert spread.gutter(page, 30) is None

    def test_a_page_that_stands_upright_is_one(self) -> None:
        spread = pytest.importorskip("extractors.ocr.spread", reason="needs the extra ocr")
        assert spread.gutter(self.picture(1650), 30) is None


class TestWordsOutsideTables:
    def page(self) -> np.ndarray:
        """Two words of two characters 30 high, 60 apart, and a lone one below."""
        page = np.full((300, 400), 255, np.uint8)
        for x in (20, 52, 142, 174):
            page[40:70, x : x + 24] = 0
        page[140:170, 150:172] = 0
        return page

    def test_cells_of_a_table_without_lines_are_words_of_their_own(self) -> None:
        outside = pytest.importorskip("extractors.ocr.outside", reason="needs the extra ocr")
        words = list(outside.words_in(self.page(), [Box(18, 38, 200, 72)], 30.0))
        assert [(word.box.x0, word.box.x1) for word in words][:2] == [(20, 76), (142, 198)]

    def test_a_lone_digit_that_no_line_was_found_for_is_a_word(self) -> None:
        outside = pytest.importorskip("extractors.ocr.outside", reason="needs the extra ocr")
        words = list(outside.words_in(self.page(), [Box(18, 38, 200, 72)], 30.0))
        assert [(word.box.x0, word.box.top) for word in words][2:] == [(150, 140)]

    def test_specks_are_no_words(self) -> None:
        outside = pytest.importorskip("extractors.ocr.outside", reason="needs the extra ocr")
        page = np.full((100, 100), 255, np.uint8)
        page[50:53, 50:53] = 0
        assert list(outside.words_in(page, [], 30.0)) == []


class TestSeals:
    def page(self, radius: int) -> tuple[np.ndarray, np.ndarray]:
        """A red ring on white paper, with black ink where it passes and a small red figure in it."""
        y, x = np.ogrid[:400, :400]
        ring = abs(np.hypot(x - 200, y - 200) - radius) < 4
        black = np.where(ring, 200, 255).astype(np.uint8)
        all_ink = np.where(ring, 60, 255).astype(np.uint8)
        black[190:210, 200 + radius - 10 : 200 + radius + 10] = 0
        all_ink[190:210, 200 + radius - 10 : 200 + radius + 10] = 0
        all_ink[195:215, 190:205] = 60
        return black, all_ink

    def test_the_ring_goes_and_black_ink_and_small_red_figures_stay(self) -> None:
        seal = pytest.importorskip("extractors.ocr.seal", reason="needs the extra ocr")
        radius = 130
        black, all_ink = seal.without_seals(*self.page(radius), 25.0)
        assert all_ink[200, 200 - radius] == black[200, 200 - radius] == 255
        assert all_ink[200, 200 + radius] == black[200, 200 + radius] == 0
        assert all_ink[200, 195] == 60

    def test_red_ink_of_no_seal_stays(self) -> None:
        seal = pytest.importorskip("extractors.ocr.seal", reason="needs the extra ocr")
        _, all_ink = seal.without_seals(*self.page(20), 25.0)
        assert all_ink[200, 180] == 60
