"""From marks to lines of text: what stands side by side, with a space where there is a gap."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box, Mark

# What cannot be read. No number has it.
UNREADABLE = "\ufffd"
# Shares of the height of the text.
_SAME_LINE = 0.5
_GAP, _GAP_WITH_SPACE = 0.3, 0.1
_TWICE, _OVER = 0.15, 0.3
_RAISED = 0.75


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: its text, its box and the marks it is made of, from left to right."""

    text: str
    box: Box
    marks: tuple[Mark, ...]


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of them."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def text_lines(marks: Iterable[Mark]) -> list[TextLine]:
    """The lines that marks make, from top to bottom; marks of blanks only make none."""
    rows: list[list[Mark]] = []
    middles: list[tuple[float, float]] = []
    for mark in sorted(marks, key=lambda m: (m.box.top + m.box.bottom, m.box.x0)):
        middle, height = (mark.box.top + mark.box.bottom) / 2, mark.box.bottom - mark.box.top
        near = [n for n in range(max(len(rows) - 3, 0), len(rows)) if _beside(middles[n], middle, height)]
        if near:
            rows[near[-1]].append(mark)
            if height > middles[near[-1]][1]:
                middles[near[-1]] = (middle, height)
        else:
            rows.append([mark])
            middles.append((middle, height))
    made = (_line(sorted(row, key=lambda m: (m.box.x0, m.box.x1))) for row in rows)
    return sorted((line for line in made if line.text), key=lambda line: (line.box.top, line.box.x0))


def _beside(line: tuple[float, float], middle: float, height: float) -> bool:
    """Whether a mark stands on the line: its middle lies in the height of the larger."""
    return abs(line[0] - middle) < _SAME_LINE * max(line[1], height)


def _line(marks: Sequence[Mark]) -> TextLine:
    text = ""
    kept: list[Mark] = []
    blank = False
    for mark in marks:
        if not mark.text.strip():
            blank = True
            continue
        last = kept[-1] if kept else None
        if last is not None and _is_twice(last, mark):
            continue
        if last is not None and _is_over(last, mark):
            text = text[: -len(last.text)] + UNREADABLE
        elif last is not None and _is_apart(last, mark, blank):
            text += " "
        text += mark.text.strip()
        kept.append(mark)
        blank = False
    box = around([mark.box for mark in kept]) if kept else Box(0, 0, 0, 0)
    return TextLine(plain(text), box, tuple(kept))


def _size(last: Mark, mark: Mark) -> float:
    return min(last.box.bottom - last.box.top, mark.box.bottom - mark.box.top)


def _is_twice(last: Mark, mark: Mark) -> bool:
    """Whether this is the same glyph printed again almost in the same place: false bold, shadow."""
    near = _TWICE * _size(last, mark)
    return (
        last.text == mark.text
        and abs(last.box.x0 - mark.box.x0) < near
        and abs(last.box.top - mark.box.top) < near
    )


def _is_over(last: Mark, mark: Mark) -> bool:
    """Whether another glyph is printed over the last one: neither can be told."""
    narrow = min(last.box.x1 - last.box.x0, mark.box.x1 - mark.box.x0)
    return last.box.x1 - mark.box.x0 > (1 - _OVER) * narrow > 0


def _is_apart(last: Mark, mark: Mark, blank: bool) -> bool:
    """Whether a gap or a change to raised small print parts two marks."""
    heights = sorted((last.box.bottom - last.box.top, mark.box.bottom - mark.box.top))
    raised = heights[0] < _RAISED * heights[1] and abs(last.box.bottom - mark.box.bottom) > 0.1 * heights[1]
    gap = mark.box.x0 - last.box.x1
    return raised or gap > (_GAP_WITH_SPACE if blank else _GAP) * _size(last, mark)


def plain(text: str) -> str:
    """Text with the radicals and compatibility ideographs that some fonts give for characters folded.

    Full-width forms and circled digits stay: what they mean is for the reader of values to say.
    """
    return "".join(unicodedata.normalize("NFKC", c) if _is_compatible(c) else c for c in text)


def _is_compatible(character: str) -> bool:
    code = ord(character)
    # Kangxi radicals, CJK radicals, compatibility ideographs, Latin ligatures.
    return 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06


def is_digits(text: str) -> bool:
    """Whether a mark is a digit, half or full width."""
    return text.strip().isdecimal()
