"""Work in processes of its own, within limits: a piece that hangs, crashes or swells is ended alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from queue import LifoQueue
from typing import Generic, TypeVar

from flows.documents.worker import Answer, LogFormat, MoreTime, serve

T = TypeVar("T")
R = TypeVar("R")

# A process takes so many pieces, then a new one: what a library leaks is given back.
_PIECES = 500
# How many pieces may be done ahead of the slowest one whose turn it is.
_AHEAD = 100


class LimitError(Exception):
    """One piece of work was given up; the message says which limit it met, or how its process ended."""


class StoppedError(Exception):
    """The work was called off; nothing is known of its pieces."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of work on one piece, unless it asks for more; `megabytes` of data of its process."""

    seconds: float = 60.0
    megabytes: int = 2000
    processes: int = os.cpu_count() or 1


class Guard(Generic[T, R]):
    """Processes that do `work(piece, more_time)`, a function of a module; pieces and results are pickled.

    `more_time(seconds)` is how the work says that this piece may take longer. All methods may be called from
    any thread. Leaving the `with` block ends every process at once, and with it what it has started.
    """

    def __init__(
        self, work: Callable[[T, MoreTime], R], limits: Limits, logs: LogFormat | None = None
    ) -> None:
        self._work, self._limits, self._logs = work, limits, logs or LogFormat()
        self._idle: LifoQueue[_Process[T, R] | None] = LifoQueue()
        self._running: set[_Process[T, R]] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(limits.processes):
            self._idle.put(None)

    def __enter__(self) -> Guard[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process; work under way raises StoppedError."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.end()

    def do(self, piece: T) -> R:
        """The result of one piece. Raises LimitError, or StoppedError after `close`."""
        process = self._idle.get()
        try:
            process = process or self._start()
            return process.do(piece)
        except LimitError:
            self._check_open()
            raise
        finally:
            self._idle.put(self._kept(process))

    def do_all(self, pieces: Iterable[T]) -> Iterator[R | LimitError]:
        """The result of each piece, in order, side by side; a LimitError where one was given up."""
        waiting: deque[Future[R | LimitError]] = deque()
        threads = ThreadPoolExecutor(self._limits.processes)
        try:
            for piece in pieces:
                waiting.append(threads.submit(self._tried, piece))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _tried(self, piece: T) -> R | LimitError:
        try:
            return self.do(piece)
        except LimitError as error:
            return error

    def _start(self) -> _Process[T, R]:
        with self._lock:
            if self._closed:
                raise StoppedError("the work was called off")
            process = _Process(self._work, self._limits, self._logs)
            self._running.add(process)
        return process

    def _kept(self, process: _Process[T, R] | None) -> _Process[T, R] | None:
        """The process where it can go on; else it is ended and its place is free."""
        if process is None or process.fit:
            return process
        process.end()
        with self._lock:
            self._running.discard(process)
        return None

    def _check_open(self) -> None:
        if self._closed:
            raise StoppedError("the work was called off")


class _Process(Generic[T, R]):
    """One process and the link to it. It is `fit` until a piece has failed in it or it has done enough."""

    def __init__(self, work: Callable[[T, MoreTime], R], limits: Limits, logs: LogFormat) -> None:
        self._limits = limits
        self._done = 0
        self.fit = True
        context = multiprocessing.get_context("forkserver")
        # Loaded once, for all processes to come.
        context.set_forkserver_preload([work.__module__])
        self._link, theirs = context.Pipe()
        self._process: ForkServerProcess = context.Process(
            target=serve, args=(theirs, work, limits.seconds, limits.megabytes, logs), daemon=True
        )
        self._process.start()
        theirs.close()

    def do(self, piece: T) -> R:
        try:
            if not self._done:
                # It says when it is ready: on a busy machine its start is no part of a piece's time.
                self._link.recv()
            self._link.send(piece)
            answer: Answer[R] = self._answer(self._link)
        except (EOFError, OSError):
            self.fit = False
            raise LimitError(self._ending()) from None
        self._done += 1
        self.fit = answer.error is None and self._done < _PIECES
        if answer.error is not None:
            raise LimitError(answer.error)
        return answer.result  # type: ignore[return-value]

    def _answer(self, link: Connection) -> Answer[R]:
        """Wait for the answer; a number that comes before it is how many seconds it may take in all."""
        started, allowed = time.monotonic(), self._limits.seconds
        while link.poll(max(0.0, started + allowed - time.monotonic())):
            said: float | Answer[R] = link.recv()
            if not isinstance(said, float):
                return said
            allowed = max(allowed, said)
        self.fit = False
        raise LimitError(f"took more than {allowed:g} s")

    def _ending(self) -> str:
        self._process.join(5)
        code = self._process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return f"the reader crashed ({how})"

    def end(self) -> None:
        """Kill the process and all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join(5)
