"""What a walk has still to fetch, the most promising first, and what it has had."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.crawl.leads import Kind, Lead
from extractors.crawl.urls import same_page, same_place

_Key = tuple[str, str | None]
_PASSING = (Kind.PLATFORM, Kind.BODIES)


@dataclass(slots=True)
class Frontier:
    """The queue of one walk; every page enters it once."""

    _queue: list[tuple[Kind, str, int, Lead]] = field(default_factory=list)
    _later: list[tuple[Kind, str, int, Lead]] = field(default_factory=list)
    _known: set[_Key] = field(default_factory=set)
    _passing: set[_Key] = field(default_factory=set)
    _came: set[_Key] = field(default_factory=set)
    _order: int = 0

    def __len__(self) -> int:
        return len(self._queue) + len(self._later)

    def lacks(self, lead: Lead) -> bool:
        """Whether nothing has asked for this lead's page yet."""
        return (same_page(lead.url), lead.posted) not in self._known

    def add(self, lead: Lead, asked: str = "") -> None:
        """Queue a lead once. What is known as a page on the way may turn out to be more by another link.

        `asked` is when an earlier run last asked for a report, a moment that sorts as text: those that none
        asked for come first, then the oldest.
        """
        key = (same_page(lead.url), lead.posted)
        passing = lead.kind in _PASSING
        if key in self._known or (passing and key in self._passing):
            return
        (self._passing if passing else self._known).add(key)
        self._order += 1
        known = asked if lead.kind is Kind.REPORT else ""
        heapq.heappush(self._queue, (lead.kind, known, self._order, lead))

    def left(self) -> Iterator[Lead]:
        """What is still queued, in order."""
        return (lead for *_, lead in (*sorted(self._queue), *self._later))

    def pop(self, sparing: bool = False) -> Lead | None:
        """The next lead that is still worth a request; None when there is none.

        Where a budget runs low, reports that earlier runs have asked for wait until all else has been had:
        else it would go to the same ones every night.
        """
        while self._queue or self._later:
            if not self._queue:
                self._queue, self._later, sparing = self._later, [], False  # sorted, so a heap
            kind, asked, order, lead = heapq.heappop(self._queue)
            if sparing and asked:
                self._later.append((kind, asked, order, lead))
                continue
            key = (same_page(lead.url), lead.posted)
            passing = lead.kind in _PASSING
            needless = passing and (lead.search.found or key in self._known)
            if not needless and (same_place(lead.url), lead.posted) not in self._came:
                self._known.add(key)
                return lead
        return None

    def had(self, lead: Lead, url: str) -> None:
        """Note that a page came for `lead`, at last from `url`."""
        self._known.add((same_page(url), lead.posted))
        self._came |= {(same_place(place), lead.posted) for place in (lead.url, url)}

    def claim(self, url: str) -> bool:
        """Whether nothing has asked for this file yet; from now on something has."""
        key = (same_page(url), None)
        fresh = key not in self._known
        self._known.add(key)
        return fresh

    def send_on(self, lead: Lead, url: str, target: str) -> None:
        """Go where the page at `url` sends its readers, be it to its own twin (https, www.)."""
        if same_page(url) == same_page(target):
            self._known.discard((same_page(target), None))
        if same_place(url) == same_place(target):
            self._came.discard((same_place(target), None))
        self.add(lead.moved(target))
