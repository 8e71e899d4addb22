"""The rules of a page's own style sheets. Those of other addresses are not fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

# From where a selector can begin: a long text without a rule is looked through once.
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_ON_SCREEN = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:screen|all)|supports\b[^{};]*|layer\b[^{};]*)\s*"
    r"\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}",
    re.I,
)
# Rules for printers and narrow screens are not those of the page as it is read.
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
# What a pointer does to an element, or what is put beside it, is not the page as it is read.
_STATES = re.compile(r":(?!(?:first|last|nth|only)-|not\(|is\(|where\()", re.I)
# Text that a style puts before or behind an element's own.
_WRITTEN = re.compile(r"::?(?:before|after)$", re.I)
_NAMES = re.compile(r"#[\w-]+")
_CLASSES = re.compile(r"\.[\w-]+|\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?")
_TAGS = re.compile(r"(?<![\w.#:\[-])[a-z][a-z0-9]*", re.I)
# So many rules on what is shown no page has; a page made to be slow may.
_MOST_RULES = 2000
# Sheets of so many characters are not kept in mind with their rules.
_KEPT = 100_000
# Specificity and order: the greater wins (CSS Cascade 4, 6.4).
Rank = tuple[tuple[int, ...], int]
Test = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector and its declarations, in small letters without blanks."""

    rank: Rank
    selector: str
    says: str


def compact(text: str) -> str:
    """Declarations in small letters without blanks and comments, as the tests of this package want them."""
    return "".join((_COMMENT.sub("", text) if "/*" in text else text).split()).lower()


def sheets_of(styles: Sequence[LexborNode]) -> list[str]:
    """A page's style sheets, without comments and what is not for screens."""
    texts = (_COMMENT.sub("", node.text() or "") for node in styles)
    return [_AT_RULE.sub("", _ON_SCREEN.sub(r"\1", text)) for text in texts]


def rules_of(sheets: Sequence[str], wanted: Test, written: bool = False) -> tuple[Rule, ...]:
    """The rules whose declarations are `wanted`, one a selector: of elements, or of what they write there."""
    if sum(map(len, sheets)) > _KEPT:
        return tuple(_rules(sheets, wanted, written))
    return _kept(tuple(sheets), wanted, written)


# The pages of a site share their style sheets.
@lru_cache(maxsize=32)
def _kept(sheets: tuple[str, ...], wanted: Test, written: bool) -> tuple[Rule, ...]:
    return tuple(_rules(sheets, wanted, written))


def _rules(sheets: Sequence[str], wanted: Test, written: bool) -> Iterator[Rule]:
    found = chain.from_iterable(_RULE.findall(sheet) for sheet in sheets)
    said = ((selectors, compact(says)) for selectors, says in found)
    pairs = ((one.strip(), says) for selectors, says in said if wanted(says) for one in _parts(selectors))
    for order, (selector, says) in enumerate(islice(pairs, _MOST_RULES)):
        element = _WRITTEN.sub("", selector) if written else selector
        if element and not _STATES.search(element) and (not written or element != selector):
            yield Rule((_specificity(element), order), element, says)


def _parts(selectors: str) -> list[str]:
    """The selectors of a list; commas in brackets part none."""
    return re.split(r",(?![^(]*\))", selectors)


def _specificity(selector: str) -> tuple[int, ...]:
    return tuple(len(kind.findall(selector)) for kind in (_NAMES, _CLASSES, _TAGS))


# Finds the nodes that a selector means; none for one that is broken or newer than the parser.
Matching = Callable[[str], Sequence[LexborNode]]


def whole(tree: LexborHTMLParser) -> Matching:
    """What finds the nodes of a page."""
    return cache(lambda selector: tuple(_matching(tree.css, selector)))


def inside(tables: Sequence[LexborNode]) -> Matching:
    """What finds the tables and the nodes in them."""

    @cache
    def find(selector: str) -> Sequence[LexborNode]:
        return tuple(node for table in tables for node in _matching(table.css, selector))

    return find


def outermost(tables: Sequence[LexborNode]) -> list[LexborNode]:
    """Those of a page's tables that stand in no other: what is in these is looked through once, however deep
    it is."""
    # Whether a node is a table or stands in one.
    inside = dict.fromkeys((table.mem_id for table in tables), True)
    outermost = []
    for table in tables:
        passed, around = [], table.parent
        while around is not None and around.mem_id not in inside:
            passed.append(around.mem_id)
            around = around.parent
        inner = around is not None and inside[around.mem_id]
        inside.update(dict.fromkeys(passed, inner))
        if not inner:
            outermost.append(table)
    return outermost


def touched(tables: Sequence[LexborNode], rules: Sequence[Rule]) -> bool:
    """Whether some rule may mean a table or a node in one: one question for all of them."""
    several = ", ".join(rule.selector for rule in rules)
    try:
        return bool(rules) and any(table.css_first(several) for table in tables)
    except SelectolaxError:
        return True


def _matching(css: Callable[[str], list[LexborNode]], selector: str) -> list[LexborNode]:
    try:
        return css(selector)
    except SelectolaxError:
        return []


def affected(find: Matching, rules: Sequence[Rule], does: Test, undoes: Test) -> dict[int, LexborNode]:
    """The nodes, by `mem_id`, for which a rule `does` and no stronger or later one `undoes`.

    A style of the node's own is stronger than any rule.
    """
    doing = [rule for rule in rules if does(rule.says)]
    found: dict[int, tuple[Rank, LexborNode]] = {}
    for rule in doing:
        for node in find(rule.selector):
            if node.mem_id not in found or found[node.mem_id][0] < rule.rank:
                found[node.mem_id] = (rule.rank, node)
    if not found:
        return {}
    weakest = min((rank for rank, _ in found.values()))
    for rule in rules:
        if rule.rank < weakest or does(rule.says) or not undoes(rule.says):
            continue
        for node in find(rule.selector):
            if node.mem_id in found and found[node.mem_id][0] < rule.rank:
                del found[node.mem_id]
    return {name: node for name, (_, node) in found.items() if not _undone(node, does, undoes)}


def _undone(node: LexborNode, does: Test, undoes: Test) -> bool:
    own = compact(node.attributes.get("style") or "")
    return bool(own and undoes(own) and not does(own))
