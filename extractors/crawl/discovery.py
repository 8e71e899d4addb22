"""Where a page leads: its links sorted into reports, columns, sub-columns and ways towards them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from extractors.crawl.ascent import columns_above, is_article_address
from extractors.crawl.leads import Chain, Kind, Lead, Search
from extractors.crawl.page import Link, Page
from extractors.crawl.urls import folder, is_file, origin, same_house
from extractors.crawl.words import (
    is_bodies,
    is_body,
    is_column,
    is_column_page,
    is_column_path,
    is_no_report,
    is_platform,
    is_report_title,
    is_sub_column,
    is_summary,
    is_wrong_column,
    is_year,
)
from extractors.families import Listing

_HOPS = 3
# A column's tree is not deeper: year, kind of body, body, and the pages of its list.
_DEEPEST = 8
# So many links of one shape are a list.
_ALIKE = 3
_PUBLISHES = re.compile("公开|年报|年度报告")
_TITLE_END = re.compile("[-_|—]")
_PLACE = re.compile(r"^.{1,12}[县区市旗]$")
_NUMBERS = re.compile(r"\d+")


def belongs_to_column(page: Page, lead: Lead, is_report: bool) -> bool:
    """Whether a page is one of a 年报 column: told by itself, or by its link unless it says otherwise."""
    if lead.in_column:
        return not is_wrong_column(page)
    return is_column_page(page) and not (is_report and is_article_address(page.url))


def leads_of(page: Page, listing: Listing, lead: Lead, in_column: bool) -> Iterator[Lead]:
    """What to fetch next after `page`, which `lead` led to; `in_column` when it is in a 年报 column."""
    bodies = frozenset[str]() if in_column else _bodies_of(page, lead)
    summed = is_summary(page.title) or is_summary(page.heading)
    for link in (*page.links, *listing.links, *page.options):
        kind = _in_column(link, page, lead) if in_column else _outside(link, lead, bodies)
        if summed and _is_bodys_article(link) and same_house(link.url, page.url):
            kind = Kind.REPORT
        if kind is not None:
            yield _onward(page, link, kind, lead, in_column)
    if in_column:
        yield from _elsewhere(page, lead)
    if in_column or lead.hops < _HOPS:
        kind = Kind.NEXT if in_column else Kind.PLATFORM
        frames = (Link(url, lead.text or "") for url in page.frames if not is_file(url))
        yield from (_onward(page, frame, kind, lead, in_column) for frame in frames)


def ways_up(page: Page, lead: Lead) -> Iterator[Lead]:
    """Where the column of the walk's first report may be, to be tried if nothing else leads there."""
    for url in columns_above(page.url):
        yield Lead(url, Kind.PLATFORM, lead.search, via=page.url, hops=1, chain=Chain(), guessed=True)


def entries(page: Page, listing: Listing) -> set[str]:
    """The addresses of all links that may be entries of the list: not page numbers or arrows."""
    return {link.url for link in (*page.links, *listing.links) if len(link.text) >= 4 or is_year(link.text)}


def _onward(page: Page, link: Link, kind: Kind, lead: Lead, in_column: bool) -> Lead:
    # Each body has a platform and column of its own, so its search starts anew.
    new = kind is Kind.BODY and not in_column
    search = lead.search
    if new or kind is Kind.BODIES:
        search = Search(of_body=new)
    return Lead(
        url=link.url,
        kind=kind,
        search=search,
        via=page.url,
        text=link.text or None,
        listed_on=link.listed_on,
        in_column=in_column or kind is Kind.COLUMN,
        hops=1 if new else lead.hops + 1,
        chain=None if kind is Kind.REPORT else Chain(),
    )


def _in_column(link: Link, page: Page, lead: Lead) -> Kind | None:
    """The kind of a link on a page of a 年报 column. A year may be a sub-column or the report itself."""
    if lead.hops >= _DEEPEST and not is_report_title(link.text):
        return None
    if is_year(link.text):
        return Kind.YEAR
    if is_sub_column(link.text):
        return Kind.COLUMN if is_column(link.text) else Kind.BODY
    listed = is_bodies(link.text)
    if not listed and is_report_title(link.text, in_column=True):
        return Kind.REPORT
    named = (listed or is_body(link.text)) and not is_no_report(link.text)
    if not named or is_file(link.url):
        return None
    return Kind.BODY if _below(link, page) or _beside(link, page) else None


