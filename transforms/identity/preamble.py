"""Whose report it is and on which year, as its opening says: its title, who compiled it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from transforms.identity.bodies import may_be_a_body, speaks_for_governments
from transforms.identity.years import title_year

# Further on, reports speak of those of other bodies.
_OPENING = 1500
_NAME = r"[^,。;:、《》<>〈〉“”\"]"
# 现公布XX局2023年政府信息公开工作年度报告, 特编制《…》; no notice or format of one.
_ANNOUNCED = re.compile(
    rf"(?:公布|发布|公开|编制|制作|编写)(?:了|如下)?:?《?(?P<title>{_NAME}{{2,40}}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报))"
    r"(?=[》,。;:(]|$|如下|公布)"
)
# 某局（以下简称某局）.
_IN_SHORT = re.compile(r"[(](?:以下|下)?简称[^()]*[)]")
# The same with the year told for sure: 编制了2020年的年度报告 may be told of the year before, further down.
_DATED = (
    r"(?P<title>[^,。;:《》\n]{0,45}?公开[^,。;:《》\n]{0,12}?(?:报告|年报|情况))"
    r"(?!》?的?(?:相关|有关)?(?:通知|要求|格式|编制|函))"
)
_NOW = re.compile(
    r"(?:现|特)(?:将|就|依法|予以|面?向(?:全)?社会(?:各界|公众)?|编制并?)*(?:公布|公开|发布|公示)?《?"
    + _DATED
)
_DRAWN_UP = re.compile(r"(?<!关于)(?:编制(?:形成|完成)?了?|向社会(?:公布|公开|发布))《?" + _DATED)
# 某局2021年政府信息公开工作年度报告(以下简称年报)根据条例编制.
_SUBJECT_OF_ITSELF = re.compile("^" + _DATED + r"(?:[(][^()]*[)])?,?(?:根据|依据|按照|由)")
_FIRST_SECTION = re.compile(r"[一1][、.]")
_SECOND_SECTION = re.compile(r"[二2][、.]")
_COMPILED = re.compile(
    rf"(?:本(?:年度)?报告(?:由|是由?)|(?:^|[,。;:])由)(?P<by>{_NAME}{{2,30}}?)(?:根据|按照|依据|负责|组织|编制|制作|编写)"
    rf"|(?:^|[,。;:])(?P<itself>{_NAME}{{3,30}}?)编制(?:了)?(?:《)?20\d\d"
    rf"|结合(?P<on>{_NAME}{{3,30}}?)的?(?:(?:政府信息|政务|信息)公开)?(?:年度)?(?:工作)?(?:开展)?(?:实际|情况)",
    re.MULTILINE,
)
_ASKED = re.compile(
    r"(?:请|可)(?:与|向|同|联系|致电):?(?P<whom>[^,。;:、(《》]{3,40}?)(?:联系|咨询|沟通|反映|[,。;:(]|$)"
)
# The desk of a body that answers the telephone.
_DESK = re.compile(
    r"(?:党政(?:综合|和人大)?|(?:政府信息|政务|政务信息|信息)(?:与政务)?公开|综合|信息化?|文秘|秘书|法制|业务)[一-鿿]{0,16}(?:办公室|办|科|股|室|处|部|组|机构)$"
)
_OFFICE_OF_BODY = re.compile(r"(?<=[局委厅署会院道乡镇])办公室$")


def announced_titles(prose: str) -> Iterator[str]:
    """The titles under which the opening publishes the report."""
    opening = prose[:_OPENING]
    for found in (*_NOW.finditer(opening), *_ANNOUNCED.finditer(opening)):
        yield _IN_SHORT.sub("", found["title"])


def announced_years(texts: Iterable[str]) -> Iterator[int]:
    """The years of the reports that the texts before the second section call themselves."""
    preamble = True
    for text in takewhile(lambda one: not _SECOND_SECTION.match(one), texts):
        preamble = preamble and not _FIRST_SECTION.match(text)
        for pattern in (_NOW, _SUBJECT_OF_ITSELF, *([_DRAWN_UP] if preamble else [])):
            years = (title_year(match["title"]) for match in pattern.finditer(text))
            yield from (year for year in years if year)


def compilers(prose: str) -> Iterator[str]:
    """Bodies that the opening names as the report's authors, then those it sends questions to."""
    opening = prose[:_OPENING]
    named = (found[found.lastgroup or 0] for found in _COMPILED.finditer(opening))
    asked = (found["whom"] for found in _ASKED.finditer(opening))
    yield from (name for name in map(_without_desk, named) if may_be_a_body(name))
    for name in map(_without_desk, asked):
        if may_be_a_body(name) and not speaks_for_governments(name):
            yield name


def _without_desk(name: str) -> str:
    """XX镇人民政府党政办公室 as XX镇人民政府."""
    return _OFFICE_OF_BODY.sub("", _DESK.sub("", name))
