"""The counters of a run as Prometheus reads them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from test_briefing import QUJING, WELL, read, run

from flows import lake as lakes
from flows.job import Job
from flows.notices.metrics import metrics, write
from flows.notices.telling import tell_of_start
from flows.runs.report import RunReport
from flows.settings import settings

LINE = re.compile(r'[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)+\})? -?[0-9.]+(e[+-]?[0-9]+)?')


def record(**more: object) -> dict[str, object]:
    sites = ({**QUJING, "failed": True, "read": read(12)}, {**WELL, "read": read(5, new=1, vanished=2)})
    return run(*sites, **{"started_at": "2027-01-15T18:00:00Z", **more})


def test_every_sample_is_announced_once_and_well_formed() -> None:
    lines = metrics([record()], 1800000000.0).splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert [line for line in samples if not LINE.fullmatch(line)] == []
    announced = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert announced == list(dict.fromkeys(re.split("[{ ]", line)[0] for line in samples))


def test_the_counters_are_those_of_the_run() -> None:
    lines = metrics([record()]).splitlines()
    for line in (
        'gongkai_run_published{kind="run"} 1',
        'gongkai_run_sites_failed{kind="run"} 1',
        'gongkai_run_seconds{kind="run"} 3600',
        'gongkai_run_requests{kind="run"} 20',
        'gongkai_run_reports{kind="run",state="held"} 17',
        'gongkai_run_reports{kind="run",state="vanished"} 2',
        'gongkai_run_failures{kind="run",outcome="waf"} 3',
        'gongkai_run_started_timestamp_seconds{kind="run"} 1800036000',
    ):
        assert line in lines


def test_a_run_under_way_or_killed_leaves_what_was_known() -> None:
    """An alert on the age of the last end must fire after a night that was killed."""
    killed = record(started_at="2027-01-16T18:00:00Z", finished_at=None)
    lines = metrics([killed, record()]).splitlines()
    assert 'gongkai_run_finished_timestamp_seconds{kind="run"} 1800039600' in lines
    assert 'gongkai_run_started_timestamp_seconds{kind="run"} 1800122400' in lines


def test_a_replay_leaves_the_series_of_the_nightly_run() -> None:
    lines = metrics([record(kind="replay", pages=0), record()]).splitlines()
    assert {'gongkai_run_requests{kind="replay"} 0', 'gongkai_run_requests{kind="run"} 20'} <= set(lines)


def test_the_file_is_replaced_whole_and_tells_how_old_the_warehouse_is(tmp_path: Path) -> None:
    lake, path = lakes.create(str(tmp_path / "lake")), tmp_path / "gongkai.prom"
    (lake.runs / "20270115T180000Z.json").write_text(json.dumps(record()))
    path.write_text("old")
    write(path, lake)
    assert path.read_text(encoding="utf-8") == metrics([record()])
    lake.warehouse.touch()
    os.utime(lake.warehouse, (1800039600, 1800039600))
    write(path, lake)
    assert "gongkai_warehouse_built_timestamp_seconds 1800039600" in path.read_text("utf-8").splitlines()
    assert set(tmp_path.iterdir()) == {lake.root, path}


def test_the_first_run_of_a_lake_is_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is made by the run itself."""
    monkeypatch.setenv("GONGKAI_METRICS", str(tmp_path / "gongkai.prom"))
    settings.cache_clear()
    tell_of_start(RunReport(Job(str(tmp_path / "lake"), "20270115T180000Z", "run"), {}))
    settings.cache_clear()
    assert (tmp_path / "gongkai.prom").is_file()
