"""What a page's own styles keep from being seen as plain text: a figure that nobody sees is not printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.web.backgrounds import is_white, on_white, says_color
from extractors.web.markup import attribute, marks
from extractors.web.rules import (
    affected,
    compact,
    inside,
    outermost_tables,
    rules_of,
    touched,
    whole,
)
from extractors.web.written import written_beside

# All patterns are for declarations in small letters without blanks. mso-hide is Word's.
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|mso-hide:all|clip:rect\("
    r"|(?:opacity:(?:0|0?\.0+)%?|(?:(?<!-)|fill-)color:(?:transparent|rgba\([^)]*,0?(?:\.?0+)?\)"
    r"|#[0-9a-f]{3}0|#[0-9a-f]{6}00))(?=[;\"'}!]|$)"
    r"|(?:left|top|right|bottom|text-indent):-\d{3,}(?:px|r?em|pt|v[wh]|%)"
)
_NO_SIZE = re.compile(r"font-size:0+(?:\.0+)?(?:px|pt|r?em|%)?(?=[;\"'}!]|$)|(?<![-\w])font:0[/p]")
_SHOWING = re.compile(r"(?:display|visibility|font-size|opacity|(?<!-)color|clip):")
_RAISING = re.compile(
    r"vertical-align:(?:super|sub|text-|-?0*\.?[1-9])|mso-text-raise:-?0*\.?[1-9]"
    r"|(?<![-\w])(?:top|bottom):-?0*\.?[1-9]|translatey\(-?0*\.?[1-9]|font-variant-position:su"
    r"|font-size:[4-6](?:\.\d+)?p[xt]"
)
_DISPLAY = re.compile(r"display:")
_AT_TOP = re.compile(r"vertical-align:(?:top|bottom)")
_SMALL = re.compile(
    r"font-size:(?:0?\.\d+r?em|[1-9]\d?(?:\.\d+)?%|[1-8](?:\.\d+)?p[xt]|smaller|x{1,2}-small)"
)
_LEVEL = re.compile(r"vertical-align:|mso-text-raise:|(?<![-\w])(?:top|bottom):|font-size:")
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
# The readings of ruby text stand above a character and are no part of it.
_NEVER_SHOWN = frozenset({"rt", "rp"})
_STRUCK = frozenset({"del", "s", "strike"})
_TELLING = _STRUCK | {"font", "bdo"}
_STYLE = re.compile(r' style="([^"]*)"')


# The letters of looks: HIDDEN is not shown, KEPT is so but keeps its place. RAISED is the mark of a note.
# UNSURE may not be seen as it is written: struck out, hardly any size, in a font of signs. WHITE is so in a
# cell: white on white as far as the page says itself, or beside text of a style. BOXED stands apart there.
HIDDEN, KEPT, RAISED, UNSURE, WHITE, BOXED = "hkruwb"
# What a node's own style alone does not tell: whether text of no size holds runs with a size of their own,
# whether white text stands on white.
_SIZELESS, _WHITISH = "zc"

_Nodes = dict[int, LexborNode]
Looks = dict[str, list[LexborNode]]


def looks_by_rules(tree: LexborHTMLParser, sheets: list[str]) -> Looks:
    """The nodes that do not look like the text around them by the page's own style sheets, by their letters.

    `sheets` are these; those of other addresses are not fetched.
    """
    ruled = compact("".join(sheets))
    if not (_speaks(ruled) or _raises(ruled) or has_own_box(ruled)):
        return {}
    rules = list(rules_of(sheets, _tells))
    tables = outermost_tables(tree)
    everywhere, cells = whole(tree), inside(tables)
    hidden = affected(everywhere, rules, _hides, _SHOWING.search)
    sizeless = affected(everywhere, rules, _NO_SIZE.search, _SHOWING.search)
    if sizeless:
        taken_away = affected(everywhere, rules, _HIDING.search, _SHOWING.search)
        for name, node in sizeless.items():
            if name not in taken_away and not _has_no_sized(node):
                hidden.pop(name, None)
    removed = affected(everywhere, rules, _removes, _SHOWING.search) if hidden else {}
    white = affected(cells, rules, is_white, says_color).values()
    boxes = [rule for rule in rules if has_own_box(rule.says)]
    boxed = affected(cells, rules, has_own_box, _DISPLAY.search) if touched(tables, boxes) else {}
    return {
        HIDDEN: list(hidden.values()),
        KEPT: [node for name, node in hidden.items() if name not in removed],
        RAISED: list(affected(everywhere, rules, raises, _LEVEL.search).values()),
        UNSURE: list(affected(everywhere, rules, _is_unsure, lambda says: False).values()),
        WHITE: [*on_white(tree, sheets, list(white)), *written_beside(cells, sheets)],
        BOXED: list(boxed.values()),
    }


def looks_by_place(tree: LexborHTMLParser, sheets: list[str], text: str, tables: Sequence[str]) -> Looks:
    """The nodes of which it takes their own style and the nodes around them or in them to tell how they look.

    `text` is the page written out, `tables` those of its tables that hold no other.
    """
    looks: Looks = {}
    own = "".join(map(looks_of_style, set(_STYLE.findall(text))))
    if _SIZELESS in own:
        hidden = [node for node in tree.css("[style]") if _SIZELESS in _own(node) and _has_no_sized(node)]
        looks |= {HIDDEN: hidden, KEPT: hidden}
    if (_WHITISH in own or "<font" in text) and any(map(_may_be_white, tables)):
        cells = inside(outermost_tables(tree))
        white = [node for node in cells("[style]") if _WHITISH in _own(node)]
        white += [node for node in cells("font[color]") if is_white(f"color:{_color(node)}")]
        looks[WHITE] = on_white(tree, sheets, white)
    return looks


def looks_of(tag: str, name: str) -> str:
    """The letters for how a node looks: by its tag, its own style and what `mark` wrote on it."""
    looks = marks(tag)
    if ' style="' in tag:
        looks += looks_of_style(attribute(tag, "style") or "")
    if name in _TELLING and _is_marked(tag, name):
        looks += UNSURE
    if name in _NEVER_SHOWN or ' hidden="' in tag or (name == "dialog" and ' open="' not in tag):
        looks = looks.replace(KEPT, "") + HIDDEN
    return looks


@lru_cache(maxsize=8192)
def looks_of_style(style: str) -> str:
    """The letters for what a node's own style tells."""
    says = compact(style)
    apart = (RAISED if raises(says) else "") + (BOXED if has_own_box(says) else "")
    if _HIDING.search(says):
        return HIDDEN + ("" if _removes(says) else KEPT)
    if _NO_SIZE.search(says):
        apart += _SIZELESS
    if _is_unsure(says):
        return apart + UNSURE
    return apart + (_WHITISH if is_white(says) else "")


