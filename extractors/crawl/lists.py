"""How a list goes on: the lead to its next page, or what it lacks of what it declared."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.crawl.leads import Chain, Lead
from extractors.families import Listing

_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Onward:
    """What follows a page of a list: a lead, a remark, or nothing."""

    lead: Lead | None = None
    remark: str | None = None


def onward(url: str, listing: Listing, lead: Lead, chain: Chain, fresh: set[str]) -> Onward:
    """What follows the page at `url`, on which the links `fresh` stand that the list had not given before."""
    if chain.pages > 1 and not fresh:
        return instead(lead, chain)
    if listing.next is None:
        return Onward(remark=chain.shortfall())
    if listing.total is not None and chain.rows and len(chain.rows) >= listing.total:
        return Onward()
    if chain.pages >= _MOST_PAGES:
        return Onward(remark=f"left a list after {chain.pages} pages at {url}")
    return Onward(lead.next_page(url, listing.next, chain))


def instead(lead: Lead, chain: Chain | None, came: bool = True) -> Onward:
    """What follows a page that led nowhere: the next address it may have, else what the list lacks."""
    if (other := lead.otherwise(came)) is not None:
        return Onward(other)
    return Onward(remark=chain.shortfall() if chain else None)
