"""One piece of work that hangs, crashes or swells is ended alone; the others are done, in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from command_line import ROOT
from guarded_work import work

from flows.documents.guarded import Guard, LimitError, Limits, StoppedError

LIMITS = Limits(seconds=1.0, megabytes=400, processes=2)


@pytest.fixture
def guard() -> Iterator[Guard[str, str]]:
    with Guard(work, LIMITS) as held:
        yield held


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def ended(pid: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def test_each_piece_has_its_outcome_and_the_others_are_done(guard: Guard[str, str]) -> None:
    pieces = ["a", "hang", "b", "crash", "c", "swell", "leave", "defect", "d"]
    assert [str(result) for result in guard.do_all(pieces)] == [
        "a",
        "took more than 1 s",
        "b",
        "the reader crashed (SIGSEGV)",
        "c",
        "needed more than 400 MB of memory",
        "the reader crashed (exit status 3)",
        "a defect of the reader: ValueError: odd",
        "d",
    ]


def test_a_piece_may_ask_for_more_time(guard: Guard[str, str]) -> None:
    assert guard.do("slow") == "slow"


def test_two_pieces_are_done_side_by_side(guard: Guard[str, str]) -> None:
    list(guard.do_all(["a", "b"]))
    started = time.monotonic()
    list(guard.do_all(["slow", "slow"]))
    assert time.monotonic() - started < 2.8


def test_a_process_goes_on_to_the_next_piece_until_one_fails() -> None:
    with Guard(work, Limits(1.0, 400, processes=1)) as guard:
        first, second = guard.do("pid"), guard.do("pid")
        with pytest.raises(LimitError):
            guard.do("defect")
        assert first == second != guard.do("pid")


def test_what_a_hanging_reader_has_started_ends_with_it(guard: Guard[str, str], tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="took more than"):
        guard.do(f"child {tmp_path / 'pid'}")
    assert ended(int((tmp_path / "pid").read_text()))


def test_work_called_off_is_no_outcome(guard: Guard[str, str]) -> None:
    pid = int(guard.do("pid"))
    Thread(target=lambda: (time.sleep(0.3), guard.close())).start()
    with pytest.raises(StoppedError):
        list(guard.do_all(["hang", "hang", "hang"]))
    assert ended(pid)
    with pytest.raises(StoppedError):
        guard.do("a")


def descendants(pid: int) -> set[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


@pytest.mark.parametrize(
    ("how", "status"), [(signal.SIGKILL, -9), (signal.SIGTERM, 130), (signal.SIGINT, 130)]
)
def test_no_process_outlives_the_command_that_started_it(
    how: signal.Signals, status: int, tmp_path: Path
) -> None:
    # Nothing ever comes out of this one, so that reading it hangs.
    os.mkfifo(tmp_path / "hangs.html")
    command = [sys.executable, "-m", "flows", "extract", str(tmp_path)]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # What a shell starts in the background ignores Ctrl-C, and its children do.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one call, no lock
    ) as process:
        until = time.monotonic() + 60
        # The server of processes, the tracker beside it, and one that reads.
        while len(started := descendants(process.pid)) < 3 and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.3)
        process.send_signal(how)
        _, said = process.communicate(timeout=50)
    assert len(started) >= 3
    assert all(map(ended, started))
    assert process.returncode == status
    assert said.split("\n")[-2:-1] == ([] if how is signal.SIGKILL else ["gongkai: interrupted"])
