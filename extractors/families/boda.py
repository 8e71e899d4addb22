"""博达 VSB: reversed paging. Of T pages, page P is `<column>/{T-P+1}.htm`; the first is `<column>.htm`."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next

_PAGER = re.compile(r"共\s*(\d+)\s*条(?:\s|&nbsp;|<[^>]*>)*(\d+)\s*/\s*(\d+)")
_NUMBERED = re.compile(r"/\d+\.htm$")
_COLUMN = re.compile(r"/([\w-]+)\.htm$")


def read(page: Page) -> Listing | None:
    """A 博达 list, told by its pager (`共1432条 1/144`) and its `.htm` address."""
    pager = _PAGER.search(page.text)
    column = _COLUMN.search(page.url)
    if pager is None or column is None:
        return None
    rows, current, pages = (int(number) for number in pager.groups())
    if current >= pages:
        return Listing(total=rows)
    folder = "" if _NUMBERED.search(page.url) and current > 1 else f"{column[1]}/"
    return Listing(next=Next(urljoin(page.url, f"{folder}{pages - current}.htm")), total=rows)
