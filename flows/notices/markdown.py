"""Tables and lines of Markdown in which nothing that a site sent is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_LIMIT = 160


def table(
    head: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()
) -> Iterator[str]:
    """The lines of a table; columns named in `numbers` stand to the right."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "".join(" ---: |" if title in numbers else " --- |" for title in head)
    for row in rows:
        yield "| " + " | ".join(map(plain, row)) + " |"


def plain(value: object) -> str:
    """One line of text without markup; nothing for null, a number as people write it."""
    if value is None:
        return ""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    text = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", text).strip()
    text = text if len(text) <= _LIMIT else text[:_LIMIT] + "…"
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
