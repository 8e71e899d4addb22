"""What one run of a prefecture shares between its sites: archive, log, earlier captures, state of hosts."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from extractors.crawl.archive import ArchiveError, ArchiveWriter, read_body
from extractors.crawl.exchange import Fetched
from extractors.crawl.freshness import DOCUMENTS, Held, is_due, is_due_unlinked
from extractors.crawl.outcomes import outcome, outcomes, stop_after_any
from extractors.crawl.robots import Robots
from extractors.crawl.settings import CrawlSettings
from extractors.crawl.urls import host_port
from extractors.records import Capture

Key = tuple[str, str | None]
"""What tells two requests apart: the address and the posted body."""


@dataclass(slots=True)
class HostState:
    """How a host (and port) has behaved in this run. `stopped` is the outcome that ended its visit,
    `remarks` say what was remarkable, once each.
    """

    stopped: str | None = None
    last: str = ""
    streak: int = 0
    troubles: int = 0
    remarks: dict[str, None] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """Count an outcome; as many in a row as its policy allows end the visit."""
        policy = outcome(name)
        self.streak = self.streak + 1 if name == self.last else 1
        self.last = name
        self.troubles = self.troubles + 1 if policy.retry else 0
        if (policy.stop_after and self.streak >= policy.stop_after) or self.troubles >= stop_after_any():
            self.stopped = name


Hosts = defaultdict[tuple[str, int], HostState]


class _SharedHosts:
    """The state of hosts, one for all prefectures of a run, so that a refusal holds for all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_run: dict[tuple[Path, str], Hosts] = {}

    def of(self, lake: Path, run_id: str) -> Hosts:
        """The hosts of a run; those of runs before the last few are let go."""
        with self._lock:
            hosts = self._of_run.setdefault((lake, run_id), defaultdict(HostState))
            for old in list(self._of_run)[:-_RUNS_KEPT]:
                del self._of_run[old]
        return hosts


_RUNS_KEPT = 4
_REMEMBERED = timedelta(days=30)
_SHARED = _SharedHosts()


class Run:
    """The shared state of one run. `on_capture` is told of every capture as it is made."""

    def __init__(
        self,
        lake: Path,
        archive: ArchiveWriter,
        known: Sequence[Capture],
        settings: CrawlSettings,
        on_capture: Callable[[Capture], None],
    ) -> None:
        self._started = settings.today or datetime.now(UTC)
        self._ends = monotonic() + settings.max_seconds
        self.lake = lake
        self.archive = archive
        self.settings = settings
        self.captures: list[Capture] = []
        self.hosts = _SHARED.of(lake, archive.run_id)
        self.http_only: set[str] = set()
        self.old_tls = _old_tls(known, self._started)
        self.robots: dict[str, Robots] = {}
        self.done: dict[Key, Fetched] = {}
        self.locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._on_capture = on_capture
        # What was taken in from a web archive may be older than what was fetched before.
        known = sorted(known, key=lambda one: one.fetched_at)
        self._known = _held(known)
        self._moments = {(one.url, one.fetched_at) for one in known}
        self._asked = {one.url: one.fetched_at for one in known if one.role in DOCUMENTS and _was_asked(one)}

    def add(self, capture: Capture) -> None:
        """Put a capture into the log of this run."""
        self.captures.append(capture)
        self._on_capture(capture)

    def out_of_time(self) -> bool:
        """Whether the run has taken as long as it may."""
        return monotonic() > self._ends

    def earlier(self, key: Key) -> Capture | None:
        """The last capture of this request, of an earlier run, whose body the archive holds."""
        held = self._known.get(key)
        return held.last if held else None

    def stands(self, key: Key) -> Fetched | None:
        """What the archive holds of a request that is not due yet; null where it has to be made."""
        held = self._known.get(key)
        if self.settings.recheck or held is None or is_due(held, self._started):
            return None
        last = held.last
        try:
            body = self.body_of(last)
        except ArchiveError:
            return None
        return Fetched(last.url, "not_modified", last.role, body, last.media_type, last.posted, last)

    def documents(self, site_id: str) -> list[Capture]:
        """The documents of a site that this run has had."""
        return [
            one
            for one in self.captures
            if one.site_id == site_id and one.role in DOCUMENTS and _holds_body(one) and one.posted is None
        ]

    def holds(self, url: str, fetched_at: str) -> bool:
        """Whether an earlier run has a capture of an address at that very moment."""
        return (url, fetched_at) in self._moments

    def unlinked(self, site_id: str) -> list[Capture]:
        """The documents of a site, as last held, that this run has not asked for and that are due."""
        held = (one.last for one in self._known.values() if one.last.site_id == site_id)
        return [
            one
            for one in held
            if one.role in DOCUMENTS and one.posted is None and (one.url, None) not in self.done
            if self.settings.recheck or is_due_unlinked(self._asked[one.url], self._started)
        ]

    def last_asked(self, url: str) -> str:
        """When earlier runs last asked for a document; empty where none did."""
        return self._asked.get(url, "")

    def forget(self, key: Key) -> None:
        """Do not rely on the earlier capture of this request any more: its body cannot be read back."""
        self._known.pop(key, None)

    def body_of(self, capture: Capture) -> bytes:
        """The archived body of a capture. Raises ArchiveError."""
        if capture.warc_file is None or capture.warc_offset is None:
            return b""
        return read_body(self.lake, capture.warc_file, capture.warc_offset)


def now() -> str:
    """The present time as the log of captures writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _held(known: Sequence[Capture]) -> dict[Key, Held]:
    held: dict[Key, Held] = {}
    for capture in filter(_holds_body, known):
        key = (capture.url, capture.posted)
        before = held.get(key)
        held[key] = before.then(capture) if before else Held(capture, capture.fetched_at)
    return held


def _old_tls(known: Sequence[Capture], today: datetime) -> set[tuple[str, int]]:
    """The hosts that were found to speak old TLS only, not so long ago that they may have been mended."""
    since = f"{today - _REMEMBERED:%Y-%m-%dT%H:%M:%SZ}"
    return {host_port(one.url) for one in known if one.outcome == "legacy_tls" and one.fetched_at > since}


def _was_asked(capture: Capture) -> bool:
    return capture.outcome in outcomes() and outcome(capture.outcome).sent


def _holds_body(capture: Capture) -> bool:
    return capture.outcome in ("ok", "not_modified") and capture.warc_offset is not None