def _own(node: LexborNode) -> str:
    return looks_of_style(node.attributes.get("style") or "")


def _color(font: LexborNode) -> str:
    return compact(font.attributes.get("color") or "")


def _may_be_white(table: str) -> bool:
    """Whether something in a table, written out, may be white on white."""
    styles = set(_STYLE.findall(table))
    colored = "<font" in table and ' color="' in table
    return colored or any(_WHITISH in looks_of_style(style) for style in styles)


@lru_cache(maxsize=4096)
def raises(says: str) -> bool:
    """Whether declarations (small letters, no blanks) raise, lower or shrink a run to the mark of a note."""
    return bool(_RAISING.search(says) or (_AT_TOP.search(says) and _SMALL.search(says)))


@lru_cache(maxsize=4096)
def has_own_box(says: str) -> bool:
    """Whether declarations set text apart from what stands beside it."""
    return _OWN_BOX.search(says) is not None


def _is_marked(tag: str, name: str) -> bool:
    """Whether an element says by itself that its text may not be seen as it is written."""
    if name == "font":
        return "dings" in (attribute(tag, "face") or "").lower()
    return name in _STRUCK or (name == "bdo" and (attribute(tag, "dir") or "").lower() == "rtl")


def _speaks(text: str) -> bool:
    return any(word in text and sign.search(text) for word, sign in _SIGNS.items())


def _raises(text: str) -> bool:
    return any(word in text for word in _RAISING_SIGNS) and raises(text)


@lru_cache(maxsize=4096)
def _hides(says: str) -> bool:
    return bool(_HIDING.search(says) or _NO_SIZE.search(says))


def _removes(says: str) -> bool:
    return "display:none" in says


@lru_cache(maxsize=4096)
def _is_unsure(says: str) -> bool:
    return bool(_UNSURE.search(says) or (_NO_PLACE.search(says) and _CUT_OFF.search(says)))


def _tells(says: str) -> bool:
    return bool(
        _SHOWING.search(says)
        or _LEVEL.search(says)
        or _hides(says)
        or _is_unsure(says)
        or raises(says)
        or has_own_box(says)
    )


def _has_no_sized(node: LexborNode) -> bool:
    """Text of no size may hold runs with a size of their own."""
    inner = (found for found in node.css("[style*='font-size']") if found.mem_id != node.mem_id)
    return next(inner, None) is None
