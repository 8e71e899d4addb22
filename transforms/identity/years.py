"""The report year as titles and period sentences print it, damaged ones included."""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.prose import squeeze

_CHINESE = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_CHINESE_YEAR = re.compile(r"[二2][〇零○Oo0][〇零○Oo0一二三四五六七八九1-9]{2}(?=年)")
# Not part of a date, of a longer number, or of a document's number (〔2019〕60号).
_YEAR = re.compile(r"(?<![\d〔\[〕-])(20\d\d)(?!\d|年\d{1,2}月|[〕\]]\d*号|[-./]\d)")
_SPAN = re.compile(r"20\d\d年?[-—~至到]+20\d\d年")
_MARKED = re.compile(r"(?<![\d〔\[])(20\d\d)(?=年?度|年(?!\d{1,2}月))")

_FROM = r"(?P<first>20\d\d)年?(?:度)?[(]?(?:数据)?(?:统计)?(?:期限)?[为:,]?"
# Year, month and day may have lost their words: 20251月1日, 202011日; then only a whole year is read.
_START = r"(?:0?1月?0?1日?|\d{1,2}月\d{1,2}日)"
_TO = r"(?:起|开始)?,?(?:至|到|—+|-+|~|－)+"
_END = r"(?:(?P<last>20\d\d)年?|当年|同年)?(?:12月?3[01]日?|\d{1,2}月\d{1,2}日)"
_PERIOD = re.compile(rf"(?<!\d){_FROM}{_START}{_TO}{_END}")
_LABEL = re.compile(r"统计期限|统计时限|统计时间|统计期|数据.{0,8}期限|期限[为自从]")


def title_year(title: str) -> int | None:
    """The one report year a title names, or None; doubled years (2023年度…2023年年度报告) are one."""
    text = _arabic(squeeze(title))
    if _SPAN.search(text):
        return None
    marked = {int(year) for year in _MARKED.findall(text)}
    found = marked or {int(year) for year in _YEAR.findall(text)}
    return found.pop() if len(found) == 1 else None


def leaf_year(text: str) -> int | None:
    """The year of a link that says nothing else (`2023年`, `2023年度`), or None."""
    match = re.fullmatch(r"(20\d\d)年?度?", _arabic(squeeze(text)))
    return int(match[1]) if match else None


def period_years(texts: Iterable[str]) -> list[int]:
    """The years that the text's own periods cover, those of a 统计期限 sentence alone if any."""
    labelled: list[int] = []
    others: list[int] = []
    for text in texts:
        tight = _arabic(squeeze(text))
        for match in _PERIOD.finditer(tight):
            if match["last"] in (None, match["first"]):
                before = tight[max(0, match.start() - 20) : match.end()]
                (labelled if _LABEL.search(before) else others).append(int(match["first"]))
    return labelled or others


def _arabic(text: str) -> str:
    """二〇二一年 as 2021年."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE), text)
