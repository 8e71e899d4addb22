"""Ruling lines from path objects: straight segments and thin filled rectangles (GB/T 33190, 9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractors.ofd.numbers import Matrix, number
from extractors.pages.model import Box

# Numbers behind each operator of AbbreviatedData; the last two are the point reached.
_ARITY = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# A slant of so much, in points, is a drawing's inaccuracy; a filled shape so thin is a line.
_STRAIGHT = 0.5
_THIN = 3.0
_SHORTEST = 1.0
_CLOSING = 0.01


class Segment(NamedTuple):
    """One stroke from point to point; `straight` is false for a curve."""

    start: tuple[float, float]
    end: tuple[float, float]
    straight: bool


def segments(data: str) -> Iterator[Segment]:
    """The segments of AbbreviatedData. Raises ValueError at what is no operator with its numbers."""
    parts = data.replace(",", " ").split()
    first = point = (0.0, 0.0)
    place = 0
    while place < len(parts):
        operator, arity = parts[place], _ARITY.get(parts[place])
        if arity is None or place + arity >= len(parts):
            raise ValueError(f"{' '.join(parts[place : place + 8])[:60]!r} is no operator with its numbers")
        values = [number(part) for part in parts[place + 1 : place + 1 + arity]]
        place += 1 + arity
        target = first if operator == "C" else (values[-2], values[-1])
        if operator in "SM":
            first = target
        elif operator != "C" or _apart(point, target):
            yield Segment(point, target, operator in "LC")
        point = target


def stroked(shape: list[Segment], to_page: Matrix, width: float) -> Iterator[Box]:
    """The horizontal and vertical strokes as thin boxes in points; `width` is the pen's."""
    half = width / 2
    for segment in shape:
        if not segment.straight:
            continue
        (x0, y0), (x1, y1) = to_page.point(*segment.start), to_page.point(*segment.end)
        across, down = abs(x1 - x0), abs(y1 - y0)
        if down <= _STRAIGHT and across > _SHORTEST:
            y = (y0 + y1) / 2
            yield Box(min(x0, x1), y - half, max(x0, x1), y + half)
        elif across <= _STRAIGHT and down > _SHORTEST:
            x = (x0 + x1) / 2
            yield Box(x - half, min(y0, y1), x + half, max(y0, y1))


def filled(shape: list[Segment], to_page: Matrix) -> Iterator[Box]:
    """A filled shape that is thin enough to be a line: many programs draw table borders so."""
    if not shape or not all(segment.straight for segment in shape):
        return
    points = [to_page.point(*point) for segment in shape for point in (segment.start, segment.end)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    across, down = box.x1 - box.x0, box.bottom - box.top
    if min(across, down) <= _THIN < max(across, down):
        yield box


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) > _CLOSING or abs(one[1] - other[1]) > _CLOSING
