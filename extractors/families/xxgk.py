"""Hanweb's xxgk module: a search that is posted page by page, and a report page a body and year."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.links import attribute
from extractors.crawl.page import Link, Page, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import number
from extractors.families.listing import Listing, Next
from extractors.families.paging import declared_pages

_SEARCH = re.compile(r"""["']([^"'\s]*/module/xxgk/search\.jsp(?:\?[^"'\s]*)?)["']""")
_POSTED = re.compile(r"""["']((?:[\w.]+=[^"'&\s]*&)+[\w.]+=[^"'\s]*)["']""")
_SERVICE = "/module/xxgk/search.jsp"
_REPORT = "/xxgkAnnualReport.jsp"
_REPORT_CALL = re.compile(r"""["']([^"'\s]*/xxgkAnnualReport\.jsp\?[^"'\s]*)["']""")
_YEAR = re.compile(r"(20[0-2]\d)年?度?")
_AREA = re.compile(r"[0-9A-Z][0-9A-Za-z_-]{5,24}")
_CALL = 800


def read(page: Page) -> Listing | None:
    """A page of reports by body and year, the column page whose script posts the search, or one reply."""
    if not page.html:
        return None
    path = urlsplit(page.url).path
    if path.endswith(_REPORT):
        return Listing(tuple(_matrix(page)))
    if path.endswith(_SERVICE):
        return _reply(page)
    found = _REPORT_CALL.search(page.text) if _REPORT in page.text else None
    report = resolve(page.url, html.unescape(found[1])) if found else None
    if report and all(link.url != report for link in page.links):
        return Listing((Link(report, "政府信息公开年报"),))
    search = _SEARCH.search(page.text) if _SERVICE in page.text else None
    url = resolve(page.url, html.unescape(search[1])) if search else None
    if search is None or url is None:
        return None
    body = _POSTED.search(page.text, search.end(), search.end() + _CALL)
    return Listing(next=Next(_asked(url, 1), body[1] if body else "jdid=1&divid=divlist&fbtime=-1"))


def _reply(page: Page) -> Listing:
    place, pages = (
        number(dict(parse_qsl(urlsplit(page.url).query)).get("currpage"), 1),
        declared_pages(page.text),
    )
    more = bool(page.links) and (pages is None or place < pages)
    onward = Next(_asked(page.url, place + 1), page.posted, guessed=pages is None) if more else None
    return Listing((), onward, pages=pages)


def _asked(url: str, place: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"currpage": str(place)}
    return urlunsplit(parts._replace(query=urlencode(query)))


def _matrix(page: Page) -> Iterator[Link]:
    """The same page for the years and bodies of its menus, whose values are no addresses."""
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for tag in page.tree.css("option"):
        value, text = attribute(tag, "value").strip(), squeeze(tag.text())
        year = _YEAR.fullmatch(value) or (None if value else _YEAR.fullmatch(text))
        if year:
            asked = {"fbtime": year[1]}
        elif _AREA.fullmatch(value) and any(char.isdigit() for char in value):
            asked = {"area": value}
        else:
            continue
        yield Link(urlunsplit(parts._replace(query=urlencode(query | asked))), text)
