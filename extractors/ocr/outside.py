"""Text outside ruled tables as words: each is read like a cell where it may be a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extractors.ocr import ink
from extractors.ocr.crops import Crop, lines_of
from extractors.ocr.types import Array, Gray, Mask
from extractors.pages.model import Box

# In heights of a character: the gap between two cells of a table without lines, which no sentence has; and
# the least between two characters so wide as Chinese ones are. Beside a comma or a bracket it is the glyph's.
_GAP, _NARROW, _WIDE, _WITHIN = 1.1, 0.4, 0.55, 0.12
# In heights: what is left over between the lines that were found is a word if so high, or a dash so wide.
_HIGH, _HIGHEST, _DASH, _THIN = 0.45, 1.6, 0.3, 0.06
_TOGETHER = 0.6


@dataclass(frozen=True, slots=True)
class Printed:
    """A word's ink, and its place on the page."""

    crop: Crop
    box: Box


def words_in(gray: Gray, lines: Sequence[Box], height: float) -> Iterator[Printed]:
    """The words of the lines that were found on an evened page, and of what was not found.

    A lone digit is often overlooked as a line of text.
    """
    left = ink.firm(gray)
    for box in lines:
        rows, columns = _within(box, gray)
        yield from _words(gray[rows, columns], (columns.start, rows.start), height)
        left[rows, columns] = 0
    for box in _overlooked(left, height):
        rows, columns = _within(box, gray)
        yield from _words(gray[rows, columns], (columns.start, rows.start), height)


def _within(box: Box, image: Array) -> tuple[slice, slice]:
    rows, columns = image.shape
    top, left = max(0, int(box.top) - 1), max(0, int(box.x0) - 2)
    bottom, right = min(rows, int(box.bottom) + 2), min(columns, int(box.x1) + 3)
    return slice(top, max(top + 1, bottom)), slice(left, max(left + 1, right))


def _words(gray: Gray, corner: tuple[int, int], height: float) -> Iterator[Printed]:
    for start, end in _runs(np.flatnonzero(ink.firm(gray).any(axis=0)), height):
        first, last = max(0, start - 2), end + 2
        for crop in lines_of(gray[:, first:last], height):
            x, y = corner[0] + first + crop.x, corner[1] + crop.y
            rows, columns = crop.ink.shape
            yield Printed(crop, Box(x, y, x + columns, y + rows))


def _runs(inked: Array, height: float) -> list[tuple[int, int]]:
    """Where words begin and end, from the columns that have ink."""
    if not inked.size:
        return []
    pieces = np.split(inked, np.flatnonzero(np.diff(inked) > height * _WITHIN) + 1)
    runs = [(int(pieces[0][0]), int(pieces[0][-1]) + 1)]
    for before, piece in pairwise(pieces):
        gap = piece[0] - before[-1]
        is_narrow = min(len(before), len(piece)) < height * _WIDE
        if gap > height * (_GAP if is_narrow else _NARROW):
            runs.append((int(piece[0]), int(piece[-1]) + 1))
        else:
            runs[-1] = runs[-1][0], int(piece[-1]) + 1
    return runs


def _overlooked(left: Mask, height: float) -> Iterator[Box]:
    side = max(3, round(height * _TOGETHER))
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for x, y, w, h, _ in stats[1:]:
        is_word = _HIGH * height <= h <= _HIGHEST * height
        is_dash = w >= _DASH * height and _THIN * height <= h < _HIGH * height
        if is_word or is_dash:
            yield Box(float(x), float(y), float(x + w), float(y + h))
