"""The text of a cell from two looks at it and its shape: a figure stands only where all agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.ocr.engine import Line
from extractors.ocr.shape import UPRIGHT, Shape
from extractors.pages.model import Box, Mark
from extractors.pages.text import UNREADABLE

# The confidence that the least certain character of a figure needs in one reading, and in the other.
_SURE, _FAIR = 0.9, 0.55
# The same for the other reading of a nought that has a nought's shape.
_FAIR_RING = 0.3
_RINGS = frozenset("0Oo〇")
# What a ring with a dot in it is read as, and how surely as a nought; no other digit has that shape.
_DOTTED, _DOT_SEEN = _RINGS | frozenset("日曰8"), 0.5
# A label as short as this is told from a figure with its unit.
_SHORT_LABEL = re.compile(r"[0-9][.,、]?其[他它]")
# Words, numbered or not: 1.属于国家秘密, （一）予以公开.
_PLAIN_LABEL = re.compile(r"(?:[0-9]{1,2}[.、])?[^0-9]*[\u4e00-\u9fff]{2}[^0-9]*")
# So much of a digit under a stamp's strokes, and a 0 may look like a 6, a whole digit like none.
_COVERED = 0.25
# Written alike in many faces: shape decides.
_STROKES = frozenset("1lI丨|｜/／\\丿ノ'’`!i亅」L「")
_DASHES = frozenset("-—–―一－─_~～ー")
# What a short dash of few dots is read as, if as anything; so is dust.
_SPECKS = frozenset("•·■▪●.")
# How wide a dash is at least, in heights of a character, how far the page's dashes differ, and how many tell
# how the page prints them.
_SHORTEST, _ALIKE, _SEVERAL = 0.2, 0.15, 3
_DIGITS = re.compile(r"[0-9]")
_UNIT = re.compile(r"^(?P<figure>[+\-]?[0-9][0-9,.]*)(?P<unit>[^0-9,.\s].*)?$")
# In widths of a digit: what a figure's first and last lack at their sides, a point, and how far widths vary;
# a figure that begins or ends in a one is short.
_SIDES, _POINT, _SHORT, _LONG = 0.15, 0.4, 0.6, 0.45
_PITCH = 0.78
# The gap between two digits of one figure, in widths of one, at most: between two cells it is wider.
_APART = 1.4
_SEPARATORS = re.compile(r"[,.]")
# What a nought before a unit is read as.
_NOUGHT = re.compile(r"^[oO〇](?=[件条项次个人篇份元万])")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[,.][0-9]{3})+")
# A figure without a fraction, and a line of one that is broken.
_FIGURE = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_PART = re.compile(r"[0-9]+(?:,[0-9]+)*,?")
# Of a figure broken in two lines, in heights of a digit: what margins a cell has at most, both together, and
# how far its lines are apart at most, from top to top; rows of a table are farther.
_MARGINS, _LEADING = 1.2, 2.1
_DOTS = re.compile(r"[•■▪●]")
# Shapes that stand for a digit or a sign and are no text of a report's cell by themselves.
_LOOKALIKES = re.compile(r"[0-9oOQDlI|丨〇○口。°•■▪●ⅠSZBbgqTJ!i/\\.,，、·:：;；'’`\-—–―一－~～()]*")


@dataclass(frozen=True, slots=True)
class Look:
    """One line of a cell: two readings of it, its shape, and how much of it is `covered`, in digits."""

    first: Line
    second: Line
    shape: Shape
    covered: float = 0.0


def is_plain_label(line: Line) -> bool:
    """Whether one look is enough: words read surely, without a figure but a number that a row has."""
    return line.confidence >= _SURE and bool(_PLAIN_LABEL.fullmatch(_plain(line.text)))


def line_text(look: Look, pitch: float, dash: float = 0.0) -> str:
    """One line: a figure all agree on, a placeholder by its shape, a label as read, or a doubt.

    `pitch` is how wide the page prints a digit, in heights of one; `dash` how wide a dash, 0 where unknown.
    """
    first, second = _plain(look.first.text), _plain(look.second.text)
    if not _DIGITS.search(first + second) and not _LOOKALIKES.fullmatch(first or second):
        return first if look.first.confidence >= look.second.confidence or not second else second
    if _is_label(first) and _is_label(second):
        return first
    is_short = max(len(first), len(second)) <= 1 or look.shape.stroke == "dash"
    if look.covered > _COVERED and not _is_nought(first, second, look):
        return _doubted(first, second)
    if is_short and set(first + second) <= _STROKES | _DASHES | _SPECKS:
        return _lone_stroke(first, second, look, dash)
    if _is_nought(first, second, look):
        return "0"
    figure = None if _DOTS.search(first + second) else _agreed(first, second, look)
    return figure if figure is not None and _fits(figure, look.shape, pitch) else _doubted(first, second)


def _agreed(first: str, second: str, look: Look) -> str | None:
    """The figure that both looks see, its commas told from points by their tails.

    A small comma is often read as a point, and a nought before a unit as an o by one of the looks.
    """
    if not _is_sure(look, _FAIR_RING if first == "0" and look.shape.ringed else _FAIR):
        return None
    one, other = _NOUGHT.sub("0", first), _NOUGHT.sub("0", second)
    if _SEPARATORS.sub(".", one) != _SEPARATORS.sub(".", other) or not {first, second} & {one, other}:
        return None
    return _separated(one, other, look.shape.points)


def pitch_of(looks: Iterable[Look]) -> float:
    """The width of a digit on the page, in heights of one, from figures whose digits stand apart."""
    found = []
    for look in looks:
        text, shape = look.first.text, look.shape
        if len(text) > 1 and text.isascii() and text.isdigit() and shape.tall == len(text):
            found.append(shape.width / shape.height / (len(text) - _SIDES))
    return median(found) if len(found) >= 3 else _PITCH


def dash_of(looks: Iterable[Look], height: float) -> float:
    """The width of a dash on a page whose characters are `height` high; 0 where too few are alike."""
    shapes = [look.shape for look in looks if look.shape.stroke == "dash"]
    widths = [shape.width for shape in shapes if shape.width >= height * _SHORTEST]
    usual = median(widths) if widths else 0.0
    return usual if sum(_is_alike(width, usual) for width in widths) >= _SEVERAL else 0.0


def _is_alike(width: float, usual: float) -> bool:
    return abs(width - usual) <= max(1.0, usual * _ALIKE)


def wrapped(lines: Sequence[Mark], cell: Box, pitch: float) -> Sequence[Mark]:
    """The lines of a cell, made one where they are a figure that had to be broken: no digit more had room."""
    text = "".join(line.text for line in lines)
    if len(lines) < 2 or not all(_PART.fullmatch(line.text) for line in lines) or not _FIGURE.fullmatch(text):
        return lines
    boxes = [line.box for line in lines]
    height = median(box.bottom - box.top for box in boxes)
    width = (cell.x1 - cell.x0) / height - _MARGINS
    is_full = all((_widths(line.text) + 1) * pitch >= width for line in lines[:-1])
    is_near = all(after.top - before.top <= height * _LEADING for before, after in pairwise(boxes))
    if not (is_full and is_near and len(lines[-1].text) <= len(lines[0].text)):
        return lines
    whole = Box(min(box.x0 for box in boxes), boxes[0].top, max(box.x1 for box in boxes), boxes[-1].bottom)
    return [Mark(text, whole)]


def _widths(figure: str) -> float:
    """How wide a figure is, in widths of a digit."""
    return sum(1.0 if character.isdigit() else _POINT for character in figure)


def _is_nought(first: str, second: str, look: Look) -> bool:
    """Whether a lone ring is read surely as a nought once, and as nothing but a ring the other time."""
    rings, least = (_DOTTED, _DOT_SEEN) if look.shape.dotted else (_RINGS, _SURE)
    if not look.shape.ringed or look.shape.tall != 1 or look.shape.small or not {first, second} <= rings:
        return False
    sure = [line.confidence for line, text in ((look.first, first), (look.second, second)) if text == "0"]
    return max(sure, default=0.0) >= least


def _is_sure(look: Look, fair: float = _FAIR) -> bool:
    confidences = (look.first.confidence, look.second.confidence)
    return max(confidences) >= _SURE and min(confidences) >= fair


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("，", ",")


def _is_label(text: str) -> bool:
    """Text in which digits number something: three characters of Chinese at least, or a date."""
    return bool(_SHORT_LABEL.fullmatch(text)) or len(re.findall(r"[\u4e00-\u9fff]", text)) >= 3


def _lone_stroke(first: str, second: str, look: Look, dash: float) -> str:
    """A dash, a slash or a one: the shape must say so, and for a one both readings.

    What is flat but read as no dash is one where the page's dashes are as wide: else it may be dust.
    """
    seen = set(first + second)
    if look.shape.stroke == "dash" and seen <= _DASHES | _SPECKS:
        is_dash = bool(seen & _DASHES) or _is_alike(look.shape.width, dash)
        return "—" if is_dash else _doubted(first, second)
    if look.shape.stroke == "slash":
        return "/"
    if first == second == "1" and _is_sure(look) and look.shape.tall == 1 and look.shape.lean >= -UPRIGHT:
        return "1"
    return _doubted(first, second)


def _doubted(first: str, second: str) -> str:
    # A short dash is read as a dot: as text it would be a label among the figures of its row.
    first, second = _DOTS.sub("", first), _DOTS.sub("", second)
    both = first if first == second else f"{first}{UNREADABLE}{second}"
    return both.strip(UNREADABLE) + UNREADABLE


def _separated(one: str, other: str, points: str) -> str | None:
    """The figure with its separators as their shapes are; null where shape and reading differ."""
    read = ["".join(_SEPARATORS.findall(text)) for text in (one, other)]
    if len(points) == len(read[0]):
        if points in read:
            return one if points == read[0] else other
        if set(points) == {","} and _THOUSANDS.fullmatch(one):
            return _SEPARATORS.sub(",", one)
        if not all(shape in (seen, "?") for seen, shape in zip(read[0], points, strict=True)):
            return None
    return one if one == other else None


def _fits(text: str, shape: Shape, pitch: float) -> bool:
    """Whether as many characters stand there as are read, and a seven has its bar."""
    match = _UNIT.fullmatch(text)
    if match is None or match["unit"]:
        return True
    digits = sum(character.isdigit() for character in text)
    if text == "7":
        return shape.barred and shape.tall == 1
    if shape.apart > _APART * pitch * shape.height:
        return False
    if shape.tall == digits and shape.small == len(text) - digits:
        return True
    # Digits that touch or are broken: their width tells how many there are.
    count = shape.width / max(shape.height, 1) / pitch + _SIDES - _POINT * (len(text) - digits)
    return shape.stroke != "slash" and -_SHORT < count - digits < _LONG
