"""A big made-up lake, Parquet only, in the very layout of the flow: quick, seeded, every figure known.

    .venv/bin/python benchmarks/_lake.py DIR [--reports 200000] [--seed 1] [--revised 0.01]

Real divisions, report years 2016 to 2025 in all three forms, of each division the government and then as many
departments as are needed; about 200 cells a report. Sums hold and what is carried out is carried in a year
later, but for a few slips that are found. With `revised` that share of the reports comes in a second
revision with one other figure, all else being the same: the lake one night later.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent))

import _lake_rows as rows
from _lake_cells import cells, revise
from _lake_figures import figures_of
from _lake_plan import Report, plan

from transforms import divisions
from transforms.parquet import write_rows, write_table
from transforms.schema import arrow_schema


def make(root: Path, count: int, seed: int = 1, revised: float = 0.0) -> None:
    """Write the lake of `count` reports at `root`; the same arguments give the same bytes."""
    (root / "runs").mkdir(parents=True, exist_ok=True)
    for run in rows.RUNS:
        record = {"run_id": run, "started_at": rows.at(run), "finished_at": rows.at(run), "kind": "run"}
        (root / "runs" / f"{run}.json").write_text(json.dumps(record), encoding="utf-8")
    divided = [asdict(division) for division in divisions.load().rows]
    write_rows(root / "parquet" / "divisions" / "data.parquet", "divisions", divided)
    tasks = list(plan(count).items())
    work = partial(_prefecture, root, seed, revised)
    if len(tasks) < 8:
        for task in tasks:
            work(task)
        return
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, tasks, chunksize=4))


def _prefecture(root: Path, seed: int, revised: float, task: tuple[str, list[Report]]) -> None:
    prefecture, planned = task
    reports = sorted(planned, key=lambda report: report.report_id)
    figures = figures_of(reports, np.random.default_rng([seed, int(prefecture)]))
    chances = np.random.default_rng([seed, int(prefecture), 1]).random(len(reports))
    revise(figures, chances < revised)
    folder = root / "parquet"
    numbered = list(enumerate(reports))
    data: dict[str, Iterable[rows.Row]] = {
        "reports": (rows.report_row(report, n, revised=chances[n] < revised) for n, report in numbered),
        "claims": (row for n, report in numbered for row in rows.claims(report, figures.claims[n])),
        "findings": (row for n, report in numbered for row in rows.findings(report, figures, n)),
        "extras": (rows.extra_row(report, n) for n, report in numbered[::97]),
        "sites": (rows.site(report) for report in rows.sites(reports)),
    }
    for name, made in data.items():
        _write(folder / name / f"prefecture={prefecture}" / "data.parquet", name, made)
    for run in rows.RUNS:
        path = folder / "captures" / f"prefecture={prefecture}" / f"{run}.parquet"
        _write(path, "captures", rows.captures(prefecture, run, reports))
    write_table(
        folder / "cells" / f"prefecture={prefecture}" / "data.parquet", "cells", cells(reports, figures)
    )


def _write(path: Path, name: str, made: Iterable[rows.Row]) -> None:
    """Rows as a file; what is not given is null."""
    empty = dict.fromkeys(arrow_schema(name).names)
    write_rows(path, name, [empty | row for row in made])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path, help="where to put the lake")
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--revised", type=float, default=0.0, help="share of reports in a second revision")
    options = parser.parse_args()
    start = time.perf_counter()
    make(options.root, options.reports, options.seed, options.revised)
    size = sum(path.stat().st_size for path in options.root.rglob("*.parquet"))
    print(f"{options.reports} reports, {size / 1e6:.0f} MB, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
