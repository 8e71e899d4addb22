"""The other end of `guarded`: one process that does pieces of work until it is told to stop."""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

import structlog

from flows import log

T = TypeVar("T")
R = TypeVar("R")

MoreTime = Callable[[float], None]
# The other end ends what takes too long; so many seconds later, if it is not there to do so, the system does.
_GRACE = 10


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """What became of one piece: its result, or the sentence that says why there is none."""

    result: R | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class LogFormat:
    """How the process logs: as the one that started it."""

    form: str = "console"
    level: str = "warning"
    debug: bool = False


def serve(
    link: Connection, work: Callable[[T, MoreTime], R], seconds: float, megabytes: int, logs: LogFormat
) -> None:
    """Answer every piece that comes over the link, until the other end is closed."""
    _isolate(megabytes)
    log.configure(logs.form, logs.level, debug=logs.debug)

    def more_time(allowed: float) -> None:
        signal.alarm(ceil(allowed) + _GRACE)
        link.send(float(allowed))

    # The link ends when the other end does, at any moment.
    with suppress(EOFError, ConnectionError):
        link.send("ready")
        while True:
            piece: T = link.recv()
            signal.alarm(ceil(seconds) + _GRACE)
            link.send(_answer(work, piece, more_time, megabytes))
            signal.alarm(0)


def _answer(work: Callable[[T, MoreTime], R], piece: T, more_time: MoreTime, megabytes: int) -> Answer[R]:
    try:
        return Answer(work(piece, more_time))
    except MemoryError:
        return Answer(error=f"needed more than {megabytes} MB of memory")
    except Exception as error:  # noqa: BLE001 - a defect in reading one document must not end the others
        where = error if log.debugging() else None
        structlog.get_logger().error("a defect in reading", piece=str(piece), exc_info=where)
        return Answer(error=f"a defect of the reader: {type(error).__name__}: {error}")


def _isolate(megabytes: int) -> None:
    """A group of its own that ends with the parent, limited memory, no core files."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Data, not address space: numeric libraries reserve far more addresses than they use.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 10**6, megabytes * 10**6))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)
