"""What a run leaves on a Prefect server for people: its report, its sites, and how far it is.

Only where a server keeps them: the temporary one of `gongkai run` is gone with the run. A server that
cannot be reached for a moment costs an artifact, never a night.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import structlog
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.exceptions import PrefectException

from flows.notices.briefing import briefing
from flows.runs.report import RunReport
from flows.settings import settings

log = structlog.get_logger()


class Progress:
    """Steps done of all of a run, as an artifact; a step is a crawl or an extraction of a prefecture."""

    def __init__(self, steps: int) -> None:
        self._steps, self._done = steps, 0
        self._artifact: UUID | None = None

    def step(self) -> None:
        """One more step is done."""
        self._done += 1
        if not settings().prefect_api_url:
            return
        share = 100.0 * self._done / max(self._steps, self._done)
        with _spared("progress"):
            if self._artifact is None:
                about = f"of {self._steps} crawls and extractions"
                self._artifact = _now(create_progress_artifact(share, key="run-progress", description=about))
            else:
                update_progress_artifact(self._artifact, share)


def publish(report: RunReport, before: dict[str, Any] | None) -> None:
    """The morning report and the table of sites, beside the run that made them."""
    if not settings().prefect_api_url:
        return
    run = report.as_json()
    with _spared("report"):
        create_markdown_artifact(briefing(run, before), key="run-report", description=report.job.run_id)
        create_table_artifact(list(_sites(run)), key="sites", description=report.job.run_id)


def _sites(run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in run["site_results"]:
        visit = row["visit"] or {}
        yield {
            "site": row["site_id"],
            "publisher": row["publisher"],
            "division": row["division_code"],
            "requests": visit.get("pages"),
            "found": visit.get("reports"),
            "last time": row["found_before"],
            "in the tables": row["reports"],
            "outcome": row["outcome"],
        }


def _now(made: UUID | Coroutine[Any, Any, UUID]) -> UUID:
    """What Prefect's functions give outside of an event loop, which is where steps are counted."""
    if not isinstance(made, UUID):
        made.close()
        raise TypeError("artifacts are made outside of event loops only")
    return made


@contextmanager
def _spared(what: str) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, PrefectException) as error:
        log.warning("artifact was not taken by the Prefect server", artifact=what, why=str(error))
