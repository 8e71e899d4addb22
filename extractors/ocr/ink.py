"""Paper and ink: coloured stamps out, light made even, ink told from paper."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.types import Gray, Mask, Pixels

# Ink as deep as this share of the page's full contrast is firm; as this, a trace.
_FIRM, _TRACE = 0.45, 0.22
_FULL = 255
# What share of a cell is darker than its paper at most, in percent; paper darker than this is none.
_PAPER, _DARKEST_PAPER = 70, 140


def without_colour(pixels: Pixels) -> Gray:
    """Gray by the brightest channel: black stays black, a red or blue stamp fades into the paper."""
    return np.asarray(pixels.max(axis=2), dtype=np.uint8)


def with_colour(pixels: Pixels) -> Gray:
    """Gray by the darkest channel, where coloured ink is as dark as any."""
    return np.asarray(pixels.min(axis=2), dtype=np.uint8)


def even(gray: Gray) -> Gray:
    """The page on white paper under even light, its darkest ink black."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(5, (max(small.shape) // 40) | 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((side, side), np.uint8)), side)
    paper = cv2.resize(cv2.blur(paper, (side, side)), gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    lit = gray.astype(np.float32) / np.maximum(paper.astype(np.float32), 1) * _FULL
    # The dilated paper is as bright as its brightest grain: what most of the page shows is white.
    lit *= _FULL / max(float(np.percentile(lit[::4, ::4], 60)), 1.0)
    dark = _ink_level(np.clip(lit, 0, _FULL))
    return np.asarray(np.clip((lit - dark) / (_FULL - dark) * _FULL, 0, _FULL), dtype=np.uint8)


def _ink_level(lit: np.ndarray) -> float:
    """How dark the darkest tenth of the ink is; a page without ink keeps its gray."""
    ink = lit[lit < _FULL * 0.8]
    if ink.size < lit.size * 0.0005:
        return 0.0
    return min(float(np.percentile(ink, 10)), _FULL * 0.7)


def firm(gray: Gray) -> Mask:
    """Where there is ink, on an evened page."""
    return np.asarray((gray < _FULL * (1 - _FIRM)) * np.uint8(255), dtype=np.uint8)


def faint(gray: Gray) -> Mask:
    """Where there may be ink, pixel by pixel."""
    return np.asarray((gray < _FULL * (1 - _TRACE)) * np.uint8(255), dtype=np.uint8)


def strokes(gray: Gray) -> Mask:
    """Firm ink and the faint ink that hangs together with it: the thin strokes of a character are pale."""
    count, labels = cv2.connectedComponents(faint(gray), connectivity=8)
    held = np.zeros(count, dtype=np.uint8)
    held[labels[firm(gray) > 0]] = 255
    return np.asarray(held[labels], dtype=np.uint8)


def on_white(gray: Gray) -> Gray:
    """A shaded cell on white; most of a cell is paper."""
    paper = float(np.percentile(gray, _PAPER)) if gray.size else _FULL
    if not _DARKEST_PAPER <= paper < _FULL:
        return gray
    return np.asarray(np.clip(gray * (_FULL / paper), 0, _FULL), dtype=np.uint8)


def trace(gray: Gray) -> Mask:
    """Where there may be ink, grain of paper and scanner smoothed away."""
    soft = cv2.GaussianBlur(gray, (0, 0), 1.5)
    return np.asarray((soft < _FULL * (1 - _TRACE)) * np.uint8(255), dtype=np.uint8)


def text_height(mask: Mask) -> float:
    """The height of the page's characters in pixels: that of the taller among squarish pieces of ink."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    squarish = (height >= 6) & (height <= 120) & (width >= height * 0.45) & (width <= height * 1.8)
    return float(np.percentile(height[squarish], 80)) if squarish.sum() >= 8 else 0.0
