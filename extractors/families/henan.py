"""Henan's `/sitesources/<site>/page_pc/…/list1.html`: an attribute `num` tells how many there are."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.crawl.links import attribute
from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.data import number
from extractors.families.listing import Listing, Next

_LIST = re.compile(r"/(?:(?:index|list(\d{1,4})?)\.html)?$")


def read(page: Page) -> Listing | None:
    """A column page, told by its table of articles."""
    own = _LIST.search(urlsplit(page.url).path)
    if not page.html or own is None or "articleListTable" not in page.text:
        return None
    table = page.tree.css_first("#articleListTable")
    pages = number(attribute(table, "num")) if table else 0
    place = number(own[1]) or 1
    url = resolve(page.url, f"list{place + 1}.html")
    return Listing((), Next(url) if url and place < pages else None, pages=pages or None)
