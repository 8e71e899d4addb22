"""Dates as pages print them: dots, slashes, 年月日, spaces inside, glued to a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from transforms.claims.numerals import parse_number
from transforms.identity.lines import Line, Lines

_SEPARATOR = r"\s*[-./‐‑–—{}]+\s*"
# A day may be glued to the time (2026-01-2309:30); one digit glued to it reads two ways and is not read.
_DATE = re.compile(
    r"(?<!\d)(20\d\d)"
    + _SEPARATOR.format("年")
    + r"(\d{1,2})"
    + _SEPARATOR.format("月")
    + r"(?:(\d\d)(?=\s*\d\d\s*:\s*\d\d)|(\d{1,2})(?![\d:]))\s*日?"
)
# 二〇二三年一月十九日, 2023年元月19日.
_IN_WORDS = re.compile(
    r"(?:二[〇○零Oo0][〇○零一二三四五六七八九]{2}|20\d\d)\s*年\s*"
    r"(?:元|[一二三四五六七八九十]{1,2}|\d{1,2})\s*月\s*(?:[一二三四五六七八九十廿]{1,4}|\d{1,2})\s*日"
)
_WORD = re.compile(r"元|[〇○零Oo一二三四五六七八九]{3,}|[一二三四五六七八九十廿]+")
_YEAR_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_COMPACT = re.compile(r"^(20\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})?$")
# In order of trust: when it went online, then when it was drawn up.
_LABELS = (
    ("发布日期", "发布时间", "公开日期", "公开时间", "发文日期", "发文时间", "上传时间", "录入时间"),
    ("日期", "时间"),
    ("生成日期", "成文日期", "制发日期", "更新时间", "更新日期"),
)
_YEAR = re.compile(r"20\d\d")


def _label(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words at the end of a text, blanks between its characters, and what parts it from a date."""
    spaced = "|".join(r"\s*".join(word) for word in words)
    return re.compile(rf"(?<![一-鿿])(?:{spaced})[\s:|】\]【\[(]{{0,6}}\Z")


_LABELLED = tuple(map(_label, _LABELS))
# How far before a date its label begins at most, with single blanks between its characters.
_BEFORE = 16
# A clock in the page's banner, or a date told of something else.
_BANNER = re.compile(r"星期|今天|现在|农历|天气|期限")
_BESIDE_A_DATE = re.compile(r"来源|浏览|阅读|点击|字体|字号|作者|编辑|打印|发布")


def parse_date(text: str) -> str | None:
    """The first real date in the text as YYYY-MM-DD, or None."""
    plain = _in_digits(unicodedata.normalize("NFKC", text))
    if compact := _COMPACT.match(plain.strip()):
        return _iso(*compact.groups())
    return next((found for match in _DATE.finditer(plain) if (found := _iso(*match.groups()))), None)


def labelled_dates(lines: Lines) -> Iterator[str]:
    """Dates that stand after 发布日期, 时间 and the like, the most trusted label first."""
    text = _in_digits("\n".join([line.text for line in lines.all]))
    years = [match.start() for match in _YEAR.finditer(text)]
    for label in _LABELLED:
        for place in years:
            stated = label.search(text, max(0, place - _BEFORE), place)
            if stated and (found := parse_date(text[place : place + 24].split("\n")[0])):
                yield found


def bare_dates(head: Iterable[Line]) -> Iterator[str]:
    """Dates that begin a line of the head and share it with nothing but a source or page tools."""
    for line in head:
        text = line.text.lstrip("[(【 ")
        match = None if line.link else _DATE.match(text)
        if match and not _BANNER.search(text):
            rest = text[match.end() :].strip("0123456789: 时分秒])】")
            found = _iso(*match.groups())
            if found and (not rest or _BESIDE_A_DATE.search(rest)):
                yield found


def published_on(
    stated: Iterable[str | None], lines: Lines, listed: str | None, year: int | None
) -> str | None:
    """When the report went online: meta tags, labels, a bare date under the title, the list's date.

    The day of its signature is none: what is signed in January may go online in March.

    A date from before the end of the report year is that of a banner, a template or another document.
    """
    tags = (parse_date(tag) for tag in stated if tag)
    beside_link = (parse_date(date_) for date_ in [listed] if date_)
    earliest = f"{year}-12-01" if year else "2000"
    # Told one after the other: most pages say it in a tag, and their lines are not looked through.
    candidates = chain(tags, labelled_dates(lines), bare_dates(lines.head_without_links), beside_link)
    return next((found for found in candidates if found and found >= earliest), None)


def _in_digits(text: str) -> str:
    """The text with its dates in words in digits."""
    return _IN_WORDS.sub(lambda date_: _WORD.sub(_number, date_[0]), text)


def _number(word: re.Match[str]) -> str:
    if word[0] == "元":
        return "1"
    digits = word[0].translate(_YEAR_DIGITS)
    return digits if digits.isdecimal() and len(digits) > 2 else f"{parse_number(word[0]) or 0:.0f}"


def _iso(year: str, month: str, *day: str | None) -> str | None:
    try:
        return date(int(year), int(month), int(next(filter(None, day), "0"))).isoformat()
    except ValueError:
        return None
