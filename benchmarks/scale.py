"""Past one machine: what a second Dask worker brings, and what Prefect and Dask cost a night.

    .venv/bin/python benchmarks/scale.py [--quick] [--reports N] [--part replay|night]

The last line is one JSON object: `dask_speedup` (a replay of the same archived reports on one Dask worker ÷
on two, each worker on a processor of its own; in rounds of some prefectures, so that a machine that is busy
for a while is so for both), `processor_speedup` (the same of the seconds of a processor that the busiest
worker took: what the work allows, however busy the machine is), `overhead_share` (the time that Prefect and
Dask take for a night over 3,000 sites ÷ the time of its work without them), `worker_mb` (the most memory
that a worker took with the processes that read for it), `same_bytes` (whether one worker, two workers and a
lake on S3 give identical Parquet).

The work of the night is measured on simulated sites of this machine, asked once a second, eight prefectures
at a time: with --quick one round of eight, else five, and then taken for the 341 prefectures of 3,000 sites.
The overhead is that of a run through Prefect and Dask in which no prefecture has anything to do: its
start and end, and so much for each prefecture.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

# Before this folder, for a script in it bears the name of the package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "flows"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from _overhead import overhead
from _replays import speedup

QUICK, FULL = 600, 20_000
# Prefectures of a run with nothing to do; as many have a code of their own.
IDLE = 320


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer reports and sites, under a minute")
    parser.add_argument("--reports", type=int, help=f"reports of the replay (default {FULL}, quick {QUICK})")
    parser.add_argument("--part", choices=["replay", "night"], help="only this part")
    given = parser.parse_args()
    figures: dict[str, float | bool] = {}
    if given.part != "night":
        figures |= speedup(given.reports or (QUICK if given.quick else FULL))
    if given.part != "replay":
        figures |= overhead(*(1, 24) if given.quick else (5, IDLE))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
