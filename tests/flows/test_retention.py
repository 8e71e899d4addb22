"""What may go and what must stay: old records of runs, builds, and lakes of a later layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_lake import sound_lake

from flows import lake as lakes
from flows.errors import CallError
from flows.lake import Lake
from flows.runs.baseline import last_published
from flows.runs.retention import drop_old_runs
from warehouse.build import build
from warehouse.generations import kept


def record(lake: Lake, run_id: str, *sites: str, published: bool = True) -> None:
    visits = [{"site_id": name, "visit": {"reports": 3}} for name in sites]
    found = {"run_id": run_id, "published": published, "site_results": visits}
    (lake.runs / f"{run_id}.json").write_text(json.dumps(found))


def test_old_records_go_but_for_the_last_word_on_a_site(tmp_path: Path) -> None:
    lake = lakes.create(str(tmp_path))
    record(lake, "20250101T000000Z", "a", "b")
    record(lake, "20250102T000000Z", "a", "only-here")
    record(lake, "20250103T000000Z", "a", published=False)
    record(lake, "20270101T000000Z", "a", "b")
    newest = "20270201T000000Z"
    assert drop_old_runs(lake, 0, newest) == []
    assert drop_old_runs(lake, 365, newest) == ["20250103T000000Z", "20250101T000000Z"]
    assert [run["run_id"] for run in lake.run_records()] == ["20270101T000000Z", "20250102T000000Z"]


def test_a_replay_is_no_word_on_sites_that_it_did_not_visit(tmp_path: Path) -> None:
    """Visited in April, replayed in October: April is what January is measured by."""
    lake = lakes.create(str(tmp_path))
    record(lake, "20260401T000000Z", "a")
    replay = {
        "run_id": "20261001T000000Z",
        "published": True,
        "site_results": [{"site_id": "a", "visit": None}],
    }
    (lake.runs / "20261001T000000Z.json").write_text(json.dumps(replay))
    assert drop_old_runs(lake, 90, "20270115T000000Z") == ["20261001T000000Z"]
    assert last_published(lake, {"a"}, set()).found == {"a": 3}


def test_as_many_builds_are_kept_as_wanted(tmp_path: Path) -> None:
    lake = sound_lake(tmp_path)
    for _ in range(2):
        build(lake.root, builds=2)
    assert [one.number for one in kept(lake.root)] == [3, 2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"layout": 99}', "has layout 99, this version"),
        ("{}", "does not tell"),
        ("", "does not"),
    ],
)
def test_a_lake_of_a_later_layout_is_left_alone(tmp_path: Path, text: str, told: str) -> None:
    lake = lakes.create(str(tmp_path))
    (tmp_path / "lake.json").write_text(text)
    for opened in (lakes.existing, lakes.create):
        with pytest.raises(CallError, match=told):
            opened(str(lake.root))
