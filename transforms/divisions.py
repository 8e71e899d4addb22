"""GB/T 2260 divisions over time: codes, names and their variants, the levels above, names found in text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CENTRAL = "000000"

_FILE = Path(__file__).with_name("divisions.csv")
_LEVELS = {
    "central": "central 中央 国家 国家级 部委",
    "province": "province provincial 省 省级 自治区 直辖市",
    "prefecture": "prefecture prefectural 市级 地级 地级市 设区的市 设区市 地区 自治州 州 盟",
    "county": "county 县 县级 区 区级 区县 县区 市辖区 县级市 自治县 旗 自治旗",
    "township": "township 乡镇 镇 乡 街道 镇街 苏木 乡级",
    "zone": "zone 开发区 园区 新区 高新区 功能区",
    "department": "department 部门 局 委办局",
}
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|"
    "独龙|鄂伦春|各|门巴|珞巴|基诺"
)
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)*自治(区|州|县|旗)$")
_SUFFIX = re.compile(r"(特别行政区|林区|地区|新区|省|市|县|区|旗|盟)$")
# Pairs of digits that a division's code does not use.
_UNUSED = re.compile(r"(00){1,3}$")
# A division's name that runs on into another word: 乐山|市场, 云屏县|区域.
_RUNS_ON = {"市": "场域", "区": "域块", "县": "域"}


@dataclass(frozen=True, slots=True)
class Division:
    """A code under one name from the end of `valid_from` to that of `valid_to` (None = open)."""

    division_code: str
    name: str
    level: str
    parent_code: str | None
    province: str | None
    prefecture: str | None
    path: str
    valid_from: int | None
    valid_to: int | None
    successor_code: str | None

    def holds(self, year: int) -> bool:
        """Whether the division existed, under this name, at the end of the year."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


@dataclass(frozen=True, slots=True)
class Reading:
    """The division that the start of a text names: `length` characters, the last `name` as printed.

    `division` is None when several divisions carry the name and nothing settles which; `short` is true when
    the last name was printed without its 市, 县 …
    """

    division: Division | None
    length: int
    name: str
    short: bool = False


def is_within(code: str, above: str) -> bool:
    """Whether the code is that of `above` or of a division below it."""
    return code.startswith(_UNUSED.sub("", above))


def level_of(code: str) -> str:
    """The level that a code stands for: one of a prefecture ends in 00, one of a province in 0000."""
    if code == CENTRAL:
        return "central"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def normalise_level(word: str) -> str:
    """The contract's name of a level given in English or Chinese; raises ValueError with what is allowed."""
    wanted = word.strip().lower()
    for level, words in _LEVELS.items():
        if wanted in words.split():
            return level
    raise ValueError(f"unknown level {word!r}: use one of {', '.join(_LEVELS)}")


