"""The sites file: which sites to crawl, one row a site (contract §2)."""

from __future__ import annotations

import csv
import ipaddress
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from extractors.records import Site

HEADER = ("site_id", "division_code", "publisher", "url", "delay", "note")
# May follow the others: the fingerprint of a certificate that is accepted though it is not valid.
CERTIFICATE = "certificate"
DEFAULT_DELAY = 1.0
MINIMUM_DELAY = 0.5
# With an hour between two requests a site is never done.
MAXIMUM_DELAY = 3600.0

_SLUG = re.compile(r"[a-z0-9-]+\Z")
_CODE = re.compile(r"\d{6}\Z", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}\Z")
_HOST = re.compile(r"[^\s/?#@\\]+\Z")


class SitesFileError(Exception):
    """The sites file cannot be used at all; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class SiteProblem:
    """Why a row was refused. `line` counts from 1, the header's line."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


def read_sites(
    path: Path, known_codes: Container[str] | None = None, default_delay: float = DEFAULT_DELAY
) -> tuple[list[Site], list[SiteProblem]]:
    """The good rows of a sites file, and a problem for each row that was refused.

    `known_codes` are the division codes that exist; without it only their form is checked.
    A row without a delay gets `default_delay` seconds.
    Raises SitesFileError when the file is missing, is not UTF-8 or has another header.
    """
    sites: list[Site] = []
    problems: list[SiteProblem] = []
    ids: dict[str, int] = {}
    width, rows = _rows(path)
    for line, row in rows:
        try:
            site = _site(row, width, known_codes, default_delay)
            _check_new(site.site_id, line, ids)
        except ValueError as error:
            problems.append(SiteProblem(line, str(error)))
        else:
            sites.append(site)
    return sites, problems


def is_loopback(host: str) -> bool:
    """Whether `host` is written as a loopback address or is `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _rows(path: Path) -> tuple[int, list[tuple[int, list[str]]]]:
    """How many columns the header has, and every row below it that is not empty, with its first line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SitesFileError(f"{path}: cannot read the sites file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SitesFileError(
            f"{path}: the sites file is not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from error
    try:
        return _parse(text, path)
    except csv.Error as error:
        raise SitesFileError(f"{path}: the sites file is no CSV: {error}") from error


def _parse(text: str, path: Path) -> tuple[int, list[tuple[int, list[str]]]]:
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    if tuple(header) not in (HEADER, (*HEADER, CERTIFICATE)):
        raise SitesFileError(
            f"{path}: line 1: the header must be {','.join(HEADER)}, not {','.join(header) or 'empty'}"
        )
    rows: list[tuple[int, list[str]]] = []
    start = reader.line_num + 1
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append((start, [cell.strip() for cell in row]))
        start = reader.line_num + 1
    return len(header), rows


def _site(row: Sequence[str], width: int, known_codes: Container[str] | None, default_delay: float) -> Site:
    if len(row) != width:
        raise ValueError(f"{len(row)} columns instead of {width}")
    site_id, code, publisher, url, delay, note, *more = row
    if not _SLUG.match(site_id):
        raise ValueError(f"site_id {site_id!r} may only hold a-z, 0-9 and -")
    if not _CODE.match(code):
        raise ValueError(f"division_code {code!r} is not six digits")
    if known_codes is not None and code not in known_codes:
        raise ValueError(f"division_code {code} is unknown")
    if not publisher:
        raise ValueError("publisher is empty")
    host = host_of(url)
    seconds = _delay(delay, host) if delay else default_delay
    return Site(site_id, code, publisher, url, seconds, note, _fingerprint(more[0]) if more else None)


def _fingerprint(text: str) -> str | None:
    digits = text.replace(":", "").lower()
    if digits and not _FINGERPRINT.match(digits):
        raise ValueError(f"certificate {text!r} is not a SHA-256 fingerprint of 64 hex digits")
    return digits or None


def host_of(url: str) -> str:
    """The host of an http or https address. Raises ValueError where a site's `url` may not be so."""
    parts = _split(url)
    if parts.scheme not in ("http", "https") or not _HOST.match(parts.hostname or ""):
        raise ValueError(f"url {url!r} is not an http or https address")
    if parts.username is not None or parts.password is not None or re.search(r"\s", url):
        raise ValueError(f"url {url!r} may hold neither a user name nor blanks")
    return parts.hostname or ""


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it is what checks it
    except ValueError as error:
        raise ValueError(f"url {url!r} is malformed: {error}") from error
    return parts


def _delay(text: str, host: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise ValueError(f"delay {text!r} is not a number of seconds")
    delay = float(text)
    if delay < MINIMUM_DELAY and not is_loopback(host):
        raise ValueError(f"delay {text} is under {MINIMUM_DELAY} s, allowed for loopback addresses only")
    if delay > MAXIMUM_DELAY:
        raise ValueError(f"delay {text} is over {MAXIMUM_DELAY:.0f} s, with which no site is ever done")
    return delay


def _check_new(site_id: str, line: int, ids: dict[str, int]) -> None:
    if site_id in ids:
        raise ValueError(f"site_id {site_id!r} is already on line {ids[site_id]}")
    ids[site_id] = line
