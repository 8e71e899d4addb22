"""How far a run is: bars on a terminal, else a line a step, as JSON where the log is; always on stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from flows.settings import settings


class Board:
    """The phases of one run and what each has done; `fetched` may be called from any thread."""

    def __init__(self, console: Console, *, as_json: bool = False) -> None:
        self._console, self._as_json = console, as_json
        self._pages = 0
        self._bars = (
            Progress(
                TextColumn("{task.description:<8}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[last]}"),
                console=console,
                transient=True,
            )
            if console.is_terminal and not as_json
            else None
        )
        self._tasks: dict[str, TaskID] = {}

    def phase(self, name: str, total: int) -> None:
        """Announce a phase of `total` steps."""
        if self._bars:
            self._bars.start()
            self._tasks[name] = self._bars.add_task(name, total=total, last="")

    def say(self, line: str) -> None:
        """One line that stays."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def step(self, phase: str, prefecture: str, line: str) -> None:
        """One step of a phase is done for a prefecture, such as 1311 衡水市; `line` says what came of it."""
        if self._bars:
            self._bars.update(self._tasks[phase], advance=1, last=f"{prefecture}: {line}")
        elif self._as_json:
            _steps().info(line, phase=phase, prefecture=prefecture.split(maxsplit=1)[0])
        else:
            self.say(f"{phase}: {prefecture}: {line}")

    def fetched(self) -> None:
        """One more page has been fetched."""
        self._pages += 1
        if self._bars and "crawl" in self._tasks:
            self._bars.update(self._tasks["crawl"], last=f"{self._pages} pages")

    def close(self) -> None:
        """Take the bars away."""
        if self._bars:
            self._bars.stop()


def _steps() -> structlog.typing.FilteringBoundLogger:
    """A logger for steps: they are shown at every level, as the lines for people are."""
    everything = structlog.make_filtering_bound_logger(logging.DEBUG)
    logger: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr), wrapper_class=everything
    )
    return logger


_current: list[Board] = []


@contextmanager
def board() -> Iterator[Board]:
    """The board of the run that starts here; tasks in threads of this process reach it through `fetched`."""
    _current.append(Board(Console(stderr=True), as_json=settings().log_format == "json"))
    try:
        yield _current[-1]
    finally:
        _current.pop().close()


def fetched(*_: object) -> None:
    """Count a page on the board of the current run, where it is in this process."""
    if _current:
        _current[-1].fetched()
