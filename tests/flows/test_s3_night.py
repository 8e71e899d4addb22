"""A night on a lake on S3: the same tables as in a folder, and faults that the next run makes good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from s3_server import BUCKET, S3Server

from flows import known_sites, publishing, steps
from flows import lake as lakes
from flows import settings as given
from flows.demo.server import DemoFarm
from flows.errors import WorkError
from flows.job import Job
from flows.lake import Lake
from flows.s3.opening import mirror_of
from warehouse.query import run_sql

ADDRESS = f"s3://{BUCKET}/gongkai"
COUNT = "SELECT count(*) AS n FROM reports"
PREFECTURE = "5203"


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    """A night over the demo's sites of one prefecture."""
    with DemoFarm() as farm:
        sites_file = tmp_path / "sites.csv"
        farm.write_sites_file(sites_file)
        yield Job(ADDRESS, "20270101T000000Z", "demo", (PREFECTURE,), str(sites_file), delay=0.0)


@contextmanager
def elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    """A run on another machine: it has copies of its own."""
    with monkeypatch.context() as patched:
        patched.setenv("GONGKAI_MIRRORS", str(folder / "elsewhere"))
        given.settings.cache_clear()
        mirror_of.cache_clear()
        lake = lakes.existing(ADDRESS)
        with lakes.changing(lake, "run"):
            yield lake


def warcs(server: S3Server) -> list[str]:
    return sorted(name for name in server.objects("gongkai/raw/"))


def reports(root: Path) -> object:
    return run_sql(root, COUNT).rows()[0]["n"]


def test_a_night_on_s3_gives_the_bytes_of_one_in_a_folder(server: S3Server, job: Job, tmp_path: Path) -> None:
    with lakes.changing(lakes.create(ADDRESS), "run"):
        steps.crawl(job, PREFECTURE)
        steps.extract(job, PREFECTURE)
    folder = tmp_path / "folder"
    for name, body in server.objects("gongkai/raw/").items():
        path = folder / Path(name).relative_to("gongkai")
        path.parent.mkdir(parents=True)
        path.write_bytes(body)
    known_sites.remember(Lake(folder), PREFECTURE, known_sites.sites_of(lakes.existing(ADDRESS), PREFECTURE))
    steps.extract(replace(job, lake=str(folder)), PREFECTURE)
    there = {
        Path(name).relative_to("gongkai"): body for name, body in server.objects("gongkai/parquet/").items()
    }
    here = {path.relative_to(folder): path.read_bytes() for path in (folder / "parquet").rglob("*.parquet")}
    assert len(here) > 6
    assert there == here


def test_what_a_server_that_is_down_did_not_take_is_sent_by_the_next_run(server: S3Server, job: Job) -> None:
    with lakes.changing(lakes.create(ADDRESS), "run"):
        server.fails = lambda method, path: method == "PUT" and "/raw/" in path
        server.failures = [(503, "SlowDown")] * 100
        with pytest.raises(WorkError, match="gives no answer: 503 SlowDown"):
            steps.crawl(job, PREFECTURE)
        assert warcs(server) == []
        assert server.objects("gongkai/parquet/") == {}
        server.failures = []
    with lakes.changing(lakes.create(ADDRESS), "run"):
        assert len(warcs(server)) == 1
        assert steps.extract(job, PREFECTURE).reports > 0


def test_readers_see_the_old_warehouse_or_the_new_one(server: S3Server, job: Job, tmp_path: Path) -> None:
    with lakes.changing(lakes.create(ADDRESS), "run"):
        steps.crawl(job, PREFECTURE)
        steps.write_divisions(lakes.existing(ADDRESS))
        publishing.publish(lakes.existing(ADDRESS))
    assert reports(lakes.to_read(ADDRESS, lakes.WAREHOUSE).root) == 0
    with lakes.changing(lakes.existing(ADDRESS), "run"):
        found = steps.extract(job, PREFECTURE).reports
        server.fails = lambda method, path: method == "PUT" and path.endswith("/gongkai.duckdb")
        server.failures = [(500, "InternalError")] * 100
        with pytest.raises(WorkError, match="gives no answer"):
            publishing.publish(lakes.existing(ADDRESS))
        server.failures = []
        assert reports(lakes.to_read(ADDRESS, lakes.WAREHOUSE).root) == 0
    with lakes.changing(lakes.existing(ADDRESS), "build"):
        publishing.publish(lakes.existing(ADDRESS))
    assert reports(lakes.to_read(ADDRESS, lakes.WAREHOUSE).root) == found > 0


def test_another_machine_goes_on_where_the_first_one_stopped(
    server: S3Server, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lakes.changing(lakes.create(ADDRESS), "run"):
        steps.crawl(job, PREFECTURE)
        with pytest.raises(WorkError, match="in use by `gongkai run`"), elsewhere(tmp_path, monkeypatch):
            pass
    with elsewhere(tmp_path, monkeypatch) as there:
        assert there.prefectures() == [PREFECTURE]
        assert steps.extract(job, PREFECTURE).reports > 0
