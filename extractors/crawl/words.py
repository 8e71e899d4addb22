"""What a label, a title or a page says it is, told by the words of `words.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from extractors.crawl.page import Page, squeeze

_FILE = Path(__file__).with_name("words.yml")
_FEW_WORDS = 300
# The labels of a site's menus stand on each of its pages.
_of_label = lru_cache(maxsize=20_000)
_DATE_BEHIND = re.compile(r"[\[(（]?20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?$")


@_of_label
def is_report_title(text: str, in_column: bool = False) -> bool:
    """Whether a label names an annual report; inside a 年报 column a year is enough, as in `2023年`."""
    title = plain(text)
    if _found("no_report", title):
        return False
    if _found("report", title) and _found("report_year", title):
        return True
    if not in_column or (_found("other_report", title) and not _found("report", title)):
        return False
    return any(_found(name, title) for name in ("report", "report_in_column", "year", "cut_title"))


@_of_label
def is_no_report(text: str) -> bool:
    """Whether a title says that its page only speaks of reports: a notice, a guide, a picture version."""
    return _found("no_report", plain(text))


@_of_label
def is_summary(text: str) -> bool:
    """Whether a title is that of a page with all reports of a year, each behind its body's name."""
    return _found("summary", plain(text))


@_of_label
def is_year(text: str) -> bool:
    """Whether a label is a year and nothing else of note: a sub-column, or a report in its column."""
    return _found("year", plain(text))


@_of_label
def is_column(text: str) -> bool:
    """Whether a label names the column of annual reports."""
    title = plain(text)
    return _found("column", title) and not _found("other_column", title) and not _found("no_report", title)


def is_sub_column(text: str) -> bool:
    """Whether a label, in a 年报 column, names the reports of some bodies, as in 部门年报."""
    title = plain(text)
    return (
        _found("sub_column", title) and not _found("other_column", title) and not _found("no_report", title)
    )


@_of_label
def is_platform(text: str) -> bool:
    """Whether a label leads towards the 政府信息公开 platform."""
    return _found("platform", plain(text))


@_of_label
def is_bodies(text: str) -> bool:
    """Whether a label leads to a list of departments or towns."""
    return len(text) <= 20 and _found("bodies", plain(text))


@_of_label
def is_body(text: str) -> bool:
    """Whether a label is the name of a government body."""
    return 2 <= len(text) <= 30 and _found("body", plain(text))


def is_column_page(page: Page) -> bool:
    """Whether a page is an annual-report column, by its own tags, title or address."""
    kind, name = page.metas.get("columntype", ""), page.metas.get("columnname", "")
    if _found("column_type", squeeze(kind)) or is_column(name):
        return True
    if kind or name or page.metas.get("articletitle"):
        return False
    first = re.split(r"[-_|—]", page.title)[0]
    return is_column(first) or is_column(page.heading) or is_column_path(page.url)


def is_column_path(url: str) -> bool:
    """Whether an address has a part that 年报 columns are called by."""
    return _found("column_path", url.lower())


def is_wrong_column(page: Page) -> bool:
    """Whether a page says by its own tags, or its title, that it is a column of other things."""
    if page.metas.get("articletitle"):
        return False
    own = page.metas.get("columnname") or page.metas.get("columntype")
    name = squeeze(own or page.heading or re.split(r"[-_|—]", page.title)[0])
    return _found("wrong_column", name) and not is_column(name) and not is_body(name)


def is_error(page: Page) -> bool:
    """Whether a page says that what was asked for is not there."""
    if any(_found("error_title", name) for name in (page.title, page.heading) if name):
        return True
    return len(page.words) < _FEW_WORDS and _found("error_text", page.words)


def is_login(page: Page) -> bool:
    """Whether a page wants a login or a captcha first."""
    asks = page.tree.css_first("input[type=password i]") is not None or len(page.words) < _FEW_WORDS
    return asks and _found("login", page.title + page.words[: 2 * _FEW_WORDS])


def is_other_report(title: str) -> bool:
    """Whether a title names a report of another kind."""
    return _found("other_report", plain(title)) and not _found("report", plain(title))


def is_blank(title: str) -> bool:
    """Whether a title is that of a form or a notice that has the headings of a report but is none."""
    return _found("blank", plain(title))


def speaks_of_reports(page: Page) -> bool:
    """Whether the page's own text, links aside, is one that belongs to reports."""
    return _found("own", page.own_words)


def is_report_page(page: Page) -> bool:
    """Whether a page has the headings of a report in its text."""
    return _has_two("headings", page.words)


def holds_figures(page: Page) -> bool:
    """Whether a page holds the standard tables themselves, so that its attachments say the same again."""
    return _has_two("figures", page.words)


@lru_cache(maxsize=64)
def _has_two(name: str, text: str) -> bool:
    """Whether two of the words of that name stand in a text; asked for several times a page."""
    words: list[str] = _data()[name]
    return len(list(islice((word for word in words if word in text), 2))) == 2


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """A label without blanks and without the date that some lists put into it."""
    return _DATE_BEHIND.sub("", squeeze(text))


def _found(name: str, text: str) -> bool:
    return _pattern(name).search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()[name])


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data
