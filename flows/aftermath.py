"""What a killed run leaves behind: a process of its own that waits for our end and then clears up.

Started by path, with nothing but the standard library: `python -I aftermath.py HOME`, its input a pipe.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_STARTING = 2.0


def users_of(home: str) -> Iterator[int]:
    """The processes that were given this Prefect home; none where the system does not show them."""
    wanted = b"PREFECT_HOME=" + os.fsencode(home)
    for place in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if wanted in (place / "environ").read_bytes().split(b"\0"):
                yield int(place.name)


def clear(home: str) -> None:
    """End the temporary server, if one runs, and remove its home."""
    for process in users_of(home):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    # The other end never writes: the input ends when it does, however it ends.
    sys.stdin.buffer.read()
    clear(sys.argv[1])
    # Who was just being started then shows its environment only now.
    time.sleep(_STARTING)
    clear(sys.argv[1])
