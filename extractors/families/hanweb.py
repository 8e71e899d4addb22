"""Hanweb 大汉 jpage: the first rows stand in the page as XML, later ones come from dataproxy.jsp."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, links_of
from extractors.families.data import number
from extractors.families.listing import Listing, Next

_PROXY = re.compile(r"""proxyUrl\s*:\s*["']([^"']+)["']""")
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_STORE = re.compile(r"<datastore>.*?</datastore>|<recordset>.*?</recordset>", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.IGNORECASE)
# Body of the request, in the order in which the sites' own script sends it.
_FIELDS = (
    "col appid webid path columnid sourceContentType unitid webname permissiontype".split()  # noqa: SIM905
)
_DEFAULT_SIZE = 15


def read(page: Page) -> Listing | None:
    """The column page with its embedded rows, or a reply of the proxy."""
    if page.html and not _PROXY.search(page.text) and not _STORE.search(page.text):
        return None
    if page.html:
        return _column(page)
    return _reply(page) if _STORE.search(page.text) else None


def _column(page: Page) -> Listing:
    links = _records(page)
    proxy = _PROXY.search(page.text)
    total, size = _number(page, "totalRecord"), _number(page, "perPage") or _DEFAULT_SIZE
    shown = len(_RECORD.findall(page.text))
    if proxy is None or total is None or shown >= total:
        return Listing(links, total=total)
    form = {name: value for name in _FIELDS if (value := _parameter(page, name)) is not None}
    url = urljoin(page.url, proxy[1])
    return Listing(links, Next(_rows_url(url, shown // size + 1, size), urlencode(form)), total)


def _reply(page: Page) -> Listing:
    links = _records(page)
    query = dict(parse_qsl(urlsplit(page.url).query))
    found = _TOTAL.search(page.text)
    total = int(found[1]) if found else 0
    size, current = number(query.get("perpage")) or _DEFAULT_SIZE, number(query.get("page"), 1)
    more = bool(links) and current * size < total
    onward = Next(_rows_url(page.url, current + 1, size), page.posted) if more else None
    return Listing(links, onward, total or None)


def _rows_url(url: str, place: int, size: int) -> str:
    """Rows of page `place`, asked for both ways: some servers honour only startrecord, some only page."""
    last = place * size
    query = {"startrecord": last - size + 1, "endrecord": last, "perpage": size, "page": place}
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query)))


def _records(page: Page) -> tuple[Link, ...]:
    """The links of all records, each parsed on its own, as a row."""
    found = (
        links_of(record, page.base if page.html else urljoin(page.url, "/"))
        for record in _RECORD.findall(page.text)
    )
    return tuple(link for links in found for link in links)


def _number(page: Page, name: str) -> int | None:
    found = re.search(rf"\b{name}\s*[:=]\s*[\"']?(\d+)", page.text)
    return int(found[1]) if found else None


def _parameter(page: Page, name: str) -> str | None:
    found = re.search(rf"\b{name}\s*[:=]\s*(?:\"([^\"]*)\"|'([^']*)'|(\w+))", page.text)
    return next((value for value in found.groups() if value is not None), None) if found else None
