"""One site's walk: from its address to its annual-report columns, their pages, reports and attachments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import structlog

from extractors.crawl.budget import MOST_NAMED, Budget
from extractors.crawl.discovery import belongs_to_column, entries, leads_of, ways_up
from extractors.crawl.documents import attachments, scan
from extractors.crawl.exchange import Fetched, Judge, Request, Verdict
from extractors.crawl.fetcher import Fetcher
from extractors.crawl.frontier import Frontier
from extractors.crawl.leads import ROLES, Chain, Kind, Lead, Search
from extractors.crawl.lists import Onward, instead, onward
from extractors.crawl.outcomes import outcome
from extractors.crawl.page import Link, Page, page_of
from extractors.crawl.sights import Sights
from extractors.crawl.urls import normal, same_page
from extractors.crawl.verdict import Seen, inner_pages, judge_attachment
from extractors.records import Capture, Site

log = structlog.get_logger()

_MOST_MOVES = 5
_MOST_ATTACHMENTS = 5
_MOST_IMAGES = 60
_NOTHING_THERE = ("not_found", "gone", "soft_404")


@dataclass(slots=True)
class Walk:
    """A walk over one site. `pages` are fetches that came to something, `reports` the documents found.

    `notes` say, once each, where the walk itself left something out.
    """

    site: Site
    fetcher: Fetcher
    budget: Budget
    pages: int = 0
    reports: set[str] = field(default_factory=set)
    failures: Counter[str] = field(default_factory=Counter)
    error: str | None = None
    notes: list[str] = field(default_factory=list)
    _frontier: Frontier = field(default_factory=Frontier)
    _sights: Sights = field(default_factory=Sights)

    async def run(self) -> None:
        """Walk until nothing is left, the budget is spent, or the site's visit has to end."""
        start = normal(self.site.url) or self.site.url
        self._add(Lead(start, Kind.PLATFORM, Search(), chain=Chain()))
        while (lead := self._frontier.pop(self.budget.low)) is not None:
            if self.budget.spent:
                left = len(self._frontier) + 1
                self._remark(f"stopped after {self.budget.sent} requests, {left} leads left")
                self._leave("over_budget", lead)
                return
            await self._take(lead)
            if stopped := self.fetcher.stopped():
                self._fail(stopped)
                self._leave("host_stopped" if outcome(stopped).sent else stopped)
                return

    async def revisit(self) -> None:
        """Ask again for documents of earlier runs that nothing leads to any more."""
        gone = 0
        for one in self.fetcher.unlinked():
            if self.fetcher.stopped() or self.budget.spent:
                break
            if not self.fetcher.in_scope(one.url, one.role) or not self._frontier.claim(one.url):
                continue
            request = Request(one.url, one.role, None, one.via, one.link_text, one.listed_on)
            fetched = await self._fetch(request, self.judge_of(one))
            if fetched.outcome in _NOTHING_THERE:
                self.failures -= Counter([fetched.outcome])
                gone += 1
        if gone:
            self._remark(f"documents that no list links to any more, gone now: {gone}")

    def judge_of(self, one: Capture) -> Judge:
        """What tells whether a document's address still holds one."""
        if one.role == "attachment":
            return lambda fetched: judge_attachment(page_of(fetched))
        lead = Lead(one.url, Kind.REPORT, Search(), one.via, one.link_text, one.listed_on)
        return lambda fetched: self._look(fetched, lead).verdict

    async def _take(self, lead: Lead) -> None:
        request = lead.request()
        seen: list[Seen] = []

        def judge(fetched: Fetched) -> Verdict:
            seen[:] = [self._look(fetched, lead)]
            return seen[0].verdict

        fetched = await self._fetch(request, judge)
        if fetched.body is None:
            if fetched.outcome in _NOTHING_THERE and lead.onward and lead.onward.uncertain:
                self.failures -= Counter([fetched.outcome] if lead.onward.guessed else [])
                self._go(instead(lead, lead.chain, came=False))
            elif lead.guessed:
                self.failures -= Counter([self._reason(fetched.outcome)])
            elif self.error is None and lead.via is None:
                self._fail(fetched.outcome)
            elif self.error is None and lead.role == "list" and lead.in_column:
                # What it lists is unknown, so however much else was found, the visit is not complete.
                self._fail(self._reason(fetched.outcome), "a list page could not be had: ")
            return
        # What was fetched before, or by another site of this run, comes without having been judged.
        found = seen[0] if seen else self._look(fetched, lead)
        self._frontier.had(lead, fetched.url)
        if found.verdict.outcome == "ok":
            await self._go_on(found, fetched, lead)
        elif fetched.url != lead.url:
            self.failures[self.fetcher.nothing(request, "redirected_away").outcome] += 1

    def _leave(self, name: str, *leads: Lead) -> None:
        """Record why the reports and lists that are known of, and were not asked for, are not there."""
        left = (one for one in (*leads, *self._frontier.left()) if one.role in ROLES.values())
        for lead in islice((one for one in left if not self.fetcher.last_asked(one.url)), MOST_NAMED):
            self.fetcher.nothing(lead.request(), name)

    async def _fetch(self, request: Request, judge: Judge) -> Fetched:
        self.budget.looks += 1
        fetched = await self.fetcher.fetch(request, judge)
        if fetched.body is None:
            self.failures[self._reason(fetched.outcome)] += 1
        else:
            self.pages += 1
        return fetched

    def _look(self, fetched: Fetched, lead: Lead) -> Seen:
        seen = Seen(page_of(fetched), lead)
        if "report" in (seen.verdict.role, lead.role) and self._sights.hold(seen.page, seen.verdict.role):
            seen.verdict = Verdict("soft_404", "report")  # the home page, or the list, in a report's place
        return seen

    async def _go_on(self, seen: Seen, fetched: Fetched, lead: Lead) -> None:
        page = seen.page
        if page.moved_to is not None:
            if lead.moves < _MOST_MOVES:
                self._frontier.send_on(lead, page.url, page.moved_to)
            else:
                self._remark(f"left a chain of redirects at {page.url}")
            return
        if seen.verdict.role == "report":
            await self._report(page, lead)
            if lead.kind is Kind.REPORT:
                return
        if lead.kind is Kind.REPORT and seen.verdict.role == "page":
            if inner := inner_pages(page, lead):
                self._add_all(lead.moved(url) for url in inner)
                return  # what stands around the frames is the same for every report
        else:
            self._follow(seen, lead)
        if seen.verdict.role != "report":
            self._sights.add(page)  # only now: the page before may have the same address
        if lead.via is None and seen.verdict.role == "report":
            self._add_all(ways_up(page, lead))

    async def _report(self, page: Page, lead: Lead) -> None:
        self.reports.add(same_page(page.url))
        lead.search.found = lead.search.found or lead.in_column
        linked = attachments(page)
        if linked:
            await self._take_files(linked, _MOST_ATTACHMENTS, "attachments", page, lead)
        else:
            await self._take_files(scan(page), _MOST_IMAGES, "images", page, lead)

    async def _take_files(self, links: Sequence[Link], most: int, what: str, page: Page, lead: Lead) -> None:
        """Fetch, in order, the files of a report's page, and those behind pages that only show them."""
        if len(links) > most:
            self._remark(f"took {most} of {len(links)} {what} of {page.url}")
        for link in links[:most]:
            shown = await self._take_file(link, page, lead)
            behind = (Link(shown.moved_to, link.text),) if shown and shown.moved_to else ()
            for one in behind or (attachments(shown)[:1] if shown else ()):
                await self._take_file(one, page, lead)

    async def _take_file(self, link: Link, page: Page, lead: Lead) -> Page | None:
        """Fetch one file of a report's page; the web page in its place, where that leads on to it."""
        if not self.fetcher.in_scope(link.url, "attachment") or not self._frontier.claim(link.url):
            return None
        request = Request(link.url, "attachment", None, page.url, link.text or lead.text, lead.listed_on)
        fetched = await self._fetch(request, lambda fetched: judge_attachment(page_of(fetched)))
        return page_of(fetched) if fetched.role == "page" and fetched.body is not None else None

    def _follow(self, seen: Seen, lead: Lead) -> None:
        """Queue what the page leads to, and the list's next page as long as the list gives anything new."""
        page, listing = seen.page, seen.listing
        in_column = belongs_to_column(page, lead, seen.verdict.role == "report")
        if lead.in_column and not in_column:
            return  # another column, by its own name
        chain = lead.chain or Chain()
        if chain.pages and (lead.strays_to(page.url) or not chain.is_of(page)):
            log.info("list page is another column's", url=page.url)
            if lead.strays_to(page.url):
                self._go(instead(lead, lead.chain, came=False))
            return
        if page.cut:
            self._remark(f"took only the first links of {page.url}, there are too many")
        fresh = entries(page, listing) - chain.seen
        chain.take(page, listing, fresh)
        leads = list(leads_of(page, listing, lead, in_column))
        if in_column and self._comes_again(page, lead, leads):
            self._go(instead(lead, chain))
            return
        self._add_all(leads)
        if in_column:
            self._add_all(lead.next_page(page.url, one, Chain()) for one in listing.lists)
            self._go(onward(page.url, listing, lead, chain, fresh))

    def _comes_again(self, page: Page, lead: Lead, leads: Sequence[Lead]) -> bool:
        """Whether a page shows what the one that led to it shows, and nothing new to be read.

        Sub-columns of years differ in numbers where they differ; so do the pages of a list of years.
        """
        told = (one.kind in (Kind.REPORT, Kind.BODY) and self._frontier.lacks(one) for one in leads)
        return self._sights.repeat(page, lead.via, lead.onward is not None) and not any(told)

    def _go(self, found: Onward) -> None:
        if found.lead is not None:
            self._add(found.lead)
        if found.remark is not None:
            self._remark(found.remark)

    def _add_all(self, leads: Iterable[Lead]) -> None:
        for lead in leads:
            self._add(lead)

    def _add(self, lead: Lead) -> None:
        if self.fetcher.in_scope(lead.url, lead.role):
            self._frontier.add(lead, self.fetcher.last_asked(lead.url))
        elif lead.kind is Kind.REPORT and self._frontier.claim(lead.url) and self.budget.names_abroad():
            self.failures[self.fetcher.out_of_scope(lead.request()).outcome] += 1

    def _reason(self, name: str) -> str:
        """The outcome to count: that which ended the host's visit in place of its echo."""
        return (self.fetcher.stopped() or name) if name == "host_stopped" else name

    def _fail(self, name: str, what: str = "") -> None:
        self.error = f"{what}{name}: {outcome(name).remedy}"

    def _remark(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
