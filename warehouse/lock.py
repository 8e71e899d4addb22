"""One at a time: a lock file that names who holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import BuildError


class HeldError(Exception):
    """Somebody else holds the lock; the message is what they wrote into it."""


@contextmanager
def exclusive(path: Path, owner: str) -> Iterator[None]:
    """Hold the lock at `path`, with `owner` written into it, or raise HeldError with the owner who does.

    The system lets go of it when a process dies, so a file left behind by a crash is simply taken over. The
    file itself stays: removing it could let two in.
    """
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise HeldError(file.read().strip() or "unknown") from None
        file.truncate(0)
        file.write(f"{owner}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def only_builder(path: Path) -> Iterator[None]:
    """Hold the builder's lock at `path`, or raise BuildError with the process that holds it."""
    try:
        with exclusive(path, str(os.getpid())):
            yield
    except HeldError as error:
        message = f"{path.parent}: another build is running (process {error}); try again when it is done"
        raise BuildError(message) from None
