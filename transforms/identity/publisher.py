"""A body's printed name: what it is, where it sits, on which level."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.divisions import CENTRAL, Division, Divisions, is_within, load
from transforms.identity.bodies import (
    Publisher,
    as_central,
    as_township,
    as_zone,
    government_of,
    in_full,
    is_department,
    is_government,
    is_government_body,
    is_zone_name,
    may_be_a_name,
    may_follow_a_place,
    parent_of_branch,
    without_second_zone,
)
from transforms.prose import squeeze

# A place that no list knows: what stands before its 县, 市, 区 must be followed by a body, a town or nothing.
_UNKNOWN = re.compile(r"^(?P<place>[一-鿿]{1,8}?(?:自治县|自治旗|县|市|区|旗))(?P<rest>.*)$")
# 民营经济发展局(市民促局): what stands in brackets behind a name is its short form.
_ALSO_CALLED = re.compile(r"^([^()]{4,})\([^()]*\)?$")
# 国家矿山安全监察局河北局: a place and nothing but its 局.
_PROVINCIAL_BRANCH = re.compile(r"(?<=^..)局$|(?<=^...)局$")
# 某局机关 reports for itself alone.
_ITSELF = re.compile(r"(?<=[局厅委])机关$")
_BRANCH = re.compile(r".+?(?:局|厅|队|委员会|中心)(?P<where>[一-鿿]{2,10}?)分局")
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


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of the site a document came from: its division's code and the body that runs it."""

    code: str | None = None
    publisher: str | None = None
    year: int | None = None


def read_publisher(text: str, site: Site, places: Divisions | None = None) -> Publisher | None:
    """What a printed name says, or None when it is no name of a body or place."""
    name = _ALSO_CALLED.sub(r"\1", squeeze(text).strip('[]【】《》“”"-—:')).strip("()")
    name = without_second_zone(name)
    if not may_be_a_name(name):
        return None
    name = _ITSELF.sub("", name.removeprefix("中华人民共和国") or name)
    found = as_central(name) or _Reader(site, places or load()).read(name)
    if found and found.level == "department" and not is_government_body(found.name):
        return replace(found, level=None)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    site: Site
    places: Divisions

    def read(self, name: str) -> Publisher | None:
        if ministry := parent_of_branch(name):
            branch = _PROVINCIAL_BRANCH.sub("监察局", name.removeprefix(ministry))
            if local := self.read(branch):
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
            # 赣州经济技术开发区 is one name, the place a part of it; 河西务镇 has nothing to do with 河西区.
            found = self.below(name[short.length :], short.name, short.division, whole=name)
            if found and found.level == "department" and found.place == short.name and short.division:
                return replace(found, place=short.division.name)
            return found if found and found.level in ("zone", "department") else None
        return None

    def _is_trusted(self, division: Division | None) -> bool:
        """南湖新区 need not lie in 南湖区: short county names count only near the site."""
        if division is None or division.level != "county":
            return division is not None
        return bool(self.site.code) and division.division_code[:4] == str(self.site.code)[:4]

    def bare(self, name: str) -> Publisher | None:
        """县教育局: the division is the site's, or one above it."""
        match = _BARE.match(name)
        if not match or not may_follow_a_place(match["rest"]):
            return None
        division = self.of_site(match["kind"])
        if division is None:
            level = "department" if is_department(match["rest"]) else None
            return Publisher(in_full(name), level, None, None)
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
            here = self.clipped(place)
            if here and (own := self.below(rest, here.name, here)):
                return own
            if is_zone_name(place) and rest and not is_government(rest):
                return None
            # 东花市|街道办事处 is the street's name with a 市 in it.
            found = None if rest.startswith("街道") else self.below(rest, place, None)
            if found:
                same = place in (self.site.publisher or "")
                return Publisher(found.name, found.level, found.place, self.site.code if same else None)
            longer = re.compile(rf"^(?P<place>{re.escape(place)}[一-鿿]{{1,6}}?(?:县|市|区|旗))(?P<rest>.*)$")
            match = longer.match(name)
        return None

    def clipped(self, place: str) -> Division | None:
        """西乌旗, 阿左旗, 喀左县 near the site: characters of one banner's or autonomous county's name."""
        if not self.site.code or place[-1] not in "旗县":
            return None
        near = self.places.within(self.site.code[:4] + "00", self.site.year)
        found = [
            one for one in near if ("自治" in one.name or one.name[-1] == "旗") and _clips(place, one.name)
        ]
        return found[0] if len(found) == 1 else None

    def loose(self, name: str) -> Publisher | None:
        """乌恰镇人民政府, 教育局, 苏银产业园: no division is named, so it is the site's, if that is known."""
        here = self.places.by_code(self.site.code, self.site.year) if self.site.code else None
        found = as_township(name, here) or as_zone(name, here, None)
        if found or not is_department(name):
            return found
        if here is None:
            return Publisher(name, "department", None, None)
        if here.division_code == CENTRAL:
            return Publisher(name, "central", here.name, CENTRAL)
        return Publisher(here.name + name, "department", here.name, here.division_code)

    def below(
        self, rest: str, place: str, division: Division | None, whole: str | None = None
    ) -> Publisher | None:
        """The body named after a place; `whole` keeps a name whose place is part of it."""
        code = division.division_code if division else None
        level = division.level if division else ("county" if place[-1] in "县区旗" else None)
        if not rest:
            return Publisher(place + government_of(place), level, place, code)
        if is_government(rest):
            return Publisher(place + in_full(rest), level, place, code)
        printed = whole or place + rest
        found = as_township(rest, division) or as_zone(printed, self._nearest(division), place)
        if found:
            return found
        if is_department(rest):
            name = whole or place + in_full(rest)
            if branch := self._of_branch(rest, division):
                place, code = branch.name, branch.division_code
            return Publisher(name, "department", place, code)
        return None

    def _of_branch(self, rest: str, division: Division | None) -> Division | None:
        """The county below the named division whose branch this is: 生态环境局桃城分局."""
        branch = _BRANCH.fullmatch(rest)
        if branch is None or division is None:
            return None
        above, where = division.division_code, branch["where"]
        reading = self.places.at_start(where, above, self.site.year, short=True)
        county = reading.division if reading and reading.length == len(where) else None
        return (
            county if county and county.level == "county" and is_within(county.division_code, above) else None
        )

    def _nearest(self, division: Division | None) -> Division | None:
        """For a zone: the site's division where it lies in the named one, for it is the nearer."""
        site = self.site.code
        if division and site and is_within(site, division.division_code):
            return self.places.by_code(site, self.site.year)
        return division


def _clips(short: str, name: str) -> bool:
    """Whether the one is the other with characters left out between its first and its last."""
    left = iter(name)
    return (short[0], short[-1]) == (name[0], name[-1]) and all(one in left for one in short)
