"""Any list with a link to its next page."""

from __future__ import annotations

import re

from bs4.element import Tag

from extractors.crawl.page import Page, squeeze
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next

_NEXT = re.compile(r"(下一?页|后一?页|next(page)?)[›»>→]*|[›>→]", re.IGNORECASE)


def read(page: Page) -> Listing | None:
    """The list that the page's next link goes on with; links that only a script follows do not count."""
    if not page.html:
        return None
    for tag in page.soup.find_all(["a", "link"], href=True):
        if _is_next(tag):
            url = resolve(page.base, str(tag["href"]))
            if url is not None and url != page.url:
                return Listing(next=Next(url))
    return None


def _is_next(tag: Tag) -> bool:
    if "next" in (tag.get("rel") or ()):
        return True
    text = squeeze(tag.get_text()) or squeeze(str(tag.get("title") or ""))
    return tag.name == "a" and bool(text) and _NEXT.fullmatch(text) is not None
