"""Constants of a page's scripts put together, as far as they can be without executing anything."""

from __future__ import annotations

import re

from extractors.families.paging import NAMES

STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
# A string, a template, a number, or a name with what is made of it.
_TERM = rf"(?:{STRING}|`[^`\n]*`|[\w$]+(?:\.[\w$]+|\([^()\n]*\))*)"
_SUM = re.compile(rf"(?:{STRING}|`[^`\n]*`)(?:\s*\+\s*{_TERM})*")
_TERMS = re.compile(_TERM)
_PLACE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_ASKED = re.compile(r"(?:^|[?&])([\w.]+)=$")
_ESCAPE = re.compile(r"\\(.)")
_CONSTANT = r"""\b{}["']?\s*=\s*(?:"([^"]*)"|'([^']*)'|(\d+))"""


def unquoted(term: str) -> str:
    """The text of a string as a script writes it."""
    return _ESCAPE.sub(r"\1", term[1:-1])


def constant(name: str, script: str) -> str | None:
    """The value of a number, of true and false, or of a name that a script sets to a constant."""
    if re.fullmatch(r"\d+|true|false", name):
        return name
    found = re.search(_CONSTANT.format(re.escape(name)), script)
    return next((value for value in found.groups() if value is not None), None) if found else None


def folded(script: str) -> str:
    """The script with each sum that is an address or a form written as one string.

    A name without a constant value gives nothing; where the number of a page is asked for, 1.
    """
    return _SUM.sub(lambda found: _folded(found[0], script), script)


def _folded(sum_: str, script: str) -> str:
    text = ""
    for term in _TERMS.findall(sum_):
        if term[0] in "\"'":
            text += unquoted(term)
        elif term[0] == "`":
            for place, part in enumerate(_PLACE.split(term[1:-1])):
                text += _value(part, text, script) if place % 2 else part
        else:
            text += _value(term, text, script)
    plain = not re.search(r"[\"'<>\n\\]", text) and ("=" in text or "/" in text)
    return f'"{text}"' if plain else sum_


def _value(name: str, before: str, script: str) -> str:
    value = constant(name, script)
    asked = _ASKED.search(before)
    paged = asked is not None and asked[1].lower() in NAMES
    return value if value is not None else "1" if paged else ""
