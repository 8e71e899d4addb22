"""A replay of archived reports on one Dask worker and on two, and on S3."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from _line import row
from _night import archive
from _processes import memory, processor

from flows import lake as lakes
from flows import steps
from flows.job import Job
from flows.lake import Lake
from flows.runners.cluster import Cluster

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
        before, ours = client.run(processor), time.process_time()
        start = time.perf_counter()
        list(threads.map(lambda name: cluster.extract(job, name), names))
        seconds = time.perf_counter() - start
        after, ours = client.run(processor), time.process_time() - ours
    peak = max(client.run(memory).values())
    cluster.close()
    # With one worker the flow's own process has a processor to itself.
    busiest = max(after[one] - before[one] for one in after) + ours * (workers - 1) / workers
    return Replay(seconds, busiest, peak, tables(lake, names))


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
        row(f"replay, workers: {workers}", what, side.seconds, note)
    return one, two
