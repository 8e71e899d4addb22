"""How long the records of runs are kept. The log of captures is not cut: tables are made of all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.lake import RUN_ID, RUNS, Lake


def drop_old_runs(lake: Lake, days: int, newest: str) -> list[str]:
    """Remove records that are more than `days` older than the run `newest`; their run ids. 0 keeps all.

    What a later published run does not tell as well stays: the last word on a site or a prefecture is what
    the next run is measured by.
    """
    if not days:
        return []
    oldest = f"{datetime.strptime(newest, RUN_ID) - timedelta(days=days):{RUN_ID}}"
    told: set[str] = set()
    dropped = []
    for record in lake.run_records():
        subjects = {row["site_id"] for row in record.get("site_results", [])}
        subjects |= {one["prefecture"] for one in record.get("prefectures", [])}
        if record["run_id"] < oldest and (subjects <= told or not record.get("published")):
            dropped.append(record["run_id"])
        if record.get("published"):
            told |= subjects
    for run_id in dropped:
        (lake.runs / f"{run_id}.json").unlink(missing_ok=True)
    lake.prune(RUNS)
    return dropped
