"""A first look at a site: a short, polite visit, and the row of the sites file that it suggests."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from extractors.crawl.crawl import CrawlResult, CrawlSettings, crawl_prefecture
from extractors.crawl.outcomes import outcome
from extractors.records import Capture, Site
from extractors.sites import is_loopback
from flows import stopping
from flows.documents import reading
from flows.documents.guarded import LimitError
from transforms.records import Context, Extraction, Identity, LeftOut

# Enough for home page, platform, column and a dozen reports; a probe is no crawl.
BUDGET = 40
_UNKNOWN = "000000"
_GOVERNMENTS = ("province", "prefecture", "county")
_USABLE = ("ok", "not_modified")


@dataclass(frozen=True, slots=True)
class Probe:
    """What a short visit came to. `row` is the proposal; `years` are those of the reports read.

    `lacking` says what of the row could not be told, `error` why the visit ended, if it did.
    """

    row: Site
    pages: int
    years: tuple[int, ...]
    lacking: tuple[str, ...]
    error: str | None


def probe(url: str, settings: CrawlSettings, delay: float) -> Probe:
    """Visit a site and read what reports it leads to; nothing is kept."""
    host = urlsplit(url).hostname or ""
    here = is_loopback(host)
    site = Site(_slug(url), _UNKNOWN, host, url, 0.0 if here else delay)
    with tempfile.TemporaryDirectory(prefix="gongkai-probe-") as folder:
        visit = crawl_prefecture([site], lake=Path(folder), run_id="probe", known=(), settings=settings)
        result = stopping.run(visit)
        read = _read(Path(folder), result)
    return _proposal(site, result, read)


def _slug(url: str) -> str:
    """www.hbtaocheng.gov.cn gives hbtaocheng; an address that is no name gives itself, with its port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    name = re.sub(r"^(www|zwgk|xxgk|zfxxgk)\.|(\.gov)?\.cn$", "", host)
    port = f"-{parts.port}" if parts.port and re.fullmatch(r"[\d.:]+", host) else ""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + port or "site"


def _read(lake: Path, result: CrawlResult) -> list[tuple[Capture, Extraction]]:
    """The reports among what was fetched."""
    fetched = [
        one for one in result.captures if one.role in ("report", "attachment") and one.outcome in _USABLE
    ]
    contexts = [(one, Context(url=one.url, link_text=one.link_text)) for one in fetched]
    return [
        (capture, document)
        for capture, documents in zip(fetched, reading.read_archived(lake, contexts), strict=True)
        if not isinstance(documents, LeftOut | LimitError)
        for document in documents
        if document.is_report and document.identity.year
    ]


def _proposal(site: Site, result: CrawlResult, read: Sequence[tuple[Capture, Extraction]]) -> Probe:
    code, publisher = owner_of([document.identity for _, document in read])
    column = _column([capture for capture, _ in read], result.captures)
    years = tuple(sorted({document.identity.year for _, document in read if document.identity.year}))
    row = Site(
        site.site_id, code or "", publisher or "", column or site.url, site.delay, _note(column, years)
    )
    lacking = [name for name, value in (("division_code", code), ("publisher", publisher)) if not value]
    return Probe(row, result.sites[0].pages, years, tuple(lacking), _why(result))


def owner_of(found: Sequence[Identity]) -> tuple[str | None, str | None]:
    """Division and publisher of the government that most reports are of, or of the body of over half."""
    told = [one for one in found if one.division_code and one.publisher]
    governments = Counter(
        (one.division_code, one.publisher) for one in told if one.publisher_level in _GOVERNMENTS
    )
    if governments:
        return governments.most_common(1)[0][0]
    codes = Counter(one.division_code for one in told).most_common(1)
    bodies = Counter(one.publisher for one in told).most_common(1)
    publisher = bodies[0][0] if bodies and 2 * bodies[0][1] > len(told) else None
    return (codes[0][0] if codes else None), publisher


def _why(result: CrawlResult) -> str | None:
    """What ended the visit; where the host's rules could not be had, why not."""
    error = result.sites[0].error
    rules = next((one.outcome for one in result.captures if one.role == "robots"), "ok")
    return (
        f"{error} ({rules}: {outcome(rules).remedy})"
        if error and rules not in (*_USABLE, "not_found") and not error.startswith(rules)
        else error
    )


def _column(reports: Sequence[Capture], captures: Sequence[Capture]) -> str | None:
    """The list under which most of the reports hang, sub-columns and further pages counted as parts of it."""
    lists = {one.url: one for one in captures if one.role == "list" and one.posted is None}
    tops = Counter(_top(one.via, lists) for one in reports if one.via in lists)
    return max(tops, key=lambda url: (tops[url], -len(url), url), default=None)


def _top(url: str | None, lists: Mapping[str, Capture]) -> str:
    passed: list[str] = []
    while url is not None and url in lists and url not in passed:
        passed.append(url)
        url = lists[url].via
    return passed[-1]


def _note(column: str | None, years: Sequence[int]) -> str:
    seen = f"reports of {years[0]}-{years[-1]} seen" if years else "no report seen"
    return f"{'column' if column else 'entry as given'}, {seen}; probed"


def as_line(row: Site) -> str:
    """The row as the sites file has it."""
    buffer = io.StringIO()
    delay = f"{row.delay:g}" if is_loopback(urlsplit(row.url).hostname or "") else ""
    csv.writer(buffer, lineterminator="").writerow([*astuple(row)[:4], delay, row.note])
    return buffer.getvalue()
