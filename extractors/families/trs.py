"""TRS WCM (拓尔思): `createPageHTML(pages, current, "index", "html")` from 0: `index_1` is page two."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next

_NAMES = r"""\s*["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ext>[a-z]+)["']"""
_CALLS = (
    re.compile(r"createPage(?:HTML)?\(\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*," + _NAMES),
    # With the number of records in front (Beijing).
    re.compile(r"createPage(?:HTML)?\(\s*\d+\s*,\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*," + _NAMES),
)
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_NAME = re.compile(r"(?P<stem>[\w-]+?)(?:_(?P<number>\d{1,3}))?\.(?P<ext>s?html?)$")


def read(page: Page) -> Listing | None:
    """The list page of a TRS site; the next page stays in the same folder."""
    for pattern in _CALLS:
        if call := pattern.search(page.text):
            pages, current = int(call["pages"]), int(call["current"])
            return _listing(page, pages, current, call["stem"], call["ext"])
    if count := _COUNT.search(page.text):
        shown = _CURRENT.search(page.text)
        name = _NAME.search(urlsplit(page.url).path)
        stem, ext = (name["stem"], name["ext"]) if name else ("index", "html")
        return _listing(page, int(count[1]), int(shown[1]) if shown else 0, stem, ext)
    return None


def _listing(page: Page, pages: int, current: int, stem: str, ext: str) -> Listing:
    # Copied templates print a wrong current page, so the address is asked first.
    name = _NAME.search(urlsplit(page.url).path)
    if name and name["number"] and name["stem"] == stem:
        current = int(name["number"])
    if current + 1 >= pages:
        return Listing()
    return Listing(next=Next(urljoin(page.url, f"{stem}_{current + 1}.{ext}")))
