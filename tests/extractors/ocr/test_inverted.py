"""White text on a dark ground reads as black on white; all else stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2")

from extractors.ocr.inverted import upright_ink
from extractors.ocr.types import Pixels

BLUE, ORANGE, GRAY, WHITE = (0, 112, 192), (237, 125, 49), (90, 90, 90), (255, 255, 255)
HEAD = slice(100, 140), slice(50, 950)


def page(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> Pixels:
    """A head of one colour with strokes in another, and black strokes below it."""
    pixels = np.full((600, 1000, 3), 255, dtype=np.uint8)
    pixels[HEAD] = ground
    for x in range(100, 900, 25):
        pixels[112:130, x : x + 3] = ink
        pixels[212:230, x : x + 3] = 0
    return pixels


@pytest.mark.parametrize("ground", [BLUE, ORANGE, GRAY])
def test_a_coloured_head_becomes_black_on_white(ground: tuple[int, int, int]) -> None:
    read = upright_ink(page(ground, WHITE))
    assert read[120, 101].tolist() == [0, 0, 0]
    assert read[105, 500].tolist() == [255, 255, 255]


def test_what_is_below_the_head_is_not_touched() -> None:
    before = page(BLUE, WHITE)
    assert (upright_ink(before)[150:] == before[150:]).all()


def test_a_thick_stroke_of_the_row_below_is_no_part_of_the_head() -> None:
    before = page(BLUE, WHITE)
    before[150:175, 400:412] = 0
    read = upright_ink(before)
    assert read[105, 500].tolist() == [255, 255, 255]
    assert (read[150:] == before[150:]).all()


@pytest.mark.parametrize(("ground", "ink"), [((189, 215, 238), (0, 0, 0)), (GRAY, GRAY), (BLUE, (0, 0, 0))])
def test_dark_text_on_a_ground_stays(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    before = page(ground, ink)
    assert (upright_ink(before) == before).all()
