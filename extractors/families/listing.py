"""What a family reads from a list page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractors.crawl.page import Link, Page


@dataclass(frozen=True, slots=True)
class Next:
    """The request for the next page of a list; a POST when there is something `posted`.

    With `guessed` the address was worked out where the page does not give it, so it may lead nowhere;
    `otherwise` are what to ask, one after another,
    until one of them gives something new.
    """

    url: str
    posted: str | None = None
    guessed: bool = False
    otherwise: tuple[str, ...] = ()

    @property
    def uncertain(self) -> bool:
        """Whether the address may turn out to lead nowhere without anything being missed."""
        return self.guessed or bool(self.otherwise)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page. `links` are entries and columns that stand elsewhere than in the page's own links.

    `total` is the number of entries that the list declares over all its pages, `pages` the number of these,
    where it does. `lists` are further lists that the page leads to by requests of its script or form, as
    those of other years: each has pages of its own.
    """

    links: tuple[Link, ...] = ()
    next: Next | None = None
    total: int | None = None
    pages: int | None = None
    lists: tuple[Next, ...] = ()


Family = Callable[[Page], Listing | None]
"""Reads a page of its kind; None when the page is of another kind."""
