"""Turns towards a host over all processes of a machine: a lock file a host, and when it is free again."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import struct
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

# Seconds of the system's clock since its start, which all processes see alike: the end of the gap after the
# last turn, written by whoever holds the lock, and the end of a hold, written by anybody.
_MOMENT = struct.Struct("=d")
_GAP, _HOLD = 0, _MOMENT.size
# Waiting for a lock would keep a thread, so it is tried again after so many seconds.
_POLL = 0.05
# Longer than any delay or hold; what lies further ahead was written before the machine's last start.
_FURTHEST = 2 * 3600.0


@asynccontextmanager
async def shared_turn(folder: Path, host: str, delay: float) -> AsyncIterator[None]:
    """Hold the turn of `host` among all processes that use `folder`; the next starts `delay` seconds later.

    The system lets go of the lock when a process dies. Raises OSError where the file cannot be written.
    """
    with _opened(folder, host) as file:
        while (pause := _claim(file)) > 0:
            await asyncio.sleep(pause)
        # At once as well: who is killed while asking has asked all the same.
        _write(file, _GAP, delay)
        try:
            yield
        finally:
            _write(file, _GAP, delay)


def hold(folder: Path, host: str, seconds: float) -> None:
    """Let no turn of `host` start within `seconds` from now, in whichever process."""
    with _opened(folder, host) as file:
        if _left(file, _HOLD) < seconds:
            _write(file, _HOLD, seconds)


@contextmanager
def _opened(folder: Path, host: str) -> Iterator[int]:
    file = _open(f"{folder}/{hashlib.sha256(host.encode()).hexdigest()[:32]}")
    try:
        yield file
    finally:
        os.close(file)


def _open(path: str) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)


def _claim(file: int) -> float:
    """0 when the turn is ours, else after how many seconds it is worth another try."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _POLL
    pause = max(_left(file, _GAP), _left(file, _HOLD))
    if pause > 0:
        fcntl.flock(file, fcntl.LOCK_UN)
    return pause


def _left(file: int, place: int) -> float:
    """How many seconds the moment at `place` lies ahead; 0 when it has passed or none is written."""
    data = os.pread(file, _MOMENT.size, place)
    ahead: float = _MOMENT.unpack(data)[0] - time.monotonic() if len(data) == _MOMENT.size else 0.0
    return ahead if 0 < ahead < _FURTHEST else 0.0


def _write(file: int, place: int, seconds: float) -> None:
    os.pwrite(file, _MOMENT.pack(time.monotonic() + seconds), place)
