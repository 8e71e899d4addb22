"""Prefectures through their tasks: a failing one is recorded, the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest import mock

import pytest
from rich.console import Console

from extractors.crawl.crawl import SiteResult
from flows.job import Job
from flows.runners.places import Here
from flows.runs.extracted import Extracted
from flows.runs.report import RunReport
from flows.server import embedded
from flows.terminal.progress import Board

NAMES = {"1311": "衡水市", "3100": "上海市", "4404": "珠海市", "5203": "遵义市"}


@pytest.fixture(scope="module")
def conveyor() -> Iterator[ModuleType]:
    with mock.patch.dict(os.environ):
        embedded.prepare(None, debug=False)
        yield import_module("flows.conveyor")


class FakeTask:
    """A Prefect task as far as the conveyor knows one."""

    def __init__(self, name: str, work: Callable[[str], Any]) -> None:
        self.name, self._work, self.called = name, work, []
        self._pool = ThreadPoolExecutor(2)

    def submit(self, job: Job, prefecture: str, name: str) -> Any:
        self.called.append(prefecture)
        return FakeFuture(self._pool.submit(self._work, prefecture))


class FakeFuture:
    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def add_done_callback(self, done: Callable[[FakeFuture], None]) -> None:
        self._future.add_done_callback(lambda _: done(self))

    def result(self, raise_on_failure: bool) -> Any:
        return self._future.exception() or self._future.result()


def crawled(prefecture: str) -> tuple[SiteResult, ...]:
    if prefecture == "3100":
        raise OSError("disk full")
    return (SiteResult(f"site-{prefecture}", pages=3, reports=1),)


def extracted(prefecture: str) -> Extracted:
    if prefecture == "4404":
        raise ValueError("odd document")
    return Extracted(prefecture, reports=1, new=1, changed=0)


def work(conveyor: ModuleType, workers: int, first: str) -> tuple[RunReport, dict[str, FakeTask]]:
    job = Job(lake="lake", run_id="20260101T000000Z", kind="run", workers=workers)
    report = RunReport(job, {})
    tasks = {"crawl": FakeTask("crawl", crawled), "extract": FakeTask("extract", extracted)}
    with mock.patch.multiple(conveyor.tasks, **tasks):
        board = Board(Console(quiet=True))
        conveyor.Conveyor(job, NAMES, report, board, Here()).run(tasks[first])
    return report, tasks


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_failures_are_recorded_and_stop_nothing_else(conveyor: ModuleType, workers: int) -> None:
    report, tasks = work(conveyor, workers, "crawl")
    assert report.failures == {
        "crawl 3100 上海市": "OSError: disk full",
        "extract 4404 珠海市": "ValueError: odd document",
    }
    assert sorted(report.visits) == ["site-1311", "site-4404", "site-5203"]
    assert sorted(report.extracted) == ["1311", "3100", "5203"]
    assert tasks["crawl"].called == list(NAMES)


def test_what_a_failed_crawl_left_in_the_archive_is_extracted(conveyor: ModuleType) -> None:
    _, tasks = work(conveyor, 2, "crawl")
    assert "3100" in tasks["extract"].called


def test_a_replay_crawls_nothing(conveyor: ModuleType) -> None:
    report, tasks = work(conveyor, 2, "extract")
    assert tasks["crawl"].called == []
    assert tasks["extract"].called == list(NAMES)
    assert list(report.failures) == ["extract 4404 珠海市"]
