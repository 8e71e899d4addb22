"""The flows' Prefect tasks, and how many of them run side by side.

Import this module only after `flows.embedded.prepare` has set Prefect's environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from extractors.crawl.crawl import SiteResult
from flows import lake as lakes
from flows import steps
from flows.job import Job
from flows.progress import Board
from flows.report import RunReport
from flows.steps import Extracted
from warehouse.build import BuildResult, build


@task(name="crawl", task_run_name="crawl {prefecture} {name}", cache_policy=NO_CACHE)
def crawl(job: Job, prefecture: str, name: str) -> tuple[SiteResult, ...]:
    """One prefecture's sites; no retries, because the client already retries each request politely."""
    return steps.crawl(job, prefecture)


@task(name="extract", task_run_name="extract {prefecture} {name}", cache_policy=NO_CACHE)
def extract(job: Job, prefecture: str, name: str) -> Extracted:
    """One prefecture's archive; no retries, because the same bytes give the same result."""
    return steps.extract(job, prefecture)


def _locked(_task: Any, _run: Any, state: Any) -> bool:
    return "another build is running" in str(state.result(raise_on_failure=False))


@task(name="build", cache_policy=NO_CACHE, retries=3, retry_delay_seconds=2, retry_condition_fn=_locked)
def publish(lake: str) -> BuildResult:
    """The warehouse, built beside the old one and swapped; tried again only where a file is locked."""
    return build(lakes.existing(lake).root)


def side_by_side(job: Job) -> TaskRunner[PrefectFuture[Any]]:
    """Threads of this process, as many as the job says; the gate between requests holds over all of them."""
    runner: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=job.workers)
    return runner


def crawl_all(job: Job, names: dict[str, str], report: RunReport, board: Board) -> Iterator[str]:
    """Crawl all at once; each prefecture comes out when its crawl has ended, well or not."""
    board.phase("crawl", len(names))
    futures = {crawl.submit(job, prefecture, name): prefecture for prefecture, name in names.items()}
    for prefecture, results in _ended("crawl", futures, names, report, board):
        if results is not None:
            report.visited(results)
            board.step("crawl", f"{prefecture} {names[prefecture]}: {crawl_line(results)}")
        yield prefecture


def extract_all(
    job: Job, names: dict[str, str], ready: Iterable[str], report: RunReport, board: Board
) -> None:
    """Extract each prefecture as soon as it is ready."""
    board.phase("extract", len(names))
    futures = {extract.submit(job, prefecture, names[prefecture]): prefecture for prefecture in ready}
    for prefecture, extracted in _ended("extract", futures, names, report, board):
        if extracted is not None:
            report.extracted[prefecture] = extracted
            board.step("extract", f"{prefecture} {names[prefecture]}: {extract_line(extracted)}")


def crawl_line(results: Iterable[SiteResult]) -> str:
    """What a crawl made of a prefecture, in a line."""
    sites = list(results)
    line = (
        f"{len(sites)} sites, {sum(s.pages for s in sites)} requests, {sum(s.reports for s in sites)} reports"
    )
    failed = [f"{site.site_id}: {site.error}" for site in sites if site.failed]
    return "; ".join([line, *failed])


def extract_line(extracted: Extracted) -> str:
    """What extraction made of a prefecture, in a line."""
    found = ", ".join(f"{count} {severity}s" for severity, count in sorted(extracted.findings.items()))
    reports = f"{extracted.reports} reports, {extracted.new} new, {extracted.changed} changed"
    return f"{reports}; {found or 'no findings'}"


def publish_run(job: Job, report: RunReport) -> None:
    """Save the report, build the warehouse with it, and note whether that was published."""
    lake = lakes.create(job.lake)
    steps.write_divisions(lake)
    report.finished_at = lakes.now()
    # Saved before the build, which loads it, and after it, which tells whether the warehouse was published.
    report.save(lake)
    built = publish.submit(job.lake).result(raise_on_failure=False)
    report.published = not isinstance(built, Exception)
    if not report.published:
        report.failures["build"] = _reason(built)
    report.save(lake)


def _ended(
    step: str, futures: dict[PrefectFuture[Any], str], names: dict[str, str], report: RunReport, board: Board
) -> Iterator[tuple[str, Any]]:
    """(prefecture, result) as tasks end; one that failed is recorded and comes out with None."""
    for future in as_completed(list(futures)):
        prefecture = futures[future]
        result = future.result(raise_on_failure=False)
        if isinstance(result, Exception):
            label = f"{prefecture} {names[prefecture]}"
            report.failures[f"{step} {label}"] = _reason(result)
            board.step(step, f"{label}: failed: {_reason(result)}")
            result = None
        yield prefecture, result


def _reason(error: object) -> str:
    return f"{type(error).__name__}: {error}"
