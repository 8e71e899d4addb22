"""Runs on record: which one is meant, and which of its sites are visited again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import gongkai

from extractors.crawl.crawl import SiteResult
from extractors.records import Site
from flows import plan
from flows.errors import CallError
from flows.job import Job
from flows.lake import Lake, create
from flows.runs import past_runs
from flows.runs.baseline import Baseline
from flows.runs.report import RunReport

HEADER = "site_id,division_code,publisher,url,delay,note\n"


def on_record(folder: Path) -> Lake:
    """A lake with one run over a site that is well, one refused, one with fewer reports, one not visited."""
    lake = create(str(folder))
    sites = [Site(name, "131102", "某区人民政府", "http://127.0.0.1:9/", 0) for name in "abcd"]
    report = RunReport(
        Job(lake=str(folder), run_id="20270115T180000Z", kind="run"),
        {site.site_id: site for site in sites},
        before=Baseline({"a": 3, "c": 5}),
        published=True,
    )
    report.visited(
        [SiteResult("a", 9, 3), SiteResult("b", 1, 0, {"waf": 1}, "waf: …"), SiteResult("c", 9, 4)]
    )
    report.save(lake)
    return lake


def test_sites_that_failed_are_those_to_visit_again(tmp_path: Path) -> None:
    run = past_runs.of(on_record(tmp_path), "20270115T180000Z")
    assert past_runs.failed_sites(run) == ("b", "c", "d")


def test_a_job_visits_only_the_sites_it_names(tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    rows = [f"{name},131102,某区人民政府,http://127.0.0.1:9/,0,\n" for name in "abc"]
    file.write_text(HEADER + "".join(rows), encoding="utf-8")
    job = Job(lake="lake", run_id="x", kind="run", sites_file=str(file))
    assert [site.site_id for site in plan.chosen(job)] == ["a", "b", "c"]
    assert [site.site_id for site in plan.chosen(replace(job, site_ids=("b", "gone")))] == ["b"]


def test_the_last_run_is_meant_where_none_is_named(tmp_path: Path) -> None:
    lake = on_record(tmp_path)
    assert past_runs.of(lake, None)["run_id"] == "20270115T180000Z"
    with pytest.raises(CallError, match=r"has no run x; the last ones are 20270115T180000Z"):
        past_runs.of(lake, "x")
    with pytest.raises(CallError, match="has seen no run"):
        past_runs.of(create(str(tmp_path / "empty")), None)


@pytest.mark.parametrize(
    ("run_id", "told"),
    [("x", "has no run x"), ("20270115T180000Z", "none of the sites that failed in run 20270115T180000Z")],
)
def test_a_retry_of_nothing_is_a_wrong_call(tmp_path: Path, run_id: str, told: str) -> None:
    on_record(tmp_path / "lake")
    file = tmp_path / "sites.csv"
    file.write_text(HEADER + "other,131102,某区人民政府,http://127.0.0.1:9/,0,\n", encoding="utf-8")
    done = gongkai("run", "--sites", file, "--lake", tmp_path / "lake", "--retry-failed", run_id)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def test_a_withheld_run_is_told_before_a_build_publishes_it(tmp_path: Path) -> None:
    lake = on_record(tmp_path)
    assert past_runs.withheld(lake) is None
    poor = RunReport(
        Job(lake=str(tmp_path), run_id="20270116T180000Z", kind="run"), {}, warnings=["few sites"]
    )
    poor.save(lake)
    assert past_runs.withheld(lake) == "run 20270116T180000Z was withheld: few sites"
