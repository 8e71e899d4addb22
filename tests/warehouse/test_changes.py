"""What a build changed against the one before: reports, cells, for every build, and the same each time."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import duckdb
import pytest
from lake_builder import Lake, copied, rows

from warehouse.build import NAME, build

GRANTED = "applications.granted.total"


def changes(root: Path, build_number: int) -> list[tuple[object, ...]]:
    found = rows(root, "FROM changes WHERE build = ? ORDER BY report_id, item NULLS FIRST", build_number)
    return [(row["report_id"][:6], row["year"], row["change"], row["cells"], row["item"]) for row in found]


def revised(lake: Lake, again: Lake, **values: object) -> Lake:
    """The lake with one report replaced: 131102 of 2021 with 7 granted."""
    again.root = lake.root
    again.report("131102", 2021, {GRANTED: 7}, **values)
    return again


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("built") / "lake")
    lake.report("131102", 2021, {GRANTED: 5})
    lake.report("131102", 2022)
    lake.built()
    return lake


@pytest.fixture
def first(built: Lake, tmp_path: Path) -> Lake:
    """A copy of it for each test, for building takes seconds."""
    return Lake(copied(built.root, tmp_path / "lake"), deepcopy(built.rows))


def test_the_first_build_has_nothing_to_compare_with(first: Lake) -> None:
    (row,) = rows(first.root, "FROM builds")
    assert (row["build"], row["compared_with"], row["reports"], row["cells"]) == (1, None, 2, 400)
    assert row["reports_added"] is row["cells_changed"] is None
    assert changes(first.root, 1) == []


def test_a_build_of_an_unchanged_lake_changes_nothing(first: Lake) -> None:
    build(first.root)
    assert changes(first.root, 2) == []
    row = rows(first.root, "FROM builds WHERE build = 2")[0]
    assert [row[name] for name in row if name.startswith("reports_")] == [0, 0, 0, 0]
    assert (row["compared_with"], row["cells_changed"]) == (1, 0)


def test_reports_added_revised_and_vanished_and_cells_old_and_new(first: Lake) -> None:
    again = revised(first, Lake(first.root), revision=2)
    again.report("131103", 2021)
    again.built()
    assert changes(first.root, 2) == [
        ("131102", 2021, "revised", 1, None),
        ("131102", 2021, "revised", None, GRANTED),
        ("131102", 2022, "vanished", 200, None),
        ("131103", 2021, "added", 200, None),
    ]
    (cell,) = rows(first.root, "FROM changes WHERE item IS NOT NULL")
    assert [cell[f"{age}_{what}"] for what in ("state", "value", "raw") for age in ("old", "new")] == [
        "number", "number", 5, 7, "5", "7",
    ]  # fmt: skip


def test_the_same_revision_read_otherwise_is_told_apart(first: Lake) -> None:
    revised(first, Lake(first.root)).built()
    assert changes(first.root, 2)[:2] == [
        ("131102", 2021, "reread", 1, None),
        ("131102", 2021, "reread", None, GRANTED),
    ]


def test_a_cell_that_was_not_there_has_no_old_state(first: Lake) -> None:
    again = Lake(first.root)
    again.report("131102", 2021, {GRANTED: 5})
    again.report("131102", 2022)
    again.rows["cells"] = [entry for entry in again.rows["cells"] if entry[1]["item"] != GRANTED]
    again.built()
    gone = rows(first.root, "FROM changes WHERE item IS NOT NULL ORDER BY ALL")
    assert [(row["old_value"], row["new_state"]) for row in gone] == [(5, None), (0, None)]


def test_changes_of_all_builds_stay(first: Lake) -> None:
    revised(first, Lake(first.root), revision=2).built()
    before = changes(first.root, 2)
    build(first.root)
    assert changes(first.root, 2) == before
    assert len(rows(first.root, "FROM builds")) == 3


def test_one_history_gives_one_result(first: Lake, tmp_path: Path) -> None:
    def told(root: Path) -> list[dict[str, object]]:
        one = Lake(root)
        one.rows = first.rows
        one.built()
        revised(one, Lake(root), revision=2).built()
        return rows(root, "FROM changes")

    assert told(tmp_path / "a") == told(tmp_path / "b") != []


@pytest.mark.parametrize("damage", ["foreign", "version", "no file at all"])
def test_what_cannot_be_compared_with_starts_a_new_history(first: Lake, damage: str) -> None:
    path = first.root / NAME
    path.unlink()
    if damage != "no file at all":
        with duckdb.connect(str(path)) as connection:
            version = "schema_version" if damage == "version" else "something"
            connection.execute(f"CREATE TABLE warehouse_info AS SELECT 1 AS {version}")
    build(first.root)
    (row,) = rows(first.root, "FROM builds")
    assert (row["build"], row["compared_with"]) == (2, None), "numbers are not given twice"
