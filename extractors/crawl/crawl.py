"""Crawling the sites of one prefecture: all hosts at once, one request at a time to each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog
from structlog.contextvars import bind_contextvars

from extractors.crawl.addresses import AddressPolicy
from extractors.crawl.archive import ArchiveWriter
from extractors.crawl.budget import Budget
from extractors.crawl.exchange import Request, Response
from extractors.crawl.fetcher import Fetcher
from extractors.crawl.imports import Stored, WebArchive
from extractors.crawl.outcomes import outcome
from extractors.crawl.run import Run
from extractors.crawl.settings import CrawlSettings
from extractors.crawl.transport import Transport
from extractors.crawl.urls import is_file, same_page
from extractors.crawl.walk import Walk
from extractors.records import Capture, Site

__all__ = ["CrawlResult", "CrawlSettings", "SiteResult", "crawl_prefecture"]

log = structlog.get_logger()

_SITES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of one site. `pages` are requests sent, `reports` documents found, `failures` by outcome.

    `error` says why the visit ended early, found no start or missed a list page; `note` is anything else
    worth knowing: what was cut, and every failed request.
    """

    site_id: str
    pages: int
    reports: int
    failures: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether the visit did not end well."""
        return self.error is not None


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """One run over a prefecture: the log of what was fetched, in order, and each site's result."""

    captures: tuple[Capture, ...]
    sites: tuple[SiteResult, ...]


async def crawl_prefecture(
    sites: Sequence[Site],
    *,
    lake: Path,
    run_id: str,
    known: Sequence[Capture],
    settings: CrawlSettings,
    on_progress: Callable[[str, int, int], None] | None = None,
    web_archive: WebArchive | None = None,
) -> CrawlResult:
    """Crawl `sites`, which are of one prefecture, into the archive of the lake.

    With a `web_archive` its answers are taken in the network's place, no host is asked.

    `known` are all earlier captures of the prefecture, oldest first. `on_progress` is told of every request:
    site id, requests of that site so far, reports among them. A site that fails does not stop the others.
    Raises OSError when the archive cannot be written.
    """
    if not sites:
        return CrawlResult((), ())
    requests: Counter[str] = Counter()
    reports: Counter[str] = Counter()

    def count(capture: Capture) -> None:
        requests[capture.site_id] += outcome(capture.outcome).sent
        reports[capture.site_id] += capture.role == "report" and capture.outcome in ("ok", "not_modified")
        if on_progress is not None:
            on_progress(capture.site_id, requests[capture.site_id], reports[capture.site_id])

    with ArchiveWriter(lake, sites[0].prefecture, run_id) as archive:
        run = Run(lake, archive, known, settings, count)
        slots = asyncio.Semaphore(_SITES_AT_ONCE)
        tasks = (
            _take_in(site, run, web_archive, sites) if web_archive else _visit(site, run, slots)
            for site in sites
        )
        visits = await asyncio.gather(*tasks, return_exceptions=True)
    results = [_result(site, visit, requests) for site, visit in zip(sites, visits, strict=True)]
    return CrawlResult(tuple(run.captures), tuple(results))


async def _visit(site: Site, run: Run, slots: asyncio.Semaphore) -> Walk:
    # Each visit is a task with a context of its own: all that is logged in it names its site.
    bind_contextvars(site=site.site_id)
    async with (
        slots,
        Transport(run.settings, AddressPolicy(site.url), site.certificate, run.old_tls) as transport,
    ):
        fetcher = Fetcher(site, run, transport)
        walk = Walk(site, fetcher, Budget(fetcher, run.settings.max_pages_per_site))
        await walk.run()
        await walk.revisit()
    return walk


async def _take_in(site: Site, run: Run, archive: WebArchive, sites: Sequence[Site]) -> Walk:
    """Walk over what a web archive holds of a site, then over pages in it that nothing led to."""
    bind_contextvars(site=site.site_id)
    carrier = Stored(archive, run.settings.max_body_bytes)
    fetcher = Fetcher(site, run, carrier)
    walk = Walk(site, fetcher, Budget(fetcher, run.settings.max_pages_per_site))
    await walk.run()
    held = archive.urls_of(sites).get(site.site_id, [])
    for url in held:
        if same_page(url) not in carrier.served and not is_file(url):
            budget = Budget(fetcher, run.settings.max_pages_per_site)
            alone = Walk(replace(site, url=url), fetcher, budget)
            await alone.run()
            walk.reports |= alone.reports
            walk.failures += alone.failures
            walk.notes += alone.notes
    _take_in_others(walk, run, carrier)
    if left := [url for url in held if same_page(url) not in carrier.served]:
        walk.notes.append(f"{len(left)} files in the web archive that no page of it links to")
    # A web archive is never whole: what it does not hold is no failure of the site.
    walk.error = None
    walk.failures.pop("not_archived", None)
    return walk


def _take_in_others(walk: Walk, run: Run, carrier: Stored) -> None:
    """What each document was before and after the answer that was taken: revisions, and when it had gone."""
    for one in run.documents(walk.site.site_id):
        request = Request(one.url, one.role, None, one.via, one.link_text, one.listed_on)
        for answer in carrier.others(one.url, one.fetched_at):
            if isinstance(answer, Response) and not run.holds(one.url, answer.taken_at or ""):
                walk.fetcher.past(request, answer, walk.judge_of(one))


def _note(walk: Walk) -> str:
    notes = [*walk.notes, *walk.fetcher.visit.remarks()]
    if not walk.reports and not walk.error:
        notes.append("no annual report found")
    # A single failure that ended the visit stands in the error already.
    if walk.failures and not (walk.error and walk.failures.total() == 1):
        counts = ", ".join(f"{count} × {name}" for name, count in walk.failures.most_common())
        notes.append(f"{counts}: {outcome(walk.failures.most_common(1)[0][0]).remedy}")
    return "; ".join(notes)


def _result(site: Site, visit: Walk | BaseException, requests: Mapping[str, int]) -> SiteResult:
    sent = requests.get(site.site_id, 0)
    if isinstance(visit, Walk):
        failures = dict(sorted(visit.failures.items()))
        return SiteResult(site.site_id, sent, len(visit.reports), failures, visit.error, _note(visit))
    if isinstance(visit, OSError) or not isinstance(visit, Exception):
        raise visit
    log.error("crawl of a site failed by a defect", site=site.site_id, exc_info=visit)
    return SiteResult(site.site_id, sent, 0, {"crashed": 1}, f"crashed: {type(visit).__name__}: {visit}")
