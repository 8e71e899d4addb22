"""Text objects to one mark a character, each where it is printed (GB/T 33190, 11)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, zip_longest

from lxml import etree

from extractors.ofd.numbers import Matrix, deltas, number
from extractors.ofd.xml import children, name_of
from extractors.pages.model import Box, Mark

# A character's box over and under its baseline, in sizes of its font; most Chinese fonts have these.
_ASCENT, _DESCENT = 0.86, 0.14
# The next character stands on the same run's next place where it is no farther than this, in sizes.
_NEXT_PLACE = 1.2
# What stands for a glyph whose character the file does not tell.
_UNTOLD = "\ufffd"
_WIDE = frozenset("WFA")


def marks(text: etree._Element, to_page: Matrix) -> Iterator[Mark]:
    """The visible characters of a TextObject; `to_page` maps its own space to points on the page.

    Raises ValueError where a place is no number.
    """
    size = number(text.get("Size", "0"))
    if size <= 0:
        return
    h_scale = number(text.get("HScale", "1")) or 1.0
    upright = to_page.after(_turn(text.get("CharDirection")))
    downwards = text.get("ReadDirection") in ("90", "270")
    x = y = 0.0
    for code, characters in _codes(text):
        x, y = number(code.get("X", str(x))), number(code.get("Y", str(y)))
        widths = [size * h_scale * _natural(character) for character in characters]
        right, down = _offsets(code, widths, downwards, size)
        for place, character in enumerate(characters):
            if character.isspace():
                continue
            step = right[place + 1] - right[place] if place + 1 < len(right) else 0.0
            near = 0 < step <= _NEXT_PLACE * size * h_scale
            origin = to_page.point(x + right[place], y + down[place])
            yield Mark(character, _box(origin, upright, step if near else widths[place], size))


def _codes(text: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every TextCode with its characters; those printed by glyph number alone are told as unknown."""
    glyphs = 0
    for child in children(text):
        if name_of(child) == "CGTransform":
            glyphs += sum(len((part.text or "").split()) for part in children(child))
        elif name_of(child) == "TextCode":
            printed = _printed(str(child.xpath("string()")))
            yield child, printed or _UNTOLD * min(glyphs, 1)
            glyphs = 0


def _printed(text: str) -> str:
    """The characters; line breaks come from programs that indent XML, and are not printed."""
    tidy = text.strip() if "\n" in text or "\r" in text else text
    return "".join(_UNTOLD if unicodedata.category(char) in ("Co", "Cc", "Cn") else char for char in tidy)


def _offsets(
    code: etree._Element, widths: list[float], downwards: bool, size: float
) -> tuple[list[float], list[float]]:
    """How far right and down of the first character each one stands."""
    count = len(widths)
    right, down = deltas(code.get("DeltaX"), count - 1), deltas(code.get("DeltaY"), count - 1)
    given = max(len(right), len(down))
    steps = list(zip_longest(right, down, fillvalue=0.0))
    # Where no offset is given, characters follow each other by their widths.
    steps += [(0.0, size) if downwards else (width, 0.0) for width in widths[given : count - 1]]
    return (
        list(accumulate((step for step, _ in steps), initial=0.0)),
        list(accumulate((step for _, step in steps), initial=0.0)),
    )


def _natural(character: str) -> float:
    """A character's usual width in sizes: Chinese ones fill a square, figures and Latin letters half."""
    return 1.0 if unicodedata.east_asian_width(character) in _WIDE else 0.5


def _turn(degrees: str | None) -> Matrix:
    """The turn of each character about its origin, clockwise in quarters."""
    quarter = {"90": 1, "180": 2, "270": 3}.get(degrees or "", 0)
    cos, sin = round(math.cos(quarter * math.pi / 2)), round(math.sin(quarter * math.pi / 2))
    return Matrix(cos, sin, -sin, cos)


def _box(origin: tuple[float, float], upright: Matrix, width: float, size: float) -> Box:
    """The box on the page of a character that begins at `origin`; `upright` gives its turn and scale."""
    right, down = upright.a * width, upright.b * width
    up_x, up_y = upright.c * -_ASCENT * size, upright.d * -_ASCENT * size
    low_x, low_y = upright.c * _DESCENT * size, upright.d * _DESCENT * size
    return Box(
        origin[0] + min(right, 0.0) + min(up_x, low_x),
        origin[1] + min(down, 0.0) + min(up_y, low_y),
        origin[0] + max(right, 0.0) + max(up_x, low_x),
        origin[1] + max(down, 0.0) + max(up_y, low_y),
    )
