"""The most memory of the process that asks."""

from __future__ import annotations

from pathlib import Path
from resource import RUSAGE_SELF, getrusage


def most_memory() -> float:
    """GB that this process itself ever held: `ru_maxrss` begins with what the process had that started it."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return getrusage(RUSAGE_SELF).ru_maxrss / 1e6
    [held] = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(held) * 1024 / 1e9
