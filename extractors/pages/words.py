"""Lines of text as words: runs of marks that gaps keep apart, each with its own place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from extractors.pages.layout import Text
from extractors.pages.model import Mark
from extractors.pages.text import around, is_digits, text_lines
from extractors.pages.values import is_value

# In heights of the text: a gap between two words, and one between two figures, more than within either.
_GAP, _FIGURES_APART = 0.3, 0.12
# In points: files with marks of no height exist.
_FLAT = 0.01
_FIGURE = re.compile(r"[\d/／\\*\-－—–\ufffd]")
# What a figure counts, in a column of its own before it.
_UNITS = frozenset(("条", "件", "次", "人次", "场次", "篇", "个", "项", "人", "万元", "元"))
# In heights: how far lines of one cell lie apart, and how much more is the same.
_CLOSEST, _WIDEST, _SLACK = 0.95, 1.7, 1.1
# Pages are thought of as one long sheet, so far apart.
SHEET = 100_000.0


@dataclass(frozen=True, slots=True)
class Word:
    """A run of marks; `y` is its middle, counted on over the pages, `line` its line among those given.

    `is_unit` is whether it is the unit of the figure that follows it.
    """

    text: str
    x0: float
    x1: float
    y: float
    height: float
    page: int
    line: int
    is_unit: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it could stand in a number cell."""
        # 人 and 件 alone are of a header.
        return self.is_unit or (
            is_value(self.text) and (_FIGURE.search(self.text) is not None or self.text in ("无", "零"))
        )


def words_of(text: Text, line: int) -> list[Word]:
    """The words of one line from left to right."""
    words = [_word(run, text.page, line) for run in _runs(text.line.marks)]
    return [
        replace(word, is_unit=word.text in _UNITS and after is not None and after.is_figure)
        for word, after in zip_longest(words, words[1:])
    ]


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    run = list(marks[:1])
    within = [gap for gap in (_gap(before, mark) for before, mark in pairwise(marks)) if gap <= _GAP]
    usual = max(min(within, default=0.0), 0.0)
    for before, mark in pairwise(marks):
        figures = is_digits(before.text) and is_digits(mark.text)
        # One cell's figure may be set to its right edge, the next one's to its left.
        if _gap(before, mark) > (min(usual + _FIGURES_APART, _GAP) if figures else _GAP):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _gap(before: Mark, mark: Mark) -> float:
    """The gap between two marks, in heights of the smaller."""
    size = min(before.box.bottom - before.box.top, mark.box.bottom - mark.box.top)
    return (mark.box.x0 - before.box.x1) / max(size, _FLAT)


def _word(run: Sequence[Mark], page: int, line: int) -> Word:
    box = around([mark.box for mark in run])
    text = " ".join(part.text for part in text_lines(run))
    y = page * SHEET + (box.top + box.bottom) / 2
    return Word(text, box.x0, box.x1, y, run[0].box.bottom - run[0].box.top, page, line)


def overlap(word: Word, x0: float, x1: float) -> bool:
    """Whether a word stands over or under a stretch."""
    return word.x0 < x1 and x0 < word.x1


def leading_of(words: Sequence[Word]) -> float:
    """The distance of lines in one cell, in heights: the least between words set alike."""
    least = _WIDEST
    ordered = sorted(words, key=lambda word: word.y)
    for number, word in enumerate(ordered):
        for below in ordered[number + 1 : number + 40]:
            apart = (below.y - word.y) / word.height
            if apart > least:
                break
            if apart > _CLOSEST and is_aligned(word, below):
                least = apart
                break
    return least * _SLACK


def is_aligned(word: Word, below: Word) -> bool:
    """Whether two words are set to the same left edge or the same middle, in one size."""
    near = 0.2 * word.height
    if abs(word.height - below.height) > near / 2:
        return False
    middles = word.x0 + word.x1 - below.x0 - below.x1
    return abs(word.x0 - below.x0) < near or abs(middles) < 2 * near
