"""What a page's own styles keep from being shown: a figure that nobody sees is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

# Declarations that hide; mso-hide is Word's.
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|clip\s*:\s*rect\("
    r"|(?:opacity\s*:\s*0(?:\.0+)?|(?<!-)color\s*:\s*transparent)(?=\s*(?:[;\"'}!]|$))"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}(?:px|em|pt)",
    re.I,
)
_SHOWING = re.compile(r"(?:display|visibility|font-size|opacity|color|clip)\s*:", re.I)
_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|sub|text-top)|mso-text-raise", re.I)
_TINY = re.compile(r"font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?=[;\"'}!]|$)", re.I)
# A word of each style above and the least that must follow it, in small letters: without any of them, which
# is told many times faster, a page hides nothing.
_SIGNS = {
    word: re.compile(sign)
    for word, sign in {
        "display": r"display\s*:\s*none",
        "visibility": r"visibility\s*:\s*[hc]",
        "mso-hide": r"mso-hide",
        "rect(": r"rect\(",
        "opacity": r"opacity\s*:\s*0",
        "transparent": r"transparent",
        "-": r":\s*-\d{3}",
        "font-size": r"font-size\s*:\s*0",
    }.items()
}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ON_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.I)
# Rules for printers and narrow screens are not those of the page as it is read.
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
# What a pointer does to an element, or what is put beside it, is not the page as it is read.
_STATES = re.compile(r":(?!(?:first|last|nth|only)-)", re.I)
_NAMES = re.compile(r"#[\w-]+")
_CLASSES = re.compile(r"\.[\w-]+|\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?")
_TAGS = re.compile(r"(?<![\w.#:\[-])[a-z][a-z0-9]*", re.I)
# So many rules on what is shown no page has; a page made to be slow may.
_MOST_RULES = 2000
# Specificity and order: the greater wins (CSS Cascade 4, 6.4).
_Rank = tuple[tuple[int, ...], int]


def hidden_nodes(tree: LexborHTMLParser, lower: str) -> frozenset[int]:
    """The `mem_id` of every node that an attribute, a style or a rule in the page's own <style> hides.

    `lower` is the page's mark-up in small letters. Style sheets of other addresses are not fetched; white
    text on white is not found.
    """
    # The readings of ruby text stand above a character and are no part of it.
    styles = _may_hide(lower) and bool(_HIDING.search(lower) or _TINY.search(lower))
    always = ["[hidden]"] * (" hidden" in lower) + ["rt", "rp"] * ("<rt" in lower)
    if not styles and not always:
        return frozenset()
    inline = tree.css("[style]") if styles else ()
    shown_not = (node for node in inline if _hides(node.attributes.get("style") or "", node))
    rules = _hidden_by_rules(tree) if styles else frozenset()
    nodes = chain(shown_not, *(tree.css(selector) for selector in always))
    return rules | {node.mem_id for node in nodes}


def _may_hide(lower: str) -> bool:
    return any(word in lower and sign.search(lower) for word, sign in _SIGNS.items())


def raised_nodes(tree: LexborHTMLParser, lower: str) -> frozenset[int]:
    """The `mem_id` of every node that a rule in the page's own <style> raises or lowers: a mark of a note."""
    if not any(word in lower for word in ("vertical-align", "mso-text-raise")) or not _RAISING.search(lower):
        return frozenset()
    raising = (selector for _, selector, says in _rules(tree) if _RAISING.search(says))
    return frozenset(node.mem_id for selector in raising for node in _matching(tree, selector))


def _hidden_by_rules(tree: LexborHTMLParser) -> frozenset[int]:
    """What the page's own style sheets hide and no stronger or later rule shows."""
    hidden: dict[int, _Rank] = {}
    showing = []
    for rank, selector, says in _rules(tree):
        if not (_HIDING.search(says) or _TINY.search(says)):
            showing.append((rank, selector))
            continue
        for node in _matching(tree, selector):
            hidden[node.mem_id] = max(rank, hidden.get(node.mem_id, rank))
    for rank, selector in showing if hidden else ():
        for node in _matching(tree, selector):
            if hidden.get(node.mem_id, rank) < rank:
                del hidden[node.mem_id]
    return frozenset(hidden)


def _rules(tree: LexborHTMLParser) -> Iterator[tuple[_Rank, str, str]]:
    """Rank, selector and declarations of the rules on what is shown and where."""
    rules = chain.from_iterable(_plain_rules(sheet.text() or "") for sheet in tree.css("style"))
    pairs = ((one.strip(), says) for selectors, says in rules if _tells(says) for one in selectors.split(","))
    for order, (selector, says) in enumerate(islice(pairs, _MOST_RULES)):
        if selector and not _STATES.search(selector):
            yield (_specificity(selector), order), selector, says


def _plain_rules(sheet: str) -> list[tuple[str, str]]:
    plain = _AT_RULE.sub("", _ON_SCREEN.sub(r"\1", _COMMENT.sub("", sheet)))
    return [(selectors, says) for selectors, says in _RULE.findall(plain)]


def _tells(declarations: str) -> bool:
    return any(kind.search(declarations) for kind in (_HIDING, _SHOWING, _RAISING))


def _specificity(selector: str) -> tuple[int, ...]:
    return tuple(len(kind.findall(selector)) for kind in (_NAMES, _CLASSES, _TAGS))


def _matching(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The nodes; none for a selector that is broken or newer than the parser."""
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _hides(style: str, node: LexborNode) -> bool:
    # Text of no size may hold runs with a size of their own.
    inner = (found for found in node.css("[style*='font-size']") if found.mem_id != node.mem_id)
    return bool(_HIDING.search(style) or (_TINY.search(style) and next(inner, None) is None))
