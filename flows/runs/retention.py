"""How long the records of runs are kept. The log of captures is not cut: tables are made of all of it."""

from __future__ import annotations

from flows.lake import RUNS, Lake
from flows.runs.baseline import found_of, read_of
from flows.runs.run_ids import after


def drop_old_runs(lake: Lake, days: int, newest: str) -> list[str]:
    """Remove records that are more than `days` older than the run `newest`; their run ids. 0 keeps all.

    What a later published run does not tell as well stays: the last word on a site or a prefecture is what
    the next run is measured by.
    """
    if not days:
        return []
    oldest = after(newest, seconds=-86_400 * days)
    told: set[str] = set()
    dropped = []
    for record in lake.run_records():
        # A replay visits no site, so it says nothing of what is found there.
        subjects = {name for name, _ in (*found_of(record), *read_of(record))}
        if record["run_id"] < oldest and (subjects <= told or not record.get("published")):
            dropped.append(record["run_id"])
        if record.get("published"):
            told |= subjects
    for run_id in dropped:
        (lake.runs / f"{run_id}.json").unlink(missing_ok=True)
    lake.prune(RUNS)
    return dropped
