"""Epoint 新点 EWB: `getgovinfolist` takes JSON by POST, pages from 0; static columns go on with `2.html`."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from extractors.crawl.links import attribute
from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import number, parsed
from extractors.families.listing import Listing, Next
from extractors.families.paging import declared_pages

_SERVICE = "rest/lightfrontaction/getgovinfolist"
_CALL = re.compile(rf"""["']([^"'\s]*/{_SERVICE})["']""")
_WRAPPED = re.compile(r"""["']?\bparams["']?\s*:""")
# The scripts of a site that tell its project and its id.
_SETTINGS = re.compile(r"/(?:webBuilderCommon|ajaxReq)\.js(?:\?|$)")
_STATIC = re.compile(r"/(?:\d{3})+/(?:(?:subPage|moreinfo|about-gcjs|govlist)|(\d{1,3}))\.html$")
_PROJECT = "EWB-FRONT"
_PAGE_SIZE = 15


def read(page: Page) -> Listing | None:
    """A column page (dynamic or static), the site's settings, or one reply."""
    if urlsplit(page.url).path.endswith(f"/{_SERVICE}"):
        return _reply(page)
    if _SETTINGS.search(page.url):
        return _asked(page, page.text)
    if not page.html:
        return None
    return _dynamic(page) or _static(page)


def _dynamic(page: Page) -> Listing | None:
    """The list of a category: asked for at once where the page knows its site's id, else by the settings."""
    if "categorynum" not in page.url.lower() and _SERVICE not in page.text:
        return None
    if (asked := _asked(page, page.text)) is not None:
        return asked
    for script in page.tree.css("script[src]"):
        url = resolve(page.base, attribute(script, "src"))
        if url and _SETTINGS.search(url):
            # A server ignores the parameters of a file; with them its reader knows the column.
            column = urlencode({name: _value(page, page.text, name) for name in ("categorynum", "deptcode")})
            return Listing(lists=(Next(f"{url.partition('?')[0]}?{column}"),))
    return None


def _asked(page: Page, script: str) -> Listing | None:
    """The request for the first rows, from what a script says."""
    site, category = _value(page, script, "siteGuid"), _value(page, script, "categorynum")
    if not site or not category:
        return None
    call = _CALL.search(script)
    project = _value(page, script, "projectName").strip("/") or _PROJECT
    url = resolve(page.url, call[1] if call else f"/{project}/{_SERVICE}")
    fields: dict[str, Any] = {
        "deptcode": _value(page, script, "deptcode"),
        "categorynum": category,
        "pageIndex": 0,
        "pageSize": number(_value(page, script, "pageSize")) or _PAGE_SIZE,
        "siteGuid": site,
    }
    posted = json.dumps({"params": fields} if _WRAPPED.search(script) else fields)
    return Listing(next=Next(url, posted)) if url else None


def _value(page: Page, script: str, name: str) -> str:
    """A parameter by the page's address, else by a constant of its script."""
    asked = {key.lower(): value for key, value in parse_qsl(urlsplit(page.url).query)}
    found = re.search(rf"""\b{name}["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|(\d+))""", script)
    constant = next((value for value in found.groups() if value), "") if found else ""
    return asked.get(name.lower()) or constant


def _reply(page: Page) -> Listing | None:
    reply, asked = parsed(page.text), parsed(page.posted or "{}")
    custom = reply.get("custom") if isinstance(reply, dict) else None
    custom = parsed(custom) if isinstance(custom, str) else custom
    rows = custom.get("data") if isinstance(custom, dict) else None
    if not isinstance(custom, dict) or not isinstance(rows, list):
        return None
    links = tuple(link for row in rows if isinstance(row, dict) and (link := _link(page, row)) is not None)
    total = number(custom.get("total"))
    return Listing(links, _after(page, asked, total) if links else None, total or None)


def _after(page: Page, asked: object, total: int) -> Next | None:
    if not isinstance(asked, dict):
        return None
    inner = asked.get("params", asked)
    if not isinstance(inner, dict):
        return None
    place, size = number(inner.get("pageIndex")) + 1, number(inner.get("pageSize"))
    if total and place * size >= total:
        return None
    fields = inner | {"pageIndex": place}
    return Next(page.url, json.dumps({"params": fields} if "params" in asked else fields), guessed=not total)


def _link(page: Page, row: dict[str, Any]) -> Link | None:
    url = resolve(page.url, str(row.get("infourl") or ""))
    titles = (squeeze(re.sub(r"<[^>]+>", "", str(row.get(name) or ""))) for name in ("title", "realtitle"))
    return Link(url, max(titles, key=len), find_date(str(row.get("infodate") or ""))) if url else None


def _static(page: Page) -> Listing | None:
    own = _STATIC.search(urlsplit(page.url).path)
    pages = declared_pages(page.text) if own else None
    if own is None or pages is None:
        return None
    place = number(own[1]) or 1
    url = resolve(page.url, f"{place + 1}.html")
    return Listing((), Next(url) if url and place < pages else None, pages=pages)
