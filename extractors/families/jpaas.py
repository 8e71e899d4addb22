"""Hanweb jpaas: a script asks `…/front/page/build/unit` for the list, as HTML within JSON."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.links import attribute
from extractors.crawl.page import Page, links_of
from extractors.crawl.urls import resolve
from extractors.families.data import number, parsed
from extractors.families.listing import Listing, Next

_SERVICE = "/jpaas-publish-server/front/page/build/unit"
_SIZE = 20
_ROW = re.compile(r"/art_[0-9a-f]{32}\.html|/art_\d+_\d+\.html")
_COUNT = re.compile(r"""\bcount=["']?(\d{1,9})\b""")
_ROWS = re.compile(r"""\brows=["']?(\d{1,9})\b""")
# Labels of the unit with the list, the surest first; the others are menus, banners and crumbs.
_LABELS = ("分页", "列表", "list", "内容")


def read(page: Page) -> Listing | None:
    """The column page, whose script names the unit of its list, or one reply."""
    if _SERVICE in page.url:
        return _reply(page)
    if not page.html or _SERVICE not in page.text:
        return None
    asked = [query for node in page.tree.css("script[querydata]") if (query := _unit(page, node)) is not None]
    if not asked:
        return None
    address, fields = min(asked, key=_rank)
    first, second = (_page_of(address, fields, place) for place in (1, 2))
    shown = sum(_ROW.search(link.url) is not None for link in page.links)
    # A page that is built on the server has the first rows already: asked for again they give nothing new.
    onward = Next(second, guessed=True) if shown > 1 else Next(first, otherwise=(second,))
    return Listing(next=onward)


def _unit(page: Page, node: Any) -> tuple[str, dict[str, str]] | None:
    url = resolve(page.url, attribute(node, "url"))
    fields = parsed(attribute(node, "querydata").replace("'", '"'))
    if url is None or _SERVICE not in url or not isinstance(fields, dict):
        return None
    return url, {name: str(value) for name, value in fields.items()}


def _rank(unit: tuple[str, dict[str, str]]) -> int:
    label = unit[1].get("tagId", "")
    return next((place for place, word in enumerate(_LABELS) if word in label), len(_LABELS))


def _reply(page: Page) -> Listing | None:
    value = parsed(page.text)
    data = value.get("data") if isinstance(value, dict) else None
    markup = data.get("html") if isinstance(data, dict) else None
    if not isinstance(markup, str):
        return None
    links = links_of(markup, resolve(page.url, "/") or page.url)
    count = _COUNT.search(markup)
    total = int(count[1]) if count else None
    fields = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    asked = parsed(fields.get("paramJson", "")) or {}
    place = number(asked.get("pageNo"), 1) if isinstance(asked, dict) else 1
    rows = _ROWS.search(markup)
    size = (int(rows[1]) if rows else 0) or _SIZE
    if not links or (total is not None and place * size >= total):
        return Listing(links, total=total)
    return Listing(links, Next(_page_of(page.url, fields, place + 1), guessed=total is None), total)


def _page_of(url: str, fields: dict[str, str], place: int) -> str:
    """The request for a page; the number counts only inside `paramJson`."""
    asked = json.dumps({"pageNo": place, "pageSize": _SIZE}, separators=(",", ":"))
    return urlunsplit(urlsplit(url)._replace(query=urlencode(fields | {"paramJson": asked})))
