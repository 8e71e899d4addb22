"""List rows that a script writes: `document.writeln("<li><a href='" + url + "'>" + title + "</a></li>")`."""

from __future__ import annotations

import re

from extractors.crawl.page import Link, Page, links_of

_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
# A string, a number or a name; what a method makes of a name (`title.substr(0, 20)`) counts as the name.
_TERM = rf"(?:{_STRING}|[\w$]+(?:\.\w+\([^()\n]*\))?)"
_SUM = rf"{_TERM}(?:\s*\+\s*{_TERM})*"
_STATEMENT = re.compile(
    rf"(?<![\w$])(?P<name>[A-Za-z_$][\w$]*+)\s*+(?P<more>\+?)=(?!=)\s*(?P<value>{_SUM})(?=\s*[;,\n]|\s*$)"
    rf"|document\.write(?:ln)?\(\s*(?P<shown>{_SUM})\s*\)"
)
_TERMS = re.compile(_TERM)
_LONGEST = 1_000_000  # characters of a page
_MARKS = ("document.write", "+= '<", "+='<", '+= "<', '+="<')
_ESCAPE = re.compile(r"\\(.)")


def rows(page: Page) -> tuple[Link, ...]:
    """The links of what the page's scripts write. Nothing is executed, constants are put together."""
    if not page.html or not any(mark in page.text for mark in _MARKS):
        return ()
    known: dict[str, str] = {}
    shown: list[str] = []
    for found in _STATEMENT.finditer(page.text, 0, _LONGEST):
        value = _constant(found["value"] or found["shown"], known)
        if found["shown"]:
            shown.append(value)
        else:
            known[found["name"]] = known.get(found["name"], "") + value if found["more"] else value
    # What a script has put together piece by piece it shows in one way or another.
    shown += [value for value in known.values() if "<a" in value]
    return links_of("\n".join(shown), page.base)


def _constant(sum_: str, known: dict[str, str]) -> str:
    """The text of strings and of names whose value is known; other names give nothing."""
    return "".join(_value(term, known) for term in _TERMS.findall(sum_))


def _value(term: str, known: dict[str, str]) -> str:
    if term[0] in "\"'":
        return _ESCAPE.sub(r"\1", term[1:-1])
    return known.get(term.partition(".")[0], "")
