"""Huai'an: `nsetpage(current, rows, rows a page, …)`, and page n from 2 is `index_n.html`."""

from __future__ import annotations

import re

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import File, file_of

_CALL = re.compile(r"nsetpage\(\s*[\"']?(\d{1,9})[\"']?\s*,\s*[\"']?(\d{1,9})[\"']?\s*,\s*[\"']?(\d{1,9})")


def read(page: Page) -> Listing | None:
    """The static list of a page that ends in this call."""
    call = _CALL.search(page.text)
    if call is None:
        return None
    shown, rows, size = (int(number) for number in call.groups())
    names = file_of(page.url) or File("index", "html")
    place = names.number or max(shown, 1)
    url = names.at(page.url, place + 1)
    return Listing(next=Next(url) if url and place * size < rows and size else None, total=rows or None)
