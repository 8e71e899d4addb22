"""Shanghai's districts: `.pagination({totalPage: N})`, and page n from 2 is `index_n.html`."""

from __future__ import annotations

import re

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import File, file_of

_CALL = re.compile(r"\.pagination\(\s*\{[^}]{0,400}?\btotalPage[\"']?\s*:\s*[\"']?(\d{1,9})\b")


def read(page: Page) -> Listing | None:
    """The static list of a page whose script draws the page numbers."""
    call = _CALL.search(page.text)
    if call is None:
        return None
    names = file_of(page.url) or File("index", "html")
    place = names.number or 1
    url = names.at(page.url, place + 1)
    return Listing((), Next(url) if url and place < int(call[1]) else None, pages=int(call[1]))
