"""Constants of a page's scripts put together, as far as they can be without executing anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractors.families.paging import NAMES

STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
# A string, a template, a number, or a name with what is made of it.
_TERM = rf"(?:{STRING}|`[^`\n]*`|[\w$]+(?:\.[\w$]+|\([^()\n]*\))*)"
_SUM = re.compile(rf"(?:{STRING}|`[^`\n]*`)(?:\s*\+\s*{_TERM})*")
_TERMS = re.compile(_TERM)
_PLACE = re.compile(r"\$\{([^{}]*)\}")
_ASKED = re.compile(r"(?:^|[?&])([\w.]+)=$")
_ESCAPE = re.compile(r"\\(.)")
_CONSTANT = re.compile(r"""(?<![\w$])([\w$]++)["']?\s*+=\s*+(?:"([^"\n]*)"|'([^'\n]*)'|(\d+))""")
# The scripts of a list's page are shorter; whatever follows may have been made to hold us up.
_LONGEST = 200_000


def unquoted(term: str) -> str:
    """The text of a string as a script writes it."""
    return _ESCAPE.sub(r"\1", term[1:-1])


def constant(name: str, script: str) -> str | None:
    """The value of a number, of true and false, or of a name that a script sets to a constant."""
    if re.fullmatch(r"\d+|true|false", name):
        return name
    return _constants(script).get(name)


@lru_cache(maxsize=4)
def _constants(script: str) -> Mapping[str, str]:
    """The first constant value of each name that has one."""
    known: dict[str, str] = {}
    for name, *values in _CONSTANT.findall(script):
        known.setdefault(name, next((value for value in values if value), ""))
    return known


@lru_cache(maxsize=4)
def folded(script: str) -> str:
    """The script with each sum that is an address or a form written as one string.

    A name without a constant value gives nothing; where the number of a page is asked for, 1.
    """
    script = script[:_LONGEST]
    return _SUM.sub(lambda found: _folded(found[0], script), script)


def _folded(sum_: str, script: str) -> str:
    text = ""
    for term in _TERMS.findall(sum_):
        if term[0] in "\"'":
            text += unquoted(term)
        elif term[0] == "`":
            for place, part in enumerate(_PLACE.split(term[1:-1])):
                text += _value(part.strip(), text, script) if place % 2 else part
        else:
            text += _value(term, text, script)
    plain = not re.search(r"[\"'<>\n\\]", text) and ("=" in text or "/" in text)
    return f'"{text}"' if plain else sum_


def _value(name: str, before: str, script: str) -> str:
    value = constant(name, script)
    asked = _ASKED.search(before)
    paged = asked is not None and asked[1].lower() in NAMES
    return value if value is not None else "1" if paged else ""
