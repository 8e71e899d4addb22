"""Where prefectures are extracted: in this process, or on the workers of a Dask cluster.

They are always crawled in the process that runs the flow: there a host has one gate, whichever prefectures
link to it (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from flows import runners, steps
from flows.documents import reading
from flows.job import Job
from flows.runs.extracted import Extracted
from flows.settings import settings


class Place(Protocol):
    """Does the step `extract`; so many prefectures `at_once` keep it busy."""

    at_once: int

    def extract(self, job: Job, prefecture: str) -> Extracted:
        """As `steps.extract`."""

    def stop(self) -> None:
        """Call off what is under way, from any thread; it raises."""

    def close(self) -> None:
        """Let go of everything."""


class Here:
    """This process; its readers take every processor."""

    at_once = 1

    def extract(self, job: Job, prefecture: str) -> Extracted:
        """As `steps.extract`."""
        return steps.extract(job, prefecture)

    def stop(self) -> None:
        """Call off the documents under way."""
        reading.stop()

    def close(self) -> None:
        """Nothing is held."""


_current: list[Place] = []


@contextmanager
def opened(runner: str) -> Iterator[Place]:
    """The place of the run that starts here. Raises CallError where the runner cannot be had."""
    place = Here() if runner == "local" else _dask()
    _current.append(place)
    try:
        yield place
    finally:
        _current.remove(place)
        place.close()


def current() -> Place:
    """The place of the run under way in this process."""
    return _current[-1]


def _dask() -> Place:
    runners.check("dask")
    # Here and not above: it takes a second, and local runs do without.
    from flows.runners.cluster import Cluster  # noqa: PLC0415

    return Cluster(settings().dask_address, settings().dask_workers)
