"""Lists as JSON of any system: entries with a title and an address, wherever they stand in the reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import number, parsed
from extractors.families.listing import Listing
from extractors.families.paging import turned

# Names in lower case: TRS 海贝 and IGS, UCAP of Suzhou, CAC, MIIT.
_TITLES = ("title", "doctitle", "topic", "realtitle", "name")
_ADDRESSES = ("docpuburl", "url", "infourl", "chnldocurl", "linkurl", "link", "href")
_DATES = (
    *(
        "docpubtime",
        "docreltime",
        "docrelpubtime",
        "pubtime",
        "published_time_format",
        "pubdate",
        "publishdate",
    ),
    *("publishtime", "infodate", "date", "time"),
)
_TOTALS = (
    "total",
    "totalcount",
    "allrow",
    "totalrecord",
    "totalrecords",
    "recordcount",
    "totalelements",
    "count",
)
_DEPTH = 5
_EMPTY = re.compile(r":\s*\[\s*\]|^\s*\[\s*\]\s*$")

Entries = list[dict[str, Any]]


def read(page: Page) -> Listing | None:
    """One reply; the next is the same request with the number of its page raised."""
    if page.html or not page.text.lstrip().startswith(("{", "[")):
        return None
    found = _entries(parsed(page.text), {}, _DEPTH)
    if found is None:
        return Listing(total=0) if _EMPTY.search(page.text) else None
    entries, holder = found
    links = tuple(link for entry in entries if (link := _link(page, entry)) is not None)
    total = next((count for name in _TOTALS if (count := number(holder.get(name)))), None)
    onward = turned(page) if links else None
    # Without a total the list ends with the first page that gives nothing new.
    return Listing(links, replace(onward, guessed=total is None) if onward else None, total)


def rows_of(page: Page, value: Any) -> list[Link]:
    """The links of a list of entries, as one stands in a page's script."""
    return [link for entry in _within(value, _DEPTH) if (link := _link(page, entry)) is not None]


def _entries(value: Any, holder: dict[str, Any], depth: int) -> tuple[Entries, dict[str, Any]] | None:
    """The first list of entries in `value`, and what stands beside it and above it, in lower case."""
    if isinstance(value, list):
        entries = list(_within(value, _DEPTH))
        return (entries, holder) if entries else None
    if not isinstance(value, dict) or not depth:
        return None
    beside = holder | _lower(value)
    below = (_entries(one, beside, depth - 1) for one in value.values() if isinstance(one, dict | list))
    return next((found for found in below if found is not None), None)


def _within(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The entries of a list, those in groups and wrappings too (MIIT)."""
    if isinstance(value, list) and depth:
        for one in value:
            yield from _within(one, depth - 1)
    elif isinstance(value, dict):
        entry = _lower(value)
        if _is_entry(entry):
            yield entry
        elif depth:
            yield from _within([one for one in value.values() if isinstance(one, dict | list)], depth)


def _lower(value: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): one for name, one in value.items()}


def _is_entry(entry: dict[str, Any]) -> bool:
    return _first(entry, _TITLES) is not None and _first(entry, _ADDRESSES) is not None


def _first(entry: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if isinstance(value := entry.get(name), str) and value), None)


def _link(page: Page, entry: dict[str, Any]) -> Link | None:
    url = resolve(page.url, _first(entry, _ADDRESSES) or "")
    title = squeeze(re.sub(r"<[^>]+>", "", _first(entry, _TITLES) or ""))
    return Link(url, title, find_date(_first(entry, _DATES) or "")) if url else None
