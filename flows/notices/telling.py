"""Who hears of a run: a Prefect server, a webhook, a mailbox, a metrics file."""

from __future__ import annotations

from typing import Any

import structlog

from flows import lake as lakes
from flows.notices import artifacts, metrics, notify
from flows.notices.briefing import briefing, headline
from flows.runs.report import RunReport
from flows.settings import settings

log = structlog.get_logger()


def tell_of_start(report: RunReport) -> None:
    """A run has begun."""
    _count(report)


def tell(report: RunReport, before: dict[str, Any] | None) -> None:
    """A run has ended; `before` is the last published one of its kind."""
    run = report.as_json()
    artifacts.publish(report, before)
    _count(report)
    title = f"{run['kind']} {run['run_id']}: {headline(run)}"
    notify.send(
        notify.Notice(notify.event_of(run), report.job.lake, run["run_id"], title, briefing(run, before))
    )


def _count(report: RunReport) -> None:
    path = settings().metrics
    if path is None:
        return
    try:
        metrics.write(path, lakes.create(report.job.lake))
    except OSError as error:
        log.error("metrics could not be written", path=str(path), why=error.strerror)
