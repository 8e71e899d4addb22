"""Columns whose rows stand in a JSON file beside the page, as on www.gov.cn: `./ZUIXINZHENGCE.json`."""

from __future__ import annotations

import re

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next

_CALL = re.compile(
    r"""(?:getJSON\(|fetch\(|\burl["']?\s*[:=]|\bget\()\s*["']([^"'\s?]+\.json)(?:\?[^"']*)?["']""",
    re.IGNORECASE,
)
_MOST = 3


def read(page: Page) -> Listing | None:
    """The column page, with the file that its script loads; of several the first that holds rows."""
    if not page.html or ".json" not in page.text:
        return None
    script = "\n".join(node.text() for node in page.tree.css("script"))
    found = (resolve(page.base, call) for call in _CALL.findall(script))
    files = list(dict.fromkeys(url for url in found if url))[:_MOST]
    return Listing(next=Next(files[0], guessed=True, otherwise=tuple(files[1:]))) if files else None
