"""Where a page leads: its links sorted into reports, columns, sub-columns and ways towards them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from extractors.crawl.page import Link, Page
from extractors.crawl.urls import folder, is_file
from extractors.crawl.words import (
    is_bodies,
    is_body,
    is_column,
    is_no_report,
    is_platform,
    is_report_title,
    is_sub_column,
    is_year,
)
from extractors.families import Listing, Next

_HOPS = 3


class Kind(IntEnum):
    """What a link is taken for; the smaller is fetched first."""

    REPORT = 0
    COLUMN = 1
    NEXT = 2
    YEAR = 3
    BODY = 4
    PLATFORM = 5


ROLES = {Kind.REPORT: "report", Kind.COLUMN: "list", Kind.NEXT: "list", Kind.YEAR: "list", Kind.BODY: "list"}


@dataclass(slots=True)
class Chain:
    """The pages of one list. `seen` are the links met so far, `rows` those of its entries that data gave."""

    name: str = ""
    pages: int = 0
    seen: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Search:
    """The way from one starting point to its column; it ends once the column has given reports."""

    found: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """Something to fetch, and what is known of it. `hops` counts from the start of its search.

    `onward` is what a list said of the page, when it is that list's next one.
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

    @property
    def role(self) -> str:
        """The role to fetch it in, as far as the link tells; the page itself may tell otherwise."""
        return ROLES.get(self.kind, "page")


def leads_of(page: Page, listing: Listing, lead: Lead, in_column: bool) -> Iterator[Lead]:
    """What to fetch next after `page`, which `lead` led to; `in_column` when it is in a 年报 column."""
    links = (*page.links, *listing.links, *(page.options if in_column else ()))
    for link in links:
        kind = _in_column(link, page) if in_column else _outside(link, lead)
        if kind is not None:
            yield _onward(page, link, kind, lead, in_column)
    if in_column:
        frames = (Link(url, lead.text or "") for url in page.frames)
        yield from (_onward(page, frame, Kind.NEXT, lead, in_column) for frame in frames)


def entries(page: Page, listing: Listing) -> set[str]:
    """The addresses of all links that may be entries of the list: not page numbers or arrows."""
    return {link.url for link in (*page.links, *listing.links) if len(link.text) >= 4 or is_year(link.text)}


def _onward(page: Page, link: Link, kind: Kind, lead: Lead, in_column: bool) -> Lead:
    # Each body has a platform and column of its own, so its search starts anew.
    new = kind is Kind.BODY and not in_column
    return Lead(
        url=link.url,
        kind=kind,
        search=Search() if new else lead.search,
        via=page.url,
        text=link.text or None,
        listed_on=link.listed_on,
        in_column=in_column or kind is Kind.COLUMN,
        hops=1 if new else lead.hops + 1,
        chain=None if kind is Kind.REPORT else Chain(),
    )


def _in_column(link: Link, page: Page) -> Kind | None:
    """The kind of a link on a page of a 年报 column. A year may be a sub-column or the report itself."""
    if is_year(link.text):
        return Kind.YEAR
    if is_sub_column(link.text):
        return Kind.COLUMN if is_column(link.text) else Kind.BODY
    listed = is_bodies(link.text)
    if not listed and is_report_title(link.text, in_column=True):
        return Kind.REPORT
    named = (listed or is_body(link.text)) and not is_no_report(link.text)
    return Kind.BODY if named and _below(link, page) and not is_file(link.url) else None


def _outside(link: Link, lead: Lead) -> Kind | None:
    """The kind of a link on the way to a column: a home page, a platform, a list of bodies."""
    if is_report_title(link.text):
        return Kind.REPORT
    if is_file(link.url):
        return None
    if is_column(link.text):
        return Kind.COLUMN
    if lead.hops >= _HOPS:
        return None
    if is_platform(link.text) or is_bodies(link.text):
        return Kind.PLATFORM
    return Kind.BODY if is_bodies(lead.text or "") and is_body(link.text) else None


def _below(link: Link, page: Page) -> bool:
    """Whether a link stays under the folder of the column, as sub-columns do and navigation does not."""
    return link.url.startswith(folder(page.url)) and link.url != page.url
