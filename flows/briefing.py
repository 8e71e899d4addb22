"""The morning report of a run as Markdown: what was withheld, what came in, what failed and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extractors.crawl.outcomes import outcomes
from flows.counting import counted

Record = Mapping[str, Any]
# So many failing sites are listed; a night with more has one cause, and the run's JSON has them all.
_LISTED = 200
_LIMIT = 160
_BY_HAND = "Look at the site by hand: it was redesigned, or reports were taken down."
_COUNTS = frozenset({"this run", "the last one published", "found", "last time", "documents"})
_SAID_OF_RUNS = ("sites", "pages", "reports_new", "reports_changed", "failures")


def briefing(run: Record, before: Record | None = None) -> str:
    """The report of `runs/<run>.json`; `before` is the last published run of that kind, to compare with."""
    blocks = (
        [f"# {run['kind']} {run['run_id']}: {headline(run)}"],
        [f"- {_plain(warning)}" for warning in run.get("warnings", [])],
        _counts(run, before),
        _failed_steps(run),
        _sites(run),
        _left_out(run),
        _refused(run),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def headline(run: Record) -> str:
    """The one thing to know first."""
    failed = sum(row["visit"]["error"] is not None for row in _remarkable(run))
    if run["finished_at"] is None:
        return "has no end: still under way, or killed"
    if not run.get("published"):
        return "not published, the old warehouse stays"
    return f"published, {counted(failed, 'site')} failed" if failed else "published, no site failed"


def remedy(failures: Mapping[str, int]) -> str:
    """What to do about a site, from the most frequent of its outcomes that gave nothing."""
    known = [
        name for name in sorted(failures, key=lambda name: (-failures[name], name)) if name in outcomes()
    ]
    return outcomes()[known[0]].remedy if known else _BY_HAND


def _counts(run: Record, before: Record | None) -> Iterator[str]:
    now, then = _totals(run), _totals(before) if before else {}
    head = ["", "this run", *(["the last one published"] if before else [])]
    yield from _table(head, [[name, now[name], *([then[name]] if before else [])] for name in now])


def _totals(run: Record) -> dict[str, int]:
    read = run.get("prefectures", [])
    errors = sum(one["findings"].get("error", 0) for one in read)
    figures = sum(one.get("figures", 0) for one in read)
    return {
        **{name.replace("_", " "): run[name] for name in _SAID_OF_RUNS},
        "reports in the tables": sum(one["reports"] for one in read),
        "figures in the tables": figures,
        "contradictions found": errors,
    }


def _failed_steps(run: Record) -> Iterator[str]:
    steps = run.get("failed_steps", {})
    if steps:
        yield "## Failed steps\n"
        yield from _table(["step", "why"], [[name, why] for name, why in steps.items()])


def _remarkable(run: Record) -> list[Record]:
    return [row for row in run.get("site_results", []) if row["visit"] and row["outcome"] != "ok"]


def _sites(run: Record) -> Iterator[str]:
    rows = sorted(_remarkable(run), key=lambda row: (row["visit"]["error"] is None, row["site_id"]))
    if not rows:
        return
    yield "## Sites that need a look\n"
    yield from _table(
        ["site", "publisher", "found", "last time", "what happened", "what to do"],
        [
            [
                row["site_id"],
                row["publisher"],
                row["visit"]["reports"],
                "" if row["found_before"] is None else row["found_before"],
                _happened(row),
                remedy(row["visit"]["failures"]),
            ]
            for row in rows[:_LISTED]
        ],
    )
    if len(rows) > _LISTED:
        yield f"\n… and {len(rows) - _LISTED} more in runs/{run['run_id']}.json"


def _happened(row: Record) -> str:
    """What became of the visit; the remedies that stand in it have a column of their own."""
    text: str = row["outcome"]
    for name in row["visit"]["failures"]:
        if name in outcomes():
            text = text.replace(f": {outcomes()[name].remedy}", "")
    return text


def _left_out(run: Record) -> Iterator[str]:
    reasons: Counter[str] = Counter()
    for one in run.get("prefectures", []):
        reasons.update(one["left_out"])
    if reasons:
        yield "## Documents that gave no report\n"
        yield from _table(["documents", "why"], [[count, why] for why, count in sorted(reasons.items())])


def _refused(run: Record) -> Iterator[str]:
    if run.get("refused_rows"):
        yield "## Rows of the sites file left out\n"
        yield from (f"- {_plain(row)}" for row in run["refused_rows"])


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "".join(" ---: |" if title in _COUNTS else " --- |" for title in head)
    for row in rows:
        yield "| " + " | ".join(map(_plain, row)) + " |"


def _plain(value: object) -> str:
    """One line of text in which nothing that a site sent is taken for markup."""
    text = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", str(value)).strip()
    text = text if len(text) <= _LIMIT else text[:_LIMIT] + "…"
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
