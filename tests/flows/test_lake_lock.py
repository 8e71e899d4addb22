"""One command at a time changes a lake; whoever comes second is told who is at it, since when."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, gongkai

from flows import lake as lakes
from flows.errors import WorkError
from flows.lake import Lake

HOLD = """
import sys, time
from pathlib import Path
from flows import lake
with lake.changing(lake.Lake(Path(sys.argv[1])), "run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return lakes.create(str(tmp_path / "lake"))


def test_a_second_command_is_told_who_changes_the_lake(lake: Lake) -> None:
    (lake.raw / "1311").mkdir(parents=True)
    with lakes.changing(lake, "run"):
        for command in ("replay", "build"):
            done = gongkai(command, "--lake", lake.root)
            assert done.returncode == 1
            [line] = done.stderr.splitlines()
            assert f"in use by `gongkai run`, process {os.getpid()} on " in line
            assert ", since 20" in line


def test_what_a_killed_owner_left_is_taken_over(lake: Lake) -> None:
    command = [sys.executable, "-c", HOLD, str(lake.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == "held\n"
        with pytest.raises(WorkError, match=f"process {owner.pid}"), lakes.changing(lake, "replay"):
            pass
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    with lakes.changing(lake, "replay"):
        assert f"process {os.getpid()}" in (lake.root / "lake.lock").read_text(encoding="utf-8")
