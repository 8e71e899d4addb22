"""Text that a page's styles write before or behind an element's own: no text of the page tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extractors.web.rules import Matching, rules_of

# What may be part of a figure; icons are characters of private use, other words and marks none.
_FIGURE = re.compile(r"content:(?:[\"'][^\"']*[\d+\-.%万千百]|attr\(|counter)")
_ESCAPED = re.compile(r"\\([0-9a-f]{1,6})")
# The dot that ends floating boxes has no place.
_NO_PLACE = re.compile(r"display:none|visibility:hidden|(?<![-\w])(?:height|font-size):0|opacity:0(?![.\d])")
_AROUND_CELLS = frozenset({"html", "body", "table", "thead", "tbody", "tfoot", "tr"})


def written_beside(find: Matching, sheets: list[str]) -> Iterator[LexborNode]:
    """The elements beside whose text a rule writes a digit, a sign or what cannot be told (attr, counter)."""
    for rule in rules_of(sheets, _writes, written=True):
        yield from (node for node in find(rule.selector) if node.tag not in _AROUND_CELLS)


def _writes(says: str) -> bool:
    if "content:" not in says or _NO_PLACE.search(says):
        return False
    return _FIGURE.search(_ESCAPED.sub(lambda found: _character(found[1]), says)) is not None


def _character(code: str) -> str:
    point = int(code, 16)
    return chr(point) if point < 0x110000 else ""
