"""JEECMS: `index.jhtml`, from its second page on `index_2.jhtml`; dynamic lists `x.jspx?pageNo=2`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import declared_pages, file_of, numbered_parameter, with_parameter

# How its template writes the jump to a page, where it prints no number of pages.
_JUMP = re.compile(r"""["'][\w-]+_["']\s*\+\s*this\.value\s*\+\s*["']\.jhtml["']""")


def read(page: Page) -> Listing | None:
    """A list page, told by its ending and a pager; articles are `12345.jhtml`."""
    names = file_of(page.url)
    if not page.html or names is None or names.ext not in ("jhtml", "jspx"):
        return None
    pages = declared_pages(page.text)
    if pages is None and not _JUMP.search(page.text):
        return None
    if names.ext == "jspx":
        return _dynamic(page, pages or 0)
    place = names.number or 1  # `index_1` is the first page again
    url = names.at(page.url, place + 1)
    more = url is not None and (pages is None or place < pages)
    return Listing((), Next(url, guessed=pages is None) if url and more else None, pages=pages)


def _dynamic(page: Page, pages: int) -> Listing:
    parts = urlsplit(page.url)
    name, place = numbered_parameter(parts.query) or ("pageNo", 1)
    if place >= pages:
        return Listing()
    return Listing(next=Next(urlunsplit(parts._replace(query=with_parameter(parts.query, name, place + 1)))))
