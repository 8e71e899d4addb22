"""Pages scanned sideways or upside down: the quarter turn in which their lines of text can be read."""

from __future__ import annotations

import re

import cv2
import numpy as np

from extractors.ocr.engine import recognise
from extractors.ocr.ink import firm
from extractors.ocr.types import Gray, Pixels

_PROBES = 6
# In heights of a character: the shortest probe, the gap between two of its characters, larger ink is no text.
_SHORTEST, _LONGEST, _GAP, _LARGE = 4.0, 20.0, 0.8, 2.5
# A page whose probes are read so surely, so many characters each, stands upright; lines of text side by side
# on a page that lies on its side make short words now and then.
_SURE, _TELLING = 0.8, 5
_CHINESE, _READ = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u4e00-\u9fff0-9]")


def quarter_turns(gray: Gray, height: float) -> int:
    """How many quarter turns against the clock put the page upright; 0 where nothing tells."""
    scores: dict[int, float] = {}
    for turns in (0, 1, 3, 2):
        probes = _probes(np.rot90(gray, turns), height)
        lines = recognise(probes)
        # Figures are read on their head as well, but by far not so surely.
        read = [line.confidence**2 * _characters(line.text, _READ) for line in lines]
        sure = [line for line in lines if line.confidence >= _SURE and _characters(line.text) >= _TELLING]
        if turns == 0 and len(sure) >= 2 and len(sure) * 2 >= len(lines):
            return 0
        scores[turns] = sum(read)
    # The page as it lies, where nothing is better.
    return max(scores, key=lambda turns: (scores[turns], -turns))


def _characters(text: str, kind: re.Pattern[str] = _CHINESE) -> int:
    return len(kind.findall(text))


def _probes(gray: Gray, height: float) -> list[Pixels]:
    """Images of what looks like lines of text, the longest first."""
    mask = firm(np.ascontiguousarray(gray))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = np.zeros(count, dtype=np.uint8)
    small[1:] = np.where(stats[1:, [2, 3]].max(axis=1, initial=0) <= height * _LARGE, 255, 0)
    gap = np.ones((1, max(3, round(height * _GAP))), np.uint8)
    runs = cv2.morphologyEx(small[labels], cv2.MORPH_CLOSE, gap)
    _, _, found, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    lines = [
        (int(w), int(x), int(y), int(h))
        for x, y, w, h, _ in found[1:]
        if 0.7 * height <= h <= 1.7 * height and _SHORTEST * height <= w <= _LONGEST * height
    ]
    room = round(height * 0.25)
    return [
        np.asarray(
            cv2.cvtColor(
                np.ascontiguousarray(gray[max(0, y - room) : y + h + room, max(0, x - room) : x + w + room]),
                cv2.COLOR_GRAY2RGB,
            )
        )
        for w, x, y, h in sorted(lines, reverse=True)[:_PROBES]
    ]
