"""kill -9 at random moments of a crawl: the next run goes on, and the archive is whole.

GONGKAI_TEST_KILLS says how many moments; three by default, to be quick.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from command_line import ROOT
from warcio.archiveiterator import ArchiveIterator

from flows import steps
from flows.demo.server import DemoFarm
from flows.lake import Lake

KILLS = int(os.environ.get("GONGKAI_TEST_KILLS", "3"))


def child(lake: Path, sites_file: Path, number: int) -> subprocess.Popen[bytes]:
    script = Path(__file__).with_name("crawling_child.py")
    run_id = f"20261123T{number:06}Z"
    command = [sys.executable, str(script), str(lake), str(sites_file), run_id]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_at_a_moment(process: subprocess.Popen[bytes], farm: DemoFarm, chance: random.Random) -> None:
    """Kill it some way into its fetching; a run that is done before is as good a moment as any."""
    before = len(farm.log)
    wanted = chance.randrange(1, 60)
    deadline = time.monotonic() + 20
    while len(farm.log) < before + wanted and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.02)
    process.kill()
    process.wait()


def test_a_killed_crawl_is_gone_on_with(tmp_path: Path) -> None:
    lake, sites_file = Lake(tmp_path / "lake"), tmp_path / "sites.csv"
    chance = random.Random(20261124)  # noqa: S311
    with DemoFarm() as farm:
        farm.write_sites_file(sites_file)
        for number in range(KILLS):
            kill_at_a_moment(child(lake.root, sites_file, number), farm, chance)
        assert child(lake.root, sites_file, 900000).wait(timeout=120) == 0
        sent = Counter((seen.site_id, seen.path) for seen in farm.log if seen.status == 200)
        hosts = len({seen.site_id for seen in farm.log})
        one_more = child(lake.root, sites_file, 900001)
        assert one_more.wait(timeout=120) == 0
    captures = steps.captures(lake, "1311")
    last = {c.url for c in captures if c.run_id.endswith("900000Z") and c.outcome in ("ok", "not_modified")}
    again = {c.url for c in captures if c.run_id.endswith("900001Z") and c.outcome in ("ok", "not_modified")}
    assert last == again
    assert sum(count - 1 for count in sent.values()) <= KILLS * hosts
    for path in lake.raw.glob("*/*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
