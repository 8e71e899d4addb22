"""What one run of a prefecture shares between its sites: archive, log, earlier captures, state of hosts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.crawl.archive import ArchiveWriter, read_body
from extractors.crawl.exchange import Fetched
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
        self._known = {(one.url, one.posted): one for one in known if _holds_body(one)}

    def add(self, capture: Capture) -> None:
        """Put a capture into the log of this run."""
        self.captures.append(capture)
        self._on_capture(capture)

    def earlier(self, key: Key) -> Capture | None:
        """The last capture of this request, of an earlier run, whose body the archive holds."""
        return self._known.get(key)

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


def _holds_body(capture: Capture) -> bool:
    return capture.outcome in ("ok", "not_modified") and capture.warc_offset is not None
