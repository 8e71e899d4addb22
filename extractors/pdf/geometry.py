"""Rectangles and straight lines of PDF page content, in points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfminer.utils import apply_matrix_pt

from extractors.pages.model import Box

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
Point = tuple[float, float]


def bounds(points: Sequence[Point]) -> Rect:
    """The least rectangle around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def meet(rect: Rect, other: Rect) -> Rect:
    """What two rectangles share; its ends lie before its starts where they share nothing."""
    return (max(rect[0], other[0]), max(rect[1], other[1]), min(rect[2], other[2]), min(rect[3], other[3]))


def is_upright(points: Sequence[Point]) -> bool:
    """Whether a closed path is a rectangle along the page's edges."""
    x0, y0, x1, y1 = bounds(points)
    near = 0.05 * max(x1 - x0, y1 - y0)
    corners = {(abs(x - x0) <= near, abs(y - y0) <= near) for x, y in points}
    on_edges = all(min(x - x0, x1 - x) <= near and min(y - y0, y1 - y) <= near for x, y in points)
    return len(corners) == 4 and on_edges


def within(box: Box, area: Box) -> bool:
    """Whether the middle of a box lies in an area."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def straight(path: Sequence[Any], ctm: Matrix) -> list[list[Point]]:
    """The subpaths that have no curves, as points."""
    subpaths: list[list[Point]] = []
    for operator, *numbers in path:
        if operator == "m":
            subpaths.append([apply_matrix_pt(ctm, (numbers[0], numbers[1]))])
        elif operator == "l" and subpaths:
            subpaths[-1].append(apply_matrix_pt(ctm, (numbers[0], numbers[1])))
        elif operator == "h" and subpaths and subpaths[-1]:
            subpaths[-1].append(subpaths[-1][0])
        elif subpaths:
            subpaths[-1] = []
    return [points for points in subpaths if len(points) > 1]
