"""Columns whose script asks a service for the list: TRS 海贝 and IGS, CAC, MIIT, Suzhou, Huai'an, others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.crawl.words import is_column_page, is_report_title
from extractors.families.constants import constant, folded
from extractors.families.listing import Listing, Next
from extractors.families.paging import NAMES, numbered_parameter

_SERVICE = re.compile(
    r"""["']([^"'\s]*/(?:fjdzapp/search|igs/front/[^"'\s?]+|was5/web/search|cms/JsonList"""
    r"""|search-front-server/api/search/info|articleCommonController/lists\.do|loadData[\w.]*)(?:\?[^"'\s]*)?)["']"""
)
_ANY = re.compile(
    r"""(?:\$|axios)\.(?:post|get|getJSON|ajax)\(\s*(?:\{[^{}]{0,200}?\burl["']?\s*:\s*)?["']([^"'\s<>]{2,300})["']"""
)
# What else scripts send with the name of a page: counters, forms, what readers did.
_NO_LIST = re.compile(
    r"count|hits?\b|click|visit|log|stat|track|save|add|submit|comment|praise|user|captcha", re.IGNORECASE
)
_NAMES = ("fjdzapp", "igs/front", "was5", "JsonList", "search-front-server", "lists.do", "loadData")
_CALL = 1500  # a call with its parameters is shorter
_POST = re.compile(r"""(?:\$|axios)\.post\(|\b(?:type|method)["']?\s*:\s*["']post["']""", re.IGNORECASE)
_STARTS = ("$", "axios", "fetch")
_NONE: Mapping[str, str] = {}
# What is sent: an object, a string or a name, maybe made a form or JSON of.
_SENT = r"""(?:[\w$.]*\.(?:stringify|param)\(\s*)?(?:\{([^{}]*)\}|["']([^"']*)["']|([A-Za-z_$][\w$]*))"""
_DATA = (re.compile(rf"""\b(?:data|body|params)["']?\s*:\s*{_SENT}"""), re.compile(rf"^\s*,\s*{_SENT}"))
_JSON = re.compile(r"application/json|JSON\.stringify")
_OBJECT = re.compile(r"\s*,\s*\{")  # which axios sends as JSON
_FIELD = re.compile(
    r"""["']?(?<![\w\[\]-])([\w\[\]-]++)["']?\s*+:\s*+(\[)?\s*+(?:"([^"]*)"|'([^']*)'|([\w.]+))"""
)


def read(page: Page) -> Listing | None:
    """The column page, with the request that its script sends first. Nothing is executed: constants only."""
    known = page.html and any(name in page.text for name in _NAMES)
    if not known and not (page.html and _ANY.search(page.text) and _lacks_rows(page)):
        return None
    # Forms name such services too, for the search of the whole site.
    script = folded("\n".join(node.text() for node in page.tree.css("script")))
    service = _SERVICE.search(script) if known else _paged(script)
    onward = request(page, script, service) if service else None
    return Listing(next=onward if known else replace(onward, guessed=True)) if onward else None


def _lacks_rows(page: Page) -> bool:
    """Whether this is the page of a column that shows no report, so that a script has to fetch them."""
    return is_column_page(page) and not any(is_report_title(link.text, True) for link in page.links)


def _paged(script: str) -> re.Match[str] | None:
    """The call of a service of no known name that is asked for the page of a list."""
    for service in _ANY.finditer(script):
        call = script[service.end() : service.end() + _CALL].partition("success")[0]
        names = (*fields(call, script), *dict(parse_qsl(urlsplit(service[1]).query, keep_blank_values=True)))
        if any(name.lower() in NAMES for name in names) and not _NO_LIST.search(service[1]):
            return service
    return None


def request(
    page: Page, script: str, service: re.Match[str], default: Mapping[str, str] = _NONE
) -> Next | None:
    """The first request that `script` sends to the service whose quoted address is `service`'s first group.

    `default` are parameters that the call may leave to a variable.
    """
    url = resolve(page.url, service[1])
    if url is None:
        return None
    start = service.start(1)
    before = script[max(start - 200, 0) : start]
    before = before[max(before.rfind(start) for start in _STARTS) :] if "(" in before else before
    after = script[service.end() : service.end() + _CALL].partition("success")[0]
    form = _first_page(dict(default) | fields(after, script), urlsplit(url).query)
    if _POST.search(before) or _POST.search(after):
        as_json = _JSON.search(after) or (before.startswith("axios") and _OBJECT.match(after))
        return Next(url, json.dumps(form) if as_json else urlencode(form))
    parts = urlsplit(url)
    query = urlencode(dict(parse_qsl(parts.query, keep_blank_values=True)) | form)
    return Next(urlunsplit(parts._replace(query=query)))


def fields(call: str, script: str) -> dict[str, str]:
    """The parameters of a call: constants as they stand, names of variables by their constant value."""
    found = next((found for pattern in _DATA if (found := pattern.search(call))), None)
    if found is None:
        return {}
    literal, text, name = found.groups()
    if name is not None:
        held = re.search(rf"""\b{re.escape(name)}\s*=\s*(?:\{{([^{{}}]*)\}}|["']([^"']*)["'])""", script)
        literal, text = held.groups() if held else ("", None)
    return dict(parse_qsl(text, keep_blank_values=True)) if text is not None else _object(literal, script)


def _object(literal: str, script: str) -> dict[str, str]:
    found = {}
    for name, many, *values in _FIELD.findall(literal):
        quoted = values[0] or values[1]
        value = quoted if quoted or not values[2] else constant(values[2], script)
        if value is None and name.lower() in NAMES:
            value = "1"  # an argument of the function that asks
        if value is not None:
            found[f"{name}[]" if many else name] = value  # as jQuery writes an array
    return found


def _first_page(form: dict[str, str], query: str) -> dict[str, str]:
    """The form with the number of the first page, where neither it nor the address has one."""
    if numbered_parameter(urlencode(form)) or numbered_parameter(query):
        return form
    return form | {"page": "1"}
