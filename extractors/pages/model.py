"""A page as printed: pieces of text and ruling lines, each with its place.

All lengths are in points or pixels, whichever the source has, measured from the page's top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x0 <= x1`, `top <= bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of printed text and its box: one character (PDF, OFD) or one recognised line (OCR)."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `rules` are its straight ruling lines as thin boxes, horizontal and vertical ones mixed.

    `fills` are filled areas that are no lines; they make cells only where no ruling lines do.
    """

    number: int
    width: float
    height: float
    marks: tuple[Mark, ...]
    rules: tuple[Box, ...]
    fills: tuple[Box, ...] = ()
