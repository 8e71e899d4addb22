"""博达 VSB: reversed paging. Of T pages, page P is `<column>/{T-P+1}.htm`; the first is `<column>.htm`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families import nextlink
from extractors.families.listing import Listing, Next

_BLANK = r"(?:\s|&nbsp;|<[^>]{0,200}>){0,40}"
_PAGER = re.compile(rf"共{_BLANK}(\d{{1,9}}){_BLANK}条{_BLANK}(\d{{1,9}}){_BLANK}/{_BLANK}(\d{{1,9}})(?!\d)")
_NUMBERED = re.compile(r"/(\d+)\.htm$")
_COLUMN = re.compile(r"/([\w-]+)\.htm$")


def read(page: Page) -> Listing | None:
    """A 博达 list, told by its pager (`共1432条 1/144`, each number in a tag or not) and its `.htm` address.

    The page's own link to the next is believed before the pager's numbers: these change with every entry.
    """
    pager = _PAGER.search(page.text) if page.html else None
    column = _COLUMN.search(urlsplit(page.url).path)
    if pager is None or column is None:
        return None
    rows, current, pages = (int(number) for number in pager.groups())
    linked = nextlink.read(page)
    if linked is not None:
        return Listing(next=linked.next, total=rows, pages=pages)
    folder = "" if _NUMBERED.search(column[0]) and current > 1 else f"{column[1]}/"
    url = resolve(page.url, f"{folder}{pages - current}.htm") if current < pages else None
    return Listing(next=Next(url) if url else None, total=rows, pages=pages)
