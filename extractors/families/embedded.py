"""Rows that a page holds otherwise than as links: arrays of its scripts, templates, hidden text."""

from __future__ import annotations

import json
import re

from extractors.crawl.page import Link, Page, links_of
from extractors.families.data import parsed
from extractors.families.jsonlist import rows_of

_ARRAY = re.compile(r"[=(:]\s*(?=\[\s*\{\s*\")")
_MOST_ARRAYS = 5
_MARKS = ("<textarea", "text/template", "text/plain", 'type="text/html"', "type='text/html'")
_HELD = "textarea, script[type='text/html' i], script[type='text/template' i], script[type='text/plain' i]"


def rows(page: Page) -> tuple[Link, ...]:
    """The links of such rows. Nothing is executed; placeholders of templates are no addresses."""
    if not page.html:
        return ()
    held = (*_arrays(page), *_markup(page))
    return tuple(link for link in held if "{" not in link.url)


def _arrays(page: Page) -> list[Link]:
    """The entries of arrays that are written as JSON."""
    found = list(_ARRAY.finditer(page.text))[:_MOST_ARRAYS] if '"' in page.text else []
    links: list[Link] = []
    for start in found:
        try:
            _, end = json.JSONDecoder().raw_decode(page.text, start.end())
        except (ValueError, RecursionError):
            continue
        links += rows_of(page, parsed(page.text[start.end() : end]))
    return links


def _markup(page: Page) -> list[Link]:
    if not any(mark in page.text for mark in _MARKS):
        return []
    held = (node.text() for node in page.tree.css(_HELD))
    return [link for markup in held if "<a" in markup.lower() for link in links_of(markup, page.base)]
