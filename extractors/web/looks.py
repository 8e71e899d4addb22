"""What a page's own styles keep from being seen as plain text: a figure that nobody sees is not printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.web.backgrounds import is_white, on_white, says_color
from extractors.web.declarations import (
    DISPLAY,
    HIDING,
    LEVEL,
    NO_SIZE,
    SHOWING,
    has_own_box,
    hides,
    is_unsure,
    may_tell,
    raises,
    removes,
    tells,
)
from extractors.web.markup import attribute, marks
from extractors.web.rules import (
    affected,
    compact,
    inside,
    outermost,
    rules_of,
    touched,
    whole,
)
from extractors.web.written import written_beside

# The readings of ruby text stand above a character and are no part of it.
_NEVER_SHOWN = frozenset({"rt", "rp"})
_STRUCK = frozenset({"del", "s", "strike"})
_TELLING = _STRUCK | {"font", "bdo"}
_STYLE = ' style="'


# The letters of looks: HIDDEN is not shown, KEPT is so but keeps its place. RAISED is the mark of a note.
# UNSURE may not be seen as it is written: struck out, hardly any size, in a font of signs. WHITE is so in a
# cell: white on white as far as the page says itself, or beside text of a style. BOXED stands apart there.
HIDDEN, KEPT, RAISED, UNSURE, WHITE, BOXED = "hkruwb"
# What a node's own style alone does not tell: whether text of no size holds runs with a size of their own,
# whether white text stands on white.
_SIZELESS, _WHITISH = "zc"

_Nodes = dict[int, LexborNode]
Looks = dict[str, list[LexborNode]]


def looks_by_rules(tree: LexborHTMLParser, sheets: list[str], tables: Sequence[LexborNode]) -> Looks:
    """The nodes that do not look like the text around them by the page's own style sheets, by their letters.

    `sheets` are these; those of other addresses are not fetched. `tables` are all of the page.
    """
    ruled = compact("".join(sheets))
    if not may_tell(ruled):
        return {}
    rules = rules_of(sheets, tells)
    outer = outermost(tables)
    everywhere, cells = whole(tree), inside(outer)
    hidden = affected(everywhere, rules, hides, SHOWING.search)
    sizeless = affected(everywhere, rules, NO_SIZE.search, SHOWING.search)
    if sizeless:
        taken_away = affected(everywhere, rules, HIDING.search, SHOWING.search)
        for name, node in sizeless.items():
            if name not in taken_away and not _has_no_sized(node):
                hidden.pop(name, None)
    removed = affected(everywhere, rules, removes, SHOWING.search) if hidden else {}
    white = affected(cells, rules, is_white, says_color).values()
    boxes = [rule for rule in rules if has_own_box(rule.says)]
    boxed = affected(cells, rules, has_own_box, DISPLAY.search) if touched(outer, boxes) else {}
    return {
        HIDDEN: list(hidden.values()),
        KEPT: [node for name, node in hidden.items() if name not in removed],
        RAISED: list(affected(everywhere, rules, raises, LEVEL.search).values()),
        UNSURE: list(affected(everywhere, rules, is_unsure, lambda says: False).values()),
        WHITE: [*on_white(tree, sheets, list(white)), *written_beside(cells, sheets)],
        BOXED: list(boxed.values()),
    }


def looks_by_place(tree: LexborHTMLParser, sheets: list[str], text: str, tables: Sequence[str]) -> Looks:
    """The nodes of which it takes their own style and the nodes around them or in them to tell how they look.

    `text` is the page written out, `tables` those of its tables that hold no other.
    """
    looks: Looks = {}
    own = "".join(map(looks_of_style, _styles(text)))
    if _SIZELESS in own:
        hidden = [node for node in tree.css("[style]") if _SIZELESS in _own(node) and _has_no_sized(node)]
        looks |= {HIDDEN: hidden, KEPT: hidden}
    whitish = _WHITISH in own
    if (whitish or "<font" in text) and any(_may_be_white(table, whitish) for table in tables):
        cells = inside(outermost(tree.tags("table")))
        white = [node for node in cells("[style]") if _WHITISH in _own(node)]
        white += [node for node in cells("font[color]") if is_white(f"color:{_color(node)}")]
        looks[WHITE] = on_white(tree, sheets, white)
    return looks


def looks_of(tag: str, name: str) -> str:
    """The letters for how a node looks: by its tag, its own style and what `mark` wrote on it."""
    looks = marks(tag)
    if _STYLE in tag:
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
    if HIDING.search(says):
        return HIDDEN + ("" if removes(says) else KEPT)
    if NO_SIZE.search(says):
        apart += _SIZELESS
    if is_unsure(says):
        return apart + UNSURE
    return apart + (_WHITISH if is_white(says) else "")


def _styles(text: str) -> set[str]:
    """All styles of nodes' own in a text."""
    return {behind.partition('"')[0] for behind in text.split(_STYLE)[1:]}


def _own(node: LexborNode) -> str:
    return looks_of_style(node.attributes.get("style") or "")


def _color(font: LexborNode) -> str:
    return compact(font.attributes.get("color") or "")


def _may_be_white(table: str, whitish: bool) -> bool:
    """Whether something in a table may be white on white; `whitish` tells whether a style of its page is."""
    styles = _styles(table) if whitish else ()
    colored = "<font" in table and ' color="' in table
    return colored or any(_WHITISH in looks_of_style(style) for style in styles)


def _is_marked(tag: str, name: str) -> bool:
    """Whether an element says by itself that its text may not be seen as it is written."""
    if name == "font":
        return "dings" in (attribute(tag, "face") or "").lower()
    return name in _STRUCK or (name == "bdo" and (attribute(tag, "dir") or "").lower() == "rtl")


def _has_no_sized(node: LexborNode) -> bool:
    """Text of no size may hold runs with a size of their own."""
    inner = (found for found in node.css("[style*='font-size']") if found.mem_id != node.mem_id)
    return next(inner, None) is None
