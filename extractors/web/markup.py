"""A parsed page written out again, as the parser repaired it: tags in small letters, every element closed.

Walking over the parser's nodes costs a call for each; written out at once and split at its tags, a page is
read several times faster. What a node looks like is written on it first, so that its tag tells (`mark`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

# No page can have an attribute of this name: it ends the name in a tag.
MARK = "/"
_MARKED = f' {MARK}="'
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ODD = re.compile("<(?:template|xmp|plaintext|iframe|noembed|noframes)")
# A link within the page may be the mark of a note; where any other leads to tells nothing of its text, and a
# page's menus are hundreds of links that differ in nothing else.
_LINK = re.compile(r'<a(?: (?:href="(?!#)|target="|title=")[^"]*+")++>')
_TABLE = re.compile(r"table(?=[ >])")
# In place of a table without tables inside; attributes of real tags are written with their values.
TABLE = "table #"
# In place of a menu's lines.
MENU = "menu #"


def mark(nodes: Mapping[str, Iterable[LexborNode]]) -> None:
    """Write letters on nodes, beside those already there: their tags written out will tell them (`marks`)."""
    letters: dict[int, str] = {}
    found: dict[int, LexborNode] = {}
    for letter, marked in nodes.items():
        for node in marked:
            name = node.mem_id
            found[name] = node
            letters[name] = letters.get(name, "") + letter
    for name, node in found.items():
        node.attrs[MARK] = (node.attributes.get(MARK) or "") + letters[name]


def marks(tag: str) -> str:
    """The letters that `mark` wrote on the node of a tag."""
    return tag.rpartition(_MARKED)[2][:-1] if _MARKED in tag else ""


class Nodes(NamedTuple):
    """What is looked for in a page's tree: scripts and styles, whose text is written out as it is, meta tags
    that have a name, and tables."""

    scripts: list[LexborNode]
    styles: list[LexborNode]
    metas: list[LexborNode]
    tables: list[LexborNode]


def nodes_of(tree: LexborHTMLParser) -> Nodes:
    """All of them in one walk over the tree, which takes longer than what is found in it."""
    found: dict[str | None, list[LexborNode]] = {"script": [], "style": [], "meta": [], "table": []}
    for node in tree.css("script, style, meta[name], table"):
        found[node.tag].append(node)
    return Nodes(*found.values())


def written_out(tree: LexborHTMLParser, raw: Iterable[LexborNode]) -> str:
    """The mark-up of a page's body; empty where there is none. The tree loses what is `raw`.

    Blanks that do not break are plain characters, comments empty tags `<!>` and most links just `<a>`: `<`
    begins a tag and `>` ends one, and neither stands anywhere else.
    """
    body = tree.body
    if body is None:
        return ""
    _empty(raw)
    text = _with_plain_links(body)
    if _ODD.search(text):
        _without_odd(tree)
        text = _with_plain_links(body)
    if "<!--" in text:
        text = _COMMENT.sub("<!>", text)
    if text.count("<") != text.count(">"):
        # A broken page may have the sign in the name of a tag or an attribute.
        text = re.sub(r"<[^>]*", lambda tag: "<" + tag[0].replace("<", ""), text)
    return text.replace("&nbsp;", "\xa0")


def _with_plain_links(body: LexborNode) -> str:
    return _LINK.sub("<a>", body.html or "")


def _empty(nodes: Iterable[LexborNode]) -> None:
    """Take out what is in the nodes; they stay, for the texts on their two sides are not one."""
    for node in nodes:
        while node.first_child is not None:
            node.first_child.decompose()


def _without_odd(tree: LexborHTMLParser) -> None:
    """Take out what is no part of the page, and write raw text that is shown as any other."""
    _empty(tree.css("iframe, noembed, noframes"))
    for node in tree.css("template"):
        node.decompose()
    for node in tree.css("xmp, plaintext"):
        shown = tree.create_node("pre")
        shown.insert_child(node.text(deep=True))
        node.replace_with(shown)


def without_tables(text: str) -> tuple[str, list[str]]:
    """The mark-up with a tag `table #N` in place of each table that holds no other, and these tables."""
    outside: list[str] = []
    tables: list[str] = []
    last, opened = 0, None
    for name in _TABLE.finditer(text):
        start, end = name.span()
        if text.startswith("<", start - 1):
            opened = start - 1
        elif opened is not None and text.startswith("</", start - 2):
            outside += (text[last:opened], f"<{TABLE}{len(tables)}>")
            tables.append(text[opened : start - 2])
            last, opened = end + 1, None
    return "".join((*outside, text[last:])), tables


def name_of(tag: str) -> str:
    """The name of a tag, with a slash before it where it closes."""
    return tag.partition(" ")[0]


def attribute(tag: str, name: str) -> str | None:
    """The value of an attribute of a tag, null where it has none of the name."""
    start = tag.find(f' {name}="')
    if start < 0:
        return None
    start += len(name) + 3
    return plain(tag[start : tag.index('"', start)])


def plain(text: str) -> str:
    """Text without entities."""
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return text
