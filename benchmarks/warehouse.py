"""The warehouse of a big lake: how long a build takes, how large it is, how fast it answers, a night's cost.

    .venv/bin/python benchmarks/warehouse.py [--quick] [--reports N] [--lake DIR]

The last line is one JSON object: `build_vs_bare` (the build ÷ a bare CREATE TABLE AS of the same files, in
the same run), `query_p95_ms` (the slowest of the questions, 95th percentile), `growth` (cost a report, all of
the lake ÷ a tenth of it; 1 = linear), `incremental_share` (a night in which 1 % of the reports change, build
included, ÷ normalising all), `size_vs_parquet` (the warehouse ÷ its Parquet files), and `memory_gb`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles

import duckdb

# Before this folder, for this script bears the name of the package.
sys.path.insert(0, str(Path(__file__).parents[1]))

import _lake
from _memory import most_memory
from _night import night

from warehouse.build import build
from warehouse.generations import NAME
from warehouse.query import connect

QUICK, FULL = 8_000, 200_000
QUESTIONS = {
    "compare": "FROM compare('disclosure_rate', {year}, level := 'county')",
    "compare within": "FROM compare('received', {year}, within := '{province}')",
    "trend": "FROM trend('disclosure_rate', '{division}')",
    "peers": "FROM peers('{division}', {year}, 'received')",
    "coverage of a year": "FROM coverage WHERE year = {year} AND starts_with(division_code, '{province}')",
    "coverage by status": "SELECT year, status, count(*) FROM coverage GROUP BY ALL",
    "a report": "FROM trace('{report}')",
}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(lake: Path) -> None:
    """Every table of the lake as DuckDB takes it, with nothing done about it."""
    into = lake / "bare.duckdb"
    with duckdb.connect(str(into), config={"memory_limit": "3GB"}) as connection:
        for folder in sorted((lake / "parquet").iterdir()):
            paths = sorted(map(str, folder.rglob("*.parquet")))
            query = f'CREATE TABLE "{folder.name}" AS FROM read_parquet(?, hive_partitioning = false)'
            connection.execute(query, [paths])
    into.unlink()


def alone(work: Callable[[Path], object], lake: Path) -> tuple[float, float, float]:
    """Something done to a lake in a process of its own: seconds, seconds of the processors, GB of memory."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, lake))


def _measured(work: Callable[[Path], object], lake: Path) -> tuple[float, float, float]:
    start = time.process_time()
    took = seconds(lambda: work(lake))
    return took, time.process_time() - start, most_memory()


def answers(lake: Path, rounds: int) -> dict[str, float]:
    """The 95th percentile of each question in milliseconds, asked of regions and years in turn."""
    with connect(lake) as connection:
        asked = connection.execute(
            "SELECT division_code, year, report_id FROM panel WHERE indicator = 'received' AND year >= 2019 "
            "ORDER BY hash(report_id) LIMIT ?",
            [rounds],
        ).fetchall()
        found = {}
        for name, query in QUESTIONS.items():
            times = []
            for division, year, report in asked:
                text = query.format(division=division, year=year, report=report, province=division[:2])
                times.append(1000 * seconds(lambda text=text: connection.sql(text).to_arrow_table()))
            found[name] = quantiles(times, n=20)[-1]
    return found


def measure(lake: Path) -> dict[str, float]:
    """One lake: bare and build in this run, sizes."""
    plain, plain_work, _ = alone(bare, lake)
    took, work, memory = alone(build, lake)
    parquet = sum(path.stat().st_size for path in (lake / "parquet").rglob("*.parquet"))
    size = (lake / NAME).stat().st_size
    return {
        "bare": plain,
        "build": took,
        "bare_cpu": plain_work,
        "build_cpu": work,
        "memory_gb": memory,
        "parquet": parquet / 1e6,
        "size": size / 1e6,
    }


def show(reports: int, one: dict[str, float]) -> None:
    print(
        f"{reports:>9,} reports   bare {one['bare']:7.1f} s   build {one['build']:7.1f} s "
        f"({one['build'] / one['bare']:.2f} x; of the processors {one['bare_cpu']:.1f} and "
        f"{one['build_cpu']:.1f} s, {one['build_cpu'] / one['bare_cpu']:.2f} x)   "
        f"memory {one['memory_gb']:.1f} GB   "
        f"Parquet {one['parquet']:6.1f} MB   file {one['size']:6.1f} MB "
        f"({one['size'] / one['parquet']:.2f} x)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} reports, under a minute")
    parser.add_argument("--reports", type=int, help=f"how many reports the lake holds (default {FULL})")
    parser.add_argument("--lake", type=Path, help="where to make the lake, or where a former call left it")
    options = parser.parse_args()
    count = options.reports or (QUICK if options.quick else FULL)
    with tempfile.TemporaryDirectory() as folder:
        large = options.lake or Path(folder) / "large"
        small = large.with_name(f"{large.name}-tenth")
        for lake, reports in ((large, count), (small, count // 10)):
            if not (lake / "parquet").is_dir():
                _lake.make(lake, reports)
        tenth, whole = measure(small), measure(large)
        show(count // 10, tenth)
        show(count, whole)
        times = answers(large, 20 if options.quick else 60)
        for name, milliseconds in times.items():
            print(f"{name:>20}  p95 {milliseconds:7.1f} ms")
        one = night(Path(folder) / "night", 60 if options.quick else 300)
    built_night = whole["build"] / count * one.documents
    print(
        f"{one.documents} documents: all normalised {one.full:.2f} s; a night with 1 % changed "
        f"{one.night:.2f} s, and their part of the build {built_night:.2f} s"
    )
    result = {
        "build_vs_bare": round(whole["build"] / whole["bare"], 2),
        "query_p95_ms": round(max(times.values()), 1),
        "growth": round(whole["build"] / tenth["build"] / 10, 2),
        "incremental_share": round((one.night + built_night) / one.full, 3),
        "size_vs_parquet": round(whole["size"] / whole["parquet"], 2),
        "memory_gb": round(whole["memory_gb"], 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
