"""What the declarations of a style say of how text looks: not shown, not as it is written, raised, apart."""

from __future__ import annotations

import re
from functools import lru_cache

# All patterns are for declarations in small letters without blanks. mso-hide is Word's.
HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|mso-hide:all|clip:rect\("
    r"|(?:opacity:(?:0|0?\.0+)%?|(?:(?<!-)|fill-)color:(?:transparent|rgba\([^)]*,0?(?:\.?0+)?\)"
    r"|#[0-9a-f]{3}0|#[0-9a-f]{6}00))(?=[;\"'}!]|$)"
    r"|(?:left|top|right|bottom|text-indent):-\d{3,}(?:px|r?em|pt|v[wh]|%)"
)
NO_SIZE = re.compile(r"font-size:0+(?:\.0+)?(?:px|pt|r?em|%)?(?=[;\"'}!]|$)|(?<![-\w])font:0[/p]")
SHOWING = re.compile(r"(?:display|visibility|font-size|opacity|(?<!-)color|clip):")
_RAISING = re.compile(
    r"vertical-align:(?:super|sub|text-|-?0*\.?[1-9])|mso-text-raise:-?0*\.?[1-9]"
    r"|(?<![-\w])(?:top|bottom):-?0*\.?[1-9]|translatey\(-?0*\.?[1-9]|font-variant-position:su"
    r"|font-size:[4-6](?:\.\d+)?p[xt]"
)
DISPLAY = re.compile(r"display:")
_AT_TOP = re.compile(r"vertical-align:(?:top|bottom)")
_SMALL = re.compile(
    r"font-size:(?:0?\.\d+r?em|[1-9]\d?(?:\.\d+)?%|[1-8](?:\.\d+)?p[xt]|smaller|x{1,2}-small)"
)
LEVEL = re.compile(r"vertical-align:|mso-text-raise:|(?<![-\w])(?:top|bottom):|font-size:")
# What may not be seen as it is written: struck out, hardly any size, cut off, signs in place of digits.
_UNSURE = re.compile(
    r"line-through|font-size:(?:0*\.\d*[1-9]\d*|[1-3](?:\.\d+)?)p[xt]|font-size:0?\.[0-2]\d*r?em"
    r"|clip-path:(?:inset|circle|polygon)|scale[xy]?\(0(?:\.0\d*)?[,)]|translate\w*\([^)]*-?\d{3,}"
    r"|(?:row|column)-reverse|text-security:(?!none)|blur\([1-9]|scalex?\(-"
    r"|zoom:0*\.?0*(?=[;\"'}!%]|$)|opacity\(0|opacity:0?\.0\d|(?:wing|web)dings|bidi-override"
)
_NO_PLACE = re.compile(r"(?<![-\w])(?:max-)?(?:width|height):[01](?:px|pt)?(?=[;\"'}!]|$)")
_CUT_OFF = re.compile(r"overflow(?:-[xy])?:(?:hidden|clip)")
# Text that stands apart from what is beside it.
_OWN_BOX = re.compile(
    r"display:(?:block|inline-block|table|inline-table|flex|inline-flex|grid|inline-grid|list-item)"
    r"|float:(?:left|right)|position:(?:absolute|fixed)"
)
# Without any of these, which is told many times faster, a page has nothing of the kind.
_SIGNS = {
    word: re.compile(sign)
    for word, sign in {
        "display:none": "d",
        "visibility:": "visibility:[hc]",
        "mso-hide": "m",
        "rect(": r"\(",
        "opacity": r"opacity[:(][0.]",
        "transparent": "(?:(?<!-)|fill-)color:transparent",
        "rgba(": r"(?<!-)color:rgba\(",
        ":-": r"(?:left|top|right|bottom|indent):-\d{3}",
        "font:0": "f",
        "font-size:": r"font-size:(?:0|\.|[1-6](?:\.\d+)?p[xt])",
        "line-through": "l",
        "clip-path": "c",
        "scale": r"scale[xy]?\([0-]",
        "translate": r"translate\w*\([^)]*(?:-\.?\d|\d{3})",
        "zoom:": r"zoom:[0.]",
        "dings": "d",
        "bidi-override": "b",
        "overflow": r"overflow(?:-[xy])?:(?:hidden|clip)",
        "color:": r"(?<!-)color:(?:#f[b-f]|white|snow|ivory|rgba?\([21]|hsl|#(?:...0|.{6}00)(?=[;\"'}!]|$))",
        "reverse": "-reverse",
        "text-security": "y",
        "blur(": r"\([1-9]",
        "content:": r"content:[^;}]*[\d\\+\-.%(万千百]",
    }.items()
}
_RAISING_SIGNS = ("vertical-align:", "mso-text-raise", "position:relative", "translatey(", "font-size:")


# What is kept in mind is said by single rules and nodes, never a whole sheet.
@lru_cache(maxsize=2048)
def raises(says: str) -> bool:
    """Whether declarations (small letters, no blanks) raise, lower or shrink a run to the mark of a note."""
    return _is_raising(says)


def _is_raising(says: str) -> bool:
    return bool(_RAISING.search(says) or (_AT_TOP.search(says) and _SMALL.search(says)))


@lru_cache(maxsize=2048)
def has_own_box(says: str) -> bool:
    """Whether declarations set text apart from what stands beside it."""
    return _OWN_BOX.search(says) is not None


def may_tell(text: str) -> bool:
    """Whether some declaration of a page's style sheets may tell how text looks; told quickly."""
    return (
        any(word in text and sign.search(text) for word, sign in _SIGNS.items())
        or (any(word in text for word in _RAISING_SIGNS) and _is_raising(text))
        or _OWN_BOX.search(text) is not None
    )


@lru_cache(maxsize=2048)
def hides(says: str) -> bool:
    """Whether declarations take text away or leave it no size."""
    return bool(HIDING.search(says) or NO_SIZE.search(says))


def removes(says: str) -> bool:
    """Whether what declarations hide keeps no place."""
    return "display:none" in says


@lru_cache(maxsize=2048)
def is_unsure(says: str) -> bool:
    """Whether text may not be seen as it is written."""
    return bool(_UNSURE.search(says) or (_NO_PLACE.search(says) and _CUT_OFF.search(says)))


def tells(says: str) -> bool:
    """Whether declarations tell anything of how text looks."""
    return bool(
        SHOWING.search(says)
        or LEVEL.search(says)
        or hides(says)
        or is_unsure(says)
        or raises(says)
        or has_own_box(says)
    )
