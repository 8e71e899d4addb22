"""How much a visit may ask of a site, and look at in all."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.crawl.fetcher import Fetcher

# A walk looks at so many times its budget of requests where the archive holds the rest.
_MOST_LOOKS = 5
# So many reports and lists at most are named that a visit has not asked for, and as many outside the site.
MOST_NAMED = 1000


@dataclass(slots=True)
class Budget:
    """At most `most` requests, redirects, tries and rules included; `looks` are the pages looked at."""

    fetcher: Fetcher
    most: int
    looks: int = 0
    sent_before: int = 0
    abroad: int = 0

    def __post_init__(self) -> None:
        self.sent_before = self.fetcher.sent

    @property
    def sent(self) -> int:
        """The requests made."""
        return self.fetcher.sent - self.sent_before

    @property
    def low(self) -> bool:
        """Whether half of the requests are made."""
        return 2 * self.sent >= self.most

    @property
    def spent(self) -> bool:
        """Whether nothing may be asked for any more; what the archive holds costs no request."""
        return self.sent >= self.most or self.looks >= _MOST_LOOKS * self.most

    def names_abroad(self) -> bool:
        """Whether one more address outside the site may be named."""
        self.abroad += 1
        return self.abroad <= MOST_NAMED
