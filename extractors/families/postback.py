"""ASP.NET Web Forms: pages are turned by posting the whole form again (`__doPostBack`), at one address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from bs4.element import Tag

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.data import number
from extractors.families.listing import Listing, Next
from extractors.families.nextlink import says_next

_CALL = re.compile(
    r"""(?:__doPostBack\(|WebForm_PostBackOptions\()\s*["']([^"']+)["']\s*,\s*["']([^"']*)["']"""
)
_PLACE = re.compile(r"(?:Page\$)?(\d{1,9})")
_FIELDS = ("hidden", "text", "")


def read(page: Page) -> Listing | None:
    """A list whose pager posts the form back: by a link to the next page, else to the next number."""
    if not page.html or "__VIEWSTATE" not in page.text:
        return None
    form = next(
        (form for form in page.soup.find_all("form") if form.find(attrs={"name": "__VIEWSTATE"})), None
    )
    if form is None:
        return None
    fields = dict(fields_of(form))
    asked = _button(form) or _event(form, page.posted)
    url = resolve(page.url, str(form.get("action") or "")) or page.url
    return Listing(next=Next(url, urlencode(fields | asked))) if asked else None


def fields_of(form: Tag) -> Iterator[tuple[str, str]]:
    """What a browser sends besides the control that was used."""
    for tag in form.find_all("input", attrs={"name": True}):
        if str(tag.get("type") or "").lower() in _FIELDS:
            yield str(tag["name"]), str(tag.get("value") or "")
    for tag in form.find_all("select", attrs={"name": True}):
        chosen = tag.find("option", selected=True) or tag.find("option")
        yield str(tag["name"]), str(chosen.get("value") or "") if isinstance(chosen, Tag) else ""


def _event(form: Tag, posted: str | None) -> dict[str, str] | None:
    """The event of the next page; numbers count on from the page that the last event asked for."""
    calls = [
        (call[1], call[2], says_next(tag.get_text(), str(tag.get("title") or "")))
        for tag in form.find_all("a")
        if not tag.has_attr("disabled")
        and (call := _CALL.search(f"{tag.get('href') or ''} {tag.get('onclick') or ''}"))
    ]
    wanted = _shown(posted) + 1
    steps = [call for call in calls if call[2]] or [
        call for call in calls if (place := _PLACE.fullmatch(call[1])) and int(place[1]) == wanted
    ]
    return {"__EVENTTARGET": steps[0][0], "__EVENTARGUMENT": steps[0][1]} if steps else None


def _shown(posted: str | None) -> int:
    asked = dict(parse_qsl(posted or "")).get("__EVENTARGUMENT", "")
    place = _PLACE.fullmatch(asked)
    return number(place[1]) if place else 1


def _button(form: Tag) -> dict[str, str] | None:
    for tag in form.find_all("input", type=re.compile("submit", re.IGNORECASE), attrs={"name": True}):
        if not tag.has_attr("disabled") and says_next(str(tag.get("value") or "")):
            return {str(tag["name"]): str(tag["value"])}
    return None
