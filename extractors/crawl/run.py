"""What one run of a prefecture shares between its sites: archive, log, earlier captures, state of hosts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.crawl.archive import ArchiveError, ArchiveWriter, read_body
from extractors.crawl.exchange import Fetched
from extractors.crawl.freshness import Held, is_due
from extractors.crawl.outcomes import outcome
from extractors.crawl.robots import Robots
from extractors.crawl.settings import CrawlSettings
from extractors.records import Capture

Key = tuple[str, str | None]
"""What tells two requests apart: the address and the posted body."""


@dataclass(slots=True)
class HostState:
    """How a host (and port) has behaved in this run. `stopped` is the outcome that ended its visit."""

    stopped: str | None = None
    last: str = ""
    streak: int = 0

    def note(self, name: str) -> None:
        """Count an outcome; as many in a row as its policy allows end the visit."""
        self.streak = self.streak + 1 if name == self.last else 1
        self.last = name
        limit = outcome(name).stop_after
        if limit and self.streak >= limit:
            self.stopped = name


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
        self.lake = lake
        self.archive = archive
        self.settings = settings
        self.captures: list[Capture] = []
        self.hosts: defaultdict[tuple[str, int], HostState] = defaultdict(HostState)
        self.robots: dict[str, Robots] = {}
        self.done: dict[Key, Fetched] = {}
        self.locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._on_capture = on_capture
        self._started = datetime.now(UTC)
        self._known = _held(known)

    def add(self, capture: Capture) -> None:
        """Put a capture into the log of this run."""
        self.captures.append(capture)
        self._on_capture(capture)

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


def _holds_body(capture: Capture) -> bool:
    return capture.outcome in ("ok", "not_modified") and capture.warc_offset is not None
