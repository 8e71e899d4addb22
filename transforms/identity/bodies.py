"""The kinds of bodies and what their names end in (words in publishers.yml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.divisions import CENTRAL, Division
from transforms.prose import squeeze

_WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("publishers.yml").read_text(encoding="utf-8")
)
_BODIES: dict[str, list[str]] = _WORDS["bodies"]


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_GOVERNMENT = re.compile(_one_of(_BODIES["government"]))
_ENDS_AS_GOVERNMENT = re.compile(rf"{_GOVERNMENT.pattern}$")
# 鼓楼区|人民政府|华侨路街道|办事处: a district's sub-district offices bear its name in full.
_TOWNSHIP = re.compile(
    rf"^(?:(?:人民)?政府(?=.+街道))?(?P<place>(?!(?:人民)?政府).{{1,12}}?{_one_of(_WORDS['townships'])})(?P<body>.*)$"
)
_ZONE = re.compile(rf"^(?P<place>.{{0,20}}?{_one_of(_WORDS['zones'])})(?P<body>.*)$")
# 长春市市场监督管理局|长春新区|分局: the zone is where the branch sits.
_BRANCH_IN_ZONE = re.compile(r"^.+(?:局|中心)(?P<zone>.{2,})$")
_NO_TOWNSHIP = re.compile(r"(城乡|城镇|村镇|乡镇|小镇|[和与、]乡)$")
# 温州高新区(经开区)管委会: one committee, its zone's second name in brackets.
_SECOND_ZONE = re.compile(rf"\([^()]*{_one_of(_WORDS['zones'])}\)(?=.)")
# Who sees to openness for a whole government: its office or, in some places, who runs its service halls.
_SPEAKS_FOR_GOVERNMENTS = re.compile(
    r"政府办(?:公[室厅])?$|政务服务[一-鿿]{0,10}(?:局|中心)$|行政审批[一-鿿]{0,8}局$|数据(?:资源)?(?:管理)?局$"
)
# 财政部门 is no body.
_CENTRAL_BEGINNING = re.compile(rf"{_one_of(_WORDS['central_beginnings'])}(?!门)")
# 良村镇, 东城镇 with nothing behind are towns of that name; 小城镇 is not.
_NAMED_SO = re.compile(r"(?!各|全|小|新型)[一-鿿]{1,6}[村城]镇")
_OUTPOST = re.compile(r"^(?!街道|.*驻)[一-鿿]{1,6}办事处$")
_OF_TOWNSHIP = re.compile(r"(所|站|中心|办公室|办)$")
_BODY = re.compile(
    rf"{_one_of([*_BODIES['department'], *_BODIES['government'], *_BODIES['zone'], '街道办事处'])}$"
)
_NOT_A_NAME = re.compile(r"^(本|我|各|有关|相关|全|该)|[,。:;]|公开|年度|首页|网站")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A body: `name` normalised, `place` whose body it is, `code` and `level` as in the contract."""

    name: str
    level: str | None
    place: str | None
    code: str | None


def ends_like_a_body(text: str) -> bool:
    """Whether the text could be a body's name by its end."""
    tight = squeeze(text)
    return may_be_a_name(tight) and bool(_BODY.search(tight))


def may_be_a_body(text: str) -> bool:
    """As `ends_like_a_body`, towns and sub-districts without a word for their government included."""
    return ends_like_a_body(text) or (may_be_a_name(text) and text.endswith(tuple(_WORDS["townships"])))


def may_be_a_name(tight: str) -> bool:
    """Whether the text has the length of a name and is no sentence, heading or 本机关."""
    return 2 <= len(tight) <= 40 and not _NOT_A_NAME.search(tight)


def as_central(name: str) -> Publisher | None:
    """A body of the State Council or a branch that it runs itself, or None."""
    if (
        _CENTRAL_BEGINNING.match(name)
        or name.endswith(tuple(_WORDS["central_endings"]))
        or name in _WORDS["central"]
    ):
        return Publisher(name, "central", "中央", CENTRAL)
    return None


def speaks_for_governments(name: str) -> bool:
    """Whether a body may have compiled its government's report as well as one of its own."""
    return _SPEAKS_FOR_GOVERNMENTS.search(name) is not None


def without_second_zone(name: str) -> str:
    """A zone's body without the other name of its zone, which stands in brackets inside the name."""
    return _SECOND_ZONE.sub("", name)


def is_government_body(name: str) -> bool:
    """Whether a name that ends like a body's is not that of a school, an enterprise or a court."""
    return not name.endswith(tuple(_WORDS["no_government"]))


