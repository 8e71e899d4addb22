"""Web archives of others in the network's place: the newest good answer to each request, and those before."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from warcio.bufferedreaders import ChunkedDataReader

from extractors.crawl.decoding import CodingError, CutShortError, codings, decoded
from extractors.crawl.exchange import NoAnswer, Request, Response
from extractors.crawl.foreign import Held, WarcError, index, record_at
from extractors.crawl.urls import host_port, is_file, same_house, same_page
from extractors.records import Site

__all__ = ["Stored", "WarcError", "WebArchive"]

# What tells of a document that it is there, or is not any more.
_TELLING = (200, 404, 410)
_Key = tuple[str, str | None]


class WebArchive:
    """The answers in WARC and ARC files. Raises WarcError for a file that is none."""

    def __init__(self, files: Iterable[Path]) -> None:
        held = [one for file in files for one in index(file)]
        whole = [one for one in held if not one.revisit]
        self._by_digest = {one.digest: one for one in whole if one.digest}
        self._by_moment = {(one.url, one.taken_at): one for one in whole}
        usable = [one for one in held if self._original(one)]
        self._answers: dict[_Key, list[Held]] = defaultdict(list)
        for one in sorted(usable, key=lambda one: one.taken_at):
            self._answers[_key(one.url, one.posted)].append(one)
        self.lost_revisits = len(held) - len(usable)
        self.older = len(usable) - len(self._answers)

    @property
    def _newest(self) -> Iterator[Held]:
        """The newest good answer to each address."""
        return (_best(answers) for (_, posted), answers in self._answers.items() if posted is None)

    def _original(self, one: Held) -> Held | None:
        """The record that holds the body of an answer."""
        if not one.revisit:
            return one
        if one.digest is not None:
            return self._by_digest.get(one.digest)
        return self._by_moment.get(one.refers) if one.refers else None

    def urls_of(self, sites: Sequence[Site]) -> dict[str, list[str]]:
        """The addresses held of each site, pages before files; an address counts for the nearest site."""
        found: dict[str, list[str]] = {}
        for one in sorted(self._newest, key=lambda one: (is_file(one.url), one.url)):
            site = None if urlsplit(one.url).path == "/robots.txt" else _nearest(one.url, sites)
            if site is not None:
                found.setdefault(site.site_id, []).append(one.url)
        return found

    def strangers(self, sites: Sequence[Site]) -> Counter[str]:
        """How many addresses are held of each host that belongs to no site."""
        urls = (one.url for one in self._newest)
        return Counter(host_port(url)[0] for url in urls if _nearest(url, sites) is None)

    def answer(self, url: str, limit: int, posted: str | None = None) -> Response | NoAnswer | None:
        """The newest good answer to a request, its body cut at `limit` bytes; None where none is held."""
        answers = self._answers.get(_key(url, posted))
        return self._read(_best(answers), limit) if answers else None

    def others(self, url: str, taken_at: str, limit: int) -> Iterator[Response | NoAnswer]:
        """What the archive holds of an address beside the answer of `taken_at`, oldest first.

        Of answers alike that follow each other only the first is given.
        """
        before: tuple[str | None, int] | None = None
        for one in self._answers.get(_key(url, None), ()):
            same = one.digest is not None and (one.digest, one.status) == before
            before = (one.digest, one.status)
            if (
                not same
                and one.taken_at != taken_at
                and one.status in _TELLING
                and _bare(one.url) == _bare(url)
            ):
                yield self._read(one, limit)

    def _read(self, held: Held, limit: int) -> Response | NoAnswer:
        source = self._original(held) or held
        with held.file.open("rb") as own, source.file.open("rb") as stream:
            record = record_at(source, stream)
            # A revisit may have headers of its own; the body's coding is that of the record that holds it.
            shown = record_at(held, own).http_headers or record.http_headers
            coded = tuple(record.http_headers.headers) if record.http_headers else ()
            try:
                body, cut = _body(record, coded, limit)
            except CutShortError:
                return NoAnswer("incomplete")
            except CodingError as error:
                return NoAnswer("unknown_coding", str(error))
        kind = record.rec_headers.get_header("Content-Type") or ""
        return Response(
            status=held.status,
            reason=shown.statusline.partition(" ")[2] if shown else "OK",
            headers=tuple(shown.headers) if shown else (("Content-Type", kind),),
            body=body,
            cut=cut,
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
        answer = self._archive.answer(request.url, self._limit, request.posted)
        if answer is None:
            return NoAnswer("not_archived")
        self.served.add(same_page(request.url))
        return answer

    def others(self, url: str, taken_at: str) -> Iterator[Response | NoAnswer]:
        """What the archive holds of an address beside the answer of `taken_at`, oldest first."""
        return self._archive.others(url, taken_at, self._limit)


def _best(answers: Sequence[Held]) -> Held:
    return max(answers, key=lambda one: (one.status == 200, one.taken_at))


def _key(url: str, posted: str | None) -> _Key:
    """What tells requests apart: a form by its fields in any order, JSON by what it says."""
    if posted is None:
        return same_page(url), None
    try:
        return same_page(url), json.dumps(json.loads(posted), sort_keys=True)
    except ValueError:
        return same_page(url), repr(sorted(parse_qsl(posted, keep_blank_values=True)) or posted)


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _body(record: Any, headers: tuple[tuple[str, str], ...], limit: int) -> tuple[bytes, bool]:
    """The body without its codings, and whether it is longer than `limit` bytes and cut."""
    chunked = any(name.lower() == "transfer-encoding" and "chunked" in value for name, value in headers)
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    raw = bytes(stream.read(limit + 1))
    if len(raw) > limit:
        return raw[:limit], True
    return decoded(raw, codings(headers), limit)


def _nearest(url: str, sites: Sequence[Site]) -> Site | None:
    """The site an address belongs to; of several in one house the one whose address it shares most of."""
    at_home = [site for site in sites if same_house(site.url, url)]
    return max(
        at_home, key=lambda site: (_shared(same_page(site.url), same_page(url)), site.site_id), default=None
    )


def _shared(one: str, other: str) -> int:
    pairs = zip(one.rstrip("?"), other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), len(one))
