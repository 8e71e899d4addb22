"""The platform of Xi'an and its neighbours: page N of a column is `N.html`, the first one `1.html`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next
from extractors.families.paging import declared_pages

_PAGE = re.compile(r"/([1-9]\d{0,2})\.html$")
_ARTICLE = re.compile(r"/(?:[0-9a-f]{24}|\d{19})\.html$")


def read(page: Page) -> Listing | None:
    """A column page, told by its number and by articles named with 24 hexadecimal or 19 decimal digits."""
    own = _PAGE.search(urlsplit(page.url).path)
    if not page.html or own is None or not any(_ARTICLE.search(link.url) for link in page.links):
        return None
    place, pages = int(own[1]), declared_pages(page.text)
    url = resolve(page.url, f"{place + 1}.html")
    more = url is not None and (pages is None or place < pages)
    return Listing((), Next(url, guessed=pages is None) if url and more else None, pages=pages)
