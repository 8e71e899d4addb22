"""Documents read in guarded processes: a file named in a call, or a capture of a lake's archive."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from extractors.crawl.documents import scan
from extractors.crawl.page import Page
from extractors.crawl.readback import ArchiveError, read_body
from extractors.document import UnreadableError
from extractors.readers.kinds import KINDS, MOST_MEGABYTES, kind_of
from extractors.records import Capture
from flows import log
from flows.documents.guarded import Guard, LimitError, Limits
from flows.documents.worker import LogFormat, MoreTime
from flows.settings import settings
from transforms.extract import extract_all, extract_pictured
from transforms.facts import unreadable
from transforms.records import Context, Extraction, LeftOut


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `slow` is how many seconds it may take where it is of a slow kind."""

    path: Path
    slow: float

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Archived:
    """A capture to read from the archive of the lake at `root`, with what is known from outside it.

    `logged` is what lines of the log are about.
    """

    root: Path
    capture: Capture
    context: Context
    slow: float
    logged: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.capture.url


# What is read of a document (of an archive several), or why its body could not be had.
Reply = Sequence[Extraction] | LeftOut

# How many processes read side by side, where it is not one a processor.
_processes: list[int] = []


def use(processes: int) -> None:
    """Read with so many processes from now on."""
    _processes[:] = [processes]


def guard() -> Guard[File | Archived, Reply]:
    """Processes that read documents, as the settings limit them. Close it, or use `with`."""
    given = settings()
    limits = Limits(given.document_seconds, given.document_memory, *_processes)
    return Guard(read, limits, LogFormat(given.log_format, given.log_level, log.debugging()))


def read(piece: File | Archived, more_time: MoreTime) -> Reply:
    """The work of a guarded process; `LeftOut` says why the archive cannot give the document back."""
    if isinstance(piece, File):
        try:
            size = piece.path.stat().st_size
            if size > MOST_MEGABYTES * 10**6:
                return (unreadable(f"{size // 10**6} MB, more than the {MOST_MEGABYTES} MB that are read"),)
            data = piece.path.read_bytes()
        except OSError as error:
            return (unreadable(f"cannot open the file: {error.strerror}"),)
        return _extract(piece, data, more_time)
    capture = piece.capture
    # Until the next piece: what goes wrong with this one is logged after its work has ended.
    clear_contextvars()
    bind_contextvars(**{**piece.logged, "site": capture.site_id})
    try:
        data = read_body(piece.root, capture.warc_file or "", capture.warc_offset or 0)
    except ArchiveError as error:
        return LeftOut(str(error))
    alone = _extract(piece, data, more_time, capture.media_type, piece.context)
    pictures = [] if any(map(_has_tables, alone)) else _shown(capture, data)
    return (
        (_with_pictures(piece, data, pictures, more_time),) if pictures and piece.context.pictures else alone
    )


def _has_tables(extraction: Extraction) -> bool:
    return bool(extraction.cells)


def _shown(capture: Capture, data: bytes) -> list[str]:
    """The pictures that a report's page is made of, in order."""
    page = Page(capture.url, data, capture.media_type, capture.media_type, None)
    return [link.url for link in scan(page)]


def _with_pictures(piece: Archived, data: bytes, urls: Sequence[str], more_time: MoreTime) -> Extraction:
    held = {one.url: one for one in piece.context.pictures}
    lacking = [number for number, url in enumerate(urls, 1) if url not in held]
    if lacking:
        return unreadable(
            f"picture {lacking[0]} of the {len(urls)} that the report is made of was not fetched"
        )
    more_time(piece.slow)
    try:
        pictures = [
            read_body(piece.root, held[url].warc_file or "", held[url].warc_offset or 0) for url in urls
        ]
    except ArchiveError as error:
        return unreadable(str(error))
    return extract_pictured(data, piece.capture.media_type, pictures, piece.context)


def _extract(
    piece: File | Archived,
    data: bytes,
    more_time: MoreTime,
    content_type: str | None = None,
    context: Context | None = None,
) -> tuple[Extraction, ...]:
    if _is_slow(data):
        more_time(piece.slow)
    return extract_all(data, content_type, context)


def _is_slow(data: bytes) -> bool:
    try:
        return KINDS[kind_of(data)].slow
    except UnreadableError:
        return False


def read_files(paths: Iterable[str]) -> Iterator[Sequence[Extraction]]:
    """What each file holds, in order; one that met a limit is `unreadable`, with the limit."""
    slow = settings().document_seconds_ocr
    with guard() as held:
        for result in held.do_all(File(Path(path), slow) for path in paths):
            yield (unreadable(str(result)),) if isinstance(result, LeftOut | LimitError) else result


_shared: list[Guard[File | Archived, Reply]] = []
_sharing = threading.Lock()


def read_archived(root: Path, versions: Sequence[tuple[Capture, Context]]) -> Iterator[Reply | LimitError]:
    """The extraction of each capture, in order, by processes that all threads of this process share.

    `LeftOut` says why the archive cannot give the document back. Raises StoppedError after `stop`.
    """
    slow = settings().document_seconds_ocr
    with _sharing:
        if not _shared:
            _shared.append(guard())
    logged = get_contextvars()
    return _shared[0].do_all(Archived(root, capture, context, slow, logged) for capture, context in versions)


def stop() -> None:
    """End the shared processes; documents under way raise StoppedError."""
    with _sharing:
        while _shared:
            _shared.pop().close()
