"""The process that waits for a run's end clears up after it, and after nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from flows.server import aftermath

SLEEP = [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"]


def sleeping(home: Path) -> subprocess.Popen[bytes]:
    """A process with this Prefect home, once it runs."""
    process = subprocess.Popen(SLEEP, env={**os.environ, "PREFECT_HOME": str(home)}, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    return process


def test_the_server_and_home_of_a_run_that_has_ended_are_removed_and_no_others(tmp_path: Path) -> None:
    homes = [tmp_path / "gongkai-prefect-a", tmp_path / "gongkai-prefect-ab"]
    for home in homes:
        (home / "storage").mkdir(parents=True)
    words = [sys.executable, "-I", str(aftermath.__file__), f"PREFECT_HOME={homes[0]}", str(homes[0])]
    with sleeping(homes[0]) as ours, sleeping(homes[1]) as theirs:
        waiting = subprocess.Popen(words, stdin=subprocess.PIPE)
        assert waiting.stdin
        assert waiting.poll() is None
        assert ours.poll() is None
        waiting.stdin.close()
        assert ours.wait(20) == -signal.SIGKILL
        assert waiting.wait(20) == 0
        assert theirs.poll() is None
        theirs.kill()
    assert [home.exists() for home in homes] == [False, True]
