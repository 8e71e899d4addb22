"""Jiangxi: columns `/<site>/col/col14590/index.html`, whose rows come from a POST to `/queryList`."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.ajax import request
from extractors.families.constants import folded
from extractors.families.data import json_list, number, parsed
from extractors.families.listing import Listing, Next
from extractors.families.paging import numbered_parameter, turned

_SERVICE = re.compile(r"""["']([^"'\s]*/queryList)["']""")
_COLUMN = re.compile(r"/([\w-]+)/col/(col\d+)/")
_PAGE_SIZE = 15  # what its script asks for


def read(page: Page) -> Listing | None:
    """The column page, or one reply, which only its address tells from that of UCAP."""
    if not page.html:
        return _reply(page) if urlsplit(page.url).path.endswith("/queryList") else None
    if "/queryList" not in page.text:
        return None
    script = folded("\n".join(node.text() for node in page.tree.css("script")))
    service = _SERVICE.search(script)
    onward = request(page, script, service, _defaults(page)) if service else None
    return Listing(next=onward) if onward else None


def _defaults(page: Page) -> dict[str, str]:
    """What the request says of the column, by the column's address."""
    column = _COLUMN.search(page.url)
    place = {"webSiteCode[]": column[1], "channelCode[]": column[2]} if column else {}
    return {"current": "1", "pageSize": str(_PAGE_SIZE)} | place


def _reply(page: Page) -> Listing | None:
    found = json_list(page, "data", "results")
    if found is None:
        return None
    data, results = found
    links = tuple(link for result in results if (link := _link(page, result)) is not None)
    total = next((count for name in ("total", "totalCount", "count") if (count := number(data.get(name)))), 0)
    return Listing(links, _after(page, total) if links else None, total or None)


def _after(page: Page, total: int) -> Next | None:
    """The request for the page behind this one; without a total until one gives nothing new."""
    form = page.posted or ""
    shown = numbered_parameter(form)
    size = number(dict(parse_qsl(form)).get("pageSize")) or _PAGE_SIZE
    onward = turned(page)
    if onward is None or shown is None or (total and shown[1] * size >= total):
        return None
    return Next(onward.url, onward.posted, guessed=not total)


def _link(page: Page, result: dict[str, Any]) -> Link | None:
    source = result.get("source")
    if not isinstance(source, dict):
        return None
    url = resolve(page.url, _address(source.get("urls")))
    title = re.sub(r"<[^>]+>", "", str(source.get("title") or ""))
    return Link(url, squeeze(title), find_date(str(source.get("pubDate") or ""))) if url else None


def _address(urls: object) -> str:
    """The address for browsers among `{"pc": …}`, which is JSON in a string."""
    value = parsed(urls) if isinstance(urls, str) else urls
    return str(value.get("pc") or "") if isinstance(value, dict) else ""
