"""Lists whose pager has only numbers: `page_2.html` (Openness), `News2_2.html`, `2.html`, `page/2/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from extractors.crawl.page import Link, Page
from extractors.crawl.urls import folder
from extractors.families.listing import Listing, Next
from extractors.families.paging import place_of

_PATH = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,3})(?P<end>\.[a-z]{2,5}|/)$")
_MOST = 999


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A link of the pager: its label, and the parts of its address."""

    url: str
    label: int
    number: int
    name: tuple[str, str]


def read(page: Page) -> Listing | None:
    """The list that goes on with the link, or the choice of a menu, that is labelled with the next number."""
    if not page.html:
        return None
    links = [found for link in (*page.links, *page.options) if (found := _numbered(link, page)) is not None]
    # Years and days are numbered links as well, but not numbered by their place in a list.
    apart = {link.label - link.number for link in links}
    if len(apart) != 1 or len({link.name for link in links}) != 1 or not apart <= {0, 1}:
        return None
    own = _PATH.match(urlsplit(page.url).path)
    counted = own is not None and (own["stem"], own["end"]) == links[0].name
    place = int(own["number"]) + apart.pop() if own and counted else 1
    onward = next((link.url for link in links if link.label == place + 1), None)
    return Listing(next=Next(onward) if onward else None)


def _numbered(link: Link, page: Page) -> _Numbered | None:
    """A link of the list's own folder or below it, or in the page's own place; none to the first page."""
    label = place_of(link.text)
    if label is None or not 1 < label <= _MOST:
        return None
    found = _PATH.match(urlsplit(link.url).path)
    own = _PATH.match(urlsplit(page.url).path)
    if found is None:
        return None
    name = (found["stem"], found["end"])
    if folder(link.url) != folder(page.url) and not (
        found["end"] == "/"
        and (link.url.startswith(folder(page.url)) or (own and (own["stem"], own["end"]) == name))
    ):
        return None
    return _Numbered(link.url, label, int(found["number"]), name)
