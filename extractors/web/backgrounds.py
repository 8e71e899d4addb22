"""Text in white: on a page, unless something darker is known to stand behind it, nobody sees it."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.web.rules import compact, rules_of, whole

# All patterns are for declarations in small letters without blanks.
_WHITE_NAMES = (
    r"(?:#f[b-f]f[b-f]f[b-f]|#fff|white|snow|ivory|hsla?\(\d*,\d*%?,(?:100|9[89])%(?:,[\d.]+)?\)"
    r"|#f[b-f]f[b-f]f[b-f][0-9a-f]{2}|#ffff|rgba?\((?:25[0-5],?|100%,?){3}(?:,[\d.]+|/[\d.]+%?)?\))"
)
_WHITE = re.compile(rf"(?<!-)color:{_WHITE_NAMES}(?=[;\"'}}!]|$)")
_COLOR = re.compile(r"(?<!-)color:")
_BACKGROUND = re.compile(r"background(?:-color|-image)?:([^;]+)")
_NOTHING = re.compile(r"(?:none|transparent|inherit|initial|unset)\b")
_ALL_WHITE = re.compile(rf"{_WHITE_NAMES}(?:!important)?")


@lru_cache(maxsize=4096)
def is_white(says: str) -> bool:
    """Whether declarations make text white, or so nearly that nobody sees it on white."""
    return _WHITE.search(says) is not None


def says_color(says: str) -> bool:
    """Whether declarations say the colour of text."""
    return _COLOR.search(says) is not None


def on_white(tree: LexborHTMLParser, sheets: list[str], white: list[LexborNode]) -> list[LexborNode]:
    """Of the nodes in white those behind which no other colour is known to stand."""
    if not white:
        return []
    find = whole(tree)
    shades: dict[int, bool] = {}
    for rule in rules_of(sheets, _says_background):
        shade = _shade(rule.says)
        if shade is not None:
            shades.update((node.mem_id, shade) for node in find(rule.selector))
    return [node for node in white if not _is_shaded(node, shades)]


def _says_background(says: str) -> bool:
    return "background" in says


def _is_shaded(node: LexborNode, shades: dict[int, bool]) -> bool:
    """Whether the nearest background around the node is not white; what is found is added to `shades`."""
    passed = []
    shade: bool | None = None
    around: LexborNode | None = node
    while around is not None and shade is None:
        own = _own_shade(around)
        shade = shades.get(around.mem_id) if own is None else own
        passed.append(around.mem_id)
        around = around.parent
    shades.update(dict.fromkeys(passed, bool(shade)))
    return bool(shade)


def _own_shade(node: LexborNode) -> bool | None:
    attributes = node.attributes
    shade = _shade(compact(attributes.get("style") or ""))
    if shade is None and attributes.get("background"):
        return True
    color = attributes.get("bgcolor")
    return not _ALL_WHITE.fullmatch(compact(color)) if shade is None and color else shade


def _shade(says: str) -> bool | None:
    """Whether declarations put a colour that is not white behind the text; None where they say nothing."""
    shade = None
    for value in _BACKGROUND.findall(says):
        if not _NOTHING.match(value):
            shade = not _ALL_WHITE.fullmatch(value)
    return shade
