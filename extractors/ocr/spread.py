"""Two pages side by side in one picture, told by the blank gutter between them."""

from __future__ import annotations

import numpy as np

from extractors.ocr.ink import firm
from extractors.ocr.types import Gray

# Width to height of two upright sheets side by side (ISO 216 has 1.41), at least.
_WIDE = 1.2
# Where the gutter lies, in widths of the picture; how wide it is, in heights of a character.
_FROM, _TO, _GUTTER = 0.4, 0.6, 2.0
# A column of which no more than this is ink is blank: dust, and the shade of a fold.
_DUST = 0.004
# Ink on either side, as a share of what is on both: a margin with a note is no page.
_EITHER = 0.15


def gutter(gray: Gray, height: float) -> int | None:
    """The column at which to cut an evened upright picture whose characters are `height` high, if at all."""
    rows, columns = gray.shape
    if not height or columns < rows * _WIDE:
        return None
    inked = firm(gray).mean(axis=0) / 255
    start = int(columns * _FROM)
    blank = np.flatnonzero(inked[start : int(columns * _TO)] <= _DUST) + start
    if not blank.size:
        return None
    widest = max(np.split(blank, np.flatnonzero(np.diff(blank) > 1) + 1), key=len)
    if len(widest) < height * _GUTTER:
        return None
    cut = int(widest[len(widest) // 2])
    left = float(inked[:cut].sum() / inked.sum()) if inked.any() else 0.0
    return cut if _EITHER <= left <= 1 - _EITHER else None
