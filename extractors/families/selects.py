"""Years and bodies in a `<select>` that sends its form (ASP.NET and others): a list each, at one address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from bs4.element import Tag

from extractors.crawl.page import Page, squeeze
from extractors.crawl.urls import resolve
from extractors.crawl.words import is_body, is_year
from extractors.families.listing import Next
from extractors.families.paging import numbered_parameter
from extractors.families.postback import fields_of

_EVENT = re.compile(r"""__doPostBack\(\s*\\?["']([^"'\\]+)""")
_SUBMIT = re.compile(r"\bsubmit\(")
_SEARCH = re.compile(r"查询|搜索|检索|确定|提交")
_ALL = re.compile(r"全部|所有|不限")
_MARKS = ("__doPostBack", "__VIEWSTATE", "submit(")
_MOST_FORMS = 20
_MOST_OPTIONS = 100


def lists(page: Page) -> tuple[Next, ...]:
    """The requests for the choices that the page does not show, from the first page of a list alone."""
    if not page.html or page.posted is not None or not any(mark in page.text for mark in _MARKS):
        return ()
    if page.tree.css_first("form option") is None:
        return ()
    if (shown := numbered_parameter(urlsplit(page.url).query)) and shown[1] > 1:
        return ()
    forms = page.soup.find_all("form", limit=_MOST_FORMS)
    return tuple(one for form in forms for one in _choices(form, page))


def _choices(form: Tag, page: Page) -> Iterator[Next]:
    for select in form.find_all("select", attrs={"name": True}):
        event = _event(select, form)
        others = _others(select)
        if event is None or not others or str(select["name"]) in parse_qs(urlsplit(page.url).query):
            continue
        sent = dict(fields_of(form)) | event
        for value in others:
            yield _request(form, page, sent | {str(select["name"]): value})


def _event(select: Tag, form: Tag) -> dict[str, str] | None:
    """What is sent besides the fields when a choice is made; None when nothing sends the form."""
    script = str(select.get("onchange") or "")
    if called := _EVENT.search(script):
        return {"__EVENTTARGET": called[1], "__EVENTARGUMENT": ""}
    if _SUBMIT.search(script):
        return {}
    if form.find(attrs={"name": "__VIEWSTATE"}) is None:
        return None
    for button in form.find_all("input", type=re.compile("submit", re.IGNORECASE), attrs={"name": True}):
        if _SEARCH.search(str(button.get("value") or "")):
            return {str(button["name"]): str(button["value"])}
    return None


def _others(select: Tag) -> list[str]:
    """The values of the years or bodies that are not chosen; none where the choice is all of them."""
    options = [one for one in select.find_all("option", limit=_MOST_OPTIONS) if isinstance(one, Tag)]
    chosen = next((one for one in options if one.has_attr("selected")), options[0] if options else None)
    if chosen is None or _ALL.search(chosen.get_text()):
        return []
    return [_value(one) for one in options if one is not chosen and _is_list(squeeze(one.get_text()))]


def _value(option: Tag) -> str:
    value = option.get("value")
    return str(value) if value is not None else option.get_text().strip()


def _is_list(label: str) -> bool:
    return is_year(label) or is_body(label)


def _request(form: Tag, page: Page, sent: dict[str, str]) -> Next:
    url = resolve(page.base, str(form.get("action") or "")) or page.url
    if str(form.get("method") or "").lower() == "post":
        return Next(url, urlencode(sent))
    return Next(urlunsplit(urlsplit(url)._replace(query=urlencode(sent))))
