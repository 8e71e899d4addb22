"""Reading all documents of a prefecture, and what to say of those that cannot be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic

from extractors.crawl.readback import ArchiveError, read_body
from extractors.document import UnreadableError
from extractors.readers.kinds import kind_of
from extractors.records import Capture
from flows.documents import reading
from flows.documents.guarded import LimitError
from flows.documents.kept import Version, version_of
from flows.documents.readings import Readings
from flows.lake import Lake
from transforms.records import Context, LeftOut
from transforms.reports.normalise import Read
from transforms.reports.outline import Reading


class OutOfTimeError(Exception):
    """Reading a prefecture took longer than it may; what was read by then can be kept."""


class Unread:
    """Reads captures and notes those whose document cannot be had now: `versions`, and why the first of them.

    What is in `readings` already is not read again. Documents are read for so many `hours` at most.
    """

    def __init__(self, lake: Lake, readings: Readings, hours: float) -> None:
        self._lake, self._readings = lake, readings
        self._hours, self._ends = hours, monotonic() + 3600.0 * hours
        self.versions: set[Version] = set()
        self._lost: list[str] = []

    def read_all(self, versions: Sequence[tuple[Capture, Context]]) -> Iterator[Read]:
        """What is read of each capture, as `normalise` wants it. Raises OutOfTimeError."""
        held = [self._readings.get(*version) for version in versions]
        lacking = [version for version, documents in zip(versions, held, strict=True) if documents is None]
        self._lake.fetch(*_files(lacking))
        results = iter(reading.read_archived(self._lake.root, lacking))
        for version, documents in zip(versions, held, strict=True):
            if documents is None and monotonic() > self._ends:
                raise OutOfTimeError(
                    f"not read to the end in {self._hours:g} hours (GONGKAI_TASK_HOURS); the tables stay as "
                    "they are, what was read is kept: the next run, or `gongkai replay --changed`, goes on"
                )
            yield documents if documents is not None else self._take(*version, next(results))

    def _take(self, capture: Capture, context: Context, result: reading.Reply | LimitError) -> Read:
        if isinstance(result, LeftOut):
            self._lost.append(result.reason)
        if isinstance(result, LeftOut | LimitError):
            self.versions.add((capture.url, str(capture.sha256)))
            return LeftOut(str(result))
        readings = tuple(map(Reading.of, result))
        self._readings.put(capture, context, self._kind(capture), readings)
        return readings

    def _kind(self, capture: Capture) -> str | None:
        """The kind that its reading depends on; None where it is none that is known."""
        try:
            return kind_of(read_body(self._lake.root, capture.warc_file or "", capture.warc_offset or 0))
        except (ArchiveError, UnreadableError):
            return None

    def gone(self, reports: Iterable[dict[str, object]], known: Iterable[Capture]) -> None:
        """Note the documents of reports that no capture is left of."""
        captured = {capture.url for capture in known}
        for row in reports:
            if row["document_url"] not in captured:
                self.versions.add(version_of(row))
                self._lost.append(f"{row['document_url']}: no capture of it is left")

    def sentence(self, kept: int) -> str | None:
        """What the archive has lost, and that the rows made of it stand; None where nothing is amiss."""
        if not self._lost and not kept:
            return None
        why = f" ({self._lost[0]})" if self._lost else ""
        return (
            f"{max(len(self._lost), kept)} documents cannot be read back{why}; "
            f"{kept} reports stand as they were before"
        )


def _files(versions: Iterable[tuple[Capture, Context]]) -> set[str]:
    """The archive's files that hold these captures and the pictures shown in them."""
    captures = (one for capture, context in versions for one in (capture, *context.pictures))
    return {capture.warc_file for capture in captures if capture.warc_file}
