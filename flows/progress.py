"""How far a run is: bars on a terminal, plain lines otherwise; always on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Board:
    """The phases of one run and what each has done; `fetched` may be called from any thread."""

    def __init__(self, console: Console) -> None:
        self._console = console
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
            if console.is_terminal
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

    def step(self, phase: str, line: str) -> None:
        """One step of a phase is done; `line` says what came of it."""
        if self._bars:
            self._bars.update(self._tasks[phase], advance=1, last=line)
        else:
            self.say(f"{phase}: {line}")

    def fetched(self) -> None:
        """One more page has been fetched."""
        self._pages += 1
        if self._bars and "crawl" in self._tasks:
            self._bars.update(self._tasks["crawl"], last=f"{self._pages} pages")

    def close(self) -> None:
        """Take the bars away."""
        if self._bars:
            self._bars.stop()


_current: list[Board] = []


@contextmanager
def board() -> Iterator[Board]:
    """The board of the run that starts here; tasks in threads of this process reach it through `fetched`."""
    _current.append(Board(Console(stderr=True)))
    try:
        yield _current[-1]
    finally:
        _current.pop().close()


def fetched(*_: object) -> None:
    """Count a page on the board of the current run, where it is in this process."""
    if _current:
        _current[-1].fetched()
