"""The plain records that extractors hand on: sites and captures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """One row of the sites file (see docs/adding-a-site.md). `delay` is in seconds.

    `certificate` is the SHA-256 fingerprint, 64 hex digits, of an invalid certificate that is accepted there.
    """

    site_id: str
    division_code: str
    publisher: str
    url: str
    delay: float
    note: str = ""
    certificate: str | None = None

    @property
    def prefecture(self) -> str:
        """The 4-digit division prefix that is the unit of work, e.g. `1311`."""
        return self.division_code[:4]


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch, as the archive holds it. Every request makes one, refusals and 304s included.

    `role` says why it was fetched: robots, page (navigation), list, report, attachment.
    `via`, `link_text` and `listed_on` are the page that led here, the link's text and the date beside it.
    `warc_file` is relative to the lake; `warc_offset` is where the record that holds the body starts in the
    compressed file: for a 304 or an unchanged body that of the earlier run.
    `sha256` is that of the archived body; for a 304 that of the body it confirms. `posted` is the body of a
    POST request, null for GET.
    """

    url: str
    site_id: str
    fetched_at: str
    status: int | None
    outcome: str
    media_type: str | None
    sha256: str | None
    bytes: int | None
    warc_file: str | None
    warc_offset: int | None
    run_id: str
    role: str
    via: str | None = None
    link_text: str | None = None
    listed_on: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    posted: str | None = None