def _is_bodys_article(link: Link) -> bool:
    """Whether a body's name leads to one article or file, not to its home page or a column."""
    named = is_body(link.text) or _PLACE.search(link.text) is not None
    return named and len(urlsplit(link.url).path) > 1 and (is_file(link.url) or is_article_address(link.url))


def _outside(link: Link, lead: Lead, bodies: frozenset[str]) -> Kind | None:
    """The kind of a link on the way to a column: a home page, a platform, a list of bodies."""
    if is_report_title(link.text):
        return Kind.REPORT
    if is_file(link.url):
        return None
    if is_column(link.text):
        return Kind.COLUMN
    return _on_the_way(link, lead, bodies) if lead.hops < _HOPS else None


def _on_the_way(link: Link, lead: Lead, bodies: frozenset[str]) -> Kind | None:
    if is_bodies(link.text) and not lead.search.of_body:
        return Kind.BODIES
    if is_platform(link.text):
        return Kind.PLATFORM
    return Kind.BODY if link.url in bodies else None


def _elsewhere(page: Page, lead: Lead) -> Iterator[Lead]:
    """Bodies that a column leads to outside itself, to columns of their own or lists of one system."""
    named = (link for link in page.links if is_body(link.text) or is_bodies(link.text))
    links = [link for link in named if not (_below(link, page) or _beside(link, page) or is_file(link.url))]
    alike = Counter(_shape(link.url) for link in links if is_body(link.text))
    for link in links:
        column = is_column_path(link.url)
        if is_body(link.text) and (column or alike[_shape(link.url)] >= _ALIKE):
            yield _onward(page, link, Kind.BODY, lead, column)
        elif is_bodies(link.text) and _PUBLISHES.search(link.text) and not lead.search.of_body:
            yield _onward(page, link, Kind.BODIES, lead, False)


def _bodies_of(page: Page, lead: Lead) -> frozenset[str]:
    """The addresses of the departments and towns that a page on the way lists, be it among other things."""
    if lead.search.of_body:
        return frozenset()
    chosen = {link.url for link in page.options if is_body(link.text)}
    links = [link for link in page.links if is_body(link.text) and not is_file(link.url)]
    if is_bodies(lead.text or ""):
        return frozenset(chosen | {link.url for link in links})
    if not (is_platform(lead.text or "") or is_platform(_TITLE_END.split(page.title)[0])):
        return frozenset(chosen)
    alike = Counter(_place(link.url) for link in links)
    return frozenset(chosen | {link.url for link in links if alike[_place(link.url)] >= _ALIKE})


def _place(url: str) -> str:
    """The folder above the last part of an address, or its house: where lists keep what is alike."""
    parts = urlsplit(url)
    return f"{parts.netloc.partition('.')[2]}{PurePosixPath(_NUMBERS.sub('#', parts.path)).parent}"


def _shape(url: str) -> str:
    """An address without its numbers; one that has none is like no other."""
    shape = _NUMBERS.sub("#", urlsplit(url).path)
    return url if "#" not in shape else f"{origin(url)}{shape}"


def _below(link: Link, page: Page) -> bool:
    """Whether a link stays under the folder of the column, as sub-columns do and navigation does not."""
    return link.url.startswith(folder(page.url)) and link.url != page.url


def _beside(link: Link, page: Page) -> bool:
    """Whether a link is a column of the same system as the page: its address differs in numbers only."""
    if origin(link.url) != origin(page.url) or link.url == page.url:
        return False
    shape = _NUMBERS.sub("#", page.url)
    return "#" in shape.removeprefix(_NUMBERS.sub("#", origin(page.url))) and shape == _NUMBERS.sub(
        "#", link.url
    )
