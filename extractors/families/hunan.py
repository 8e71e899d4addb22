"""Hunan's numeric paths: `/6790/6791/default.htm`, then `default_2.htm`; the script checks `num>12`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import File, file_of

_COLUMN = re.compile(r"/\d+/(?:(?:default|index)(?:_\d+)?\.html?)?$")
_PAGES = re.compile(r"\bnum\s*>\s*(\d{1,9})\b")
_STEM = re.compile(r"""["'/](default|index)_""")


def read(page: Page) -> Listing | None:
    """A column page, told by its path and the number of pages in its script."""
    if not page.html or not _COLUMN.search(urlsplit(page.url).path):
        return None
    pages = _PAGES.search(page.text)
    if pages is None:
        return None
    stem = _STEM.search(page.text)
    names = file_of(page.url) or File(stem[1] if stem else "index", "htm")
    place = names.number or 1
    url = names.at(page.url, place + 1)
    return Listing((), Next(url) if url and place < int(pages[1]) else None, pages=int(pages[1]))
