"""The archive: every request as WARC 1.1 records, from which the log of captures can be rebuilt."""

from __future__ import annotations

import hashlib
import io
import os
import string
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlsplit

from extractors.crawl.exchange import Request, Response
from extractors.crawl.readback import ArchiveError, captures_of, read_body, repair
from extractors.crawl.warcfields import dump, line
from extractors.crawl.warcrecord import ascii_only, http_head, record
from extractors.records import Capture

__all__ = ["ArchiveError", "ArchiveWriter", "captures_of", "read_body", "repair"]

# Set aside because the archived body is decoded and whole: a reader must not decode or join it again.
_TRANSPORT = {"content-encoding", "transfer-encoding", "content-length"}
_SOFTWARE = {"software": "gongkai", "format": "WARC File Format 1.1"}


class ArchiveWriter:
    """Appends to one new file, `raw/<prefecture>/<run_id>.warc.gz` below the lake.

    Nothing in the archive is ever rewritten: if the run has a file there already (a task tried again), the
    next free `<run_id>-2.warc.gz` is taken.
    """

    def __init__(self, lake: Path, prefecture: str, run_id: str) -> None:
        folder = lake / "raw" / prefecture
        folder.mkdir(parents=True, exist_ok=True)
        self.run_id = run_id
        self._path, self._file = _new_file(folder, run_id)
        self.warc_file = self._path.relative_to(lake).as_posix()
        self._records = 0
        self._started = False

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Put everything on the disk and close the file."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def write(
        self,
        request: Request,
        response: Response | None,
        *,
        site_id: str,
        fetched_at: str,
        outcome: str,
        media_type: str | None = None,
        confirms: Capture | None = None,
        remark: str | None = None,
    ) -> Capture:
        """Archive one request and hand back its row of the log; `remark` is kept beside it.

        `response` is None when none came. `confirms` is the earlier capture whose body a 304, or a body equal
        to it, stands for; then only the headers are kept and the row points to the earlier record.
        """
        if not self._started:
            self._start(fetched_at)
        # The record of what we know comes last: a capture whose records were cut by a crash was never made.
        offset, concurrent, sha256 = None, None, None
        if response is not None:
            offset = self._file.tell()
            sha256 = hashlib.sha256(response.body).hexdigest()
            concurrent = self._write_response(request, response, fetched_at, confirms, sha256)
            self._write_request(request, response, fetched_at, concurrent)
        seen = {"site_id": site_id, "fetched_at": fetched_at, "outcome": outcome, "run_id": self.run_id}
        capture = _row(request, response, media_type=media_type, sha256=sha256, **seen)
        capture = _place(capture, self.warc_file, offset, confirms)
        headers = {"WARC-Concurrent-To": concurrent} if concurrent else {}
        # The place of an own body is told by the record itself, and so survives moving records about.
        known = replace(capture, warc_file=None, warc_offset=None) if confirms is None else capture
        fields = dump(known) + (line("remark", remark) if remark else b"")
        self._write("metadata", request.url, fetched_at, headers, fields)
        # What has been fetched is not asked for again after a crash of this process.
        self._file.flush()
        return capture

    def _start(self, fetched_at: str) -> None:
        text = "".join(f"{key}: {value}\r\n" for key, value in _SOFTWARE.items())
        self._write("warcinfo", "", fetched_at, {"WARC-Filename": self._path.name}, text.encode())
        self._started = True

    def _write_response(
        self, request: Request, response: Response, fetched_at: str, confirms: Capture | None, sha256: str
    ) -> str:
        head = http_head(f"HTTP/1.1 {response.status} {ascii_only(response.reason)}", _kept(response))
        headers = {"WARC-Truncated": "length"} if response.cut else {}
        if confirms is None:
            headers["WARC-Payload-Digest"] = f"sha256:{sha256}"
            return self._write("response", request.url, fetched_at, headers, response.body, head)
        profile = "server-not-modified" if response.status == 304 else "identical-payload-digest"
        headers |= {
            "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
            "WARC-Refers-To-Target-URI": confirms.url,
            "WARC-Refers-To-Date": confirms.fetched_at,
            "WARC-Payload-Digest": f"sha256:{confirms.sha256}",
        }
        return self._write("revisit", request.url, fetched_at, headers, b"", head)

    def _write_request(self, request: Request, response: Response, fetched_at: str, concurrent: str) -> None:
        parts = urlsplit(request.url)
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=string.printable)
        method = "GET" if request.posted is None else "POST"
        asked = ((ascii_only(name), ascii_only(value)) for name, value in response.asked.items())
        head, body = http_head(f"{method} {path} HTTP/1.1", asked), (request.posted or "").encode()
        self._write("request", request.url, fetched_at, {"WARC-Concurrent-To": concurrent}, body, head)

    def _write(
        self,
        kind: str,
        url: str,
        date: str,
        headers: Mapping[str, str],
        body: bytes,
        head: bytes = b"",
    ) -> str:
        self._records += 1
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.warc_file}#{self._records}")
        record_id = f"<urn:uuid:{name}>"
        about = {"WARC-Target-URI": url} if url else {}
        named = {"WARC-Record-ID": record_id, "WARC-Date": date, **about, **headers}
        self._file.write(record(kind, named, head, body))
        return record_id


def _new_file(folder: Path, run_id: str) -> tuple[Path, io.BufferedWriter]:
    number = 1
    while True:
        path = folder / (f"{run_id}.warc.gz" if number == 1 else f"{run_id}-{number}.warc.gz")
        try:
            return path, path.open("xb")
        except FileExistsError:
            number += 1


def _row(
    request: Request,
    response: Response | None,
    *,
    site_id: str,
    fetched_at: str,
    outcome: str,
    run_id: str,
    media_type: str | None,
    sha256: str | None,
) -> Capture:
    return Capture(
        url=request.url,
        site_id=site_id,
        fetched_at=fetched_at,
        status=response.status if response else None,
        outcome=outcome,
        media_type=media_type,
        sha256=sha256,
        bytes=len(response.body) if response else None,
        warc_file=None,
        warc_offset=None,
        run_id=run_id,
        role=request.role,
        via=request.via,
        link_text=request.link_text,
        listed_on=request.listed_on,
        etag=response.header("etag") if response else None,
        last_modified=response.header("last-modified") if response else None,
        posted=request.posted,
    )


def _place(capture: Capture, warc_file: str, offset: int | None, confirms: Capture | None) -> Capture:
    """The capture with the place of its body; what confirms an earlier body takes over all known of it."""
    if confirms is None:
        return replace(capture, warc_file=warc_file if offset is not None else None, warc_offset=offset)
    return replace(
        capture,
        media_type=confirms.media_type,
        sha256=confirms.sha256,
        bytes=confirms.bytes,
        warc_file=confirms.warc_file,
        warc_offset=confirms.warc_offset,
        etag=capture.etag or confirms.etag,
        last_modified=capture.last_modified or confirms.last_modified,
    )


def _kept(response: Response) -> list[tuple[str, str]]:
    """The response's headers as archived, the true length of the body among them."""
    kept = [
        (ascii_only(f"X-Archive-Orig-{name}" if name.lower() in _TRANSPORT else name), ascii_only(value))
        for name, value in response.headers
    ]
    return kept if response.status == 304 else [*kept, ("Content-Length", str(len(response.body)))]
