"""A round seal over a table: its strokes are no ink of the cells they cross."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.ink import firm
from extractors.ocr.types import Gray, Mask

# A pixel whose channels lie so far apart is of a colour.
_COLOURED = 45
# In heights of a character: how wide a seal is, and how large a stroke of it is that is no figure's.
_LEAST, _MOST, _STROKE = 4.0, 24.0, 1.5
# Width to height of a seal, and how much of it its rim and what touches it fill.
_ROUND, _FILLED = 1.3, 0.4


def without_seals(black: Gray, all_ink: Gray, height: float) -> tuple[Gray, Gray]:
    """Both images without the strokes of round seals; firm black ink under them stays.

    `black` is the page without coloured ink. Coloured figures as small as the page's characters stay too.
    """
    coloured = (black.astype(np.int16) - all_ink > _COLOURED).astype(np.uint8)
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = np.zeros(len(stats), dtype=np.uint8)
    large[1:] = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0) > height * _STROKE
    seals: Mask = np.zeros_like(joined, dtype=np.uint8)
    for x, y, w, h, area in stats[1:]:
        is_round = max(w, h) <= _ROUND * min(w, h) and area <= _FILLED * w * h
        if is_round and _LEAST * height <= w <= _MOST * height:
            within = (slice(y, y + h), slice(x, x + w))
            seals[within] |= large[labels[within]]
    spot = (cv2.dilate(seals, np.ones((7, 7), np.uint8)) > 0) & (firm(black) == 0)
    return np.where(spot, np.uint8(255), black), np.where(spot, np.uint8(255), all_ink)
