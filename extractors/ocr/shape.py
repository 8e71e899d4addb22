"""What the ink of a number cell says by its shape alone: how many characters, and strokes told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np

from extractors.ocr.types import Mask

Stroke = Literal["dash", "slash", "upright", "other"]
# A piece of ink: x0, x1, top, bottom.
Span = tuple[int, int, int, int]

# Degrees from the vertical: printed ones stand within five (their flag pulls the other way), slashes lean by
# fifteen and more.
UPRIGHT, _LEANING = 6.0, 12.0
# A dash in its thicknesses, and in heights of the box that its soft edges fill: few dots show it.
_FLAT, _FLAT_BOX = 1.9, 1.7
# A seven's bar, in its widths; no row of a slash is half as wide as the whole.
_BAR = 0.7
# In heights of a nought: how long its hole is at least, and how far it lies off the middle at most.
_LONG_HOLE, _OFF = 0.5, 0.06
# How large a dot in it is at most, in heights and in widths of the nought.
_DOT = 0.4
# In heights of a digit: a comma's tail hangs so far below the line at least, a point so far at most.
_TAIL, _NO_TAIL = 0.2, 0.07


@dataclass(frozen=True, slots=True)
class Shape:
    """`tall` and `small` count pieces of ink side by side; `stroke` tells a lone piece.

    `barred` is whether its top holds a stroke along the row, as a seven does; `lean` its angle in degrees,
    under zero where it leans as a slash does; `ringed` whether it is one closed ring, as a nought is, and
    `dotted` whether a dot stands in that ring, as programmers' faces print it. `height` is that of a tall
    piece, without the tail of a comma beside it. `apart` is the widest gap between two tall pieces; `points`
    tells the small ones: "," hangs below the line, "." does not, "?" is in between.
    """

    tall: int
    small: int
    stroke: Stroke
    width: int
    height: int
    barred: bool
    lean: float
    ringed: bool = False
    dotted: bool = False
    apart: int = 0
    points: str = ""


def shape_of(ink: Mask, height: float) -> Shape:
    """The shape of one line of text on a page whose characters are `height` high."""
    spans = _columns(ink)
    tallest = max((bottom - top for _, _, top, bottom in spans), default=0)
    large = [span for span in spans if span[3] - span[2] > tallest * 0.6]
    tall = len(large)
    stroke: Stroke = _stroke(ink, height, spans)
    ring = _without_dot(ink)
    return Shape(
        tall,
        len(spans) - tall,
        stroke,
        ink.shape[1],
        round(np.median([bottom - top for _, _, top, bottom in large])) if large else ink.shape[0],
        _is_barred(ink),
        _lean(ink),
        len(spans) == 1 and _is_ringed(ring),
        ring is not ink,
        max((after[0] - before[1] for before, after in pairwise(large)), default=0),
        "".join(_point(span, large) for span in spans if span not in large),
    )


def _point(span: Span, large: Sequence[Span]) -> str:
    """What a small piece among digits is, by how far it hangs below their line."""
    line = float(np.median([bottom for _, _, _, bottom in large]))
    height = float(np.median([bottom - top for _, _, top, bottom in large]))
    tail = (span[3] - line) / height
    return "," if tail >= _TAIL else "." if tail <= _NO_TAIL else "?"


def _columns(ink: Mask) -> list[Span]:
    """Pieces of ink that share no column."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return []
    spans = []
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        rows = np.flatnonzero(ink[:, run[0] : run[-1] + 1].any(axis=1))
        spans.append((int(run[0]), int(run[-1]) + 1, int(rows[0]), int(rows[-1]) + 1))
    return spans


def _stroke(ink: Mask, height: float, spans: Sequence[Span]) -> Stroke:
    rows, columns = ink.shape
    # Two dashes side by side need not touch.
    if rows <= height * 0.45 and all(_is_flat(ink, span) for span in spans):
        return "dash"
    if len(spans) != 1 or cv2.connectedComponents(ink)[0] != 2:
        return "other"
    if _thickest_row(ink) > max(3.0, columns * 0.75) and columns > rows * 0.35:
        return "other"
    lean = -_lean(ink)
    thin = float(np.count_nonzero(ink)) / rows <= max(3.0, rows * 0.3)
    if not thin:
        return "other"
    if lean >= _LEANING:
        return "slash"
    return "upright" if lean <= UPRIGHT else "other"


def _is_flat(ink: Mask, span: Span) -> bool:
    """Whether a piece lies along the row, as a dash does; a ring is thin, too, but as high as it is wide."""
    x0, x1, top, bottom = span
    width = x1 - x0
    thickness = np.count_nonzero(ink[:, x0:x1]) / width
    return bool(width >= thickness * _FLAT and width >= (bottom - top) * _FLAT_BOX)


def _without_dot(ink: Mask) -> Mask:
    """The ink without a dot that stands by itself in its middle, if there is one."""
    count, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count != 3:
        return ink
    dot = 1 + int(np.argmin(stats[1:, cv2.CC_STAT_AREA]))
    rows, columns = ink.shape
    is_small = (
        stats[dot, cv2.CC_STAT_HEIGHT] <= rows * _DOT and stats[dot, cv2.CC_STAT_WIDTH] <= columns * _DOT
    )
    x, y = middles[dot]
    is_amid = abs(x - (columns - 1) / 2) <= columns * _OFF * 2 and abs(y - (rows - 1) / 2) <= rows * _OFF * 2
    if not (is_small and is_amid):
        return ink
    return np.where(labels == dot, np.uint8(0), ink)


def _is_ringed(ink: Mask) -> bool:
    """One piece of ink around one hole that is long, in its middle, and alike on all sides.

    A six, a nine and a four have a short hole off the middle, an eight has two.
    """
    rows, columns = ink.shape
    if columns > rows or cv2.connectedComponents(ink, connectivity=8)[0] != 2:
        return False
    paper = cv2.copyMakeBorder(255 - ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
    count, _, stats, middles = cv2.connectedComponentsWithStats(paper, connectivity=4)
    if count != 3:
        return False
    hole = 1 if stats[1, cv2.CC_STAT_LEFT] > 0 else 2
    x, y = middles[hole] - 1
    return bool(
        stats[hole, cv2.CC_STAT_HEIGHT] >= rows * _LONG_HOLE
        and abs(x - (columns - 1) / 2) <= max(1.0, columns * _OFF)
        and abs(y - (rows - 1) / 2) <= max(1.0, rows * _OFF)
    )


def _is_barred(ink: Mask) -> bool:
    top = ink[: max(1, ink.shape[0] // 3)]
    return bool(_thickest_row(top) >= ink.shape[1] * _BAR)


def _thickest_row(ink: Mask) -> int:
    return int((ink > 0).sum(axis=1).max())


def _lean(ink: Mask) -> float:
    """The angle between the stroke's middle line and the vertical, in degrees."""
    ys, xs = np.nonzero(ink)
    middles = np.bincount(ys, xs) / np.maximum(np.bincount(ys), 1)
    drawn = np.flatnonzero(np.bincount(ys))
    if drawn.size < 4:
        return 0.0
    return float(np.degrees(np.arctan(np.polyfit(drawn, middles[drawn], 1)[0])))
