"""Hanweb 大汉 jpage: the first rows stand in the page as XML, later ones come from dataproxy.jsp."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, links_of
from extractors.crawl.urls import resolve
from extractors.families.data import number, records
from extractors.families.listing import Listing, Next

_CALL = re.compile(r"\.jpage\s*\(")
_PROXY = re.compile(r"""proxyUrl["']?\s*:\s*["']([^"']+)["']""")
# Where the proxy lives when the page does not say so; on some sites only the second exists.
_PROXIES = ("/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp")
_STORE = re.compile(r"<(?:datastore|recordset)\b")
_REPLY = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:datastore|recordset)\b")
_GROUP = re.compile(r"""<nextgroup>\s*<!\[CDATA\[[^\]]{0,400}?href=["']?([^"'>\s\]]+)""")
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})\s*</totalrecord>", re.IGNORECASE)
_PAGES = re.compile(r"<totalpage>\s*(\d{1,9})\s*</totalpage>", re.IGNORECASE)
# Body of the request, in the order in which the sites' own script sends it.
_FIELDS = (
    "col appid webid path columnid sourceContentType unitid webname permissiontype".split()  # noqa: SIM905
)
_DEFAULT_SIZE = 15
_MOST_SIZE = 100  # servers cut larger pages short
_CALL_LENGTH = 3000  # a call with its parameters is shorter


def read(page: Page) -> Listing | None:
    """The column page with its embedded rows, or a reply of the proxy, whatever kind its header claims."""
    if _REPLY.match(page.text):
        return _reply(page)
    if page.html and ("proxyUrl" in page.text or ".jpage" in page.text or _STORE.search(page.text)):
        return _column(page)
    return None


def _column(page: Page) -> Listing | None:
    call, store = _unit(page)
    rows = records(store)
    links = _links(page, rows, page.base)
    if not call:
        group = _group(page)
        return Listing(links, group) if links or group else None
    total, size = _count(call, "totalRecord"), min(_count(call, "perPage") or _DEFAULT_SIZE, _MOST_SIZE)
    if total is None or len(rows) >= total:
        return Listing(links, total=total)
    form = urlencode({name: value for name in _FIELDS if (value := _parameter(call, name)) is not None})
    proxy = _PROXY.search(call)
    found = (resolve(page.url, path) for path in ((proxy[1],) if proxy else _PROXIES))
    urls = [_rows_url(url, len(rows) // size + 1, size) for url in found if url]
    return Listing(links, Next(urls[0], form, otherwise=tuple(urls[1:])) if urls else None, total)


def _unit(page: Page) -> tuple[str, str]:
    """The parameters of the column's own list and the part of the page with its rows.

    A page may show rows of other columns beside it, each with a call and a store of its own.
    """
    text = page.text
    calls = [text[found.start() : found.start() + _CALL_LENGTH] for found in _CALL.finditer(text)]
    calls = [re.split(r"\.jpage\s*\(", call[1:])[0] for call in calls if "totalRecord" in call]
    if not calls and _PROXY.search(text):
        calls = [text]
    own = [call for call in calls if f"/col{_parameter(call, 'columnid') or '?'}/" in page.url]
    call = (own or calls or [""])[0]
    unit = re.escape(_parameter(call, "unitid") or "")
    place = re.search(rf"""\bid=["']?{unit}["'>\s]""", text) if unit and len(calls) > 1 else None
    if place is None:
        return call, text
    return call, text[place.start() :].partition("</recordset>")[0]


def _reply(page: Page) -> Listing:
    rows = records(page.text)
    links = _links(page, rows, resolve(page.url, "/") or page.url)
    query = dict(parse_qsl(urlsplit(page.url).query))
    found, declared = _TOTAL.search(page.text), _PAGES.search(page.text)
    total = int(found[1]) if found else 0
    if "startrecord" not in query and (group := _group(page)):
        return Listing(links, group if links else None, total or None)
    size, current = number(query.get("perpage")) or _DEFAULT_SIZE, number(query.get("page"), 1)
    # Without a total the list ends with the first reply that gives nothing new.
    more = current * size < total if total else declared is None or current < int(declared[1])
    url = _rows_url(page.url, current + 1, size)
    onward = Next(url, page.posted, guessed=not total) if more and links else None
    return Listing(links, onward, total or None)


def _group(page: Page) -> Next | None:
    """The request that the store itself names for its next group."""
    found = _GROUP.search(page.text)
    url = resolve(page.url, found[1].replace("&amp;", "&")) if found else None
    return Next(url, guessed=True) if url and url != page.url else None


def _rows_url(url: str, place: int, size: int) -> str:
    """Rows of page `place`, asked for both ways: some servers honour only startrecord, some only page."""
    last = place * size
    query = {"startrecord": last - size + 1, "endrecord": last, "perpage": size, "page": place}
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query)))


def _links(page: Page, rows: list[str], base: str) -> tuple[Link, ...]:
    """The links of all records, each parsed on its own, as a row."""
    return tuple(link for row in rows for link in links_of(row, base))


def _count(call: str, name: str) -> int | None:
    found = re.search(rf"\b{name}[\"']?\s*[:=]\s*[\"']?(\d{{1,9}})\b", call)
    return int(found[1]) if found else None


def _parameter(call: str, name: str) -> str | None:
    found = re.search(rf"\b{name}[\"']?\s*[:=]\s*(?:\"([^\"]*)\"|'([^']*)'|(\w+))", call)
    return next((value for value in found.groups() if value is not None), None) if found else None
