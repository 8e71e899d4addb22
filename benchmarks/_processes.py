"""What this process and those below it take, from Linux's own records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def memory() -> float:
    """The most MB that this process and those below it have taken, each at its own worst moment."""
    return sum(_peak(pid) for pid in _below()) / 1024


def processor() -> float:
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
