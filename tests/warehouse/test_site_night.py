"""A site brought up to a night is, byte by byte, the one that is built whole in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lake_builder import Lake

from warehouse.build import build
from warehouse.site.build import build_site

COUNTIES = ("131102", "131103", "131121", "130102", "310101")


def numbers(received: int) -> dict[str, float | str]:
    return {
        "applications.received.total": received,
        "applications.received.natural_person": received,
        "applications.concluded.total": received,
        "applications.granted.total": received - 3,
    }


def gone(lake: Lake) -> None:
    for name in ("reports", "cells"):
        lake.rows[name] = [
            entry for entry in lake.rows[name] if entry[1]["report_id"] != "131103-冀州区人民政府-2021"
        ]


def added(lake: Lake) -> None:
    lake.report("310101", 2022, numbers(70))
    lake.report("131103", 2023, numbers(30), forms=("2019", "2019", "2019"))


def corrected(lake: Lake) -> None:
    """A figure of one county, and with it the medians that its peers are held against."""
    cell(lake, "131121", "applications.granted.total").update(value=1.0, raw="1")


def moved(lake: Lake) -> None:
    """A cell stands elsewhere in its document and comes in another unit, all else being the same."""
    cell(lake, "131102", "applications.received.total")["locator"] = "table 2, row 9, column 9"
    cell(lake, "131102", "disclosure.fees.amount")["unit"] = None


def renamed(lake: Lake) -> None:
    for division in lake.divisions:
        if division["division_code"] == "131102":
            division["name"] = "桃源区"


def doubted(lake: Lake) -> None:
    lake.add(
        "findings", "1311", report_id="131102-桃城区人民政府-2021", rule="applications.concluded",
        severity="error", cause="source", item="applications.concluded.total", message="40 is printed",
    )  # fmt: skip


def cell(lake: Lake, code: str, item: str) -> dict[str, object]:
    return next(
        row for _, row in lake.rows["cells"] if str(row["report_id"]).startswith(code) and row["item"] == item
    )


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("night", [(gone, moved), (added, corrected, renamed, doubted)])
def test_a_night_gives_the_site_of_a_whole_build(
    night: tuple[Callable[[Lake], None], ...], tmp_path: Path
) -> None:
    lake = Lake(tmp_path / "lake")
    for code in COUNTIES:
        for year in (2021, 2022)[: 1 if code == "310101" else 2]:
            lake.report(code, year, numbers(10 + int(code[-1])))
    lake.run()
    root = build_site(lake.built(), tmp_path / "site").root
    before = files(root)
    for change in night:
        change(lake)
    build(lake.write())
    after = files(build_site(lake.root, root).root)
    whole = files(build_site(lake.root, tmp_path / "whole").root)
    assert whole != before
    assert {name for name in whole.keys() | after.keys() if whole.get(name) != after.get(name)} == set()
