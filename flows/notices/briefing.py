"""The morning report of a run as Markdown: what was withheld, what came in, what failed and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from flows.counting import counted
from flows.notices.briefing_sites import (
    remarkable,
    sites_that_changed,
    sites_to_look_at,
    sites_unlike_their_peers,
)
from flows.notices.markdown import plain, table

Record = Mapping[str, Any]
_COUNTS = ("this run", "the last one published", "documents")
_SAID_OF_RUNS = {
    "sites": "sites",
    "pages": "requests",
    "reports_new": "reports new",
    "reports_changed": "reports changed",
    "failures": "failures",
}


def briefing(run: Record, before: Record | None = None) -> str:
    """The report of `runs/<run>.json`; `before` is the last published run of that kind, to compare with."""
    blocks = (
        [f"# {run['kind']} {run['run_id']}: {headline(run)}"],
        [f"- {plain(warning)}" for warning in run.get("warnings", [])],
        _counts(run, before),
        _failed_steps(run),
        sites_to_look_at(run),
        sites_that_changed(run, before),
        sites_unlike_their_peers(run),
        _left_out(run),
        _refused(run),
    )
    return "\n\n".join(text for block in blocks if (text := "\n".join(block))) + "\n"


def headline(run: Record) -> str:
    """The one thing to know first."""
    failed = sum(row["visit"]["error"] is not None for row in remarkable(run))
    if run["finished_at"] is None:
        return "has no end: still under way, or killed"
    if not run.get("published"):
        return "not published, the old warehouse stays"
    return f"published, {counted(failed, 'site')} failed" if failed else "published, no site failed"


def _counts(run: Record, before: Record | None) -> Iterator[str]:
    now, then = _totals(run), _totals(before) if before else {}
    head = ["", "this run", *(["the last one published"] if before else [])]
    yield from table(head, [[name, now[name], *([then[name]] if before else [])] for name in now], _COUNTS)


def _totals(run: Record) -> dict[str, int]:
    read = run.get("prefectures", [])
    errors = sum(one["findings"].get("error", 0) for one in read)
    figures = sum(one.get("figures", 0) for one in read)
    sites = [row["read"] for row in run.get("site_results", []) if row.get("read")]
    return {
        **{said: run[name] for name, said in _SAID_OF_RUNS.items()},
        "reports vanished": sum(one["vanished"] for one in sites),
        "reports in the tables": sum(one["reports"] for one in read),
        "figures in the tables": figures,
        "contradictions found": errors,
    }


def _failed_steps(run: Record) -> Iterator[str]:
    steps = run.get("failed_steps", {})
    if steps:
        yield "## Failed steps\n"
        yield from table(["step", "why"], [[name, why] for name, why in steps.items()])


def _left_out(run: Record) -> Iterator[str]:
    reasons: Counter[str] = Counter()
    for one in run.get("prefectures", []):
        reasons.update(one["left_out"])
    if reasons:
        yield "## Documents that gave no report\n"
        rows = [[count, why] for why, count in sorted(reasons.items())]
        yield from table(["documents", "why"], rows, _COUNTS)


def _refused(run: Record) -> Iterator[str]:
    if run.get("refused_rows"):
        yield "## Rows of the sites file left out\n"
        yield from (f"- {plain(row)}" for row in run["refused_rows"])
