"""Rows that a page holds otherwise than as links: arrays of its scripts, templates, hidden text."""

from __future__ import annotations

import json
import re
from itertools import islice

from extractors.crawl.page import Link, Page, links_of, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import parsed, quoted
from extractors.families.jsonlist import rows_of

_ARRAY = re.compile(r"[=(:]\s*(?=\[\s*\{\s*[\"'A-Za-z_])")
# A feed in a script: the title of an entry, then its address.
_ITEM = re.compile(
    r"<title>\s*+(?:<!\[CDATA\[)?([^<\]]{2,200})(?:\]\]>)?\s*</title>\s*"
    r"<(?:link|url|href)>\s*(?:<!\[CDATA\[)?([^<\]\s]{1,400})"
)
_MOST_ARRAYS = 5
_LONGEST = 1_000_000  # characters of an array
_MARKS = ("<textarea", "text/template", "text/plain", 'type="text/html"', "type='text/html'")
_HELD = "textarea, script[type='text/html' i], script[type='text/template' i], script[type='text/plain' i]"


def rows(page: Page) -> tuple[Link, ...]:
    """The links of such rows. Nothing is executed; placeholders of templates are no addresses."""
    if not page.html:
        return ()
    held = (*_arrays(page), *_markup(page), *_items(page))
    return tuple(link for link in held if "{" not in link.url)


def _arrays(page: Page) -> list[Link]:
    """The entries of arrays that are written as JSON, or as scripts write it."""
    links: list[Link] = []
    for start in islice(_ARRAY.finditer(page.text), _MOST_ARRAYS):
        text = page.text[start.end() : start.end() + _LONGEST]
        written = text if text.lstrip("[ \t\r\n{").startswith('"') else quoted(text)
        try:
            _, end = json.JSONDecoder().raw_decode(written)
        except (ValueError, RecursionError):
            continue
        links += rows_of(page, parsed(written[:end]))
    return links


def _items(page: Page) -> list[Link]:
    """The entries of a feed."""
    found = _ITEM.findall(page.text) if "</title>" in page.text else []
    resolved = ((title, resolve(page.base, address)) for title, address in found)
    return [Link(url, squeeze(title)) for title, url in resolved if url]


def _markup(page: Page) -> list[Link]:
    if not any(mark in page.text for mark in _MARKS):
        return []
    held = (node.text() for node in page.tree.css(_HELD))
    return [link for markup in held if "<a" in markup.lower() for link in links_of(markup, page.base)]