def as_township(rest: str, division: Division | None) -> Publisher | None:
    """The government, sub-district office or small office of a township in the division, or None."""
    zone = _ZONE.match(rest)
    if zone and zone["place"] and _TOWNSHIP.match(zone["body"]):
        return as_township(zone["body"], division)
    match = _TOWNSHIP.match(rest)
    if not match:
        return _outpost(rest, division)
    place, body = match["place"], match["body"]
    code = division.division_code if division else None
    if body in ("办事处", "街道办事处", "人民政府", "政府", "办") or (
        not body and (_is_township(place) or _NAMED_SO.fullmatch(place))
    ):
        office = "办事处" if place.endswith("街道") else "人民政府"
        return Publisher(place + office, "township", place, code)
    if body == "人民政府办公室":
        return Publisher(rest, "township", place, code)
    if _is_township(place) and body[0] not in "村镇" and _OF_TOWNSHIP.search(body):
        return Publisher(rest, "department", place, code)
    return None


def _outpost(rest: str, division: Division | None) -> Publisher | None:
    """东郊办事处: a sub-district whose name has no 街道."""
    if not _OUTPOST.match(rest):
        return None
    return Publisher(rest, "township", rest, division.division_code if division else None)


def _is_township(place: str) -> bool:
    """住房和城乡|建设局 and 城镇|管理办公室 are no towns; 塔城镇 followed by its government is one."""
    return not _NO_TOWNSHIP.search(place)


def as_zone(printed: str, division: Division | None, above: str | None) -> Publisher | None:
    """A zone, its committee, or a body of it, or None; `above` is the place that the name begins with."""
    match = _ZONE.match(printed)
    if not match or match["place"] == above or (above and len(match["place"]) <= len(above)):
        return None
    place, body = match["place"], match["body"]
    code = division.division_code if division else None
    if branch := _BRANCH_IN_ZONE.match(place):
        return Publisher(printed, "department", branch["zone"], code) if is_department(body) else None
    if town := as_township(body, division) if body else None:
        return town
    if not body or body in _BODIES["zone"]:
        return Publisher(place + in_full(body), "zone", place, code)
    if inner := as_zone(body, division, None):  # 西咸新区|沣东新城
        return replace(inner, name=place + inner.name, place=f"{place}{inner.place}")
    return Publisher(printed, "department", place, code) if is_department(body) else None


def is_department(rest: str) -> bool:
    """Whether the text ends as a department's name does."""
    return len(rest) >= 2 and bool(_BODY.search(rest)) and not _ENDS_AS_GOVERNMENT.search(rest)


@cache
def written_out() -> tuple[tuple[str, str], ...]:
    """Abbreviated endings and what they stand for, the longest first."""
    words: dict[str, str] = _WORDS["written_out"]
    return tuple(sorted(words.items(), key=lambda item: -len(item[0])))


def in_full(body: str) -> str:
    """管委会 as 管理委员会, 政府 as 人民政府, where an abbreviation stands for one name only."""
    for short, full in written_out():
        if body.endswith(short) and not body.endswith(full):
            return body.removesuffix(short) + full
    return body


def is_government(rest: str) -> bool:
    """Whether the name of a place followed by `rest` is its government: 人民政府, 政府, 行政公署."""
    return _GOVERNMENT.fullmatch(rest) is not None


def government_of(place: str) -> str:
    """What the government of a place is called: that of a 地区 or 盟 is its province's outpost, 行政公署."""
    return "行政公署" if place.endswith(("地区", "盟")) else "人民政府"


def is_zone_name(place: str) -> bool:
    """Whether a place's name ends as those of zones do."""
    return place.endswith(tuple(_WORDS["zones"]))


def may_follow_a_place(rest: str) -> bool:
    """Whether the text is a body or a town that a place's name may precede."""
    return bool(_BODY.search(rest) or _TOWNSHIP.match(rest))


def parent_of_branch(name: str) -> str | None:
    """The ministry that begins the name of a branch which belongs to its place (国家税务总局衡水市税务局)."""
    prefixes: list[str] = _WORDS["branch_prefixes"]
    return next((prefix for prefix in prefixes if name.startswith(prefix)), None)


def self_words() -> dict[str, list[str]]:
    """我局 and the like, each with the endings of the bodies that say so of themselves."""
    return dict(_WORDS["self_words"])


def before_titles() -> list[str]:
    """Words that pages print before a report's title."""
    return list(_WORDS["before_titles"])


def jurisdiction_words() -> tuple[str, ...]:
    """Words with which a document speaks for a whole jurisdiction (全县, 我市)."""
    return tuple(_WORDS["jurisdiction_words"])
