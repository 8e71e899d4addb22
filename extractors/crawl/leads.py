"""What the walk over a site has before it: leads, the lists and searches they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import PurePath
from urllib.parse import urlsplit

from extractors.crawl.exchange import Request
from extractors.crawl.page import Page
from extractors.crawl.urls import folder
from extractors.families import Listing, Next


class Kind(IntEnum):
    """What a link is taken for; the smaller is fetched first."""

    REPORT = 0
    COLUMN = 1
    NEXT = 2
    YEAR = 3
    BODY = 4
    PLATFORM = 5
    BODIES = 6


ROLES = {Kind.REPORT: "report", Kind.COLUMN: "list", Kind.NEXT: "list", Kind.YEAR: "list", Kind.BODY: "list"}


@dataclass(slots=True)
class Chain:
    """The pages of one list. `seen` are the links met so far, `rows` those of its entries that data gave.

    `most_rows` and `most_pages` are what the list has declared of itself, 0 where it has not.
    """

    name: str = ""
    pages: int = 0
    seen: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    most_rows: int = 0
    most_pages: int = 0
    last: str = ""

    def take(self, page: Page, listing: Listing, fresh: set[str]) -> None:
        """Count a page of the list with the links that stand on it for the first time."""
        self.name = self.name or page.metas.get("columnname", "")
        self.pages += 1
        self.last = page.url
        self.seen |= fresh
        self.rows |= {link.url for link in listing.links}
        self.most_rows = max(self.most_rows, listing.total or 0)
        self.most_pages = max(self.most_pages, listing.pages or 0)

    def shortfall(self) -> str | None:
        """What a list that has ended lacks of what it declared."""
        if self.pages < self.most_pages:
            return f"a list ended after {self.pages} of {self.most_pages} pages: {self.last}"
        if self.rows and len(self.rows) < self.most_rows:
            return f"a list gave {len(self.rows)} of {self.most_rows} entries: {self.last}"
        return None

    def is_of(self, page: Page) -> bool:
        """Whether a page is of the list's column, by the name that it gives."""
        name = page.metas.get("columnname", "")
        return not name or not self.name or name == self.name


@dataclass(slots=True)
class Search:
    """The way from one starting point to its column; it ends once the column has given reports.

    `of_body` is whether it started at a department or town that the site lists.
    """

    found: bool = False
    of_body: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """Something to fetch, and what is known of it. `hops` counts from the start of its search.

    `onward` is what a list said of the page, when it is that list's next one. A `guessed` address may lead
    nowhere without anything being missed. `moves` are the pages before it that only sent their readers on.
    """

    url: str
    kind: Kind
    search: Search
    via: str | None = None
    text: str | None = None
    listed_on: str | None = None
    posted: str | None = None
    in_column: bool = False
    hops: int = 0
    chain: Chain | None = None
    onward: Next | None = None
    guessed: bool = False
    moves: int = 0

    @property
    def role(self) -> str:
        """The role to fetch it in, as far as the link tells; the page itself may tell otherwise."""
        return ROLES.get(self.kind, "page")

    def request(self) -> Request:
        """What to ask for."""
        return Request(self.url, self.role, self.posted, self.via, self.text, self.listed_on)

    def strays_to(self, url: str) -> bool:
        """Whether it was answered from another folder, as sites do that send all errors home."""
        return folder(url) != folder(self.url)

    def moved(self, url: str) -> Lead:
        """The same lead at the address that its page sends everybody on to, or that it shows in a frame."""
        return replace(self, url=url, via=self.url, posted=None, hops=self.hops + 1, moves=self.moves + 1)

    def otherwise(self, came: bool) -> Lead | None:
        """The lead to the next of the addresses that this page of a list may have; None when all were asked.

        Where a page `came` without anything new, only the number can be wrong, not the ending.
        """
        others = self.onward.otherwise if self.onward else ()
        fitting = [url for url in others if not came or PurePath(url).suffix == PurePath(self.url).suffix]
        if not fitting or self.onward is None or self.chain is None:
            return None
        onward = replace(self.onward, url=fitting[0], otherwise=tuple(fitting[1:]))
        return self.next_page(self.via or self.url, onward, self.chain)

    def next_page(self, via: str, onward: Next, chain: Chain) -> Lead:
        """The next page of the list that this lead is a page of; services are asked from its own page."""
        of_service = self.onward is not None and _path(self.via) != _path(onward.url) == _path(via)
        return replace(
            self,
            url=onward.url,
            kind=Kind.NEXT,
            via=self.via if of_service else via,
            listed_on=None,
            posted=onward.posted,
            in_column=True,
            chain=chain,
            onward=onward,
            guessed=False,
            moves=0,
        )


def _path(url: str | None) -> str:
    return urlsplit(url or "").path
