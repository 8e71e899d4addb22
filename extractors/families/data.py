"""Lists as JSON, read with the care that other people's data need."""

from __future__ import annotations

import json
import re
from typing import Any

from extractors.crawl.page import Page

_DIGITS = 9  # no list has a thousand million entries
_WRITTEN = re.compile(
    r"""\"(?:[^\"\\\n]|\\.)*\"|'(?P<single>(?:[^'\\\n]|\\.)*)'"""
    r"""|(?P<before>[{,]\s*)(?P<name>[A-Za-z_$][\w$]*)\s*:|,\s*(?P<end>[\]}])"""
)
_RECORD = re.compile(r"\s*+<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parsed(text: str) -> Any:
    """The value of a JSON text, None when it is none; halves of characters become `?`."""
    try:
        value = json.loads(text)
        if _SURROGATE.search(text):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return value


def quoted(literal: str) -> str:
    """An object or array of a script as JSON writes it: names in quotes, double ones, no comma at the end."""
    return _WRITTEN.sub(_as_json, literal)


def _as_json(found: re.Match[str]) -> str:
    if found["name"]:
        return f'{found["before"]}"{found["name"]}":'
    if found["single"] is not None:
        return json.dumps(_ESCAPED.sub(r"\1", found["single"]), ensure_ascii=False)
    return found["end"] or found[0]


def json_list(page: Page, *names: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The entries below `names` of a JSON reply and the object that holds them; None if it is another."""
    value = parsed(page.text)
    holder: Any = None
    for name in names:
        holder = value
        value = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(value, list):
        return None
    return holder, [entry for entry in value if isinstance(entry, dict)]


def records(text: str) -> list[str]:
    """What stands in each `<record>` of a store; one that was cut off ends in half a record, left out."""
    found = map(_RECORD.match, text.split("<record>")[1:])
    return [record[1] for record in found if record is not None]


def number(value: object, default: int = 0) -> int:
    """A count from a reply or an address; `default` when it is none."""
    text = str(value) if not isinstance(value, int) or abs(value) < 10**_DIGITS else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else default
