"""Any list with a link to its next page."""

from __future__ import annotations

import re

from bs4.element import Tag

from extractors.crawl.page import Page, squeeze
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next

NEXT = re.compile(r"(下一?页|后一?页|next(page)?)[›»>→]*|[›>→]", re.IGNORECASE)
# A constant address in a script beside the link, as JEECMS writes it.
_CONSTANT = re.compile(r"""location(?:\.href)?\s*=\s*["']([^"'+]+)["']\s*;?\s*$""")


def read(page: Page) -> Listing | None:
    """The list that the page's next link goes on with; scripts count where they name a constant address."""
    if not page.html:
        return None
    for tag in page.soup.find_all(["a", "link", "button"]):
        if is_next(tag):
            url = _target(tag, page.base)
            if url is not None and url != page.url:
                return Listing(next=Next(url))
    return None


def is_next(tag: Tag) -> bool:
    """Whether an element says that it leads to the next page."""
    if "next" in (tag.get("rel") or ()):
        return True
    text = squeeze(tag.get_text()) or squeeze(str(tag.get("title") or ""))
    return tag.name != "link" and bool(text) and NEXT.fullmatch(text) is not None


def _target(tag: Tag, base: str) -> str | None:
    href = str(tag.get("href") or "")
    scripted = _CONSTANT.search(str(tag.get("onclick") or "")) or (
        _CONSTANT.search(href) if href.lower().startswith("javascript:") else None
    )
    return resolve(base, scripted[1] if scripted else href)
