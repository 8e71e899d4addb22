"""Rows that a function of the page's script opens by a number, as `openArt('8841')`, `loadYear(2022)`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborNode

from extractors.crawl.links import attribute, squeeze
from extractors.crawl.page import Link, Page
from extractors.crawl.urls import resolve
from extractors.crawl.words import is_year
from extractors.families.constants import STRING, constant, unquoted

_CALL = re.compile(r"""(?<![\w$])([A-Za-z_$][\w$]*+)\(([^()]{1,200})\)""")
_ARGUMENT = re.compile(r"""\s*(?:["']([\w-]{1,64})["']|(\d{1,20}))\s*""")
_FUNCTION = re.compile(
    r"""(?:function\s+(?P<name>[\w$]{1,60})|(?<![\w$])(?P<set>[\w$]{1,60})\s*[=:]\s*function)\s*\(\s*(?P<names>[\w$,\s]{1,80})\)\s*\{"""
)
_TERM = rf"(?:{STRING}|[\w$]+)"
_OPENS = re.compile(
    r"""(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\(|\bopen\(|\.(?:get|load|post)\("""
    rf"""|\burl["']?\s*[:=])\s*({_TERM}(?:\s*\+\s*{_TERM})+)"""
)
_TERMS = re.compile(_TERM)
_LONGEST = 600  # characters of a function that opens an address
_SHORTEST_TITLE = 4


def rows(page: Page) -> tuple[Link, ...]:
    """The links that such calls lead to. Nothing is executed: constants and arguments are put together."""
    if not page.html or "function" not in page.text:
        return ()
    nodes = [
        (node, call) for node in page.tree.css("[onclick], a[href]") if (call := _call(node)) is not None
    ]
    if not nodes:
        return ()
    script = "\n".join(node.text() for node in page.tree.css("script:not([src])"))
    opening = _functions(script)
    links = (_link(page, node, opening.get(name), values, script) for node, (name, values) in nodes)
    return tuple(dict.fromkeys(link for link in links if link is not None))  # both selectors may fit a node


def _call(node: LexborNode) -> tuple[str, list[str]] | None:
    """The function that a click calls with numbers and names alone, and these."""
    href = attribute(node, "href")
    if href[:1] not in ("", "#") and href[:11].lower() != "javascript:":
        return None
    called = _CALL.search(f"{attribute(node, 'onclick')};{href}")
    if called is None:
        return None
    values = [_ARGUMENT.fullmatch(value) for value in called[2].split(",")]
    known = [value[1] or value[2] for value in values if value is not None]
    return (called[1], known) if len(known) == len(values) else None


def _functions(script: str) -> Mapping[str, tuple[list[str], str]]:
    """By name the functions that open an address: their parameters, and the sum that is the address."""
    found: dict[str, tuple[list[str], str]] = {}
    for start in _FUNCTION.finditer(script):
        opens = _OPENS.search(script[start.end() : start.end() + _LONGEST].partition("function ")[0])
        if opens is not None:
            names = [name.strip() for name in start["names"].split(",")]
            found.setdefault(start["name"] or start["set"], (names, opens[1]))
    return found


def _link(
    page: Page, node: LexborNode, opens: tuple[list[str], str] | None, values: Sequence[str], script: str
) -> Link | None:
    label = squeeze(attribute(node, "title")) or squeeze(node.text())
    if opens is None or not (len(label) >= _SHORTEST_TITLE or is_year(label)):
        return None
    given = dict(zip(opens[0], values, strict=False))
    parts = [_part(term, given, script) for term in _TERMS.findall(opens[1])]
    whole = "".join(part for part in parts if part is not None) if None not in parts else ""
    url = resolve(page.base, whole) if any(name in opens[1] for name in given) else None
    return Link(url, label) if url else None


def _part(term: str, given: Mapping[str, str], script: str) -> str | None:
    if term[0] in "\"'":
        return unquoted(term)
    return given[term] if term in given else constant(term, script)
