"""Ruling lines: from thin boxes, dashes and double strokes to whole lines, grouped by what touches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box, Page

# Of the longer side of the page: 3 points on A4. Strokes so near each other are one line.
_TOLERANCE = 3 / 842
# A gap in a line, in tolerances: what lies between two dashes.
_DASH_GAP = 1.4
# A line shorter than this, in tolerances, rules nothing.
_SHORTEST = 2.0


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal or vertical line: `at` is its place across, `start` to `end` its extent along."""

    horizontal: bool
    at: float
    start: float
    end: float


def tolerance(page: Page) -> float:
    """How far apart strokes of one line may lie on this page, in its units."""
    return _TOLERANCE * max(page.width, page.height)


def lines(boxes: Iterable[Box], near: float) -> list[Line]:
    """Whole lines: strokes along one line joined over small gaps, double strokes made one."""
    strokes: dict[bool, list[Line]] = {True: [], False: []}
    for box in boxes:
        width, height = box.x1 - box.x0, box.bottom - box.top
        # A dot of a dotted line tells no direction: it counts for both.
        dot = max(width, height) < near
        if dot or width >= height:
            strokes[True].append(Line(True, (box.top + box.bottom) / 2, box.x0, box.x1))
        if dot or width < height:
            strokes[False].append(Line(False, (box.x0 + box.x1) / 2, box.top, box.bottom))
    joined = [line for way in (True, False) for line in _joined(strokes[way], near)]
    return [line for line in joined if line.end - line.start >= _SHORTEST * near]


def _joined(strokes: Sequence[Line], near: float) -> list[Line]:
    joined = []
    places = clusters((stroke.at for stroke in strokes), near)
    along: dict[float, list[Line]] = defaultdict(list)
    for stroke in strokes:
        along[nearest(places, stroke.at)].append(stroke)
    for at, group in along.items():
        start, end = float("inf"), float("-inf")
        for stroke in sorted(group, key=lambda line: (line.start, line.end)):
            if start <= end and stroke.start > end + _DASH_GAP * near:
                joined.append(Line(stroke.horizontal, at, start, end))
                start, end = stroke.start, stroke.end
            start, end = min(start, stroke.start), max(end, stroke.end)
        joined.append(Line(group[0].horizontal, at, start, end))
    return joined


def clusters(values: Iterable[float], near: float) -> list[float]:
    """The values, ascending, those within `near` of the first of their group replaced by its middle."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def nearest(places: Sequence[float], value: float) -> float:
    """The place, of an ascending sequence, that lies nearest to the value."""
    after = bisect_left(places, value)
    return min(places[max(after - 1, 0) : after + 1], key=lambda place: abs(place - value))


def touching(all_lines: Sequence[Line], near: float) -> list[list[Line]]:
    """Lines grouped so that those of a group hang together by crossings, a group a table."""
    across = sorted((line for line in all_lines if line.horizontal), key=lambda line: line.at)
    places = [line.at for line in across]
    parent = {line: line for line in all_lines}

    def root(line: Line) -> Line:
        while parent[line] is not line:
            parent[line] = parent[parent[line]]
            line = parent[line]
        return line

    for line in all_lines:
        if line.horizontal:
            continue
        first, last = bisect_left(places, line.start - near), bisect_right(places, line.end + near)
        for other in across[first:last]:
            if other.start - near <= line.at <= other.end + near:
                parent[root(line)] = root(other)
    groups: dict[Line, list[Line]] = defaultdict(list)
    for line in all_lines:
        groups[root(line)].append(line)
    return list(groups.values())
