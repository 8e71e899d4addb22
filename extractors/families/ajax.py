"""Columns whose script asks a known service for the list: TRS 海贝 and IGS, CAC, MIIT, Suzhou, Huai'an."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next
from extractors.families.paging import NAMES, numbered_parameter

_SERVICE = re.compile(
    r"""["']([^"'\s]*/(?:fjdzapp/search|igs/front/[^"'\s?]+|was5/web/search|cms/JsonList"""
    r"""|search-front-server/api/search/info|articleCommonController/lists\.do|loadData[\w.]*)(?:\?[^"'\s]*)?)["']"""
)
_NAMES = ("fjdzapp", "igs/front", "was5", "JsonList", "search-front-server", "lists.do", "loadData")
_CALL = 1500  # a call with its parameters is shorter
_POST = re.compile(r"""\$\.post\(|\b(?:type|method)["']?\s*:\s*["']post["']""", re.IGNORECASE)
_NONE: Mapping[str, str] = {}
_DATA = re.compile(r"""\bdata["']?\s*:\s*(?:\{([^{}]*)\}|["']([^"']*)["'])|,\s*\{([^{}]*)\}""")
_FIELD = re.compile(r"""["']?([\w\[\]-]+)["']?\s*:\s*(\[)?\s*(?:"([^"]*)"|'([^']*)'|([\w.]+))""")


def read(page: Page) -> Listing | None:
    """The column page, with the request that its script sends first. Nothing is executed: constants only."""
    if not page.html or not any(name in page.text for name in _NAMES):
        return None
    # Forms name such services too, for the search of the whole site.
    script = "\n".join(node.text() for node in page.tree.css("script"))
    service = _SERVICE.search(script)
    onward = request(page, script, service) if service else None
    return Listing(next=onward) if onward else None


def request(
    page: Page, script: str, service: re.Match[str], default: Mapping[str, str] = _NONE
) -> Next | None:
    """The first request that `script` sends to the service whose quoted address is `service`'s first group.

    `default` are parameters that the call may leave to a variable.
    """
    url = resolve(page.url, service[1])
    if url is None:
        return None
    before = script[max(service.start() - 200, 0) : service.start()]
    after = script[service.end() : service.end() + _CALL].partition("success")[0]
    form = _first_page(dict(default) | _fields(after, script), urlsplit(url).query)
    if _POST.search(before[before.rfind("$") :] if "$" in before else before) or _POST.search(after):
        return Next(url, urlencode(form))
    parts = urlsplit(url)
    query = urlencode(dict(parse_qsl(parts.query, keep_blank_values=True)) | form)
    return Next(urlunsplit(parts._replace(query=query)))


def _fields(call: str, script: str) -> dict[str, str]:
    """The parameters of a call: constants as they stand, names of variables by their constant value."""
    found = _DATA.search(call)
    if found is None:
        return {}
    if found[2] is not None:
        return dict(parse_qsl(found[2], keep_blank_values=True))
    fields = {}
    for name, many, *values in _FIELD.findall(found[1] or found[3] or ""):
        quoted = values[0] or values[1]
        value = quoted if quoted or not values[2] else _constant(values[2], script)
        if value is None and name.lower() in NAMES:
            value = "1"  # an argument of the function that asks
        if value is not None:
            fields[f"{name}[]" if many else name] = value  # as jQuery writes an array
    return fields


def _constant(word: str, script: str) -> str | None:
    if re.fullmatch(r"\d+|true|false", word):
        return word
    found = re.search(rf"""\b{re.escape(word)}\s*=\s*(?:"([^"]*)"|'([^']*)'|(\d+))""", script)
    return next((value for value in found.groups() if value is not None), None) if found else None


def _first_page(form: dict[str, str], query: str) -> dict[str, str]:
    """The form with the number of the first page, where neither it nor the address has one."""
    if numbered_parameter(urlencode(form)) or numbered_parameter(query):
        return form
    return form | {"page": "1"}
