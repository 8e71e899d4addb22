"""UCAP 开普: `createPageHTML('page_div', pages, current, 'list', 'shtml', rows)` from 1, or a JSON list."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import json_list, number
from extractors.families.listing import Listing, Next
from extractors.families.paging import file_of

_CALL = re.compile(
    r"""createPageHTML\(\s*["'][^"']+["']\s*,\s*(?P<pages>\d{1,9})\s*,\s*(?P<current>\d{1,9})\s*,"""
    r"""\s*["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ext>[a-z]+)["'](?:\s*,\s*(?P<rows>\d{1,9}))?"""
)
_API = re.compile(r"""["']((?:/\w+)*/(?:common/search|searchList|search)/[0-9a-f]{32}(?:\?[^"']*)?)["']""")


def read(page: Page) -> Listing | None:
    """The static or JSON list of a UCAP site. The quoted first argument tells the call from that of TRS."""
    if page.media_type and page.media_type.endswith("json"):
        return _reply(page)
    if call := _CALL.search(page.text):
        pages, own = int(call["pages"]), file_of(page.url)
        # Copied templates print a wrong current page, so the address is asked first.
        current = (own.number if own and own.stem == call["stem"] else None) or int(call["current"])
        url = resolve(page.url, f"{call['stem']}_{current + 1}.{call['ext']}")
        rows = int(call["rows"]) if call["rows"] else None
        return Listing((), Next(url) if url and current < pages else None, rows, pages)
    api = _API.search(page.text) if "earch" in page.text else None
    url = resolve(page.url, api[1]) if api else None
    return Listing(next=Next(_page_of(url, 1))) if url else None


def _reply(page: Page) -> Listing | None:
    found = json_list(page, "data", "results")
    if found is None:
        return None
    data, results = found
    links = tuple(link for result in results if (link := _link(page, result)) is not None)
    total, size = number(data.get("total")), number(data.get("rows")) or len(results)
    asked = dict(parse_qsl(urlsplit(page.url).query)).get("page")
    current = number(data.get("page")) or number(asked, 1)
    # Without a total the list ends with the first page that gives nothing new.
    more = bool(links) and (not total or current * size < total)
    onward = Next(_page_of(page.url, current + 1), guessed=not total) if more else None
    return Listing(links, onward, total or None)


def _link(page: Page, result: dict[str, Any]) -> Link | None:
    url = resolve(page.url, str(result.get("url") or ""))
    title = re.sub(r"<[^>]+>", "", str(result.get("title") or ""))
    return Link(url, squeeze(title), find_date(str(result.get("publishedTimeStr") or ""))) if url else None


def _page_of(url: str, place: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"_isJson": "true", "page": str(place)}
    return urlunsplit(parts._replace(query=urlencode(query)))
