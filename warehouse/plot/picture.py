"""An SVG as PNG, with the fonts of this machine."""

from __future__ import annotations

from functools import cache

import resvg_py

from warehouse.errors import DrawError
from warehouse.plot.chart import FONTS

_ZOOM = 2.0
_PROBE = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
<text y="16" font-family="{}">{}</text></svg>"""


def png(svg: str) -> bytes:
    """The picture at twice the size. Raises DrawError where this machine has no font for Chinese."""
    if not has_chinese_font():
        raise DrawError(
            "no Chinese font is installed, names would be empty boxes: install one "
            "(Debian: fonts-noto-cjk) or plot to .svg or .html"
        )
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_ZOOM, background="white"))
    except ValueError as error:
        raise DrawError(f"the picture could not be drawn: {error}") from error


@cache
def has_chinese_font() -> bool:
    """Whether two different characters look different: without a font both are the same box, or nothing."""
    first, second = (
        bytes(resvg_py.svg_to_bytes(svg_string=_PROBE.format(FONTS, sign))) for sign in ("国", "县")
    )
    return first != second
