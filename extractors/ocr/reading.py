"""The text of a cell from two looks at it and its shape: a figure stands only where all agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extractors.ocr.engine import Line
from extractors.ocr.shape import Shape
from extractors.pages.text import UNREADABLE

# The least certain character of a figure, and of a label.
_SURE, _PLAUSIBLE = 0.85, 0.5
# Written alike in many faces: shape decides.
_STROKES = frozenset("1lI丨|｜/／\\丿ノ'’`!i亅」L「")
_DASHES = frozenset("-—–―一－─_~～ー")
_DIGITS = re.compile(r"[0-9]")
_FIGURE = re.compile(r"[+\-]?[0-9][0-9,，]*(?:\.[0-9]+)?")
_UNIT = re.compile(r"^(?P<figure>[+\-]?[0-9][0-9,.]*)(?P<unit>[^0-9,.\s].*)?$")
# Shapes that stand for a digit or a sign and are no text of a report's cell by themselves.
_LOOKALIKES = re.compile(r"[0-9oOQDlI|丨〇○口。°ⅠSZBbgqTJ!i/\\.,，、·:：;；'’`\-—–―一－~～()]*")


@dataclass(frozen=True, slots=True)
class Look:
    """One line of a cell: two readings of it and its shape."""

    first: Line
    second: Line
    shape: Shape


def line_text(look: Look) -> str:
    """One line: a figure all agree on, a placeholder by its shape, a label as read, or a doubt."""
    first, second = _plain(look.first.text), _plain(look.second.text)
    if look.shape.stroke in ("dash", "slash", "upright") and len(first) <= 1 and len(second) <= 1:
        return _lone_stroke(first, second, look)
    if not _DIGITS.search(first + second) and not _LOOKALIKES.fullmatch(first or second):
        return first if look.first.confidence >= look.second.confidence or not second else second
    if _is_label(first) and _is_label(second):
        return first
    if first != second or not first:
        return _doubted(first, second)
    if min(look.first.confidence, look.second.confidence) < _SURE:
        return _doubted(first, second)
    return first if _counts(first, look.shape) else _doubted(first, second)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("，", ",")


def _is_label(text: str) -> bool:
    """Text in which digits number something: three characters of Chinese at least, or a date."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= 3


def _lone_stroke(first: str, second: str, look: Look) -> str:
    stroke = look.shape.stroke
    if stroke == "dash" and {first, second} <= _DASHES | {""}:
        return "—"
    if stroke == "slash" and {first, second} <= _STROKES | {""}:
        return "/"
    if stroke == "upright" and first == second == "1":
        sure = min(look.first.confidence, look.second.confidence) >= _SURE
        return "1" if sure else _doubted(first, second)
    if first == second and first in set("023456789") and stroke == "upright":
        return _doubted(first, second)
    if (
        first == second == "7"
        and stroke == "slash"
        and min(look.first.confidence, look.second.confidence) > 0.97
    ):
        return "7"
    return _doubted(first, second)


def _doubted(first: str, second: str) -> str:
    both = first if first == second else f"{first}{UNREADABLE}{second}"
    return both.strip(UNREADABLE) + UNREADABLE


def _counts(text: str, shape: Shape) -> bool:
    """Whether as many characters stand there as are read."""
    match = _UNIT.fullmatch(text)
    if match is None:
        return True
    if match["unit"]:
        return True
    digits = sum(character.isdigit() for character in text)
    return shape.tall == digits and shape.small == len(text) - digits
