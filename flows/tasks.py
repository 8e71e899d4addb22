"""The flows' Prefect tasks. Arguments are codes and paths, so that a task can run anywhere.

Import this module only after `flows.server.embedded.prepare` has set Prefect's environment.
"""

from __future__ import annotations

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from structlog.contextvars import bound_contextvars

from extractors.crawl.crawl import SiteResult
from flows import lake as lakes
from flows import publishing, steps, website
from flows.errors import reason
from flows.job import Job
from flows.runners import places
from flows.runs.extracted import Extracted
from flows.runs.report import RunReport
from flows.runs.retention import drop_old_runs
from flows.runs.thresholds import breaches
from flows.server import politeness
from flows.settings import settings
from warehouse.build import BuildResult

# Threads beside those that crawl, so that a prefecture is extracted while others are still being fetched;
# on a cluster they only wait.
EXTRACTING = {"local": 2, "dask": 256}


# For people who look for runs; Prefect asks the server at each task for limits of these names, and nobody
# looks at a temporary one.
_TAGGED = bool(settings().prefect_api_url)


def _tags(*names: str) -> list[str]:
    return list(names) if _TAGGED else []


# What a task hands back is small and stays in the run's process: nothing is kept on the server or its disk.
_PLAIN: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


@task(name="crawl", task_run_name="crawl {prefecture} {name}", tags=_tags("gongkai", "crawl"), **_PLAIN)
def crawl(job: Job, prefecture: str, name: str) -> tuple[SiteResult, ...]:
    """One prefecture's sites; no retries, because the client already retries each request politely."""
    with bound_contextvars(run=job.run_id, prefecture=prefecture), politeness.alone(prefecture):
        return steps.crawl(job, prefecture)


@task(name="extract", task_run_name="extract {prefecture} {name}", tags=_tags("gongkai", "extract"), **_PLAIN)
def extract(job: Job, prefecture: str, name: str) -> Extracted:
    """One prefecture's archive; no retries, because the same bytes give the same result."""
    with bound_contextvars(run=job.run_id, prefecture=prefecture):
        return places.current().extract(job, prefecture)


def _locked(_task: Any, _run: Any, state: Any) -> bool:
    return "another build is running" in str(state.result(raise_on_failure=False))


@task(
    name="build",
    task_run_name="build",
    tags=_tags("gongkai", "build"),
    retries=3,
    retry_delay_seconds=2,
    retry_jitter_factor=1.0,
    retry_condition_fn=_locked,
    **_PLAIN,
)
def publish(lake: str) -> BuildResult:
    """The warehouse, built beside the old one and swapped; tried again while another build is running."""
    return publishing.publish(lakes.existing(lake))


def side_by_side(workers: int, runner: str) -> TaskRunner[PrefectFuture[Any]]:
    """Threads of this process; the gate between two requests to a host holds over all of them."""
    threads: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=workers + EXTRACTING[runner])
    return threads


def publish_run(job: Job, report: RunReport) -> None:
    """Save the report, build the warehouse with it, and note whether that was published.

    A run that brings less than the thresholds allow leaves the old warehouse in place.
    """
    lake = lakes.create(job.lake)
    steps.write_divisions(lake)
    report.finished_at = lakes.now()
    beyond = list(breaches(report))
    report.warnings = [str(breach) for breach in beyond]
    withheld = [str(breach) for breach in beyond if breach.withholds and not job.anyway]
    # Saved before the build, which loads it, and after it, which tells whether the warehouse was published.
    report.save(lake)
    if withheld and lake.warehouse.exists():
        report.failures["build"] = f"withheld, the old warehouse stays: {'; '.join(withheld)}"
    else:
        _build(job, report)
    report.save(lake)
    if report.published:
        drop_old_runs(lake, settings().keep_runs, job.run_id)


def _build(job: Job, report: RunReport) -> None:
    built = publish.submit(job.lake).result(raise_on_failure=False)
    report.published = not isinstance(built, Exception)
    if report.published:
        report.held = dict(built.rows)
        if trouble := website.follow(lakes.existing(job.lake)):
            report.warnings.append(trouble)
    else:
        report.failures["build"] = reason(built)
