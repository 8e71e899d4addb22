"""UCAP 开普: `createPageHTML('page_div', pages, current, 'list', 'shtml', rows)` from 1, or a JSON list."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.constants import folded
from extractors.families.data import json_list, number
from extractors.families.listing import Listing, Next
from extractors.families.paging import file_of

_CALL = re.compile(
    r"""createPageHTML\(\s*["'][^"']+["']\s*,\s*(?P<pages>\d{1,9})\s*,\s*(?P<current>\d{1,9})\s*,"""
    r"""\s*["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ext>[a-z]+)["'](?:\s*,\s*(?P<rows>\d{1,9}))?"""
)
# The channel's id may stand apart from the address, in the page's tags.
_API_STEM = re.compile(
    r"""["']((?:/\w+)*/(?:common/search|searchList|search)/)["']\s*\+\s*(?P<name>channel_?id)\b""",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"[0-9a-f]{32}")
_API = re.compile(r"""["']((?:/\w+)*/(?:common/search|searchList|search)/[0-9a-f]{32}(?:\?[^"']*)?)["']""")

_EPOCH = datetime(1970, 1, 1, 8)  # in China, which has one time zone
_LAST_STAMP = 4_102_444_800_000  # the year 2100


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
    url = _service(page) if "earch" in page.text else None
    return Listing(next=Next(_page_of(url, 1))) if url else None


def _service(page: Page) -> str | None:
    if api := _API.search(page.text) or _in_template(page):
        return resolve(page.url, api[1])
    if (stem := _API_STEM.search(page.text)) is None:
        return None
    constant = re.search(rf"""\b{stem["name"]}\s*=\s*["']([0-9a-f]{{32}})["']""", page.text)
    channel = constant[1] if constant else page.metas.get("channelid", "")
    return resolve(page.url, stem[1] + channel) if _CHANNEL.fullmatch(channel) else None


def _in_template(page: Page) -> re.Match[str] | None:
    if "`" not in page.text:
        return None
    return _API.search(folded("\n".join(node.text() for node in page.tree.css("script"))))


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
    url = resolve(page.url, str(result.get("url") or _file(result)))
    title = re.sub(r"<[^>]+>", "", str(result.get("title") or ""))
    return Link(url, squeeze(title), _date(result)) if url else None


def _file(result: dict[str, Any]) -> str:
    """The first attachment of an entry that has no page."""
    files = result.get("resList")
    first = files[0] if isinstance(files, list) and files else None
    return str(first.get("filePath") or "") if isinstance(first, dict) else ""


def _date(result: dict[str, Any]) -> str | None:
    """The day of publication in China; some replies give it in milliseconds only."""
    if date := find_date(str(result.get("publishedTimeStr") or "")):
        return date
    stamp = result.get("publishedTime")
    if not isinstance(stamp, int) or not 0 < stamp < _LAST_STAMP:
        return None
    return (_EPOCH + timedelta(milliseconds=stamp)).date().isoformat()


def _page_of(url: str, place: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"_isJson": "true", "page": str(place)}
    return urlunsplit(parts._replace(query=urlencode(query)))
