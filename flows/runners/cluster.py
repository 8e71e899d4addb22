"""Prefectures extracted on a Dask cluster: one of this machine, or the one at GONGKAI_DASK_ADDRESS.

Workers are given codes and the path of the lake, and need nothing but this package and the lake. What a lost
worker had is given to another by the scheduler; after a restart of the scheduler it is handed in anew. Doing
one prefecture twice does no harm: the same archive gives the same bytes, put in place whole.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import threading
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import structlog
from distributed import Client, Future, KilledWorker, LocalCluster, get_worker, wait
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError

from flows import lake as lakes
from flows import log as logs
from flows import steps
from flows.documents import reading
from flows.documents.fingerprints import fingerprint
from flows.documents.guarded import StoppedError
from flows.errors import WorkError
from flows.job import Job
from flows.runs.extracted import Extracted
from flows.settings import settings

log = structlog.get_logger()

# What a call meets when the scheduler, or the way to it, is gone.
_LOST = (CancelledError, ClosedClientError, CommClosedError, OSError)
# How often the cluster is looked at while a prefecture is under way, and how long one try to reach it takes.
_LOOK = 5.0
_TRY = 10.0
# So many prefectures for each thread: the next one is there when one is done.
_QUEUED = 2


class Cluster:
    """A connection to the cluster; all methods may be called from any thread.

    Without an `address` as many `workers` are started here, none = one a processor. For `patience` seconds a
    lost scheduler, or one without workers, is waited for. Raises WorkError where it is not there at once.
    """

    def __init__(self, address: str | None, workers: int | None = None, patience: float = 600.0) -> None:
        self._local = None if address else _start(workers or os.cpu_count() or 1)
        self._address = address or "this machine's"
        self._patience = patience
        self._lock = threading.Lock()
        self._stopped = False
        # Once, for it takes seconds, and not by all threads at a time.
        self._wanted = fingerprint(None)
        self._client = self._connect(_TRY)
        self._await_worker(self._client, _TRY)
        self.at_once = _QUEUED * sum(self._client.nthreads().values())

    def extract(self, job: Job, prefecture: str) -> Extracted:
        """As `steps.extract`, on whichever worker is free. Raises StoppedError after `stop`."""
        job = replace(job, lake=lakes.absolute(job.lake))
        while (extracted := self._tried(job, prefecture)) is None:
            log.warning(
                "the Dask scheduler was lost, the prefecture is handed in again", prefecture=prefecture
            )
        return extracted

    def stop(self) -> None:
        """Call off what is under way."""
        self._stopped = True
        self.close()

    def close(self) -> None:
        """End the connection, and the workers that were started here."""
        self._client.close(_TRY)
        if self._local:
            self._local.close(_TRY)

    def _tried(self, job: Job, prefecture: str) -> Extracted | None:
        """The result; None where the scheduler was lost. Raises as the step, WorkError without workers."""
        client = self._reached()
        try:
            key = f"extract {prefecture} of {job.run_id}"
            future = client.submit(_extract, job, prefecture, self._wanted, key=key, pure=False)
            while not _ended(client, future):
                self._await_worker(client, self._patience)
            if future.status == "finished":
                extracted: Extracted = future.result()
                return extracted
        except _LOST:
            return None
        if future.status == "error":
            raise _failure(future, prefecture)
        return None

    def _await_worker(self, client: Client, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not client.nthreads():
            if time.monotonic() > deadline:
                raise WorkError(f"the Dask scheduler at {self._address} has no worker: start one")
            time.sleep(min(1.0, patience))

    def _reached(self) -> Client:
        """The client, made anew where its scheduler was lost; one thread does so for all."""
        with self._lock:
            if self._stopped:
                raise StoppedError("the work was called off")
            if self._client.status != "running":
                with suppress(TimeoutError):
                    self._client.close(1)
                self._client = self._connect(self._patience)
            return self._client

    def _connect(self, patience: float) -> Client:
        deadline = time.monotonic() + patience
        while True:
            try:
                return Client(self._local or self._address, timeout=_TRY, set_as_default=False)
            except (OSError, ValueError) as error:
                if time.monotonic() > deadline or self._stopped:
                    raise WorkError(f"no Dask scheduler answers at {self._address}: {error}") from None
                time.sleep(min(1.0, patience))


def _ended(client: Client, future: Future[Any]) -> bool:
    """Whether it ends within a moment. Raises one of _LOST."""
    try:
        with client.as_current():
            wait(future, timeout=_LOOK)
    except TimeoutError:
        return False
    return True


def _failure(future: Future[Any], prefecture: str) -> Exception:
    """Why a step failed on a worker."""
    error: Exception = future.exception()
    if isinstance(error, KilledWorker):
        died = error.allowed_failures + 1
        return WorkError(
            f"{prefecture} was given up: {died} workers died while they extracted it; have they enough "
            "memory?"
        )
    return error


def _start(workers: int) -> LocalCluster:
    """Workers of one thread each on this machine, to whom nobody else on it can hand work."""
    quiet = logging.WARNING if logs.debugging() else logging.CRITICAL
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=quiet,
        security=True,
    )


def _extract(job: Job, prefecture: str, wanted: str) -> Extracted:
    """What a worker does; `wanted` is the digest of the modules and libraries that read."""
    _prepare()
    if fingerprint(None) != wanted:
        raise WorkError(
            f"the worker on {socket.gethostname()} reads with other versions than the run: install the same "
            "gongkai and libraries there"
        )
    lakes.existing(job.lake).pull(*steps.parts(prefecture), lakes.SITES)
    return steps.extract(job, prefecture)


@cache
def _prepare() -> None:
    """Once in each worker: logging, and as many readers as the worker has threads."""
    logs.configure(settings().log_format, settings().log_level)
    reading.use(get_worker().state.nthreads)
    lakes.use_copy(lakes.WORKER)
    # Dask's nannies start workers as daemons, which Python lets have no children, for these might outlive
    # them; the readers end with their parent (flows/documents/worker.py).
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
