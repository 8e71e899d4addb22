"""Columns of a table without ruling lines: the words of its header, and the figures that stand under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.words import Word, overlap

# In heights: leaves whose middles differ by less are on one level.
_LEVEL = 0.35
# A word longer than this is no header of a column.
_LONGEST = 40
_MOST_LINES = 16


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header's text and extent."""

    text: str
    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Header:
    """The columns from left to right, words above them, the text over the labels.

    `first` is the first of the lines that it takes.
    """

    columns: tuple[Column, ...]
    top: tuple[Word, ...]
    corner: str
    first: int


def header_above(
    lines: Sequence[Sequence[Word]], row: int, labels_end: float, leading: float
) -> Header | None:
    """The header over the line of figures `row`; labels of rows end at `labels_end`."""
    band: list[Word] = []
    corner: list[Word] = []
    waiting: list[Word] = []
    first = row
    for number in range(row - 1, max(row - 1 - _MOST_LINES, -1), -1):
        words = lines[number]
        if any("。" in word.text or len(word.text) > _LONGEST or word.is_figure for word in words):
            break
        over = [word for word in words if word.x0 >= labels_end]
        waiting.extend(words)
        # A line of one word may be a heading: without labels only what stands above it tells.
        if len(words) == 1 and (labels_end < 0 or not over):
            if over or words[0].x1 <= min((word.x0 for word in band), default=float("inf")):
                continue
            break
        if over:
            band.extend(word for word in waiting if word.x0 >= labels_end)
            corner.extend(word for word in waiting if word.x0 < labels_end)
            waiting, first = [], number
    if not band:
        return None
    leaves, spanning = _leaves(band, leading)
    lowest = max(column.y for column in leaves)
    # What stands beside the labels below the header is the label of the first row.
    corner = [word for word in corner if word.y <= lowest + word.height]
    text = "".join(word.text for word in sorted(corner, key=lambda word: (word.y, word.x0)))
    return Header(tuple(leaves), tuple(_top(leaves, spanning, labels_end)), text, first)


def _leaves(band: Sequence[Word], leading: float) -> tuple[list[Column], list[Word]]:
    """The columns from left to right, and the words that stand over several of them or apart above one."""
    ordered = sorted(band, key=lambda word: (-word.y, word.x0))
    stacks: list[list[Word]] = []
    spanning: list[Word] = []
    for word in ordered:
        under = [stack for stack in stacks if any(overlap(word, w.x0, w.x1) for w in stack)]
        if not under:
            stacks.append([word])
        elif len(under) == 1 and under[0][-1].y - word.y <= leading * word.height:
            under[0].append(word)
        else:
            spanning.append(word)
    leaves = []
    for stack in stacks:
        lines = sorted(stack, key=lambda word: (word.y, word.x0))
        text = "".join(word.text for word in lines)
        middle = (lines[0].y + lines[-1].y) / 2
        leaves.append(Column(text, min(w.x0 for w in stack), max(w.x1 for w in stack), middle))
    return sorted(leaves, key=lambda column: column.x0), spanning


def _top(leaves: Sequence[Column], spanning: Sequence[Word], labels_end: float) -> list[Word]:
    """The words above all columns; a word above some of them would come in the wrong order.

    Without labels there is no such order: all words above are told.
    """
    found = sorted(spanning, key=lambda word: (word.y, word.x0))
    if not found or labels_end < 0:
        return found
    first = found[0]
    level = [word for word in found if word.y - first.y < _LEVEL * first.height]
    ys = [column.y for column in leaves]
    one_level = max(ys) - min(ys) < _LEVEL * first.height
    above_all = first.y < min(ys) - first.height / 2
    return level if len(level) == 1 and above_all and (one_level or len(found) > 1) else []


def places(columns: Sequence[Column], figures: Sequence[Word]) -> dict[Word, int] | None:
    """The column, counted from 0, of each figure; null where the gaps leave any in doubt."""
    stacks: list[list[Word]] = []
    ends = float("-inf")
    for figure in sorted(figures, key=lambda word: (word.x0, word.x1)):
        if figure.x0 >= ends:
            stacks.append([])
        stacks[-1].append(figure)
        ends = max(ends, figure.x1)
    found = [_under(columns, stack) for stack in stacks]
    if len(stacks) == len(columns):
        # As many as there are columns: a figure beside the words of its header is in its order.
        if any(under not in ([], [number]) for number, under in enumerate(found)):
            return None
        found = [[number] for number in range(len(columns))]
    numbers = [under[0] for under in found if len(under) == 1]
    if len(numbers) != len(stacks) or len(set(numbers)) != len(numbers):
        return None
    return {word: number for number, stack in zip(numbers, stacks, strict=True) for word in stack}


def _under(columns: Sequence[Column], stack: Sequence[Word]) -> list[int]:
    """The columns that figures can be of: the outer ones reach to the ends of the table."""
    found = [n for n, c in enumerate(columns) if any(overlap(word, c.x0, c.x1) for word in stack)]
    if not found and min(word.x0 for word in stack) >= columns[-1].x1:
        return [len(columns) - 1]
    return found
