"""Reading the archive: one body by its place, and the log of captures rebuilt from a file."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import structlog
from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from extractors.crawl.warcfields import load
from extractors.records import Capture

log = structlog.get_logger()

_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b\x08"


class ArchiveError(Exception):
    """The archive does not hold what was asked for; the message is one clear sentence."""


class _CutError(Exception):
    """The file ends (`ended`), or stops being gzip, within the record that starts at `offset`."""

    def __init__(self, offset: int, *, ended: bool) -> None:
        self.offset = offset
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that one archive file holds. `bodies` gives the SHA-256 of each archived body by its offset.

    `wrong` are offsets of bodies that are not those their records state. From `cut` on the file cannot be
    read; it is `damaged` unless only the beginning of a record follows, which is what a crash leaves.
    """

    captures: tuple[Capture, ...]
    bodies: Mapping[int, str]
    wrong: tuple[int, ...]
    cut: int | None
    damaged: bool

    def hides(self, offset: int) -> bool:
        """Whether damage keeps from telling what stands at an offset."""
        return self.cut is not None and offset >= self.cut


def read_body(lake: Path, warc_file: str, offset: int) -> bytes:
    """The archived body of the response record that starts at `offset` of the compressed file.

    Raises ArchiveError when the file is missing, the record is cut or damaged, or is no response.
    """
    place = f"{warc_file}, offset {offset}"
    with _opened(lake, warc_file) as file:
        file.seek(offset)
        try:
            found = next(_members(file), None)
        except _CutError as error:
            raise ArchiveError(f"{place}: the record is cut or damaged") from error
    if found is None:
        raise ArchiveError(f"{place}: no record starts here")
    record = _parsed(found[1], place)
    if record.rec_type != "response":
        raise ArchiveError(f"{place}: the record is a {record.rec_type}, not a response")
    body: bytes = record.raw_stream.read()
    return body


def captures_of(lake: Path, warc_file: str) -> Iterator[Capture]:
    """The log of captures again, in fetch order, from the archive file alone.

    A last record cut by a crash is tolerated and reported in the log.
    Raises ArchiveError when the file cannot be opened or holds no WARC records.
    """
    offsets: dict[str, int] = {}
    with _opened(lake, warc_file) as file:
        try:
            for offset, data in _members(file):
                record = _parsed(data, f"{warc_file}, offset {offset}")
                if record.rec_type == "response":
                    offsets[record.rec_headers.get_header("WARC-Record-ID")] = offset
                elif record.rec_type == "metadata":
                    yield _placed(load(record.raw_stream.read()), record, warc_file, offsets)
        except _CutError as error:
            log.warning("the archive's last record is cut", file=warc_file, offset=error.offset)


def inspect(lake: Path, warc_file: str) -> Inspection:
    """Read a whole archive file, hash every body; changes nothing.

    Raises ArchiveError when the file cannot be opened or holds no WARC records.
    """
    offsets: dict[str, int] = {}
    bodies: dict[int, str] = {}
    wrong: list[int] = []
    captures: list[Capture] = []
    cut, damaged = None, False
    with _opened(lake, warc_file) as file:
        try:
            for offset, data in _members(file):
                record = _parsed(data, f"{warc_file}, offset {offset}")
                if record.rec_type == "response":
                    offsets[record.rec_headers.get_header("WARC-Record-ID")] = offset
                    bodies[offset] = hashlib.sha256(record.raw_stream.read()).hexdigest()
                    if not _stated(record, bodies[offset]):
                        wrong.append(offset)
                elif record.rec_type == "metadata":
                    captures.append(_placed(load(record.raw_stream.read()), record, warc_file, offsets))
        except _CutError as error:
            cut, damaged = error.offset, not _torn(file, error)
    return Inspection(tuple(captures), bodies, tuple(wrong), cut, damaged)


def _stated(record: Any, sha256: str) -> bool:
    digest = record.rec_headers.get_header("WARC-Payload-Digest")
    return digest is None or digest == f"sha256:{sha256}"


def repair(lake: Path, warc_file: str) -> int:
    """Take off what a crash left of the last record, so that standard tools read the file; the bytes gone.

    Only what is the beginning of a record and nothing more goes: what is no gzip, or has whole records
    behind it, is damage and stays.
    """
    path = lake / warc_file
    with _opened(lake, warc_file) as file:
        try:
            for _ in _members(file):
                pass
        except _CutError as error:
            if not _torn(file, error):
                log.warning("the archive is damaged", file=warc_file, offset=error.offset)
                return 0
            size = path.stat().st_size - error.offset
            os.truncate(path, error.offset)
            log.warning("the archive's last record was cut and is taken off", file=warc_file, bytes=size)
            return size
    return 0


def _torn(file: BinaryIO, cut: _CutError) -> bool:
    """Whether what cannot be read is the beginning of a last record: what a crash leaves, and no damage."""
    file.seek(cut.offset)
    return cut.ended and not _holds_records(file.read()[1:])


def _holds_records(data: bytes) -> bool:
    """Whether a whole WARC record starts anywhere in `data`."""
    at = data.find(_GZIP)
    while at >= 0:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            if unpacker.decompress(data[at:]).startswith(b"WARC/") and unpacker.eof:
                return True
        except zlib.error:
            pass  # these three bytes may stand anywhere
        at = data.find(_GZIP, at + 1)
    return False


def _opened(lake: Path, warc_file: str) -> BinaryIO:
    try:
        return (lake / warc_file).open("rb")
    except OSError as error:
        raise ArchiveError(f"{warc_file}: cannot read the archive: {error.strerror}") from error


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each gzip member from here on, whole and with its checksum proved, and where it starts."""
    start, data = file.tell(), file.read(_CHUNK)
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts: list[bytes] = []
        size = 0
        while data and not unpacker.eof:
            try:
                parts.append(unpacker.decompress(data))
            except zlib.error as error:
                raise _CutError(start, ended=False) from error
            size += len(data) - len(unpacker.unused_data)
            data = unpacker.unused_data or file.read(_CHUNK)
        if not unpacker.eof:
            raise _CutError(start, ended=True)
        yield start, b"".join(parts)
        start += size


def _parsed(data: bytes, place: str) -> Any:
    try:
        record = next(iter(WARCIterator(io.BytesIO(data))), None)
    except ArchiveLoadFailed as error:
        raise ArchiveError(f"{place}: no WARC record: {error.msg}") from error
    if record is None:
        raise ArchiveError(f"{place}: no WARC record")
    return record


def _placed(capture: Capture, record: Any, warc_file: str, offsets: dict[str, int]) -> Capture:
    offset = offsets.get(record.rec_headers.get_header("WARC-Concurrent-To") or "")
    if offset is None:
        return capture
    return replace(capture, warc_file=warc_file, warc_offset=offset)
