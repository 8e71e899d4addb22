"""Prefectures through their tasks: so many crawls at a time, each extracted as soon as it is crawled."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any

from prefect.futures import PrefectFuture
from prefect.tasks import Task

from flows import lake as lakes
from flows import stopping, tasks
from flows.errors import reason
from flows.job import Job
from flows.notices import artifacts, telling
from flows.runners import places
from flows.runners.places import Place
from flows.runs import past_runs
from flows.runs.report import RunReport, crawl_line, extract_line
from flows.terminal import progress
from flows.terminal.progress import Board

Step = Task[[Job, str, str], Any]


def carry_out(job: Job, names: Mapping[str, str], report: RunReport, first: Step) -> None:
    """Every prefecture through the tasks, from `first` on (crawl or extract), then one build.

    The run is on record from the start: one that is killed is a row without an end.
    """
    report.save(lakes.create(job.lake))
    telling.tell_of_start(report)
    with progress.board() as board, places.opened(job.runner) as place:
        Conveyor(job, names, report, board, place).run(first)
        tasks.publish_run(job, report)
    telling.tell(report, past_runs.published_before(lakes.existing(job.lake), report.as_json()))


class Conveyor:
    """The prefectures of one run, with names for people; results go into the report as they come."""

    def __init__(
        self, job: Job, names: Mapping[str, str], report: RunReport, board: Board, place: Place
    ) -> None:
        self._job, self._names, self._report, self._board = job, names, report, board
        self._place = place
        # A task that waits costs a thread and a client of Prefect's: no more are handed in than can be done.
        self._at_once: dict[Step, int] = {
            tasks.crawl: job.workers,
            tasks.extract: max(job.workers, place.at_once),
        }
        self._waiting: dict[Step, deque[str]] = {step: deque() for step in self._at_once}
        self._open = dict.fromkeys(self._at_once, 0)
        self._ended: SimpleQueue[tuple[Step, str, PrefectFuture[Any]]] = SimpleQueue()
        self._progress = artifacts.Progress(0)

    def run(self, first: Step) -> None:
        """Put every prefecture through the tasks, from `first` on (crawl or extract)."""
        phases = ("crawl", "extract") if first is tasks.crawl else ("extract",)
        for phase in phases:
            self._board.phase(phase, len(self._names))
        self._progress = artifacts.Progress(len(phases) * len(self._names))
        try:
            self._work(first)
        except BaseException:
            # An interrupt: Prefect waits for tasks under way, and a crawl may have hours to go.
            stopping.stop_all()
            self._place.stop()
            raise

    def _work(self, first: Step) -> None:
        self._waiting[first].extend(self._names)
        self._fill()
        while any(self._open.values()):
            step, prefecture, future = self._ended.get()
            self._open[step] -= 1
            self._take(step, prefecture, future.result(raise_on_failure=False))
            if step is tasks.crawl:
                # Also after a failed crawl: what the archive holds by now is worth reading.
                self._waiting[tasks.extract].append(prefecture)
            self._fill()

    def _fill(self) -> None:
        for step, waiting in self._waiting.items():
            while waiting and self._open[step] < self._at_once[step]:
                self._submit(step, waiting.popleft())

    def _submit(self, step: Step, prefecture: str) -> None:
        self._open[step] += 1
        future: PrefectFuture[Any] = step.submit(self._job, prefecture, self._names[prefecture])
        future.add_done_callback(lambda done: self._ended.put((step, prefecture, done)))

    def _take(self, step: Step, prefecture: str, result: Any) -> None:
        label = f"{prefecture} {self._names[prefecture]}"
        if isinstance(result, Exception):
            self._report.failures[f"{step.name} {label}"] = reason(result)
            line = f"failed: {reason(result)}"
        elif step is tasks.crawl:
            self._report.visited(result)
            line = crawl_line(result)
        else:
            self._report.extracted[prefecture] = result
            if result.lost:
                self._report.failures[f"{step.name} {label}"] = result.lost
            line = extract_line(result)
        self._board.step(step.name, label, line)
        self._progress.step()
