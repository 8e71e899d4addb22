"""Mark-up that a page carries for its scripts to show: in a field, a frame's own source, a script's text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HOLDS_TABLE = re.compile(r"<table\b.*</table", re.IGNORECASE | re.DOTALL)
# A script's strings (ECMA-262 §12.9.4, §12.9.6); quoted ones end with their line.
_STRING = re.compile(r"""(?s)"((?:[^"\\\n]|\\.)*+)"|'((?:[^'\\\n]|\\.)*+)'|`((?:[^`\\]|\\.)*+)`""")
# What kinds of scripts are mark-up.
_MARKUP = re.compile("html|template")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?(\n)|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": ""}
# What is still to be filled in is a template, and no text.
_TEMPLATE = re.compile(r"\{\{|<%|\$\{|\{%")
# What a page does not show of its source, blanks included; with so much more it has a text.
_UNSHOWN = re.compile(r"<(script|style|textarea)\b.*?</\1\s*>|<[^<>]*>|\s+", re.IGNORECASE | re.DOTALL)
_TEXT = 600
_END = re.compile(r"</body\s{0,9}>", re.IGNORECASE)


def with_carried(text: str, tree: LexborHTMLParser, scripts: Sequence[LexborNode]) -> str:
    """The source of a page without tables, with what it carries of tables in a hidden part at its end.

    `tree` is that of the page. Hidden, for the page does not show it as it stands. To a page with a text of
    its own only the tables are added, and what stands between them: the rest may be another page's text.
    """
    if "table" not in text:
        return text
    found = [markup for markup in _carried(tree, scripts) if _HOLDS_TABLE.search(markup)]
    whole = [markup for markup in dict.fromkeys(found) if not _TEMPLATE.search(markup)]
    if not whole:
        return text
    if len(_UNSHOWN.sub("", text)) >= _TEXT:
        whole = [held[0] for markup in whole if (held := _HOLDS_TABLE.search(markup))]
    parts = "".join(f"<div hidden>{_balanced(markup)}</div>" for markup in whole)
    place = max((end.start() for end in _END.finditer(text)), default=len(text))
    return f"{text[:place]}{parts}{text[place:]}"


def _carried(tree: LexborHTMLParser, scripts: Sequence[LexborNode]) -> Iterator[str]:
    for node in tree.css("textarea, iframe[srcdoc]"):
        yield (node.attributes.get("srcdoc") or "" if node.tag == "iframe" else node.text(deep=True))
    for script in scripts:
        source = script.text(deep=True)
        if "table" not in source:
            continue
        if _MARKUP.search(script.attributes.get("type") or ""):
            yield source
        else:
            yield from map(_said, _STRING.findall(source))


def _said(groups: tuple[str, str, str]) -> str:
    """The text of a string, its mark-up written as such."""
    text = _ESCAPE.sub(_unescaped, "".join(groups)) if "table" in "".join(groups) else ""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html.unescape(text) if "&lt;table" in text and "<table" not in text else text


def _unescaped(found: re.Match[str]) -> str:
    four, two, line, one = found.groups()
    if four or two:
        return chr(int(four or two, 16))
    return "" if line else _PLAIN.get(one, one)


def _balanced(markup: str) -> str:
    """The mark-up with every element closed, so that none ends the part around it."""
    body = LexborHTMLParser(markup).body
    inside = body.html or "" if body is not None else ""
    return inside.removeprefix("<body>").removesuffix("</body>")
