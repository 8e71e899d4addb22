"""kill -9 of a whole `gongkai run` at random moments: nothing stays behind, and the next run goes on.

GONGKAI_TEST_RUN_KILLS says how many moments; two by default, to be quick.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from command_line import ROOT, DemoLake, gongkai
from warcio.archiveiterator import ArchiveIterator

from flows.demo.server import DemoFarm
from warehouse.query import run_sql

KILLS = int(os.environ.get("GONGKAI_TEST_RUN_KILLS", "2"))
# A whole run over the demo's sites takes about so many seconds from its first request on.
LENGTH = 12.0
REPORTS = "SELECT report_id, revision, status FROM reports ORDER BY 1"
CELLS = "SELECT count(*), count(value), round(sum(value), 2) FROM cells"

pytestmark = pytest.mark.e2e


def start(lake: Path, sites_file: Path, temporary: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "flows", "run", "--sites", str(sites_file), "--lake", str(lake)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    silent = subprocess.DEVNULL
    return subprocess.Popen(words, env=environment, cwd=ROOT, stdout=silent, stderr=silent)


def kill_at_a_moment(run: subprocess.Popen[bytes], farm: DemoFarm, chance: random.Random) -> None:
    """Kill it somewhere between its start and its end; one that is done before is as good a moment as any."""
    before, deadline = len(farm.log), time.monotonic() + 120
    while len(farm.log) == before and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(chance.random() * LENGTH)
    run.kill()
    run.wait()


def left_behind(temporary: Path) -> list[str]:
    """The command lines of processes that were started with this folder for temporary files."""
    mark = f"TMPDIR={temporary}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def wait_for_the_end_of_all(temporary: Path) -> None:
    deadline = time.monotonic() + 30
    while (left := left_behind(temporary)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
    assert list(temporary.glob("gongkai-prefect-*")) == []


def test_a_killed_run_leaves_nothing_running_and_the_next_goes_on(
    tmp_path: Path, demo_lake: DemoLake
) -> None:
    lake, sites_file, temporary = tmp_path / "lake", tmp_path / "sites.csv", tmp_path / "tmp"
    temporary.mkdir()
    chance = random.Random(20261124)  # noqa: S311
    with DemoFarm() as farm:
        farm.write_sites_file(sites_file)
        for _ in range(KILLS):
            kill_at_a_moment(start(lake, sites_file, temporary), farm, chance)
            wait_for_the_end_of_all(temporary)
        done = gongkai("run", "--sites", sites_file, "--lake", lake)
        assert done.returncode == 0, done.stderr
        sent = Counter((seen.site_id, seen.path) for seen in farm.log if seen.status == 200)
        hosts = len({seen.site_id for seen in farm.log})
    assert sum(count - 1 for count in sent.values()) <= KILLS * hosts
    for path in lake.glob("raw/*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
    for query in (REPORTS, CELLS):
        held, undisturbed = (run_sql(one, query).rows() for one in (lake, demo_lake.path))
        assert held == undisturbed
        assert held
