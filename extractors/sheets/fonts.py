"""Fonts and fills of a workbook: which text may not be seen as it is written (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re

from lxml import etree

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WHITE = re.compile(r"(?:..)?(?:F[B-F]){3}", re.I)
# The first colour of a theme is that of the sheet; the palette's 1 and 9 are white.
_WHITE_THEME, _WHITE_INDEXES = "0", frozenset({"1", "9"})
# In points: nobody reads less.
_TINY = 3.0
_OFF = frozenset({"0", "false"})


def is_raised(font: etree._Element | None) -> bool:
    """Whether a run is raised or lowered."""
    align = None if font is None else font.find(_S + "vertAlign")
    return align is not None and align.get("val") != "baseline"


def is_unsure(font: etree._Element | None) -> bool:
    """Whether a font strikes its text out, has hardly any size or signs in place of digits."""
    if font is None:
        return False
    stroke = font.find(_S + "strike")
    name = font.find(_S + "name") if font.tag == _S + "font" else font.find(_S + "rFont")
    struck = stroke is not None and stroke.get("val", "1") not in _OFF
    signs = name is not None and "dings" in name.get("val", "").lower()
    return struck or signs or _size(font) <= _TINY


def _size(font: etree._Element) -> float:
    size = font.find(_S + "sz")
    try:
        return 11.0 if size is None else float(size.get("val", "11"))
    except ValueError:
        return 11.0


def is_white(font: etree._Element | None) -> bool:
    """Whether text in this font is not seen on an empty sheet."""
    color = None if font is None else font.find(_S + "color")
    return color is not None and _is_white(color)


def _is_white(color: etree._Element) -> bool:
    if color.get("rgb"):
        return _WHITE.fullmatch(color.get("rgb", "")) is not None
    # A tint below nought makes the sheet's colour darker.
    darker = color.get("tint", "0").startswith("-")
    return (color.get("theme") == _WHITE_THEME and not darker) or color.get("indexed") in _WHITE_INDEXES


def is_shade(fill: etree._Element) -> bool:
    """Whether a fill is another colour than the sheet's."""
    pattern = fill.find(_S + "patternFill")
    if pattern is None:
        return len(fill) > 0
    front = pattern.find(_S + "fgColor")
    kind = pattern.get("patternType", "none")
    return kind != "none" and not (kind == "solid" and front is not None and _is_white(front))
