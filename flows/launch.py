"""From a checked call to a finished run, with Prefect prepared before it is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import click
from structlog.contextvars import bind_contextvars

import extractors
from extractors.sites import is_loopback
from flows import lake as lakes
from flows import log, plan, runners
from flows.counting import counted
from flows.errors import CallError, WorkError
from flows.job import Job
from flows.lake import Lake
from flows.notices import notify
from flows.runs import past_runs
from flows.runs.report import RunReport
from flows.server import embedded
from flows.settings import settings

# So many bad rows of a sites file are named, the others counted; all stand in the run report.
_PROBLEMS = 20
# The sites file that comes with the package.
_REGISTER = Path(extractors.__file__).with_name("sites.csv")
Body = Callable[[Job], RunReport]


def sites_file() -> Path:
    """The sites file where none is named: that of the settings, else the one of the package."""
    return settings().sites or _REGISTER


def run(asked: Job, *, retry: str | None = None, within: Body | None = None) -> RunReport:
    """The nightly flow, once, as `asked`; of run `retry` only the sites that failed then. `within` is the
    flow's body, for those who call from a flow already; else a flow is started here.

    Raises CallError when there is nothing to do, WorkError when another command changes the lake.
    """
    runners.check(asked.runner)
    sites_file = Path(str(asked.sites_file))
    with notify.told_of_failure(asked.lake, asked.kind):
        _check_rows(sites_file, asked.only)
        if asked.kind != "demo":
            _refuse_demo(lakes.to_read(asked.lake, lakes.RUNS, new=True))
        held = lakes.create(asked.lake)
        if not asked.from_warc:
            _ask_for_contact(sites_file)
        with lakes.changing(held, asked.kind):
            site_ids = _to_retry(held, retry, sites_file) if retry else ()
            proxy = asked.proxy or _proxy_of_settings()
            job = _begun(replace(asked, site_ids=site_ids, proxy=proxy), held)
            if job.from_warc:
                _tell_strangers(job)
            return within(job) if within else _start("flows.nightly", job)


def replay(asked: Job, *, within: Body | None = None) -> RunReport:
    """Extraction and everything after it again, from the archive, as `asked`. `within` as in `run`.

    Raises CallError when there is nothing to do, WorkError when another command changes the lake.
    """
    runners.check(asked.runner)
    held = lakes.existing(asked.lake)
    with notify.told_of_failure(asked.lake, asked.kind), lakes.changing(held, asked.kind):
        job = _begun(asked, held)
        if not any(map(job.touches, held.prefectures())):
            where = f" within {', '.join(job.only)}" if job.only else ""
            raise CallError(f"lake {job.lake} holds nothing{where} to read")
        return within(job) if within else _start("flows.replay", job)


def _begun(asked: Job, held: Lake) -> Job:
    """What was asked for with its own identifier and what the settings say."""
    given = settings()
    job = replace(
        asked,
        run_id=held.new_run_id(),
        delay=given.delay,
        contact=given.contact,
        workers=given.workers,
        hours=given.hours,
        task_hours=given.task_hours,
    )
    bind_contextvars(run=job.run_id)
    return job


def complain(report: RunReport) -> None:
    """Raise WorkError where nothing was published or steps failed; single sites that failed are no step."""
    if not report.published:
        raise WorkError(f"nothing was published: {report.failures.get('build', 'the build did not run')}")
    if report.failures:
        raise WorkError(f"published, but failed: {', '.join(report.failures)}")


def _to_retry(lake: Lake, run_id: str, sites_file: Path) -> tuple[str, ...]:
    """The sites that failed in a run and are in the sites file. Raises CallError where there are none."""
    failed = past_runs.failed_sites(past_runs.of(lake, run_id))
    known = {site.site_id for site in plan.read(str(sites_file), settings().delay)[0]}
    chosen = tuple(site_id for site_id in failed if site_id in known)
    if not failed:
        raise CallError(f"no site failed in run {run_id}")
    if not chosen:
        raise CallError(f"{sites_file}: none of the sites that failed in run {run_id} is in it")
    return chosen


def _refuse_demo(lake: Lake) -> None:
    """Invented figures must never stand beside real ones."""
    if any(record.get("kind") == "demo" for record in lake.run_records()):
        raise CallError(f"lake {lake.name} holds the demo's invented figures: name another with --lake DIR")


def _check_rows(sites_file: Path, only: tuple[str, ...]) -> None:
    """Name the bad rows on stderr; raise WorkError or CallError when none that is wanted is left."""
    sites, problems = plan.read(str(sites_file), settings().delay)
    for problem in problems[:_PROBLEMS]:
        click.echo(f"gongkai: {sites_file}: {problem}; the row is left out", err=True)
    if len(problems) > _PROBLEMS:
        click.echo(f"gongkai: {sites_file}: {len(problems) - _PROBLEMS} more rows are left out", err=True)
    if not sites:
        raise WorkError(f"{sites_file}: no row can be used")
    if not any(site.division_code.startswith(only or "") for site in sites):
        raise CallError(f"{sites_file}: no site within {', '.join(only)}")


def _ask_for_contact(sites_file: Path) -> None:
    sites, _ = plan.read(str(sites_file), settings().delay)
    if not settings().contact and not all(is_loopback(urlsplit(site.url).hostname or "") for site in sites):
        click.echo("gongkai: GONGKAI_CONTACT is not set: sites' owners cannot reach you", err=True)


def _proxy_of_settings() -> str | None:
    """The proxy of the settings, said aloud: where requests go is nothing to find out later."""
    if settings().proxy:
        click.echo("gongkai: fetching through the proxy of GONGKAI_PROXY", err=True)
    return settings().proxy


def _tell_strangers(job: Job) -> None:
    """Say what of the web archives belongs to no site; raise CallError when nothing does."""
    archive, (sites, _) = plan.web_archive(job.from_warc), plan.read(str(job.sites_file), job.delay)
    strangers = archive.strangers(sites)
    hosts = ", ".join(f"{host} ({count})" for host, count in sorted(strangers.items())[:_PROBLEMS])
    if strangers:
        told = f"{counted(strangers.total(), 'page')} of {counted(len(strangers), 'host')}"
        click.echo(f"gongkai: left out {told} in no row of the sites file: {hosts}", err=True)
    if archive.lost_revisits:
        lost = counted(archive.lost_revisits, "record")
        click.echo(f"gongkai: left out {lost} whose body is in another archive", err=True)
    if not plan.chosen(job):
        raise CallError(f"{job.sites_file}: the web archives hold nothing of its sites")


def _start(module: str, job: Job) -> RunReport:
    server = settings().prefect_api_url
    click.echo(f"starting {server or 'a temporary Prefect server, some seconds'} …", err=True)
    embedded.prepare(server, debug=log.debugging())
    temporary = None if server else embedded.start_server()
    # Beside the server, which takes as long to come up.
    start: Body = import_module(module).start
    if temporary:
        temporary.wait()
    return start(job)
