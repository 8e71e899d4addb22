"""gkmlpt 政府信息公开目录管理平台 (Guangdong): columns in a script, lists as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Link, Page, find_date, squeeze
from extractors.crawl.urls import resolve
from extractors.families.data import json_list, number
from extractors.families.listing import Listing, Next

_CONFIG = re.compile(r"window\._CONFIG\s*=\s*")
_TREE = re.compile(r"""["']?TREE["']?\s*:\s*(?=\[)""")
_SID = re.compile(r"""["']?SID["']?\s*:\s*["']?(\d+)""")
_BARE_KEY = re.compile(r"([{,]\s*)(\w+)\s*:")
_YEAR = re.compile(r"20\d\d(?:年度?)?")
_DATES = ("date", "display_publish_time", "first_publish_time", "created_at")


def read(page: Page) -> Listing | None:
    """The platform's own page, whose tree leads to the lists, or one list page."""
    if page.html:
        config = _CONFIG.search(page.text)
        return Listing(tuple(_columns(page, config.end()))) if config else None
    if "/gkmlpt/api/" in page.url:
        return _reply(page)
    return None


def _columns(page: Page, start: int) -> Iterator[Link]:
    tree, sid = _TREE.search(page.text, start), _SID.search(page.text, start)
    if tree is None or sid is None:
        return
    platform = page.url.partition("/gkmlpt")[0] + "/gkmlpt"
    for node, name in _nodes(_literal(page.text[tree.end() :]), ""):
        jump = resolve(page.url, str(node.get("jump_url") or ""))
        yield Link(jump or f"{platform}/api/all/{node['id']}?page=1&sid={sid[1]}", name)


def _nodes(tree: list[dict[str, Any]], above: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every node with its name, the names above it in front: sub-columns are called 部门 or 2022年.

    Years are left out: with one a column would be called as a report is.
    """
    for node in tree:
        name = above + _YEAR.sub("", squeeze(str(node.get("name") or "")))
        if "id" in node:
            yield node, name
        yield from _nodes(_objects(node.get("children")), name)


def _literal(source: str) -> list[dict[str, Any]]:
    """The array that a script starts with, as JSON or with bare keys and single quotes; else nothing."""
    for text in (source, _BARE_KEY.sub(r'\1"\2":', source).replace("'", '"')):
        try:
            value, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            continue
        return _objects(value)
    return []


def _objects(value: object) -> list[dict[str, Any]]:
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def _reply(page: Page) -> Listing | None:
    found = json_list(page, "articles")
    if found is None:
        return None
    data, articles = found
    classify = data.get("classify")
    declared = classify.get("post_count") if isinstance(classify, dict) else None
    total = number(data.get("total")) or number(declared)
    links = tuple(link for article in articles if (link := _link(page, article)) is not None)
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query))
    current = max(number(query.get("page")), 1)  # page 0 is page 1 again
    onward = urlunsplit(parts._replace(query=urlencode(query | {"page": str(current + 1)})))
    # Without a total the list ends with the first page that gives nothing new.
    more = bool(links) and (not total or len(links) * current < total)
    return Listing(links, Next(onward, guessed=not total) if more else None, total or None)


def _link(page: Page, article: dict[str, Any]) -> Link | None:
    url = resolve(page.url, str(article.get("url") or article.get("post_url") or ""))
    dates = (find_date(str(article.get(name) or "")) for name in _DATES)
    date = next((date for date in dates if date), None)
    return Link(url, squeeze(str(article.get("title") or "")), date) if url else None
