"""What a page's own styles keep from being shown: a figure that nobody sees is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Declarations that hide; mso-hide is Word's.
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)
_TINY = re.compile(r"font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?=[;\"'}!]|$)", re.I)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Rules for printers and narrow screens are not those of the page as it is read.
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
# A class or id, alone or with a tag before it.
_SELECTOR = re.compile(r"[a-z0-9]*[.#][\w-]+", re.I)


def hidden_nodes(tree: LexborHTMLParser, text: str) -> frozenset[int]:
    """The `mem_id` of every node that an attribute, a style or a rule in the page's own <style> hides.

    Style sheets of other addresses are not fetched; white text on white is not found.
    """
    # The readings of ruby text stand above a character and are no part of it.
    styles = bool(_HIDING.search(text) or _TINY.search(text))
    always = ["[hidden]"] * (" hidden" in text) + ["rt", "rp"] * ("<rt" in text.lower())
    if not styles and not always:
        return frozenset()
    inline = tree.css("[style]") if styles else ()
    shown_not = (node for node in inline if _hides(node.attributes.get("style") or "", node))
    rules = chain.from_iterable(tree.css(selector) for selector in _rules(tree)) if styles else ()
    return frozenset(
        node.mem_id for node in chain(shown_not, rules, *(tree.css(selector) for selector in always))
    )


def _rules(tree: LexborHTMLParser) -> Iterator[str]:
    """Selectors of classes and ids that the page's own style sheets hide."""
    for sheet in tree.css("style"):
        plain = _AT_RULE.sub("", _COMMENT.sub("", sheet.text() or ""))
        for selectors, declarations in _RULE.findall(plain):
            if _HIDING.search(declarations) or _TINY.search(declarations):
                yield from (one.strip() for one in selectors.split(",") if _SELECTOR.fullmatch(one.strip()))


def _hides(style: str, node: LexborNode) -> bool:
    # Text of no size may hold runs with a size of their own.
    inner = (found for found in node.css("[style*='font-size']") if found.mem_id != node.mem_id)
    return bool(_HIDING.search(style) or (_TINY.search(style) and next(inner, None) is None))
