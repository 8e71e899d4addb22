"""Lonsun 龙讯: rows are a fragment of HTML from `/site/label/8888`; plain columns take `pageIndex`."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.ajax import fields as sent
from extractors.families.constants import folded
from extractors.families.data import number
from extractors.families.listing import Listing, Next
from extractors.families.nextlink import read as by_link
from extractors.families.paging import declared_pages, with_parameter

_LABEL = re.compile(r"""["']([^"'\s]*/site/label/\d+)(\?[^"'\s]*)?["']""")
_FIELD = re.compile(r"""["']?\b(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+|true|false)\b)""")
_PUBLIC = re.compile(r"/(?:public|content)/column/\d+$")
# Parameters of the column's own address that its list has as well.
_OWN = ("type", "organId", "catId", "timeFrame", "hasContent", "action")
_CALL = 1500
_FIXED = {"IsAjax": "1", "dataType": "html", "labelName": "publicInfoList"}


def read(page: Page) -> Listing | None:
    """A column page, or the fragment with one page of its rows."""
    path = urlsplit(page.url).path
    if not page.html:
        return None
    if "/site/label/" in path and "pageIndex" in page.url:
        return _fragment(page)
    if "/site/label/" in page.text and (asked := _asked(page)):
        return Listing(next=Next(asked, guessed=True))
    return _column(page) if _PUBLIC.search(path) else None


def _asked(page: Page) -> str | None:
    """The address of the first rows, as it stands in a script or put together from its parameters."""
    for script in page.tree.css("script"):
        text = folded(html.unescape(script.text()))
        for label in _LABEL.finditer(text):
            fields = dict(parse_qsl((label[2] or "?")[1:], keep_blank_values=True))
            call = text[label.end() : label.end() + _CALL]
            fields = fields or sent(call, text) or _fields(call)
            if fields.get("labelName", "publicInfoList").lower() != "publicinfolist":
                continue  # the tree of columns, the counter of visits
            own = {name: value for name, value in parse_qsl(urlsplit(page.url).query) if name in _OWN}
            query = urlencode(_FIXED | own | fields | {"pageIndex": "1"})
            url = resolve(page.url, label[1])
            return f"{url}?{query}" if url else None
    return None


def _fields(call: str) -> dict[str, str]:
    return {name: double or single or bare for name, double, single, bare in _FIELD.findall(call)}


def _fragment(page: Page) -> Listing:
    """Rows end with the declared page; where none is declared, with the first page that gives nothing new."""
    if not page.links:
        return Listing(total=0)
    pages = declared_pages(page.text)
    return Listing(next=_turned(page, guessed=pages is None) if _more(page, pages) else None, pages=pages)


def _column(page: Page) -> Listing | None:
    pages = declared_pages(page.text)
    if pages is None or by_link(page) is not None:
        return None
    return Listing(next=_turned(page) if _more(page, pages) else None, pages=pages)


def _more(page: Page, pages: int | None) -> bool:
    return pages is None or _place(page) < pages


def _turned(page: Page, guessed: bool = False) -> Next:
    parts = urlsplit(page.url)
    query = with_parameter(parts.query, "pageIndex", _place(page) + 1)
    return Next(urlunsplit(parts._replace(query=query)), guessed=guessed)


def _place(page: Page) -> int:
    return number(dict(parse_qsl(urlsplit(page.url).query)).get("pageIndex")) or 1
