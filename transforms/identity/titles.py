"""Which lines are the report's title: page tags, headings broken over lines, link texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document
from transforms.identity.bodies import ends_like_a_body
from transforms.identity.dates import parse_date
from transforms.identity.lines import Line
from transforms.identity.years import title_year
from transforms.prose import squeeze

# A title that names a report; 政府信息工作年度报告 and 信息公开工作报告 occur as well.
_SUBJECT = re.compile(r"信息公开|政务公开|政府信息|政府資訊|資訊公開|信息工作")
_REPORT = re.compile(
    r"年度?(工作)?(报告|報告)|年报|年報|工作(情况)?(的)?报告|年度.{0,14}报告|情况(的)?报告|报告$"
)
_NO_REPORT = re.compile(
    r"通知|制度|办法|规定|指南|格式|模板|样式|要点|图解|一图|填报|组配分类|主题分类|首页|当前位置|关于印发"
    r"|自查|自评|整改|社会评议|满意度|半年|英文版|解读|数据解析|数说|一张图|看懂|编制说明|(?:财政|环境|决策|党务)信息公开"
    r"|统计表|报表|目录|登记表|汇编|列表|评估|培训|会议|(?:年报|报告》?)的?(?:公布|发布|编制|公开|报送)情况|>|\|"
)
# What else the page holds, or how far it has come: （含统计表）, （附图解）.
_ASIDE = re.compile(r"[（(][含附][^（()）]{1,12}[)）]$")
_SENTENCE = re.compile(
    r"[。;]|^(按照|根据|依据|为|本报告|现将|现(?:面?向社会)?(?:公布|发布|公开)|特?向社会|特将)"
)
_STARTS_A_TITLE = re.compile(r"20\d\d|二[〇零○]|公开|政府信息|政务信息|关于")
# The page's links to its neighbours in the list, the word for it outside the link.
_NEIGHBOUR = re.compile(r"(?:上|下)(?:一|1)?(?:篇|条|页|则)[:】\]]?|(?:前|后)一(?:篇|条)")
# What parts a page's title from the names of its column and its site.
_PARTS = re.compile(r"[_|]|\s[-–—]\s|(?<=[一-鿿])-(?=[一-鿿])")
_BEGUN = re.compile(
    r"(?P<body>[一-鿿()（）]{3,30}?(?:人民政府|办公[室厅]|委员会|管委会|办事处|厅|局|街道|镇|乡|苏木))"
    r"(?P<year>20\d\d|20\d?|2)(?:年度?)?(?:[政信][一-鿿]{0,12})?(?:…|⋯|\.{2,})*"
)
# What stands in a table of particulars before the name of the column that the page is in.
_COLUMN_OF = re.compile(r"(?:分类|类别|栏目)[:：]?$")
# A title's first line that ends in its year: 桃城区人民政府2021年.
_ENDS_IN_A_YEAR = re.compile(r"[一-鿿]{2}20\d\d年度?$")
# The label of a page's particulars before a title: 名 称：桃城区2021年政府信息公开工作年度报告.
_TITLE_LABEL = re.compile(r"^[-•·\s]*(?:信\s*息\s*)?(?:名\s*称|标\s*题|文件下载)\s*[:：]?\s*")
_BEFORE_YEAR = re.compile(r"(?!政府信息)(?P<body>.{2,30}?)(?:20\d\d|政府信息|信息公开)")
_LONGEST = 70
_LINES_OF_A_TITLE = 3


def is_report_title(text: str) -> bool:
    """Whether the text names an annual report on openness (and not a notice, a rule or a form)."""
    tight = squeeze(text)
    return (
        len(tight) <= _LONGEST
        and bool(_SUBJECT.search(tight))
        and bool(_REPORT.search(tight))
        and not _NO_REPORT.search(_ASIDE.sub("", tight))
        and not _SENTENCE.search(tight)
    )


def titles_begun(text: str) -> list[str]:
    """The title that a list's label is the beginning of: 桃城区财政局2023年, 桃城区财政局2023年政府信….

    A name must end before the year, for one that is cut itself may be another's (桃城区财政局国库…).
    """
    begun = _BEGUN.fullmatch(squeeze(text))
    if begun is None or is_report_title(text):
        return []
    year = f"{begun['year']}年" if len(begun["year"]) == 4 else ""
    return [f"{begun['body']}{year}政府信息公开工作年度报告"]


def own_titles(document: Document) -> list[str]:
    """What the page calls itself: ArticleTitle, then `<title>` without the site's and column's names."""
    tags = [document.meta.get("articletitle", "")]
    first, *more = (part.strip() for part in _PARTS.split(document.title))
    # 教育局2021年报_桃城区政府信息公开年报: behind the first part, what names no year is the column.
    parts = [first, *(part for part in more if title_year(part) is not None)]
    parts.sort(key=lambda part: title_year(part) is None if is_report_title(part) else 2)
    return [text for text in (*tags, *parts[:1]) if text]


def headings(head: list[Line]) -> Iterator[str]:
    """Titles printed in the head, joined where they break over lines, a body's name above included."""
    lines = [line for line in head if not line.link and not _NEIGHBOUR.match(line.tight)]
    for start, line in enumerate(lines):
        if line.row:
            yield from _titles_in_row([cell.strip() for cell in line.text.split("|")])
        elif title := _title_from(lines[start : start + _LINES_OF_A_TITLE]):
            yield title


def _titles_in_row(cells: list[str]) -> Iterator[str]:
    for before, cell in zip(["", *cells], cells, strict=False):
        if is_report_title(cell) and not _COLUMN_OF.search(squeeze(before)):
            yield cell


def _title_from(lines: list[Line]) -> str | None:
    """The shortest run of lines from the first on that makes a title."""
    first = lines[0]
    if is_report_title(first.tight):
        return _TITLE_LABEL.sub("", first.text)
    is_body = ends_like_a_body(first.tight)
    if not is_body and not _may_start(first.tight):
        return None
    joined = first.text
    for more in lines[1:]:
        # A title that stands on its own is not the end of the line above, unless that names its body or year.
        dated = _ENDS_IN_A_YEAR.search(joined) and title_year(more.tight) is None
        if is_report_title(more.tight) and (not (is_body or dated) or _names_a_body(more.tight)):
            return None
        joined += more.text
        if is_report_title(joined):
            return joined
    return None


def _names_a_body(tight: str) -> bool:
    """Whether a title begins with a body's name."""
    before = _BEFORE_YEAR.match(_TITLE_LABEL.sub("", tight))
    return before is not None and ends_like_a_body(before["body"])


def _may_start(tight: str) -> bool:
    if _SENTENCE.search(tight) or _NO_REPORT.search(tight) or len(tight) > _LONGEST:
        return False
    return bool(_STARTS_A_TITLE.search(tight)) and not parse_date(tight)
