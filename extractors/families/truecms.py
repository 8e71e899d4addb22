"""TrueCMS (南通, 连云港): rows as `<record>`s in JSONP, the first of them in a hidden `#initData`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, links_of
from extractors.crawl.urls import resolve
from extractors.families.constants import folded
from extractors.families.data import number, parsed, records
from extractors.families.listing import Listing, Next

_CALL = re.compile(
    r"""["']([^"'\s]*/messageController/getMessage\.do\?[^"'\s]*columnId=[^"'\s&]+[^"'\s]*)["']"""
)
_WRAPPED = re.compile(r"^\s*+[\w.$]*+\(\s*+(\{.*\})\s*+\)\s*+;?\s*+$", re.DOTALL)


def read(page: Page) -> Listing | None:
    """The column page with its first rows, or one reply."""
    if "/messageController/getMessage.do" in page.url:
        return _reply(page)
    if not page.html or "getMessage.do" not in page.text:
        return None
    call = _CALL.search(folded("\n".join(node.text() for node in page.tree.css("script"))))
    if call is None:
        return None
    store = page.tree.css_first("#initData")
    rows = _links(page, (store.html or "") if store else "")
    url = resolve(page.url, call[1])
    # Where the service has been taken away the hidden rows are all there are.
    return Listing(rows, Next(url, guessed=bool(rows)) if url else None)


def _reply(page: Page) -> Listing | None:
    wrapped = _WRAPPED.search(page.text)
    data = parsed(wrapped[1] if wrapped else page.text)
    if not isinstance(data, dict):
        return None
    links = _links(page, str(data.get("result") or ""))
    total = number(data.get("totalrecord") or data.get("total")) or None
    return Listing(links, _after(page.url, total) if links else None, total)


def _after(url: str, total: int | None) -> Next | None:
    """The request for as many rows behind those that `url` asked for."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    first, last = number(query.get("startrecord"), 1), number(query.get("endrecord"))
    if last < first or (total is not None and last >= total):
        return None
    rows = {"startrecord": str(last + 1), "endrecord": str(2 * last - first + 1)}
    return Next(urlunsplit(parts._replace(query=urlencode(query | rows))))


def _links(page: Page, rows: str) -> tuple[Link, ...]:
    """The links of all records, each parsed on its own, as a row; of plain rows where there is no record."""
    site = resolve(page.url, "/") or page.url
    parts = records(rows) or [rows]
    return tuple(link for part in parts for link in links_of(part, site))
