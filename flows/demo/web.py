"""What the farm serves: answers, the routes of a site, and the columns its articles are listed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from zlib import crc32

from flows.demo.data import Report

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `date` is the ISO date on which the content last changed, as the made-up site has it."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    date: str = "2025-03-31"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong entity tag made from the body."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'

    @property
    def last_modified(self) -> str:
        """The date with a time of day that is made from the body, so that another body has another time."""
        seconds = crc32(self.body) % 86_400
        moment = datetime.fromisoformat(self.date).replace(tzinfo=UTC) + timedelta(seconds=seconds)
        return format_datetime(moment, usegmt=True)


Handler = Callable[[Query], Answer]
Routes = dict[str, Handler]


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a list: a report, or a notice, guide or piece of news with its `text`."""

    title: str
    date: str
    source: str
    report: Report | None = None
    text: str = ""

    @property
    def number(self) -> int:
        """A stable article id of seven digits, as content systems count them."""
        return 1_000_000 + crc32(f"{self.title}{self.date}".encode()) % 9_000_000

    @property
    def hexadecimal(self) -> str:
        """A stable article id of 32 hexadecimal digits."""
        return sha256(f"{self.title}{self.date}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a site: its list, newest first, and its sub-columns. `slug` is its own path segment."""

    title: str
    slug: str
    articles: tuple[Article, ...]
    children: tuple[Column, ...] = ()
    parent: str = ""
    site_id: str = ""

    @property
    def path(self) -> str:
        """The slugs from the annual-report column down, e.g. `zfxxgknb/bm`."""
        return f"{self.parent}/{self.slug}" if self.parent else self.slug

    @property
    def number(self) -> int:
        """A stable column id of six digits."""
        return 100_000 + crc32(f"{self.site_id}/{self.path}".encode()) % 900_000

    def pages(self, size: int) -> list[tuple[Article, ...]]:
        """The list cut into pages of `size` rows; a column without articles has one empty page."""
        cuts = range(0, max(len(self.articles), 1), size)
        return [self.articles[start : start + size] for start in cuts]


def later(date: str, days: int) -> str:
    """The ISO date `days` after another."""
    return (datetime.fromisoformat(date) + timedelta(days=days)).date().isoformat()
