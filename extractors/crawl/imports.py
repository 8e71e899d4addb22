"""Web archives of others (WARC files) in the network's place: the newest answer to each address."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from extractors.crawl.exchange import NoAnswer, Request, Response
from extractors.crawl.urls import host_port, is_file, normal, same_house, same_page
from extractors.records import Site

log = structlog.get_logger()

_KINDS = ("response", "resource", "revisit")
_BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, ValueError)


class WarcError(Exception):
    """A file that is no web archive; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Where an answer lies. A `revisit` has no body of its own, but that of the record with its `digest`."""

    url: str
    file: Path
    offset: int
    taken_at: str
    status: int
    digest: str | None
    revisit: bool

    @property
    def rank(self) -> tuple[bool, str]:
        return self.status == 200, self.taken_at


class WebArchive:
    """The answers in WARC files, plain or gzip a record. Raises WarcError for a file that is none."""

    def __init__(self, files: Iterable[Path]) -> None:
        held = [one for file in files for one in _index(file)]
        self._originals = {one.digest: one for one in held if one.digest and not one.revisit}
        usable = [one for one in held if not one.revisit or one.digest in self._originals]
        self._newest: dict[str, _Held] = {}
        for one in sorted(usable, key=lambda one: one.rank):
            self._newest[same_page(one.url)] = one
        self.lost_revisits = len(held) - len(usable)
        self.older = len(usable) - len(self._newest)

    def urls_of(self, sites: Sequence[Site]) -> dict[str, list[str]]:
        """The addresses held of each site, pages before files; an address counts for the nearest site."""
        found: dict[str, list[str]] = {}
        for one in sorted(self._newest.values(), key=lambda one: (is_file(one.url), one.url)):
            if site := _nearest(one.url, sites):
                found.setdefault(site.site_id, []).append(one.url)
        return found

    def strangers(self, sites: Sequence[Site]) -> Counter[str]:
        """How many addresses are held of each host that belongs to no site."""
        urls = (one.url for one in self._newest.values())
        return Counter(host_port(url)[0] for url in urls if _nearest(url, sites) is None)

    def answer(self, url: str, limit: int) -> Response | None:
        """The newest answer to an address, its body cut at `limit` bytes; None where none is held."""
        held = self._newest.get(same_page(url))
        if held is None:
            return None
        record, body = _read(held, limit)
        if held.revisit and held.digest:
            source, body = _read(self._originals[held.digest], limit)
            record = record if record.http_headers else source
        http = record.http_headers
        kind = record.rec_headers.get_header("Content-Type") or ""
        return Response(
            status=held.status,
            reason=http.statusline.partition(" ")[2] if http else "OK",
            headers=tuple(http.headers) if http else (("Content-Type", kind),),
            body=body[:limit],
            cut=len(body) > limit,
            taken_at=held.taken_at,
        )


class Stored:
    """Carries the requests of one site to a web archive. `served` are the pages that it gave."""

    offline = True

    def __init__(self, archive: WebArchive, limit: int) -> None:
        self._archive = archive
        self._limit = limit
        self.served: set[str] = set()

    async def __aenter__(self) -> Stored:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    def turn(self, _host: str, _delay: float) -> AbstractAsyncContextManager[None]:
        """No host is asked, so nobody has to wait."""
        return nullcontext()

    async def send(self, request: Request, _headers: Mapping[str, str]) -> Response | NoAnswer:
        """The archived answer, if the archive holds one."""
        answer = self._archive.answer(request.url, self._limit) if request.posted is None else None
        if answer is None:
            return NoAnswer("not_archived")
        self.served.add(same_page(request.url))
        return answer


def _index(file: Path) -> Iterator[_Held]:
    count = 0
    with file.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                count += 1
                held = _held(record, file, records.get_record_offset())
                if held is not None:
                    yield held
        except _BROKEN as error:
            if not count:
                raise WarcError(f"{file}: no WARC file: {error}") from None
            log.warning("a web archive ends early or is damaged", file=str(file), records=count)
    if not count:
        raise WarcError(f"{file}: no WARC record in it")


def _held(record: Any, file: Path, offset: int) -> _Held | None:
    """Where a record's answer lies; None for records that are no answer to an http request."""
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type not in _KINDS or not url.startswith(("http:", "https:")):
        return None
    digest = headers.get_header("WARC-Payload-Digest")
    try:
        name = normal(url)
        taken_at = _moment(headers.get_header("WARC-Date") or "")
        status = int(record.http_headers.get_statuscode()) if record.http_headers else 200
    except ValueError:
        log.warning("a record of a web archive is passed over", file=str(file), offset=offset, url=url)
        return None
    return _Held(name, file, offset, taken_at, status, digest, record.rec_type == "revisit") if name else None


def _read(held: _Held, limit: int) -> tuple[Any, bytes]:
    """A record and its body, one byte more than `limit` at most."""
    with held.file.open("rb") as stream:
        stream.seek(held.offset)
        record = next(iter(ArchiveIterator(stream)))
        return record, bytes(record.content_stream().read(limit + 1))


def _moment(text: str) -> str:
    """A WARC-Date to the second, as the log of captures writes it. Raises ValueError."""
    return datetime.fromisoformat(text[:19]).strftime("%Y-%m-%dT%H:%M:%SZ")


def _nearest(url: str, sites: Sequence[Site]) -> Site | None:
    """The site an address belongs to; of several in one house the one whose address it shares most of."""
    at_home = [site for site in sites if same_house(site.url, url)]
    return max(
        at_home, key=lambda site: (_shared(same_page(site.url), same_page(url)), site.site_id), default=None
    )


def _shared(one: str, other: str) -> int:
    pairs = zip(one.rstrip("?"), other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), len(one))
