"""Lists whose page is a parameter: in links to the other numbers, or in a form that a script sends."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4.element import Tag

from extractors.crawl.page import Page
from extractors.crawl.urls import origin, resolve
from extractors.families.data import number
from extractors.families.listing import Listing, Next
from extractors.families.paging import (
    NAMES,
    declared_pages,
    numbered_parameter,
    place_of,
    turned,
    with_parameter,
)

_FIELD = re.compile(rf"""\bname\s*=\s*["']?(?:{"|".join(NAMES)})\b""", re.IGNORECASE)
_SCRIPTED = re.compile(r"^\s*(javascript:|#)", re.IGNORECASE)
_MOST_FORMS = 20
_TURNS = re.compile(r"页|^[\[【(（]?\d{1,6}[\]】)）]?$|^[›»>]+$")


def read(page: Page) -> Listing | None:
    """A page among whose links is this list again with another number, or whose form holds its number."""
    if not page.html:
        return None
    return _linked(page) or _sent(page)


def _linked(page: Page) -> Listing | None:
    """By the link that carries the next number; the first page may have none, and count from 0 or 1."""
    own = urlsplit(page.url)
    numbers = [
        (found, link.text)
        for link in page.links
        if _TURNS.search(link.text) and (found := _number(link.url, own.path)) is not None
    ]
    if not numbers:
        return _served(page)
    shown = numbered_parameter(own.query)
    if shown is not None:
        more = any(name == shown[0] and place > shown[1] for (name, place), _ in numbers)
        return Listing(next=turned(page) if more else None)
    name, first = _second(numbers)
    query = with_parameter(own.query, name, first)
    return Listing(next=Next(urlunsplit(own._replace(query=query))) if first else None)


def _served(page: Page) -> Listing | None:
    """By the link labelled 2 to a service that has the further pages of a list whose first page is a file."""
    for link in page.links:
        asked = numbered_parameter(urlsplit(link.url).query) if place_of(link.text) == 2 else None
        if asked is not None and asked[1] in (1, 2) and origin(link.url) == origin(page.url):
            return Listing(next=Next(link.url))
    return None


def _number(url: str, path: str) -> tuple[str, int] | None:
    parts = urlsplit(url)
    return numbered_parameter(parts.query) if parts.path == path else None


def _second(numbers: list[tuple[tuple[str, int], str]]) -> tuple[str, int]:
    """The parameter and its value for the second page, seen from a first page without the parameter."""
    labelled = next((found for found, text in numbers if place_of(text) == 2), None)
    if labelled is not None:
        return labelled
    name = numbers[0][0][0]
    places = sorted({place for (one, place), _ in numbers if one == name})
    from_zero = 0 in places
    return name, next((place for place in places if place > (0 if from_zero else 1)), 0)


def _sent(page: Page) -> Listing | None:
    """By a form with a field for the page's number and a script that sends it, as in `goPage(2)`."""
    if page.tree.css_first("form") is None or _FIELD.search(page.text) is None:
        return None
    pages = declared_pages(page.text)
    for form in page.soup.find_all("form", limit=_MOST_FORMS):
        fields = {
            str(tag["name"]): str(tag.get("value") or "")
            for tag in form.find_all("input", attrs={"name": True})
        }
        asked = numbered_parameter(urlencode(fields))
        if asked is None or not _turns(form, page):
            continue
        place = _posted(page, asked[0]) or asked[1] or 1
        if pages is not None and place >= pages:
            return Listing()
        return Listing(next=_submit(form, page, fields | {asked[0]: str(place + 1)}))
    return None


def _turns(form: Tag, page: Page) -> bool:
    """Whether a script turns this list's pages with the form, not that of a search beside the list."""
    target = urlsplit(_target(form, page)).path
    pagers = page.soup if target == urlsplit(page.url).path else form
    return any(_TURNS.search(tag.get_text().strip()) for tag in pagers.find_all("a", href=_SCRIPTED))


def _posted(page: Page, name: str) -> int:
    """The number that was asked for; forms often print the first page's again."""
    asked = dict(parse_qsl(page.posted or urlsplit(page.url).query))
    return number(asked.get(name))


def _submit(form: Tag, page: Page, fields: dict[str, str]) -> Next | None:
    url = _target(form, page)
    if str(form.get("method") or "").lower() == "post":
        return Next(url, urlencode(fields))
    return Next(urlunsplit(urlsplit(url)._replace(query=urlencode(fields))))


def _target(form: Tag, page: Page) -> str:
    return resolve(page.base, str(form.get("action") or "")) or page.url
