"""What a killed command leaves behind: a process of its own that waits for our end and then clears up.

Started by path, its input a pipe, with the standard library alone: `python -I aftermath.py MARK [FOLDER]`.
`MARK`, as `NAME=value`, stands in the environment of the processes to end; the folder is removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_STARTING = 2.0


# Held until our end: their input is a pipe that only our end closes.
_WAITING: list[subprocess.Popen[bytes]] = []


def clear_after_us(mark: str, *folder: str) -> None:
    """Have what bears the mark ended, and the folder removed, even where this process is killed outright.

    The mark must not be in this process's own environment yet.
    """
    words = [sys.executable, "-I", __file__, mark, *folder]
    silent = subprocess.DEVNULL
    # A session of its own, so that what ends us from the keyboard does not end it first.
    waiting = subprocess.Popen(  # noqa: S603 - our own module
        words, stdin=subprocess.PIPE, stdout=silent, stderr=silent, start_new_session=True
    )
    _WAITING.append(waiting)


def marked(mark: str) -> Iterator[int]:
    """The processes that bear a mark; none where the system does not show them."""
    wanted = os.fsencode(mark)
    for place in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if wanted in (place / "environ").read_bytes().split(b"\0"):
                yield int(place.name)


def clear(mark: str, *folders: str) -> None:
    """End what bears the mark, and remove the folders."""
    for process in marked(mark):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    # The other end never writes: the input ends when it does, however it ends.
    sys.stdin.buffer.read()
    clear(*sys.argv[1:])
    # Who was just being started then shows its environment only now.
    time.sleep(_STARTING)
    clear(*sys.argv[1:])
