"""The settings of a crawl, as the caller passes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extractors.crawl.hours import Hours


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How to fetch. Times are in seconds, sizes in bytes.

    `user_agent` must name the project and a contact, so that a site's operator can complain.
    `retries` are tries in all, three at most. `backoff` is the pause before the second, then doubled.
    A Retry-After longer than `max_retry_after` ends the host's visit for this run.
    `hours` are those of the day in which public hosts may be asked, none = all; after `max_seconds` no host
    is asked any more.
    `turns` is the folder in which all processes that ask hosts take turns; without it this one is alone.
    `recheck` asks for every page; without it, pages that are not due yet at `today` (none = now) are taken
    from the archive.
    """

    user_agent: str
    default_delay: float = 1.0
    timeout: float = 45.0
    max_pages_per_site: int = 600
    max_body_bytes: int = 32 * 1024 * 1024
    max_redirects: int = 5
    retries: int = 3
    proxy: str | None = None
    backoff: float = 2.0
    max_retry_after: float = 120.0
    hours: Hours | None = None
    max_seconds: float = 8 * 3600.0
    recheck: bool = True
    turns: Path | None = None
    today: datetime | None = None
