"""What brings so much less than the last published run that the old warehouse is better."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from extractors.crawl.crawl import SiteResult
from extractors.records import Site
from flows.errors import WorkError
from flows.job import Job
from flows.lake import create
from flows.launch import complain
from flows.runs.baseline import Baseline, Read, last_published
from flows.runs.extracted import Extracted
from flows.runs.report import RunReport
from flows.runs.thresholds import breaches, thresholds
from flows.tasks import publish_run
from flows.terminal.show_run import show_run

JOB = Job(lake="lake", run_id="20270115T000000Z", kind="run")


def site(number: int) -> Site:
    return Site(f"s{number:02}", "131102", "某区人民政府", f"http://www.s{number}.example.gov.cn/", 1.0)


def night(found: list[int], *, figures: int = 4000, errors: int = 60, reports: int = 40) -> RunReport:
    """A run over sites that each found so many reports, and what its one prefecture's tables hold."""
    report = RunReport(JOB, {site(number).site_id: site(number) for number in range(len(found))})
    report.visited(SiteResult(site(number).site_id, 9, count) for number, count in enumerate(found))
    report.extracted["1311"] = Extracted(
        "1311", reports, 0, 0, findings={"error": errors, "warning": 3}, figures=figures
    )
    return report


def measured_by(before: RunReport, now: RunReport) -> list[tuple[str, bool]]:
    """The breaches of a night after another: which measure, and whether it withholds the build."""
    found = {site_id: visit.reports for site_id, visit in before.visits.items()}
    read = {
        key: Read(one.reports, one.figures, one.findings["error"]) for key, one in before.extracted.items()
    }
    now.before = Baseline(found, read)
    return [(breach.threshold.measure, breach.withholds) for breach in breaches(now)]


def test_a_night_like_the_last_one_breaches_nothing() -> None:
    assert measured_by(night([5] * 20), night([5] * 20)) == []


def test_half_the_sites_yielding_nothing_withholds_the_build() -> None:
    """A redesign: the lake keeps its reports, so only what was found tells."""
    assert measured_by(night([5] * 20), night([5] * 10 + [0] * 10)) == [
        ("sites_yielding", True),
        ("reports_found", True),
    ]


def test_one_failing_site_of_a_few_withholds_nothing() -> None:
    assert measured_by(night([5] * 3), night([5, 0, 0])) == []


def test_sites_that_never_had_a_report_are_no_loss() -> None:
    assert measured_by(night([5] * 10 + [0] * 30), night([5] * 10 + [0] * 30)) == []


def test_a_reader_that_loses_figures_withholds_the_build() -> None:
    assert measured_by(night([5] * 20), night([5] * 20, figures=3000)) == [("figures", True)]


def test_many_more_contradictions_warn_and_are_published() -> None:
    assert measured_by(night([5] * 20), night([5] * 20, errors=200)) == [("error_findings", False)]


@pytest.mark.parametrize(("yielding", "withheld"), [(12, False), (11, True)])
def test_the_minimum_itself_is_enough(yielding: int, withheld: bool) -> None:
    """Of 20 sites, 12 are the least that thresholds.yml allows."""
    found = [5 * 20] * yielding + [0] * (20 - yielding)
    assert (("sites_yielding", True) in measured_by(night([5] * 20), night(found))) is withheld


def test_each_measure_has_a_threshold_that_can_be_breached() -> None:
    for threshold in thresholds():
        assert threshold.min is not None or threshold.max is not None
        assert threshold.min is None or 0 < threshold.min < 1
        assert threshold.max is None or threshold.max > 1


def test_a_withheld_night_does_not_become_the_measure_of_the_next(tmp_path: Path) -> None:
    lake = create(str(tmp_path))
    for run_id, figures, published in (("20270101T000000Z", 4000, True), ("20270102T000000Z", 100, False)):
        report = night([5] * 20, figures=figures)
        report.job, report.published = replace(JOB, run_id=run_id), published
        report.save(lake)
    before = last_published(lake, {"s01"}, {"1311"})
    assert (before.found, before.read) == ({"s01": 5}, {"1311": Read(40, 4000, 60)})


def test_what_was_withheld_is_not_published_by_a_run_elsewhere(tmp_path: Path) -> None:
    """A run over 4401 would publish the tables of 1311 with its own, still those of the bad night."""
    lake = create(str(tmp_path))
    for run_id, figures, published in (("20270101T000000Z", 4000, True), ("20270102T000000Z", 100, False)):
        report = night([5] * 20, figures=figures)
        report.job, report.published = replace(JOB, run_id=run_id), published
        report.save(lake)
    elsewhere = RunReport(JOB, {}, before=last_published(lake, set(), {"4401"}))
    elsewhere.extracted["4401"] = Extracted("4401", 50, 50, 0, figures=5000)
    assert [(one.threshold.measure, one.now, one.withholds) for one in breaches(elsewhere)] == [
        ("figures", 100, True)
    ]


def test_a_withheld_night_leaves_the_old_warehouse_and_says_so_first(tmp_path: Path) -> None:
    lake = create(str(tmp_path))
    lake.warehouse.write_bytes(b"last night's")
    now = night([5] * 10 + [0] * 10)
    now.job = replace(JOB, lake=str(tmp_path))
    now.before = Baseline(dict.fromkeys(now.sites, 5))
    publish_run(now.job, now)
    assert lake.warehouse.read_bytes() == b"last night's"
    saved = next(lake.run_records())
    assert (saved["published"], len(saved["warnings"])) == (False, 2)
    out = Console(file=io.StringIO(), width=130)
    show_run(out, now)
    shown = out.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert shown[0] == (
        "not published: sites with at least one report, of those that had one last time: "
        "10 now, 20 before (0.50, min 0.6)"
    )
    assert shown[-1].endswith("the old warehouse stays")
    with pytest.raises(WorkError, match="nothing was published: withheld, the old warehouse stays"):
        complain(now)
