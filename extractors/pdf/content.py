"""What one PDF page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.pages.model import Box, Mark


class DamagedPageError(Exception):
    """The page's content lacks a part, or has more parts than any report."""


@dataclass(slots=True)
class Content:
    """What a page shows, from its top left corner: y goes down. `turns` counts glyphs by quarter turns.

    `hidden` counts glyphs that are not shown: invisible, white on white, clipped, off the page or covered.
    `images` are the places of pictures.
    """

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    turns: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    hidden: int = 0
