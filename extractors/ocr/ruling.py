"""Ruling lines of an upright page, drawn out straight along the borders they make."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from extractors.ocr.strokes import DASHES, borders
from extractors.ocr.types import Array, Gray, Mask
from extractors.pages.model import Box

# A line is longer than any stroke: in heights of a character, along the row and down the page.
_LONG_ACROSS, _LONG_DOWN = 5.0, 1.5
# In heights of a character: strokes that stand one above the other in two lines of text are no column; a
# table of one row has shorter columns, but they are as high as it.
_COLUMN, _WHOLE = 2.0, 0.6
# In heights of a character: how long a dashed line is down the page, how fine its dashes, how wide its gaps.
_LONG_DASHED, _FINE, _DASH_GAP = 3.0, 0.25, 0.25
# Dashed lines are looked for where they are so much of the others.
_MANY = 0.25
# Of a line's length so much is ink at least, broken as it may be.
_SOLID = 0.88
# The faintest gray of a line on an evened page, and how much darker than what is around it a line is: on
# paper without grain, and on the grainiest. Web pages have lines of 235 on white.
_PALEST, _FAINTEST, _DARKER, _DARKEST = 245, 225, 4, 10
# How deep a line is, at least, against most of the page's: a watermark's strokes are paler than drawn lines.
_PALE = 0.25
# How much of the page's grain counts, in steps from one pixel to the next.
_GRAIN = 90
# So much of a border must be drawn for it to be there, a stroke of a character never is.
_DRAWN = 0.7


def _dark(gray: Gray, height: float) -> Mask:
    """What is darker than what is around it, on an evened page whose characters are `height` high."""
    side = max(3, round(height) | 1)
    grain = _grain(gray)
    darker = min(_DARKEST, _DARKER + grain)
    local = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, darker)
    palest = max(_FAINTEST, _PALEST - 4 * grain)
    return np.where(gray < palest, local, 0).astype(np.uint8)


def _grain(gray: Gray) -> int:
    """How much light paper differs from one pixel to the next: 0 on what no scanner has seen."""
    light = gray[::2].astype(np.int16)
    steps = np.abs(np.diff(light, axis=1))[(light[:, 1:] > _FAINTEST) & (light[:, :-1] > _FAINTEST)]
    return int(np.percentile(steps[::7], _GRAIN)) if steps.size else 0


def _lines(dark: Mask, height: float) -> tuple[Mask, Mask]:
    """Horizontal and vertical lines, dashed and dotted ones only where a good part of the lines is."""
    whole = _runs(dark, round(height * _LONG_ACROSS)), _runs(dark.T, round(height * _LONG_DOWN)).T
    dashed = (
        _dashed(dark, height, round(height * _LONG_ACROSS)),
        _dashed(dark.T, height, round(height * _LONG_DASHED)).T,
    )
    # In low rows strokes of characters stand as near to one another as dashes, here and there.
    if sum(map(np.count_nonzero, dashed)) < _MANY * sum(map(np.count_nonzero, whole)):
        return whole
    return cv2.bitwise_or(whole[0], dashed[0]), cv2.bitwise_or(whole[1], dashed[1])


def _without_pale(dark: Mask, gray: Gray, height: float) -> Mask:
    """What is dark but for what is much paler than most of the lines in it, as a watermark is."""
    drawn = (cv2.bitwise_or(*_lines(dark, height)) > 0) & (dark > 0)
    if not drawn.any():
        return dark
    palest = 255 - _PALE * float(np.median(255 - gray[drawn]))
    around = cv2.erode(gray, np.ones((3, 3), np.uint8))
    return np.where(around <= palest, dark, 0).astype(np.uint8)


def _dashed(dark: Mask, height: float, length: int) -> Mask:
    """Horizontal dashed or dotted lines of at least `length`."""
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((max(3, round(height * _FINE)), 1), np.uint8))
    fine = np.where(thick > 0, 0, dark).astype(np.uint8)
    gap = np.ones((1, max(3, round(height * _DASH_GAP))), np.uint8)
    runs = _runs(cv2.morphologyEx(fine, cv2.MORPH_CLOSE, gap), length)
    inked = cv2.dilate(fine, np.ones((3, 1), np.uint8)) > 0
    begins = inked & ~np.pad(inked, ((0, 0), (1, 0)))[:, :-1]
    many = cv2.blur(begins.astype(np.float32), (length, 1)) >= DASHES / height
    return np.where(many, runs, 0).astype(np.uint8)


def _runs(dark: Mask, length: int) -> Mask:
    """Horizontal runs of at least `length`, nearly without gaps; small slopes allowed.

    A row of characters is half paper, however dark it looks from afar.
    """
    dark = np.ascontiguousarray(dark)
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    filled = cv2.blur(thick, (length, 1), borderType=cv2.BORDER_CONSTANT) >= 255 * _SOLID
    near = cv2.dilate(filled.astype(np.uint8), np.ones((1, length), np.uint8))
    runs = np.where(near > 0, thick, 0).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, max(3, length // 3)), np.uint8)))


def rules_of(gray: Gray, height: float) -> list[Box]:
    """The ruling lines of an evened page whose characters are `height` high, border by border."""
    dark = _without_pale(_dark(gray, height), gray, height)
    across, down = _lines(dark, height)
    reach = max(3, round(height * 0.4)) | 1
    joined = cv2.dilate(cv2.bitwise_or(across, down), np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rules: list[Box] = []
    for number in range(1, count):
        x, y, w, h = (int(v) for v in stats[number, :4])
        if w < height * 4 or h < height * 2:
            continue
        own = labels[y : y + h, x : x + w] == number
        lines = [np.where(own, mask[y : y + h, x : x + w], 0) for mask in (across, down)]
        rules.extend(_table(lines[0], lines[1], dark[y : y + h, x : x + w], height, (x, y)))
    return rules


def _table(across: Mask, down: Mask, dark: Mask, height: float, corner: tuple[int, int]) -> Iterator[Box]:
    """The borders that are drawn of one table, as boxes one pixel thin."""
    left, top = corner
    ys = _positions(across, height)
    upright = np.ascontiguousarray(down.T)
    xs = _positions(upright, height, min(height * _COLUMN, upright.shape[1] * _WHOLE))
    if len(xs) < 2 or len(ys) < 2:
        return
    reach = max(2, round(height * 0.35))
    across = cv2.dilate(across, np.ones((2 * reach + 1, 1), np.uint8))
    xs = _with_open_sides(across[ys], xs, height)
    down = cv2.dilate(down, np.ones((1, 2 * reach + 1), np.uint8))
    for y in ys:
        for x0, x1 in pairwise(xs):
            if _share(across[y, x0:x1]) >= _DRAWN:
                yield Box(left + x0, top + y, left + x1, top + y + 1)
    rows = list(pairwise(ys))
    drawn = {(x, n) for x in xs for n, (y0, y1) in enumerate(rows) if _share(down[y0:y1, x]) >= _DRAWN}
    for x, n in sorted(borders(drawn, rows, dark, height)):
        y0, y1 = rows[n]
        yield Box(left + x, top + y0, left + x + 1, top + y1)


def _with_open_sides(lines: Mask, xs: list[int], height: float) -> list[int]:
    """The places of the lines down the page, and the ends of the rows' lines where a side is open."""
    ends = [(int(drawn[0]), int(drawn[-1])) for line in lines if (drawn := np.flatnonzero(line)).size]
    left, right = (int(np.median(side)) for side in zip(*ends, strict=True))
    before = [left] if xs[0] - left > height * _LONG_DOWN else []
    after = [right] if right - xs[-1] > height * _LONG_DOWN else []
    return [*before, *xs, *after]


def _positions(lines: Mask, height: float, least: float = 0.0) -> list[int]:
    """Where horizontal lines lie: the middles of runs of rows in which much is drawn, `least` together."""
    sums = lines.sum(axis=1, dtype=np.int64) // 255
    drawn = np.flatnonzero(sums >= height * _LONG_DOWN)
    if not drawn.size:
        return []
    groups = np.split(drawn, np.flatnonzero(np.diff(drawn) > max(2, height * 0.3)) + 1)
    return [
        round(float(np.average(group, weights=sums[group])))
        for group in groups
        if np.count_nonzero(lines[group].any(axis=0)) >= least
    ]


def _share(edge: Array) -> float:
    inner = edge[len(edge) // 10 : len(edge) - len(edge) // 10]
    return float((inner > 0).mean()) if inner.size else 1.0
