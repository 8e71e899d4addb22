"""Lists as JSON, read with the care that other people's data need."""

from __future__ import annotations

import json
from typing import Any

from extractors.crawl.page import Page

_DIGITS = 9  # no list has a thousand million entries


def json_list(page: Page, *names: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The entries below `names` of a JSON reply and the object that holds them; None if it is another."""
    try:
        value = json.loads(page.text)
    except (ValueError, RecursionError):
        return None
    for name in names:
        holder = value
        value = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(value, list):
        return None
    return holder, [entry for entry in value if isinstance(entry, dict)]


def number(value: object, default: int = 0) -> int:
    """A count from a reply or an address; `default` when it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else default
