"""Whose report it is, as its opening says: the title that it announces, who compiled it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.identity.bodies import may_be_a_body, speaks_for_governments

# Further on, reports speak of those of other bodies.
_OPENING = 1500
_NAME = r"[^,。;:、《》<>〈〉“”\"]"
# 现公布XX局2023年政府信息公开工作年度报告, 特编制《…》; no notice or format of one.
_ANNOUNCED = re.compile(
    rf"(?:公布|发布|公开|编制|制作|编写)(?:了|如下)?:?《?(?P<title>{_NAME}{{2,40}}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报))"
    r"(?=[》,。;:(]|$|如下|公布)"
)
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
_OFFICE_OF_BODY = re.compile(r"(?<=[局委厅署会院道])办公室$")


def announced_titles(prose: str) -> Iterator[str]:
    """The titles under which the opening publishes the report."""
    for found in _ANNOUNCED.finditer(prose[:_OPENING]):
        yield found["title"]


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
