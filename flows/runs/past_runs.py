"""The runs on record in a lake: which one is meant, what came before it, what failed in it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from flows.errors import CallError
from flows.lake import Lake

_NAMED = 3


def of(lake: Lake, run_id: str | None) -> dict[str, Any]:
    """The record of a run, the last one where none is named. Raises CallError where there is none."""
    for record in lake.run_records():
        if run_id in (None, record["run_id"]):
            return record
    last = [record["run_id"] for record in islice(lake.run_records(), _NAMED)]
    if not last:
        raise CallError(f"lake {lake.name} has seen no run")
    raise CallError(f"lake {lake.name} has no run {run_id}; the last ones are {', '.join(last)}")


def published_before(lake: Lake, run: Mapping[str, Any]) -> dict[str, Any] | None:
    """The last run of the same kind before this one that was published."""
    for record in lake.run_records():
        earlier = record["run_id"] < run["run_id"] and record["kind"] == run["kind"]
        if earlier and record.get("published"):
            return record
    return None


def withheld(lake: Lake) -> str | None:
    """The last run and why it brought too little to be published; null where it was published."""
    last = next(lake.run_records(), None)
    if last is None or last.get("published") or not last.get("warnings"):
        return None
    return f"run {last['run_id']} was withheld: {'; '.join(last['warnings'])}"


def failed_sites(run: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of sites that were not visited to the end or found fewer reports than before, in order."""
    return tuple(sorted(row["site_id"] for row in run.get("site_results", []) if _failed(row)))


def _failed(row: Mapping[str, Any]) -> bool:
    visit = row["visit"]
    return not visit or visit["error"] is not None or visit["reports"] < (row["found_before"] or 0)
