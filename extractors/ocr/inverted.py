"""White text on dark ground, as in the coloured heads of web pages' tables, turned to black on white."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.types import Gray, Pixels

# How dark a ground is at most (its darkest channel), and how far its text and lines stand out from it.
_DARK, _APART = 190, 50
# In widths of the picture: no stroke is so thick; a ground is so high and so wide at least; a line of text is
# no higher.
_STROKE, _HIGH, _WIDE, _TEXT = 0.006, 0.012, 0.03, 0.04
# How much of its box a ground fills at least once its text is closed, and how much of it is text.
_FILLED, _LEAST_TEXT, _MOST_TEXT = 0.85, 0.01, 0.4


def upright_ink(pixels: Pixels) -> Pixels:
    """The frame with each dark ground that carries lighter text turned to white with dark text and lines."""
    gray = np.asarray(pixels.min(axis=2), dtype=np.uint8)
    turned = None
    for rows, columns in _grounds(gray):
        ground = gray[rows, columns]
        shade = int(np.median(ground))
        if not _carries_light_text(ground, shade):
            continue
        turned = pixels.copy() if turned is None else turned
        far = np.abs(ground.astype(np.float32) - shade) * (255 / max(255 - shade, 1))
        turned[rows, columns] = (255 - np.clip(far, 0, 255)).astype(np.uint8)[..., None]
    return pixels if turned is None else turned


def _grounds(gray: Gray) -> list[tuple[slice, slice]]:
    """The boxes of large areas of one dark shade."""
    width = gray.shape[1]
    dark = (gray < _DARK).astype(np.uint8)
    stroke, text = max(3, round(width * _STROKE) | 1), max(5, round(width * _TEXT) | 1)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8))
    if not solid.any():
        return []
    # Text parts its ground: what is above and below it belongs together.
    closed = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((text, text), np.uint8))
    # A thick stroke in the text of the next row may hang on to it.
    least = np.ones((max(3, round(width * _HIGH) | 1), max(3, round(width * _WIDE) | 1)), np.uint8)
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, least)
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    boxes = []
    for x, y, w, h, area in stats[1:].tolist():
        if area >= _FILLED * w * h:
            boxes.append((slice(y, y + h), slice(x, x + w)))
    return boxes


def _carries_light_text(ground: Gray, shade: int) -> bool:
    light = float((ground > shade + _APART).mean())
    dark = float((ground < shade - _APART).mean())
    return shade < _DARK and _LEAST_TEXT <= light <= _MOST_TEXT and dark < light / 2
