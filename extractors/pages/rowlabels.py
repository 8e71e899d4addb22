"""Labels of rows without ruling lines: lines of text put to the figures that they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.pages.words import Word, is_aligned

# 1. 2、: a label of the deepest column; such a line begins a label, and so do （一） and 一、.
_LEAF = re.compile(r"\d{1,2}\s*[.．、]")
NUMBERED = re.compile(
    r"\s*(?:[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}\s*[.．、])"
)
# In heights: a label stands at its figures' height within so much.
_BESIDE = 0.22
_LONGEST = 9
# In heights: lines of one column lie at least so far apart.
_CLOSEST = 0.9
# A row without label weighs less than a line without row.
_NO_LABEL = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label. `begins`: a number in it begins a label; `mixed`: a block's words may be in it."""

    text: str
    y: float
    height: float
    begins: bool
    mixed: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """The label of each row, null where it cannot be told, and the lines that are no row's.

    `blank` are heights and labels of rows without figures.
    """

    rows: tuple[str | None, ...]
    left_over: tuple[Line, ...]
    blank: tuple[tuple[float, str], ...] = ()


def leaf_edge(words: Sequence[Word]) -> float:
    """Where the deepest column of a table's labels begins: its labels are numbered 1. 2. 3."""
    numbered = [word.x0 for word in words if _LEAF.match(word.text)]
    return min(numbered) if numbered else float("-inf")


def labels_of(rows: Sequence[float], words: Sequence[Word], edge: float, leading: float) -> Labels:
    """The labels of the rows whose figures stand at these heights, from words left of the figures.

    A label is set at the middle of its row or at its top, the same in all rows of a page. What a block of
    rows is called stands in columns of its own, left of `edge`, and is left out.
    """
    deepest, blocks = _parted(words, edge, leading)
    lines = _lines(deepest, edge)
    ways = [_dealt(rows, lines, leading, top) for top in (False, True)]
    # Where both ways leave as little over, rows that they see differently are in doubt.
    least = min(cost for cost, _ in ways)
    best = [groups for cost, groups in ways if cost == least]
    used = {number for groups in best for group in groups for number in group}
    spare = [line for number, line in enumerate(lines) if number not in used]
    told: list[str | None] = []
    for number, y in enumerate(rows):
        group = best[0][number]
        own = [lines[n] for n in group]
        sure = all(groups[number] == group for groups in best)
        clear = not any(line.mixed for line in own) and not _touches(own, spare, leading)
        if own and sure and clear:
            told.append("".join(line.text for line in own))
        elif own or any(_may_be_of(line, y, leading) for line in spare):
            told.append(None)
        else:
            told.append(_beside(y, blocks))
    in_doubt = {
        n for groups in best for row, text in zip(groups, told, strict=True) if text is None for n in row
    }
    blank = _blank([y for y, text in zip(rows, told, strict=True) if text], rows, lines, spare)
    spare = [line for line in spare if line not in blank]
    left = sorted([*spare, *(lines[n] for n in in_doubt)], key=lambda line: line.y)
    return Labels(tuple(told), tuple(left), tuple((line.y, line.text) for line in blank))


def _parted(words: Sequence[Word], edge: float, leading: float) -> tuple[list[Word], list[Word]]:
    """The words of the deepest labels, some of which begin left of their column, and those of blocks."""
    deepest = [w for w in words if w.x1 > edge + 1.5 * w.height or w.x0 > edge - 0.5 * w.height]
    blocks: list[Word] = []
    for word in sorted((word for word in words if word not in deepest), key=lambda word: word.y):
        above = [
            other
            for other in deepest
            if other.x0 < edge - other.height and 0 < word.y - other.y <= leading * word.height
        ]
        goes_on = any(is_aligned(other, word) for other in above) and not NUMBERED.match(word.text)
        (deepest if goes_on else blocks).append(word)
    return deepest, blocks


def _may_be_of(line: Line, y: float, leading: float) -> bool:
    """Whether a line that is no row's may belong to the row at this height."""
    below = line.y > y + _BESIDE * line.height and line.begins
    return abs(line.y - y) < 2 * leading * line.height and not below


def _blank(
    told: Sequence[float], rows: Sequence[float], lines: Sequence[Line], spare: Sequence[Line]
) -> list[Line]:
    """Labels of one line without figures, between rows that are told: numbered, and so is what follows."""
    found = []
    for line, below in pairwise(lines):
        over, under = [y for y in rows if y < line.y], [y for y in rows if y > line.y]
        between = bool(over and under) and over[-1] in told and under[0] in told
        if line in spare and between and line.begins and below.begins and not line.mixed:
            found.append(line)
    return found


def _lines(words: Sequence[Word], edge: float) -> list[Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        if rows and word.y - rows[-1][0].y < 0.5 * word.height:
            rows[-1].append(word)
        else:
            rows.append([word])
    ordered = [sorted(row, key=lambda word: word.x0) for row in rows]
    return [_line(row, edge) for row in ordered]


def _line(row: Sequence[Word], edge: float) -> Line:
    text = "".join(word.text for word in row)
    begins = any(NUMBERED.match(word.text) for word in row)
    return Line(text, row[0].y, row[0].height, begins, len(row) > 1 and edge == float("-inf"))


def _dealt(
    rows: Sequence[float], lines: Sequence[Line], leading: float, top: bool
) -> tuple[float, list[tuple[int, ...]]]:
    """Lines to rows, in order, so that as few as can be are left over."""

    @cache
    def best(row: int, start: int) -> tuple[float, int, int]:
        """The cost from here on, and where the row's group begins and ends."""
        if row == len(rows):
            return float(len(lines) - start), start, start
        found = (_NO_LABEL + best(row + 1, start)[0], start, start)
        for first in range(start, len(lines)):
            if lines[first].y > rows[row] + lines[first].height:
                break
            for end in range(first + 1, min(first + _LONGEST, len(lines)) + 1):
                if not _hangs_together(lines[first:end], leading):
                    break
                if _stands(lines[first:end], rows[row], top):
                    found = min(found, (first - start + best(row + 1, end)[0], first, end))
        return found

    groups, start = [], 0
    for row in range(len(rows)):
        _, first, end = best(row, start)
        groups.append(tuple(range(first, end)))
        start = end
    return best(0, 0)[0], groups


def _hangs_together(lines: Sequence[Line], leading: float) -> bool:
    if len(lines) == 1:
        return True
    last, line = lines[-2], lines[-1]
    return _CLOSEST * line.height <= line.y - last.y <= leading * line.height and not line.begins


def _stands(lines: Sequence[Line], y: float, top: bool) -> bool:
    at = lines[0].y if top else (lines[0].y + lines[-1].y) / 2
    return abs(at - y) <= _BESIDE * lines[0].height


def _beside(y: float, words: Sequence[Word]) -> str | None:
    """The text left of the figures on their own line: the deepest label may be one of a block's column."""
    beside = [word for word in words if abs(word.y - y) <= _BESIDE * word.height]
    return max(beside, key=lambda word: word.x0).text if beside else None


def _touches(own: Sequence[Line], spare: Sequence[Line], leading: float) -> bool:
    """Whether a line that is no row's may be a part of this row's label."""
    for line in spare:
        for other in own:
            upper, lower = sorted((line, other), key=lambda one: one.y)
            near = lower.y - upper.y <= leading * lower.height
            if near and not lower.begins:
                return True
    return False
