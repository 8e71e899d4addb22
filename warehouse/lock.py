"""One builder at a time: a lock file that holds the builder's process id."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import BuildError


@contextmanager
def only_builder(path: Path) -> Iterator[None]:
    """Hold the lock at `path`, or raise BuildError with the process that holds it.

    The system lets go of it when a process dies, so a file left behind by a crash is simply taken over. The
    file itself stays: removing it could let two builders in.
    """
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            message = f"{path.parent}: another build is running (process {holder}); try again when it is done"
            raise BuildError(message) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
