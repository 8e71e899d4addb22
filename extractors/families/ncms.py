"""n-CMS: columns `/n123/n456/index.html`, further pages `index_<page id>_N.html` in either order."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import File, declared_pages, file_of

_COLUMN = re.compile(r"/n\d+/(?:index(?:_\d+_\d+)?\.html)?$")
_OWN_ID = re.compile(r"/index_(\d+)_\d+\.html$")
_ID = re.compile(r"""index_(\d+)_|\bid=["']comp_(\d+)["']""")
_MOST = re.compile(r"\bmaxPageNum_?\d*\s*=\s*[\"']?(\d{1,9})\b")


def read(page: Page) -> Listing | None:
    """A column page with the id of its list.

    Some sites number from the oldest page, so all numbers are asked for from 1 to the declared one; the first
    and the last of them may be the column's own page again, or missing.
    """
    path = urlsplit(page.url).path
    if not page.html or not _COLUMN.search(path):
        return None
    identity = _OWN_ID.search(path) or _ID.search(page.text)
    if identity is None:
        return None
    found = _MOST.search(page.text)
    pages = int(found[1]) if found else declared_pages(page.text)
    if pages is None or pages < 2:
        return None
    names = File(f"index_{identity[1] or identity[2]}", "html")
    own = file_of(page.url)
    place = own.number or 0 if own and own.stem == names.stem else 0
    if place >= pages:
        return Listing()
    url, after = names.at(page.url, place + 1), names.at(page.url, place + 2)
    edge = place == 0 or place + 1 == pages
    others = (after,) if after and place == 0 else ()
    return Listing((), Next(url, guessed=edge, otherwise=others) if url else None, pages=pages)
