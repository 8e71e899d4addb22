"""What is painted over text: areas that cover it, lines that strike it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.blocks import struck
from extractors.pages.model import Box, Mark
from extractors.pdf.content import Content

# Where in the height of a glyph a stroke crosses it, from the top; one below is an underline.
_HIGHEST, _LOWEST = 0.3, 0.72
# In points: a stroke thicker than this is no line; it ends so near to the text that it strikes out.
_THICK, _BEYOND, _NEAR = 3.0, 7.0, 2.0
# A cover and how many marks were printed before it.
Cover = tuple[Box, int]


def without_covered(content: Content, covers: Sequence[Cover]) -> None:
    """Take the marks out over which something was painted later."""
    if not covers or not content.marks:
        return
    left, top, right, bottom = _edges(content.marks)
    x, y = (left + right) / 2, (top + bottom) / 2
    order = np.arange(len(content.marks))
    gone = np.zeros(len(content.marks), dtype=bool)
    for box, before in covers:
        gone |= (order < before) & (box.x0 <= x) & (x <= box.x1) & (box.top <= y) & (y <= box.bottom)
    if gone.any():
        content.hidden += sum(bool(content.marks[at].text.strip()) for at in np.flatnonzero(gone))
        content.marks = [mark for mark, covered in zip(content.marks, gone, strict=True) if not covered]


def with_struck(content: Content) -> None:
    """Strike the digits through that a line crosses which is as long as they are: it is no ruling line."""
    strokes = [rule for rule in content.rules if _is_stroke(rule, content.width)]
    if not strokes or not content.marks:
        return
    left, top, right, bottom = _edges(content.marks)
    height = bottom - top
    for stroke in strokes:
        y = (stroke.top + stroke.bottom) / 2
        crossed = (top + _HIGHEST * height <= y) & (y <= top + _LOWEST * height)
        found = np.flatnonzero(crossed & (left >= stroke.x0 - _NEAR) & (right <= stroke.x1 + _NEAR))
        if not len(found):
            continue
        before, behind = left[found].min() - stroke.x0, stroke.x1 - right[found].max()
        if max(before, behind) <= _BEYOND:
            for at in found:
                mark = content.marks[at]
                content.marks[at] = replace(mark, text=struck(mark.text.rstrip("\u0336")))


def _is_stroke(rule: Box, width: float) -> bool:
    return rule.bottom - rule.top <= _THICK and 1 < rule.x1 - rule.x0 < width / 2


def _edges(marks: Sequence[Mark]) -> NDArray[np.float64]:
    return np.array([(m.box.x0, m.box.top, m.box.x1, m.box.bottom) for m in marks]).T
