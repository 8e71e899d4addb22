"""What a page's own styles keep from being seen as plain text: a figure that nobody sees is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.web.backgrounds import is_white, on_white, says_color
from extractors.web.rules import Test, affected, compact, rules_of, sheets_of
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
_STYLE = re.compile(r"""style\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FONT_COLOR = re.compile(r"""<font\b[^>]*?\scolor\s*=\s*["']?([^"'>]*)""")
_RAISING_SIGNS = ("vertical-align:", "mso-text-raise", "position:relative", "translatey(", "font-size:")
_ALWAYS_HIDDEN = {
    " hidden>": "[hidden]", " hidden ": "[hidden]", " hidden=": "[hidden]", " hidden/": "[hidden]",
    "\nhidden": "[hidden]", "<rt": "rt", "<rp": "rp",
    "<dialog": "dialog:not([open])",
}  # fmt: skip
_ALWAYS_UNSURE = {
    "<del": "del",
    "<s": "s",
    "<strike": "strike",
    "<bdo": "bdo[dir=rtl]",
    "dings": "font[face]",
}


@dataclass(frozen=True, slots=True)
class Looks:
    """The nodes that do not look like the text around them, by `mem_id`.

    `hidden` are not shown. `raised` are marks of notes. `unsure` may not be seen as they are written: struck
    out, hardly any size, in a font of signs. `white` are so in a cell: white on white as far as the page says
    itself, or with text that a style adds. `kept` of the hidden keep their place. `boxed` stand apart.
    """

    hidden: frozenset[int] = frozenset()
    raised: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    white: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    boxed: frozenset[int] = frozenset()


def looks_of(tree: LexborHTMLParser, lower: str) -> Looks:
    """How the page's styles let its nodes look. `lower` is its mark-up in small letters.

    Style sheets of other addresses are not fetched. The readings of ruby text stand above a character and are
    no part of it.
    """
    sheets = sheets_of(tree) if "<style" in lower else []
    ruled = compact("".join(sheets))
    always = Looks(
        _names(_by_selectors(tree, lower, _ALWAYS_HIDDEN)),
        unsure=_names(node for node in _by_selectors(tree, lower, _ALWAYS_UNSURE) if _is_marked(node)),
    )
    speaks = _speaks(ruled) or _raises(ruled) or has_own_box(ruled)
    by_rules = _by_rules(tree, sheets) if speaks else Looks()
    by_styles = _by_own_styles(tree, sheets) if _speaks(_own_styles(lower)) else Looks()
    return Looks(
        always.hidden | by_rules.hidden | by_styles.hidden,
        by_rules.raised,
        always.unsure | by_rules.unsure | by_styles.unsure,
        by_rules.white | by_styles.white,
        (by_rules.kept | by_styles.kept) - always.hidden,
        by_rules.boxed,
    )


def raises(says: str) -> bool:
    """Whether declarations (small letters, no blanks) raise, lower or shrink a run to the mark of a note."""
    return bool(_RAISING.search(says) or (_AT_TOP.search(says) and _SMALL.search(says)))


def has_own_box(says: str) -> bool:
    """Whether declarations set text apart from what stands beside it."""
    return _OWN_BOX.search(says) is not None


def _is_marked(node: LexborNode) -> bool:
    return node.tag != "font" or "dings" in (node.attributes.get("face") or "").lower()


def _by_selectors(tree: LexborHTMLParser, lower: str, selectors: Mapping[str, str]) -> list[LexborNode]:
    return [node for word, selector in selectors.items() if word in lower for node in tree.css(selector)]


def _own_styles(lower: str) -> str:
    """What the nodes' own styles say, the same only once, without blanks; a font's colour among it."""
    said = {unescape("".join(found)) for found in _STYLE.findall(lower)}
    if "<font" in lower:
        said.update(f"color:{color}" for color in _FONT_COLOR.findall(lower))
    return compact(";".join(said))


def _speaks(text: str) -> bool:
    return any(word in text and sign.search(text) for word, sign in _SIGNS.items())


def _raises(text: str) -> bool:
    return any(word in text for word in _RAISING_SIGNS) and raises(text)


def _hides(says: str) -> bool:
    return bool(_HIDING.search(says) or _NO_SIZE.search(says))


def _removes(says: str) -> bool:
    return "display:none" in says


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


def _by_rules(tree: LexborHTMLParser, sheets: list[str]) -> Looks:
    rules = list(rules_of(sheets, _tells))

    def nodes(does: Test, undoes: Test) -> list[LexborNode]:
        return list(affected(tree, rules, does, undoes).values())

    hidden = [node for node in nodes(_hides, _SHOWING.search) if _has_no_sized(node)]
    white = on_white(tree, sheets, nodes(is_white, says_color))
    unsure = nodes(_is_unsure, lambda says: False)
    return Looks(
        _names(hidden),
        _names(nodes(raises, _LEVEL.search)),
        _names(unsure),
        _names(white) | _names(written_beside(tree, sheets)),
        _names(hidden) - _names(nodes(_removes, _SHOWING.search)),
        _names(nodes(has_own_box, _DISPLAY.search)),
    )


def _by_own_styles(tree: LexborHTMLParser, sheets: list[str]) -> Looks:
    hidden, unsure, white, kept = [], [], [], []
    for node in tree.css("[style]"):
        says = compact(node.attributes.get("style") or "")
        if _HIDING.search(says) or (_NO_SIZE.search(says) and _has_no_sized(node)):
            hidden.append(node)
            kept.extend([] if _removes(says) else [node])
        elif _is_unsure(says):
            unsure.append(node)
        elif is_white(says):
            white.append(node)
    fonts = tree.css("font[color]")
    white.extend(font for font in fonts if is_white(f"color:{compact(font.attributes.get('color') or '')}"))
    seen = _names(on_white(tree, sheets, white))
    return Looks(_names(hidden), frozenset(), _names(unsure), seen, _names(kept))


def _names(nodes: Iterable[LexborNode]) -> frozenset[int]:
    return frozenset(node.mem_id for node in nodes)
