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
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# Before this folder, for this script bears the name of the package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "flows"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from _night import archive

from flows import lake as lakes
from flows import steps
from flows.documents import reading
from flows.job import Job
from flows.lake import Lake
from flows.runners.cluster import Cluster
from transforms import divisions

QUICK, FULL = 600, 20_000
# The prefectures of 3,000 sites of a national register, nine a prefecture.
PREFECTURES, SITES = 341, 9
# Reports of a simulated site; with its other pages some fourteen requests.
REPORTS = 11
AT_ONCE = 8
# Prefectures of a run with nothing to do; as many have a code of their own.
IDLE = 320
# Prefectures among which the reports of the replay are dealt out, and how many make a round.
DEALT, ROUND = 24, 8
# One more, which is not measured: clusters warm up on it.
WARM = "9998"
TABLES = ("reports", "cells", "findings", "claims", "extras")
RUN = "20270101T000000Z"


@dataclass(frozen=True, slots=True)
class Replay:
    """Seconds of a replay, those of a processor that one worker took with its readers and its share of the
    process that runs the flow, the most MB that one worker took, and the tables by name.
    """

    seconds: float
    processor: float
    megabytes: float
    tables: dict[str, bytes]


def replay(lake: Path, workers: int, names: Sequence[str]) -> Replay:
    """Extract prefectures without tables on a cluster of so many workers, each held to one processor."""
    for name in names:
        for table in TABLES:
            Lake(lake).table(table, name).unlink(missing_ok=True)
    cluster = Cluster(None, workers)
    client = cluster._client
    for number, address in enumerate(client.nthreads()):
        client.run(os.sched_setaffinity, 0, {number}, workers=[address])
    job = Job(str(lake), RUN, "replay")
    # Processes that read are started, and modules loaded, before the clock.
    with ThreadPoolExecutor(cluster.at_once) as threads:
        list(
            threads.map(
                lambda number: cluster.extract(Job(str(lake), f"warm{number}", "replay"), WARM),
                range(workers),
            )
        )
        before, ours = client.run(_processor), time.process_time()
        start = time.perf_counter()
        list(threads.map(lambda name: cluster.extract(job, name), names))
        seconds = time.perf_counter() - start
        after, ours = client.run(_processor), time.process_time() - ours
    peak = max(client.run(_memory).values())
    cluster.close()
    # With one worker the flow's own process has a processor to itself.
    processor = max(after[one] - before[one] for one in after) + ours * (workers - 1) / workers
    return Replay(seconds, processor, peak, tables(lake, names))


def _memory() -> float:
    """The most MB that this process and those below it have taken, each at its own worst moment."""
    return sum(_peak(pid) for pid in _below()) / 1024


def _processor() -> float:
    """Seconds of a processor that this process and those below it have taken, ended ones included."""
    ticks = 0
    for pid in _below():
        with suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _below() -> set[int]:
    """This process and those below it."""
    below = {os.getpid()}
    for _ in range(4):
        below |= {pid for pid, parent in _parents() if parent in below}
    return below


def _parents() -> Iterator[tuple[int, int]]:
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(place.parent.name), int(place.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0.0)


