"""A body's printed name: what it is, where it sits, on which level (words in publishers.yml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from transforms.divisions import CENTRAL, Division, Divisions, is_within, load
from transforms.prose import squeeze

_WORDS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent.parent / "publishers.yml").read_text(encoding="utf-8")
)
_BODIES: dict[str, list[str]] = _WORDS["bodies"]


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_GOVERNMENT = _one_of(_BODIES["government"])
_TOWNSHIP = re.compile(rf"^(?P<place>.{{1,12}}?{_one_of(_WORDS['townships'])})(?P<body>.*)$")
_ZONE = re.compile(rf"^(?P<place>.{{0,20}}?{_one_of(_WORDS['zones'])})(?P<body>.*)$")
_NO_TOWNSHIP = re.compile(r"(城乡|城镇|村镇|乡镇|小镇|[和与、]乡)$")
_OF_TOWNSHIP = re.compile(r"(所|站|中心|办公室|办)$")
_BODY = re.compile(
    rf"{_one_of([*_BODIES['department'], *_BODIES['government'], *_BODIES['zone'], '街道办事处'])}$"
)
# A place that no list knows: what stands before its 县, 市, 区 must be followed by a body, a town or nothing.
_UNKNOWN = re.compile(r"^(?P<place>[一-鿿]{1,8}?(?:自治县|自治旗|县|市|区|旗))(?P<rest>.*)$")
_BARE = re.compile(r"^(?P<kind>[省市县区州旗盟])(?P<rest>.+)$")
_BARE_LEVELS = {
    "省": ("province",),
    "市": ("prefecture", "county", "province"),
    "州": ("prefecture",),
    "盟": ("prefecture",),
    "县": ("county",),
    "区": ("county", "province"),
    "旗": ("county",),
}
_NOT_A_NAME = re.compile(r"^(本|我|各|有关|相关|全|该)|[,。:;]|公开|年度|首页|网站")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A body: `name` normalised, `place` whose body it is, `code` and `level` as in the contract."""

    name: str
    level: str | None
    place: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of the site a document came from: its division's code and the body that runs it."""

    code: str | None = None
    publisher: str | None = None
    year: int | None = None


def ends_like_a_body(text: str) -> bool:
    """Whether the text could be a body's name by its end."""
    tight = squeeze(text)
    return 2 <= len(tight) <= 40 and not _NOT_A_NAME.search(tight) and bool(_BODY.search(tight))


def read_publisher(text: str, site: Site, places: Divisions | None = None) -> Publisher | None:
    """What a printed name says, or None when it is no name of a body or place."""
    name = squeeze(text).strip('()[]【】《》“”"-—')
    if not 2 <= len(name) <= 40 or _NOT_A_NAME.search(name):
        return None
    central = _central(name)
    return central or _Reader(site, places or load()).read(name)


def _central(name: str) -> Publisher | None:
    if name in _WORDS["central"] or name.endswith(tuple(_WORDS["central_endings"])):
        return Publisher(name, "central", "中央", CENTRAL)
    return None


