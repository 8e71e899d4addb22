"""How deep a page's elements stand in one another: a parser's time grows with the square of it."""

from __future__ import annotations

import re
from collections import Counter

from extractors.document import UnreadableError

# Browsers keep 512; real pages have some tens, those with tags never closed some hundreds.
_DEEPEST = 5000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that never hold another, or that the next of their kind ends.
_FLAT = frozenset({
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "th", "tr", "track", "wbr",
})  # fmt: skip


def check_depth(text: str) -> None:
    """Raise UnreadableError where elements of one kind stand deeper in one another than on any page."""
    # Without so many opening tags nothing can stand so deep; this is told many times faster.
    tags = text.count("<")
    if tags <= _DEEPEST or tags - text.count("</") <= _DEEPEST:
        return
    depth: Counter[str] = Counter()
    for closes, name in _TAG.findall(text):
        tag = name.lower()
        if closes:
            depth[tag] = max(depth[tag] - 1, 0)
        elif tag not in _FLAT:
            depth[tag] += 1
            if depth[tag] > _DEEPEST:
                raise UnreadableError(f"more than {_DEEPEST} <{tag}> elements stand in one another")
