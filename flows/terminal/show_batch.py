"""Many extractions for people: how far they are, a line each, and what became of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.counting import counted
from transforms.records import Extraction

STATUSES = ("ok", "partial", "no_report", "unreadable")
_SEVERITIES = ("error", "warning", "info")
# So many reasons are listed; the others are counted.
_REASONS = 12


class Tally:
    """What became of the documents so far."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.files = 0

    def add(self, extraction: Extraction) -> None:
        """Count one document."""
        self.statuses[extraction.status] += 1
        self.severities.update(finding.severity for finding in extraction.findings)
        if extraction.status == "unreadable":
            self.reasons[extraction.error or ""] += 1

    def lines(self, other: int) -> Iterator[str]:
        """The summary; `other` files of folders were of other kinds and not read."""
        outcomes = [f"{self.statuses[status]} {status}" for status in STATUSES if self.statuses[status]]
        total = self.statuses.total()
        several = f", {total} documents" if total != self.files else ""
        passed = f"; {counted(other, 'file')} of other kinds passed over" if other else ""
        yield f"{counted(self.files, 'file')}{several}: {', '.join(outcomes)}{passed}"
        if self.severities:
            found = [counted(self.severities[name], name) for name in _SEVERITIES if self.severities[name]]
            yield f"findings: {', '.join(found)}"
        ranked = sorted(self.reasons.items(), key=lambda reason: (-reason[1], reason[0]))
        for reason, count in ranked[:_REASONS]:
            yield f"unreadable: {count} × {reason}"
        if len(ranked) > _REASONS:
            rest = sum(count for _, count in ranked[_REASONS:])
            yield f"unreadable: {rest} × for {len(ranked) - _REASONS} other reasons"


class Meter:
    """A bar that tells how many files are done; nothing where there is no terminal."""

    def __init__(self, bar: Progress | None, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total) if bar else None

    def step(self) -> None:
        """One more file is done."""
        if self._bar and self._task is not None:
            self._bar.advance(self._task)


@contextmanager
def meter(out: Console, total: int) -> Iterator[Meter]:
    """A bar on stderr while `total` files are read; results may go on to `out` meanwhile.

    Where `out` is the same terminal the bar belongs to it, so that the two do not write over each other.
    """
    console = out if out.is_terminal else Console(stderr=True)
    if total < 2 or not console.is_terminal:
        yield Meter(None, total)
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield Meter(bar, total)
