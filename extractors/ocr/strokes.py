"""Borders down the page told from strokes of characters, which are nearly as long where rows are low."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.ocr.types import Array, Mask

# In heights of a character: where in a row a stroke leaves paper above and below it, how far to the side of a
# line is looked, how much wider than elsewhere a line is where another stroke meets it.
_ENDS, _ASIDE, _WIDER = 0.4, 0.5, 0.1
# Where so many borders of a table look like strokes they are dashed, or broken by a scanner; a column is one
# where so many of its borders are none.
_MOST, _HALF = 0.5, 0.5
# A dashed line has at least so many dashes for the height of a character; text has fewer.
DASHES = 1.4
# So much of a line in a row may be met by other ink: a hair of it is dust.
_MET = 0.05

Segments = set[tuple[int, int]]


def borders(drawn: Segments, rows: Sequence[tuple[int, int]], dark: Mask, height: float) -> Segments:
    """The segments, of those drawn, that are borders: pairs of a place across and the number of a row.

    `rows` are the rows' tops and bottoms; `dark` is where there is ink; characters are `height` high.
    """
    lines = {(x, n) for x, n in drawn if _is_line(_strip(dark, x, rows[n], height), height)}
    if len(lines) < _MOST * len(drawn):
        return drawn
    kept: Segments = set()
    for x in {x for x, _ in drawn}:
        own = {(x, n) for at, n in drawn if at == x}
        good = own & lines
        kept |= own if len(good) >= _HALF * len(own) else _side_by_side(good)
    return kept


def _side_by_side(segments: Segments) -> Segments:
    return {(x, n) for x, n in segments if {(x, n - 1), (x, n + 1)} & segments}


def _strip(dark: Mask, x: int, row: tuple[int, int], height: float) -> Mask:
    """What is drawn in a row on both sides of a place, the place in its middle."""
    aside = max(4, round(height * _ASIDE))
    padded = np.pad(dark[row[0] : row[1] + 1], ((0, 0), (aside, aside)))
    return padded[:, x : x + 2 * aside + 1] > 0


def _is_line(strip: Mask, height: float) -> bool:
    """Whether the stroke in the middle of a strip goes from end to end and meets no other within."""
    middle, reach = strip.shape[1] // 2, round(height * _ENDS)
    inked: Array = strip[:, middle - 1 : middle + 2].max(axis=1)
    if _is_dashed(inked, height):
        return True
    if _has_gap(inked[:reach]) and _has_gap(inked[-reach:]):
        return False
    # The lines of the rows themselves are left out.
    left, right = _extents(strip[reach // 2 : len(strip) - reach // 2])
    if not left.size:
        return True
    wider = max(2.0, height * _WIDER)
    met = (left > np.median(left) + wider) | (right > np.median(right) + wider)
    return bool(met.mean() <= _MET)


def _is_dashed(inked: Array, height: float) -> bool:
    """Whether gaps follow one another faster than lines of text."""
    gaps = np.count_nonzero(inked[:-1] & ~inked[1:])
    return bool(gaps >= max(3.0, DASHES * len(inked) / height))


def _has_gap(inked: Array) -> bool:
    """Whether two pixels or more are paper; a line may be broken at one."""
    return bool((~inked[1:] & ~inked[:-1]).any())


def _extents(strip: Mask) -> tuple[Array, Array]:
    """How far the ink nearest to the middle goes without a gap to the left and right, row by row."""
    columns = np.arange(strip.shape[1])
    far = strip.shape[1]
    off = np.where(strip, abs(columns - far // 2), far)
    strip, at = strip[off.min(axis=1) < far], off.argmin(axis=1)[off.min(axis=1) < far][:, None]
    right = np.where(~strip & (columns > at), columns, far).min(axis=1, initial=far) - at[:, 0]
    left = at[:, 0] - np.where(~strip & (columns < at), columns, -1).max(axis=1, initial=-1)
    return left, right