def tables(lake: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Every table of these prefectures that is made by reading."""
    paths = [Lake(lake).table(table, name) for name in names for table in TABLES]
    return {path.relative_to(lake).as_posix(): path.read_bytes() for path in paths}


def on_s3(folder: Path) -> dict[str, bytes]:
    """The tables of the first prefecture of a lake, extracted on a copy of it on S3."""
    from s3_server import BUCKET, S3Server  # noqa: PLC0415 - what the tests have

    with tempfile.TemporaryDirectory() as mirrors:
        server = S3Server()
        os.environ.update(server.settings, GONGKAI_MIRRORS=mirrors)
        lake = lakes.create(f"s3://{BUCKET}/lake")
        first = Lake(folder).prefectures()[0]
        for path in folder.glob(f"*/**/*{first}*/*"):
            if path.parts[len(folder.parts)] == "raw" or "sites" in path.parts:
                target = lake.root / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        lake.push(lakes.RAW, lakes.SITES)
        steps.extract(Job(lake.name, RUN, "replay"), first)
        found = {name.removeprefix("lake/"): body for name, body in server.objects("lake/parquet/").items()}
        server.down()
    return {name: body for name, body in found.items() if "captures" not in name and "sites" not in name}


def speedup(documents: int) -> dict[str, float | bool]:
    """One worker against two, over the same archive."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Path(folder)
        archive(lake, documents, DEALT)
        archive(lake, 20, 1, first=int(WARM[2:]))
        rounds = [one_round(lake, names) for names in dealt(lake)]
        there = on_s3(lake)
    made = {name: body for _, two in rounds for name, body in two.tables.items()}
    return {
        "dask_speedup": round(
            sum(one.seconds for one, _ in rounds) / sum(two.seconds for _, two in rounds), 2
        ),
        "processor_speedup": round(
            sum(one.processor for one, _ in rounds) / sum(two.processor for _, two in rounds), 2
        ),
        "worker_mb": round(max(side.megabytes for pair in rounds for side in pair)),
        "same_bytes": all(one.tables == two.tables for one, two in rounds)
        and bool(there)
        and all(made[name] == body for name, body in there.items()),
    }


def dealt(lake: Path) -> list[list[str]]:
    """The prefectures of each round."""
    names = [name for name in Lake(lake).prefectures() if name != WARM]
    return [names[start : start + ROUND] for start in range(0, len(names), ROUND)]


def one_round(lake: Path, names: Sequence[str]) -> tuple[Replay, Replay]:
    """The same prefectures on one worker and on two."""
    one, two = replay(lake, 1, names), replay(lake, 2, names)
    what = f"{len(names)} prefectures"
    for workers, side in ((1, one), (2, two)):
        note = f"{side.processor:.1f} s of a processor, {side.megabytes:.0f} MB a worker"
        _row(f"replay, workers: {workers}", what, side.seconds, note)
    return one, two


def codes(prefectures: int) -> list[str]:
    """A county of each of so many prefectures."""
    first = {
        one.prefecture: one.division_code
        for one in divisions.load().rows
        if one.level == "county" and one.holds(2024)
    }
    return sorted(first.values())[:prefectures]


def sites_file(path: Path, prefectures: int, port: int) -> None:
    """Nine sites a prefecture, each a host of its own on this machine."""
    lines = ["site_id,division_code,publisher,url,delay,note"]
    for number, code in enumerate(code for code in codes(prefectures) for _ in range(SITES)):
        host = f"127.0.{number // 250}.{number % 250 + 1}:{port}"
        lines.append(f"s{number},{code},某县人民政府,http://{host}/,1,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def farm() -> Iterator[int]:
    """A server process for all simulated sites; its port."""
    command = [sys.executable, str(Path(__file__).with_name("_sites.py")), str(REPORTS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        yield int(server.stdout.readline())
        server.stdin.close()


def night_without(prefectures: int) -> float:
    """Seconds of crawling and extracting so many prefectures with plain threads."""
    with tempfile.TemporaryDirectory() as folder, farm() as port:
        file = Path(folder) / "sites.csv"
        sites_file(file, prefectures, port)
        job = Job(f"{folder}/lake", RUN, "run", sites_file=str(file), workers=AT_ONCE, recheck=True)
        lakes.create(job.lake)
        start = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            done = list(threads.map(lambda code: _both(job, code[:4]), codes(prefectures)))
        seconds = time.perf_counter() - start
        reading.stop()
    _row("a night without Prefect", f"{prefectures} prefectures", seconds, f"{sum(done)} requests")
    return seconds


def _both(job: Job, prefecture: str) -> int:
    visits = steps.crawl(job, prefecture)
    steps.extract(job, prefecture)
    return sum(visit.pages for visit in visits)


def idle(prefectures: int) -> tuple[float, float]:
    """Seconds of a run through Prefect and Dask with nothing to do: its start and end; each prefecture."""
    began = time.perf_counter()
    words = [sys.executable, __file__, "--idle", str(prefectures)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    whole = time.perf_counter() - began
    within = float(done.stdout.splitlines()[-1])
    _row(
        "Prefect and Dask alone", f"{prefectures} prefectures", whole, f"{within:.1f} s of it for prefectures"
    )
    return whole - within, within / prefectures


def _idle(prefectures: int) -> None:
    """In a process of its own: say the seconds from the first prefecture to the last."""
    from flows.server import embedded  # noqa: PLC0415 - as a command does

    embedded.prepare(None, debug=False)
    server = embedded.start_server()
    from flows import conveyor, nightly, tasks  # noqa: PLC0415 - Prefect reads its environment at import

    run, times = conveyor.Conveyor.run, []

    def timed(self: conveyor.Conveyor, first: conveyor.Step) -> None:
        start = time.perf_counter()
        run(self, first)
        times.append(time.perf_counter() - start)

    conveyor.Conveyor.run = timed  # type: ignore[method-assign]
    steps.crawl = lambda _job, _prefecture: ()
    tasks.publish_run = lambda _job, _report: None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sites.csv"
        sites_file(file, prefectures, 9)
        (Path(folder) / "lake").mkdir()
        job = Job(f"{folder}/lake", RUN, "run", sites_file=str(file), workers=AT_ONCE, runner="dask")
        lakes.create(job.lake).parquet.mkdir()
        server.wait()
        report = nightly.start(job)
        assert len(report.extracted) == prefectures, report.failures
    sys.stdout.write(f"{times[0]}\n")


def overhead(rounds: int, sample: int) -> dict[str, float]:
    """Prefect's and Dask's time for a night over 3,000 sites ÷ the time of its work."""
    work = night_without(rounds * AT_ONCE) / rounds * PREFECTURES / AT_ONCE
    start, each = idle(sample)
    cost = start + each * PREFECTURES
    _row("3,000 sites", f"{PREFECTURES} prefectures", work, f"and {cost:.0f} s for Prefect and Dask")
    return {"overhead_share": round(cost / work, 3)}


def _row(what: str, how_many: str, seconds: float, note: str) -> None:
    sys.stdout.write(f"{what:<26} {how_many:>16} {seconds:>8.1f} s  {note}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer reports and sites, under a minute")
    parser.add_argument("--reports", type=int, help=f"reports of the replay (default {FULL}, quick {QUICK})")
    parser.add_argument("--part", choices=["replay", "night"], help="only this part")
    parser.add_argument("--idle", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.idle:
        _idle(given.idle)
        return
    figures: dict[str, float | bool] = {}
    if given.part != "night":
        figures |= speedup(given.reports or (QUICK if given.quick else FULL))
    if given.part != "replay":
        figures |= overhead(*(1, 24) if given.quick else (5, IDLE))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
