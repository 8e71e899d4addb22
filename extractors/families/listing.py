"""What a family reads from a list page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.crawl.page import Link, Page


@dataclass(frozen=True, slots=True)
class Next:
    """The request for the next page of a list; a POST when there is something `posted`."""

    url: str
    posted: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page. `links` are entries and columns that stand elsewhere than in the page's own links.

    `total` is the number of entries that the list declares over all its pages, where it does.
    """

    links: tuple[Link, ...] = ()
    next: Next | None = None
    total: int | None = None


Family = Callable[[Page], Listing | None]
"""Reads a page of its kind; None when the page is of another kind."""
