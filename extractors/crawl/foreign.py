"""Where the answers lie in web archives of others: WARC and ARC, plain or gzip a record, odd and damaged."""

from __future__ import annotations

import io
import mmap
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import structlog
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from extractors.crawl.urls import normal

log = structlog.get_logger()

_KINDS = ("response", "resource", "revisit")
_BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, ValueError)
_GZIP = b"\x1f\x8b\x08"
_START = b"\r\nWARC/1"
_CHUNK = 64 * 1024
# The headers of a record, and the form of a request, lie within its first bytes.
_HEAD = 256 * 1024
# A record ends with two line breaks; some writers add more.
_BLANKS = 64
_Found = tuple[Any, str | None, int]


class WarcError(Exception):
    """A file that is no web archive; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Held:
    """Where an answer lies. `posted` is the body of the POST that it answers.

    A `revisit` has no body of its own: it is that of the record with the same `digest`; where it has none,
    of the one made of the address and at the moment that `refers` names.
    """

    url: str
    file: Path
    offset: int
    taken_at: str
    status: int
    digest: str | None
    revisit: bool
    refers: tuple[str, str] | None = None
    posted: str | None = None


def index(file: Path) -> list[Held]:
    """Every answer in a file, in order. Raises WarcError where there is no record in it."""
    answers: dict[str, Held] = {}
    posts: dict[str, str] = {}
    count = 0
    with redirect_stderr(io.StringIO()):  # the library's own remarks on odd records
        for record, form, offset in _records(file):
            count += 1
            name, beside = (_named(record, key) for key in ("WARC-Record-ID", "WARC-Concurrent-To"))
            if form is not None:
                posts |= {one: form for one in (name, beside) if one}
            elif (held := _held(record, file, offset)) is not None:
                answers[name or f"{offset}"] = replace(held, posted=posts.get(beside))
    if not count:
        raise WarcError(f"{file}: no WARC record in it")
    return [replace(held, posted=posts.get(name, held.posted)) for name, held in answers.items()]


def record_at(held: Held, stream: BinaryIO) -> Any:
    """The record of an answer, its body still to be read from `stream`."""
    stream.seek(held.offset)
    return next(iter(ArchiveIterator(stream, arc2warc=True)))


def _records(file: Path) -> Iterator[_Found]:
    """Every whole record, the form that it posted, and where it starts; what is damaged is passed over."""
    if not file.stat().st_size:
        return
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield from _packed(data, file) if data[: len(_GZIP)] == _GZIP else _plain(stream, data, file)


def _packed(data: mmap.mmap, file: Path) -> Iterator[_Found]:
    """The records of a file with one gzip member a record."""
    offset = 0
    while 0 <= offset < len(data):
        head, size, end = _member(data, offset)
        record = _parsed(head) if end else None
        if record is None:
            log.warning("a record of a web archive is damaged", file=str(file), offset=offset)
            offset = data.find(_GZIP, offset + 1)
            continue
        if _holds_more(record, head, size):
            raise WarcError(f"{file}: it is packed as a whole, not record by record; unpack it first")
        yield record, _form(record), offset
        offset = end


def _member(data: mmap.mmap, start: int) -> tuple[bytes, int, int]:
    """The beginning of what a gzip member holds, its size in all, and where it ends: 0 for a damaged one."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    head, size = b"", 0
    for at in range(start, len(data), _CHUNK):
        chunk = data[at : at + _CHUNK]
        try:
            part = unpacker.decompress(chunk)
        except zlib.error:
            break
        head, size = head + part[: _HEAD - len(head)], size + len(part)
        if unpacker.eof:
            return head, size, at + len(chunk) - len(unpacker.unused_data)
    return head, size, 0


def _parsed(head: bytes) -> Any:
    try:
        return next(iter(ArchiveIterator(io.BytesIO(head), arc2warc=True)), None)
    except _BROKEN:
        return None


def _holds_more(record: Any, head: bytes, size: int) -> bool:
    """Whether a gzip member holds more than its first record: then the others have no place of their own."""
    length = _named(record, "Content-Length")
    start = head.find(b"\r\n\r\n") + 4
    return head.startswith(b"WARC/") and length.isdecimal() and size - start - int(length) > _BLANKS


def _plain(stream: BinaryIO, data: mmap.mmap, file: Path) -> Iterator[_Found]:
    """The records of a file that is not packed."""
    start = 0
    while start >= 0:
        stream.seek(start)
        records = ArchiveIterator(stream, arc2warc=True)
        try:
            for record in records:
                yield record, _form(record), records.get_record_offset()
        except _BROKEN:
            log.warning("a record of a web archive is damaged", file=str(file), offset=records.offset)
            found = data.find(_START, max(start, records.offset) + 1)
            start = found + 2 if found >= 0 else -1
        else:
            return


def _form(record: Any) -> str | None:
    """The body of a POST request; None for any other record."""
    if record.rec_type != "request" or record.http_headers is None or record.http_headers.protocol != "POST":
        return None
    return bytes(record.content_stream().read(_HEAD)).decode("utf-8", "replace")


def _held(record: Any, file: Path, offset: int) -> Held | None:
    """Where a record's answer lies; None for records that are no answer to an http request."""
    url = _named(record, "WARC-Target-URI").strip("<> ")
    if record.rec_type not in _KINDS or not url.startswith(("http:", "https:")):
        return None
    digest, revisit = _named(record, "WARC-Payload-Digest") or None, record.rec_type == "revisit"
    try:
        name = normal(url)
        taken_at = _moment(_named(record, "WARC-Date"))
        status = int(record.http_headers.get_statuscode()) if record.http_headers else 200
        refers = _refers(record) if revisit else None
    except ValueError:
        log.warning("a record of a web archive is passed over", file=str(file), offset=offset, url=url)
        return None
    return Held(name, file, offset, taken_at, status, digest, revisit, refers) if name else None


def _refers(record: Any) -> tuple[str, str] | None:
    url, date = (_named(record, f"WARC-Refers-To-{key}") for key in ("Target-URI", "Date"))
    return (normal(url.strip("<> ")) or url, _moment(date)) if url and date else None


def _named(record: Any, name: str) -> str:
    return str(record.rec_headers.get_header(name) or "")


def _moment(text: str) -> str:
    """A WARC-Date to the second, as the log of captures writes it. Raises ValueError."""
    return datetime.fromisoformat(text[:19]).strftime("%Y-%m-%dT%H:%M:%SZ")