@dataclass(frozen=True, slots=True)
class _Reader:
    site: Site
    places: Divisions

    def read(self, name: str) -> Publisher | None:
        for branch in _WORDS["branch_prefixes"]:
            if name.startswith(branch) and (local := self.read(name.removeprefix(branch))):
                return Publisher(name, "department", local.place, local.code)
        return self.known(name) or self.bare(name) or self.unknown(name) or self.loose(name)

    def known(self, name: str) -> Publisher | None:
        """Names that begin with a division of the list."""
        reading = self.places.at_start(name, self.site.code, self.site.year)
        if reading:
            place = reading.division.name if reading.division else reading.name
            if found := self.below(name[reading.length :], place, reading.division):
                return found
        short = self.places.at_start(name, self.site.code, self.site.year, short=True)
        if short and short.short and short.length < len(name) and self._is_trusted(short.division):
            # 赣州经济技术开发区 is one name: the place is a part of it.
            return self.below(name[short.length :], short.name, short.division, whole=name)
        return None

    def _is_trusted(self, division: Division | None) -> bool:
        """南湖新区 need not lie in 南湖区: short county names count only near the site."""
        if division is None or division.level != "county":
            return division is not None
        return bool(self.site.code) and division.division_code[:4] == str(self.site.code)[:4]

    def bare(self, name: str) -> Publisher | None:
        """县教育局: the division is the site's, or one above it."""
        match = _BARE.match(name)
        if not match or not (_BODY.search(match["rest"]) or _TOWNSHIP.match(match["rest"])):
            return None
        division = self.of_site(match["kind"])
        if division is None:
            level = "department" if _department(match["rest"]) else None
            return Publisher(_written_out(name), level, None, None)
        return self.below(match["rest"], division.name, division)

    def of_site(self, kind: str) -> Division | None:
        here = self.places.by_code(self.site.code, self.site.year) if self.site.code else None
        if here is None:
            return None
        chain = (here, *self.places.ancestors(here.division_code, self.site.year))
        fits = (d for d in chain if d.level in _BARE_LEVELS[kind] and d.name.endswith((kind, f"自治{kind}")))
        return next(fits, None)

    def unknown(self, name: str) -> Publisher | None:
        """Places that no list knows: the code is the site's where the site's own body sits in that place."""
        match = _UNKNOWN.match(name)
        while match:
            place, rest = match["place"], match["rest"]
            if found := self.below(rest, place, None):
                same = place in (self.site.publisher or "")
                return Publisher(found.name, found.level, found.place, self.site.code if same else None)
            longer = re.compile(rf"^(?P<place>{re.escape(place)}[一-鿿]{{1,6}}?(?:县|市|区|旗))(?P<rest>.*)$")
            match = longer.match(name)
        return None

    def loose(self, name: str) -> Publisher | None:
        """乌恰镇人民政府, 教育局, 苏银产业园: no division is named, so it is the site's, if that is known."""
        here = self.places.by_code(self.site.code, self.site.year) if self.site.code else None
        found = _township(name, here) or _zone(name, here, None)
        if found or not _department(name):
            return found
        if here is None:
            return Publisher(name, "department", None, None)
        return Publisher(here.name + name, "department", here.name, here.division_code)

    def below(
        self, rest: str, place: str, division: Division | None, whole: str | None = None
    ) -> Publisher | None:
        """The body named after a place; `whole` keeps a name whose place is part of it."""
        code = division.division_code if division else None
        level = division.level if division else ("county" if place[-1] in "县区旗" else None)
        if not rest:
            return Publisher(f"{place}人民政府", level, place, code)
        if re.fullmatch(_GOVERNMENT, rest):
            return Publisher(place + _written_out(rest), level, place, code)
        printed = whole or place + rest
        found = _township(rest, division) or _zone(printed, self._nearest(division), place)
        if found:
            return found
        if _department(rest):
            return Publisher(whole or place + _written_out(rest), "department", place, code)
        return None

    def _nearest(self, division: Division | None) -> Division | None:
        """For a zone: the site's division where it lies in the named one, for it is the nearer."""
        site = self.site.code
        if division and site and is_within(site, division.division_code):
            return self.places.by_code(site, self.site.year)
        return division


def _township(rest: str, division: Division | None) -> Publisher | None:
    zone = _ZONE.match(rest)
    if zone and zone["place"] and _TOWNSHIP.match(zone["body"]):
        return _township(zone["body"], division)
    match = _TOWNSHIP.match(rest)
    if not match:
        return None
    place, body = match["place"], match["body"]
    code = division.division_code if division else None
    if body in ("办事处", "街道办事处", "人民政府", "政府", "办") or (not body and _is_township(place)):
        office = "办事处" if place.endswith("街道") else "人民政府"
        return Publisher(place + office, "township", place, code)
    if _is_township(place) and body[0] not in "村镇" and _OF_TOWNSHIP.search(body):
        return Publisher(rest, "department", place, code)
    return None


def _is_township(place: str) -> bool:
    """住房和城乡|建设局 and 城镇|管理办公室 are no towns; 塔城镇 followed by its government is one."""
    return not _NO_TOWNSHIP.search(place)


def _zone(printed: str, division: Division | None, above: str | None) -> Publisher | None:
    match = _ZONE.match(printed)
    if not match or match["place"] == above or (above and len(match["place"]) <= len(above)):
        return None
    place, body = match["place"], match["body"]
    code = division.division_code if division else None
    if town := _township(body, division) if body else None:
        return town
    if not body or body in _BODIES["zone"]:
        return Publisher(place + _written_out(body), "zone", place, code)
    return Publisher(printed, "department", place, code) if _department(body) else None


def _department(rest: str) -> bool:
    return len(rest) >= 2 and bool(_BODY.search(rest)) and not re.search(rf"{_GOVERNMENT}$", rest)


def _written_out(body: str) -> str:
    """管委会 as 管理委员会, 政府 as 人民政府, where an abbreviation stands for one name only."""
    words: dict[str, str] = _WORDS["written_out"]
    for short, full in sorted(words.items(), key=lambda item: -len(item[0])):
        if body.endswith(short) and not body.endswith(full):
            return body.removesuffix(short) + full
    return body


def self_words() -> dict[str, list[str]]:
    """我局 and the like, each with the endings of the bodies that say so of themselves."""
    return dict(_WORDS["self_words"])


def jurisdiction_words() -> tuple[str, ...]:
    """Words with which a document speaks for a whole jurisdiction (全县, 我市)."""
    return tuple(_WORDS["jurisdiction_words"])
