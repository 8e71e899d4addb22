"""How a run is shown, as far as it decides whether its figures are to be read (ECMA-376 part 1, 17.3.2)."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from extractors.word.names import W, number, switch, value

_WHITE = re.compile(r"(?:F[B-F]){3}", re.I)
_WHITE_THEMES = frozenset({"background1", "light1"})
# In half points: nobody reads 3 points; 6 points are for notes.
_TINY, _SMALL = 6, 12
_SCRIPTS = frozenset({"superscript", "subscript"})
# In per cent of a letter's width.
_SQUEEZED = 10
_AROUND = {W + "p": "pPr", W + "tc": "tcPr", W + "tbl": "tblPr"}


class Look(NamedTuple):
    """How a run is shown; None where the mark-up does not say.

    `tiny` and `signs` (a font of signs in place of digits) may not be seen as they are written, `white` where
    nothing darker stands behind it.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    script: bool | None = None
    small: bool | None = None
    tiny: bool | None = None
    squeezed: bool | None = None
    signs: bool | None = None
    white: bool | None = None
    shaded: bool | None = None

    def over(self, under: Look) -> Look:
        """This look where it says something, `under` elsewhere."""
        return Look(*(theirs if mine is None else mine for mine, theirs in zip(self, under, strict=True)))


def look_of(properties: etree._Element | None) -> Look:
    """What run properties say themselves."""
    if properties is None:
        return Look()
    size, width = value(properties, "sz"), value(properties, "w")
    align = value(properties, "vertAlign")
    struck = [found for name in ("strike", "dstrike") if (found := switch(properties, name)) is not None]
    return Look(
        hidden=switch(properties, "vanish"),
        struck=any(struck) if struck else None,
        raised=_is_raised(align, value(properties, "position")),
        script=None if align is None else align in _SCRIPTS,
        small=None if size is None else number(size, 21, 9999) <= _SMALL,
        tiny=None if size is None else number(size, 21, 9999) <= _TINY,
        squeezed=None if width is None else number(width.rstrip("%"), 100, 9999) <= _SQUEEZED,
        signs=_is_font_of_signs(properties.find(W + "rFonts")),
        white=_is_white(properties.find(W + "color")),
        shaded=True
        if value(properties, "highlight") not in (None, "none", "white")
        else is_shade(properties),
    )


def _is_raised(align: str | None, position: str | None) -> bool | None:
    if align is None and position is None:
        return None
    return align in _SCRIPTS or (position or "0").strip("+-") not in ("", "0")


def _is_font_of_signs(fonts: etree._Element | None) -> bool | None:
    name = None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
    return None if name is None else "dings" in name.lower()


def _is_white(color: etree._Element | None) -> bool | None:
    if color is None:
        return None
    printed = color.get(W + "val", "auto")
    if printed == "auto":
        return color.get(W + "themeColor") in _WHITE_THEMES
    return _WHITE.fullmatch(printed) is not None


def is_shade(properties: etree._Element | None) -> bool | None:
    """Whether properties put a colour that is not white behind the text; None where they do not say."""
    shade = None if properties is None else properties.find(W + "shd")
    if shade is None:
        return None
    pattern = shade.get(W + "val", "clear")
    colors = [shade.get(W + "fill", "auto")] + (
        [shade.get(W + "color", "auto")] if pattern != "clear" else []
    )
    known = [color for color in colors if color != "auto"]
    return any(not _WHITE.fullmatch(color) for color in known) or pattern not in ("clear", "nil")


def is_on_white(run: etree._Element) -> bool:
    """Whether a run stands in a cell and neither its paragraph nor the cell or the table is shaded.

    Outside tables white text stands on pictures and shapes: a cover.
    """
    around = list(run.iterancestors(*_AROUND))
    in_cell = any(element.tag == W + "tc" for element in around)
    return in_cell and not any(is_shade(element.find(W + _AROUND[str(element.tag)])) for element in around)
