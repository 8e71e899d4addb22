"""The ink of one cell: lines of text cut out for the recogniser, and the shape of what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extractors.ocr.ink import faint, firm, strokes
from extractors.ocr.types import Array, Gray, Mask, Pixels

# Room around the text, in its heights: the recogniser was taught on loose crops.
_LOOSE, _TIGHT = 0.35, 0.15
# The widest gap between two characters of a line cut close: digits set as wide as Chinese are drawn together.
_GAP = 0.2
# In heights of a character: the smallest point, the smallest stroke, and how far off a point stands.
_POINT, _STROKE, _NEAR = 0.09, 0.28, 0.5
# A minus may stand far from its figure: how wide it is at least, in heights of a character and in its own.
_SIGN, _FLAT = 0.12, 1.6
# In heights of a character: how far into a cell its border reaches, and how thick a crumb of it is.
_BORDER, _CRUMB = 0.4, 0.2
# In heights of a character: how long and thin a border is that stands aslant in the cell.
_LONG, _THIN = 1.2, 0.4
# A row or column of which so much is ink is a line.
_LINED = 0.6
# In heights of a character: how high a line is at least, where the next one begins at the latest; and what a
# row between two lines that touch has of the ink of a usual row.
_LINE, _NEXT, _BARELY = 0.8, 1.6, 0.25
# The recogniser looks at 48 rows: a line much smaller is enlarged by a better filter than its own.
_ROWS = 48


@dataclass(frozen=True, slots=True)
class Crop:
    """One line of text: its evened image cut to its ink, and where in the cell that begins.

    `covered` is how much of it coloured strokes lie over, in areas of one digit.
    """

    gray: Gray
    ink: Mask
    x: int
    y: int
    covered: float = 0.0


def inside(gray: Gray, height: float) -> tuple[slice, slice]:
    """Rows and columns of a cell within its borders: what lies next to them is cut while it is a line.

    A hair line is gray where it lies between two pixels: it need not be firm ink.
    """
    mask = faint(gray) > 0
    reach = max(2, round(height * _BORDER))
    rows, columns = mask.mean(axis=1), mask.mean(axis=0)
    return _between(rows, reach), _between(columns, reach)


def _between(shares: Array, reach: int) -> slice:
    """From behind the last line at the start to before the first one at the end."""
    size = len(shares)
    lined = np.flatnonzero(shares >= _LINED)
    start = max((int(n) + 2 for n in lined if n < min(reach, size // 3)), default=1)
    end = min((int(n) - 1 for n in lined if n >= size - min(reach, size // 3)), default=size - 1)
    return slice(start, max(end, start + 1))


def without_borders(gray: Gray, height: float) -> Gray:
    """A cell without what is left of its borders: crumbs at the edge, and what is longer than any stroke."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(firm(gray), connectivity=8)
    rows, columns = gray.shape
    clean = gray.copy()
    for number in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[number])
        at_side = (x == 0 or x + w == columns) and w <= height * _CRUMB
        at_end = (y == 0 or y + h == rows) and h <= height * _CRUMB
        is_crumb = (at_side and h > w) or (at_end and w > h)
        if is_crumb or _is_line(w, h, min(x, columns - x - w), height):
            spot = cv2.dilate((labels == number).astype(np.uint8), np.ones((3, 3), np.uint8))
            clean[spot > 0] = 255
    return clean


def _is_line(width: int, length: int, off: int, height: float) -> bool:
    """Whether a piece of ink that stands `off` from the side is a border drawn aslant."""
    return length >= height * _LONG and width <= height * _THIN and off <= height * _BORDER


def lines_of(gray: Gray, height: float) -> list[Crop]:
    """The lines of text in a cell from the top down; specks of less than a dot are none."""
    mask = _without_specks(strokes(gray), height)
    crops = []
    for top, bottom in _bands(mask, height):
        columns = np.flatnonzero(mask[top:bottom].any(axis=0))
        x0, x1 = int(columns[0]), int(columns[-1]) + 1
        crops.append(Crop(gray[top:bottom, x0:x1], mask[top:bottom, x0:x1], x0, top))
    return crops


def _without_specks(mask: Mask, height: float) -> Mask:
    """The mask without dots that are smaller than a point, and without points that stand by themselves."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.zeros(count, dtype=np.uint8)
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    kept[1:] = np.where(sides >= max(3.0, height * _POINT), 255, 0)
    large = np.zeros(count, dtype=np.uint8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    flat = (wide >= height * _SIGN) & (wide >= high * _FLAT)
    large[1:] = np.where((sides >= height * _STROKE) | flat, 255, 0)
    reach = round(height * _NEAR) * 2 + 1
    near = cv2.dilate(large[labels], np.ones((max(3, reach // 3), reach), np.uint8))
    return np.asarray(kept[labels] & near, dtype=np.uint8)


def _bands(mask: Mask, height: float) -> list[tuple[int, int]]:
    """Runs of rows with ink; pieces of one character (二, 三) are taken together."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return []
    bands: list[tuple[int, int]] = []
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        if bands and bottom - bands[-1][0] <= height * 1.2:
            top = bands.pop()[0]
        bands.append((top, bottom))
    inked = mask.sum(axis=1, dtype=np.int64) // 255
    return [line for top, bottom in bands for line in _parted(inked, top, bottom, height)]


def _parted(inked: Array, top: int, bottom: int, height: float) -> Iterator[tuple[int, int]]:
    """The lines of a band: set close, a bracket or a tail of one may reach the next.

    `inked` is how much ink each row of the cell has.
    """
    least, usual = round(height * _LINE), float(inked[top:bottom].mean())
    while bottom - top >= 2 * least:
        between = slice(top + least, min(bottom - least, top + round(height * _NEXT)) + 1)
        cut = between.start + int(inked[between].argmin())
        if inked[cut] > usual * _BARELY:
            break
        yield top, cut
        top = cut
    yield top, bottom


def loose(crop: Crop, height: float) -> Pixels:
    """The line on a canvas with room around it."""
    return _canvas(crop.gray, round(height * _LOOSE), height)


def tight(crop: Crop, height: float) -> Pixels:
    """The line cut close and in other contrast: a second look at the same ink."""
    strong = cv2.GaussianBlur(_drawn_together(crop, height), (0, 0), max(0.5, height / 45))
    strong = np.clip((strong.astype(np.float32) - 60) * 1.6, 0, 255).astype(np.uint8)
    return _canvas(strong, round(height * _TIGHT), height)


def _drawn_together(crop: Crop, height: float) -> Gray:
    """The line without what its gaps are too wide; a trace in a gap may be a point, and is kept."""
    drawn = np.flatnonzero((faint(crop.gray) > 0).any(axis=0))
    widest = round(height * _GAP)
    kept = np.ones(crop.gray.shape[1], dtype=bool)
    for before, after in pairwise(drawn):
        if after - before - 1 > widest:
            kept[before + 1 + widest // 2 : after - (widest - widest // 2)] = False
    return crop.gray[:, kept]


def _canvas(gray: Gray, room: int, height: float) -> Pixels:
    # A dash or a comma alone keeps its size against the other characters of the page.
    lack = max(0, round(height) - gray.shape[0])
    padded = cv2.copyMakeBorder(
        gray, room + lack // 2, room + lack - lack // 2, room * 2, room * 2, cv2.BORDER_CONSTANT, value=255
    )
    if padded.shape[0] < _ROWS:
        scale = _ROWS / padded.shape[0]
        padded = cv2.resize(padded, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.cvtColor(padded, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
