"""Lists whose pager has only numbers: `page_2.html` (Openness), `News2_2.html`, `list3.html`, `2.html`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import folder
from extractors.families.listing import Listing, Next

_FILE = re.compile(r"/(?P<stem>[^/]*?)(?P<number>\d{1,3})(?P<end>\.[a-z]{2,5})$")
# The first page is no next one, and its file is often called otherwise.
_LABEL = re.compile(r"[2-9]|[1-9]\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A link of the pager: its label, and the parts of its file's name."""

    url: str
    label: int
    number: int
    name: tuple[str, str]


def read(page: Page) -> Listing | None:
    """The list that goes on with the link that is labelled with the next number."""
    if not page.html:
        return None
    links = [
        _Numbered(link.url, int(link.text), int(found["number"]), (found["stem"], found["end"]))
        for link in page.links
        if _LABEL.fullmatch(link.text)
        and folder(link.url) == folder(page.url)
        and (found := _FILE.search(urlsplit(link.url).path))
    ]
    # Years and days are numbered links as well, but not numbered by their place in a list.
    apart = {link.label - link.number for link in links}
    if len(apart) != 1 or len({link.name for link in links}) != 1 or not apart <= {0, 1}:
        return None
    own = _FILE.search(urlsplit(page.url).path)
    counted = own is not None and (own["stem"], own["end"]) == links[0].name
    place = int(own["number"]) + apart.pop() if own and counted else 1
    onward = next((link.url for link in links if link.label == place + 1), None)
    return Listing(next=Next(onward) if onward else None)
