"""Extraction on Dask workers: the same bytes as here, whatever dies meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import ROOT, DemoLake

from flows.job import Job
from flows.runners.cluster import Cluster

pytestmark = pytest.mark.e2e

# Several seconds of reading, and no scans.
PREFECTURES = ("1201", "1311", "3708", "4404", "6205", "6501")
TABLES = ("cells", "claims", "extras", "findings", "reports")


def tables(lake: Path) -> dict[str, bytes]:
    places = [Path("parquet", name, f"prefecture={one}") for name in TABLES for one in PREFECTURES]
    return {str(place): (lake / place / "data.parquet").read_bytes() for place in places}


def without_tables(demo_lake: DemoLake, folder: Path) -> Path:
    """The demo's lake with nothing read yet."""
    lake = folder / "lake"
    shutil.copytree(demo_lake.path, lake)
    for name in TABLES:
        shutil.rmtree(lake / "parquet" / name)
    return lake


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dask", *words]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=silent, stderr=silent) as started:
        try:
            yield started
        finally:
            started.kill()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_worker_killed_and_a_scheduler_restarted_in_the_middle_lose_nothing(
    demo_lake: DemoLake, tmp_path: Path
) -> None:
    lake = without_tables(demo_lake, tmp_path)
    job = Job(str(lake), "20990101T000000Z", "replay")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("worker", address, "--nthreads", "1", "--nworkers", "2", "--no-dashboard")
    with program(*worker), ThreadPoolExecutor(len(PREFECTURES)) as threads:
        with program(*scheduler) as first:
            cluster = Cluster(address, patience=60)
            done = [threads.submit(cluster.extract, job, name) for name in PREFECTURES]
            until(lambda: any(cluster._client.processing().values()))
            os.kill(min(cluster._client.run(os.getpid).values()), signal.SIGKILL)
            until(lambda: sum(one.done() for one in done) >= 2)
            first.kill()
            first.wait()
        assert not all(one.done() for one in done)
        with program(*scheduler), program(*worker):
            results = [one.result() for one in done]
            cluster.close()
    assert [one.prefecture for one in results] == list(PREFECTURES)
    assert tables(lake) == tables(demo_lake.path)
