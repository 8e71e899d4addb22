"""kill -9 at random moments of crawl, extraction and build: the next run goes on, and the lake is whole.

GONGKAI_TEST_KILLS says how many moments; three by default, one in each phase, to be quick.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
from command_line import ROOT
from warcio.archiveiterator import ArchiveIterator

from flows import steps
from flows.demo.server import DemoFarm
from flows.lake import Lake

KILLS = int(os.environ.get("GONGKAI_TEST_KILLS", "3"))
PHASES = ("crawl", "extract", "build")
CHECKS = (
    "SELECT report_id, revision, url, sha256, title, published_on FROM reports ORDER BY 1",
    'SELECT report_id, section, row, "column", item, value, state, raw FROM cells ORDER BY 1, 2, 3, 4, 5',
    "SELECT report_id, rule, severity, item, message FROM findings ORDER BY ALL",
    "SELECT DISTINCT url, outcome IN ('ok', 'not_modified') FROM captures ORDER BY ALL",
)


def child(lake: Path, sites_file: Path, number: int) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("phases_child.py")
    command = [sys.executable, str(script), str(lake), str(sites_file), f"20261123T{number:06}Z"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, text=True, **pipes)  # type: ignore[call-overload]


def kill_within(process: subprocess.Popen[str], phase: str, seconds: float) -> None:
    """Kill it so many seconds into a phase; one that is done before is as good a moment as any."""
    assert process.stdout
    while process.stdout.readline().strip() not in (phase, ""):
        pass
    time.sleep(seconds)
    process.kill()
    process.wait()
    process.stdout.close()


def finish(process: subprocess.Popen[str]) -> dict[str, float]:
    """Let it end; how many seconds each phase took."""
    assert process.stdout
    starts = {line.strip(): time.monotonic() for line in process.stdout}
    process.stdout.close()
    assert process.wait(timeout=10) == 0
    ends = [*list(starts.values())[1:], time.monotonic()]
    return {phase: end - start for (phase, start), end in zip(starts.items(), ends, strict=True)}


def contents(lake: Lake) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str(lake.root / "gongkai.duckdb"), read_only=True) as warehouse:
        return [warehouse.execute(check).fetchall() for check in CHECKS]


def test_a_run_killed_in_any_phase_is_gone_on_with(tmp_path: Path) -> None:
    lake, undisturbed, sites_file = Lake(tmp_path / "a"), Lake(tmp_path / "b"), tmp_path / "sites.csv"
    chance = random.Random(20261124)  # noqa: S311
    with DemoFarm() as farm:
        farm.write_sites_file(sites_file)
        lengths = finish(child(undisturbed.root, sites_file, 900000))
        farm.log.clear()
        for number in range(KILLS):
            phase = PHASES[number % len(PHASES)]
            kill_within(child(lake.root, sites_file, number), phase, chance.random() * lengths[phase])
        finish(child(lake.root, sites_file, 900000))
        sent = Counter((seen.site_id, seen.path) for seen in farm.log if seen.status == 200)
        hosts = len({seen.site_id for seen in farm.log})
    # What was in flight when a crawl was killed, one request a host, may be sent again; nothing else.
    crawls = len(range(0, KILLS, len(PHASES)))
    assert sum(count - 1 for count in sent.values()) <= crawls * hosts
    assert contents(lake) == contents(undisturbed)
    assert len(steps.captures(lake, "1311")) >= len(steps.captures(undisturbed, "1311"))
    for path in lake.raw.glob("*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
    assert not list(lake.root.rglob("*.tmp*"))
