"""What the archive does not give back any more: said, and no report lost by it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import DemoLake, snapshot

from flows import steps
from flows.job import Job
from flows.lake import Lake
from flows.runs.extracted import Extracted
from transforms.parquet import read_rows

pytestmark = pytest.mark.e2e
PREFECTURE = "1311"


@pytest.fixture
def lake(demo_lake: DemoLake, tmp_path: Path) -> Lake:
    """One prefecture of the demo lake, with its log and tables."""
    held = Lake(tmp_path / "lake")
    shutil.copytree(demo_lake.path / "raw" / PREFECTURE, held.raw / PREFECTURE)
    for table in demo_lake.path.glob(f"parquet/*/prefecture={PREFECTURE}"):
        shutil.copytree(table, held.parquet / table.relative_to(demo_lake.path / "parquet"))
    shutil.copytree(demo_lake.path / "runs", held.runs)
    return held


def extract(lake: Lake) -> Extracted:
    return steps.extract(Job(str(lake.root), "20990101T000000Z", "replay"), PREFECTURE)


def reports(lake: Lake) -> list[dict[str, object]]:
    return read_rows(lake.table("reports", PREFECTURE), "reports")


def test_a_truncated_archive_keeps_the_former_rows(lake: Lake) -> None:
    before = snapshot(lake.parquet)
    warc = min(lake.raw.rglob("*.warc.gz"))
    warc.write_bytes(warc.read_bytes()[: warc.stat().st_size // 3])
    done = extract(lake)
    assert done.lost
    assert "the record is cut or damaged" in done.lost or "no record starts here" in done.lost
    assert done.kept > 0
    assert snapshot(lake.parquet) == before


def test_a_lost_archive_whose_log_is_lost_too_keeps_the_former_rows(lake: Lake) -> None:
    before = reports(lake)
    for path in [min(lake.raw.rglob("*.warc.gz")), *lake.parquet.rglob("captures/**/*.parquet")]:
        path.unlink()
    done = extract(lake)
    assert done.lost
    assert reports(lake) == before


def test_a_whole_archive_has_nothing_to_say(lake: Lake) -> None:
    done = extract(lake)
    assert (done.lost, done.kept) == (None, 0)


def test_a_damaged_log_is_read_back_from_the_archive(lake: Lake) -> None:
    before = snapshot(lake.parquet)
    for path in lake.parquet.glob("captures/**/*.parquet"):
        path.write_bytes(b"PAR1 damaged")
    assert extract(lake).lost is None
    assert snapshot(lake.parquet) == before


def test_a_task_tried_again_leaves_two_archives_and_one_log(lake: Lake) -> None:
    before = steps.captures(lake, PREFECTURE)
    first = min(lake.raw.rglob("*.warc.gz"))
    run_id = first.name.removesuffix(".warc.gz")
    shutil.copy(first, first.with_name(f"{run_id}-2.warc.gz"))
    lake.captures(PREFECTURE, run_id).unlink()
    again = steps.captures(lake, PREFECTURE)
    assert len(again) - len(before) == sum(capture.run_id == run_id for capture in before)
    assert {capture.warc_file for capture in again} > {capture.warc_file for capture in before}
    assert not lake.captures(PREFECTURE, f"{run_id}-2").exists()
