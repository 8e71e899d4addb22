"""Generic probing: a list that shows a pager, but not where it leads, is asked for its next numbered file."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from extractors.crawl.links import attribute
from extractors.crawl.page import Page, squeeze
from extractors.families.listing import Listing, Next
from extractors.families.nextlink import forward_links
from extractors.families.paging import File, declared_pages, file_of

_EXT = re.compile(r"""\bindex\.(s?html?)\b""")
_STATIC = re.compile(r"s?html?")


def read(page: Page) -> Listing | None:
    """The list with a number of pages or a next link that only a script follows.

    Files count from 1 or 2 on: where the first guess is the first page again, or missing, the other is asked.
    """
    if not page.html:
        return None
    pages = declared_pages(page.text)
    if pages is None and not any(_only_scripted(node) for node in forward_links(page)):
        return None
    names = file_of(page.url) or _folder(page)
    if names is None or _STATIC.fullmatch(names.ext) is None:
        return None
    place = names.number or 0
    if pages is not None and (pages < 2 or place >= pages):
        return None
    url = names.at(page.url, place + 1)
    second = names.at(page.url, 2)
    others = (second,) if second and place == 0 else ()
    return Listing((), Next(url, guessed=True, otherwise=others), pages=pages) if url else None


def _only_scripted(node: LexborNode) -> bool:
    if node.tag != "a" or "disabled" in node.attributes or "disabled" in attribute(node, "class").split():
        return False
    href = squeeze(attribute(node, "href")).lower()
    # A bare `#` is how many templates write the dead link of the last page.
    return href.startswith("javascript:") or (href in ("", "#") and "onclick" in node.attributes)


def _folder(page: Page) -> File | None:
    """The file behind a folder's address, with the ending that the page's own links use."""
    if not page.url.endswith("/"):
        return None
    found = _EXT.search(page.text)
    return File("index", found[1] if found else "html")