class Divisions:
    """All divisions with their lookups."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self.rows = tuple(rows)
        self._by_code: dict[str, list[Division]] = {}
        self._full: dict[str, list[Division]] = {}
        self._short: dict[str, list[Division]] = {}
        for row in self.rows:
            self._by_code.setdefault(row.division_code, []).append(row)
            for name, short in _names(row):
                (self._short if short else self._full).setdefault(name, []).append(row)
        self._longest = max((len(name) for name in self._full), default=0)

    def by_code(self, code: str, year: int | None = None) -> Division | None:
        """The division of a code in a year; without a year, or where the year has none, its newest span."""
        spans = self._by_code.get(code, [])
        held = [span for span in spans if year is not None and span.holds(year)]
        return next(reversed(held or spans), None)

    def ancestors(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """The divisions above, the nearest first, 中央 last; raises KeyError for an unknown code."""
        division = self.by_code(code, year)
        if division is None:
            raise KeyError(code)
        found: list[Division] = []
        while division is not None and division.parent_code:
            division = self.by_code(division.parent_code, year)
            if division is not None:
                found.append(division)
        return tuple(found)

    def within(self, code: str, year: int | None = None) -> list[Division]:
        """The divisions below a code in a year, one of each code; of today without a year."""
        return _in_year((row for row in self.rows if _is_below(row, code)), year)

    def named(self, name: str, within: str | None = None, year: int | None = None) -> tuple[Division, ...]:
        """Every division of this name (official, 自治 shortened) or path of names, one a code.

        Those of the year come first; divisions of other years are given only when the year has none.
        """
        readings = list(self._readings(name.replace("/", ""), 0, within, year))
        whole = [divisions for divisions, end, _, _ in readings if end == len(name.replace("/", ""))]
        return tuple(whole[0]) if whole else ()

    def settle(
        self, candidates: Iterable[Division], site: str | None = None, year: int | None = None
    ) -> Division | None:
        """The one division meant among several of one name: that of the site, or nearest to it, else None."""
        found = _in_year(candidates, year)
        if len(found) <= 1 or site is None:
            return found[0] if len(found) == 1 else None
        for digits in (6, 4, 2):
            near = [d for d in found if d.division_code[:digits] == site[:digits]]
            inside = [d for d in found if is_within(d.division_code, site)]
            for some in (near, inside):
                if len(some) == 1:
                    return some[0]
        return None

    def at_start(
        self, text: str, site: str | None = None, year: int | None = None, short: bool = False
    ) -> Reading | None:
        """The longest chain of names at the start of the text (河北省衡水市桃城区…), or None.

        The last name must be printed in full unless `short` allows 赣州 for 赣州市.
        """
        best: Reading | None = None
        for divisions, end, name, is_short in self._readings(text, 0, None, year):
            if (short or not is_short) and (best is None or end > best.length):
                best = Reading(self.settle(divisions, site, year), end, name, is_short)
        return best

    def find(self, text: str, site: str | None = None, year: int | None = None) -> Reading | None:
        """The longest chain of full names anywhere in the text, the first of equals, or None."""
        found = (self.at_start(text[start:], site, year) for start in range(len(text)))
        return max((reading for reading in found if reading), key=lambda r: r.length, default=None)

    def _readings(
        self, text: str, start: int, within: str | None, year: int | None
    ) -> Iterator[tuple[list[Division], int, str, bool]]:
        """Chains of names, each inside the one before, as (divisions, end, last name, short)."""
        for end in range(min(len(text), start + self._longest), start + 1, -1):
            name = text[start:end]
            for index, is_short in ((self._full, False), (self._short, True)):
                found = [d for d in index.get(name, ()) if within is None or _is_below(d, within)]
                if not found or text[end : end + 1] in tuple(_RUNS_ON.get(name[-1], "")):
                    continue
                found = _in_year(found, year)
                for division in found:
                    yield from self._readings(text, end, division.division_code, year)
                yield found, end, name, is_short


def _is_below(division: Division, above: str) -> bool:
    return division.division_code != above and is_within(division.division_code, above)


def _in_year(candidates: Iterable[Division], year: int | None) -> list[Division]:
    """One division a code: those of the year, else of the next (reports use new names), else any."""
    rows = list(candidates)
    at_hand = [d for d in rows if d.valid_to is None] if year is None else []
    for wanted in (year, year + 1) if year is not None else ():
        at_hand = at_hand or [d for d in rows if d.holds(wanted)]
    return list({d.division_code: d for d in at_hand or rows}.values())


def _names(division: Division) -> Iterator[tuple[str, bool]]:
    """The names a division goes by; the flag marks those without any word for its kind."""
    if division.level == "central":
        return
    yield division.name, False
    if match := _AUTONOMOUS.match(division.name):
        if match[2] != "区":
            yield match[1] + match[2], False
        yield match[1], True
    elif len(stem := _SUFFIX.sub("", division.name)) >= 2 and stem != division.name:
        yield stem, True


@lru_cache(maxsize=1)
def load() -> Divisions:
    """The divisions of divisions.csv, read once."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return Divisions(_row(row) for row in csv.DictReader(file))


def _row(row: dict[str, str]) -> Division:
    return Division(
        row["division_code"],
        row["name"],
        row["level"],
        row["parent_code"] or None,
        row["province"] or None,
        row["prefecture"] or None,
        row["path"],
        int(row["valid_from"]) if row["valid_from"] else None,
        int(row["valid_to"]) if row["valid_to"] else None,
        row["successor_code"] or None,
    )
