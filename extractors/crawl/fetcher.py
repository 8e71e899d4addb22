"""Fetching for one site: scope, robots.txt, turns, tries, redirects, conditional requests, archive."""

from __future__ import annotations

from dataclasses import replace

import structlog

from extractors.crawl.answers import Answer, conditions, needs_whole, read_answer, retry_after
from extractors.crawl.archive import ArchiveError
from extractors.crawl.exchange import Carrier, Fetched, Judge, NoAnswer, Request, Response
from extractors.crawl.gate import GATE
from extractors.crawl.outcomes import outcome
from extractors.crawl.queries import location_of
from extractors.crawl.robots import Robots
from extractors.crawl.run import Key, Run, now
from extractors.crawl.scope import Scope
from extractors.crawl.urls import host_port, origin, resolve
from extractors.crawl.visit import Visit
from extractors.records import Capture, Site

log = structlog.get_logger()

MOST_TRIES = 3
_USABLE = ("ok", "not_modified")
_NOTHING_SECURE = ("tls_error", "connection_refused", "connection_reset", "proxy_error")


class Fetcher:
    """All requests of one site; `sent` counts them, redirects, tries and rules included."""

    def __init__(self, site: Site, run: Run, carrier: Carrier) -> None:
        self._site = site
        self._run = run
        self._carrier = carrier
        self._scope = Scope(site.url)
        self.sent = 0
        self.visit = Visit(run)

    async def fetch(self, request: Request, judge: Judge | None = None) -> Fetched:
        """Fetch one address, following redirects; each address is asked for once a run."""
        first, hops = request, {request.url}
        while True:
            fetched = await self._once(request, judge)
            if fetched.outcome != "redirected":
                return fetched
            if fetched.moved_to is None:
                return self.nothing(first, "bad_redirect")
            if fetched.moved_to in hops or len(hops) > self._run.settings.max_redirects:
                return self.nothing(first, "redirect_loop")
            hops.add(fetched.moved_to)
            self._scope.follow(request.url, fetched.moved_to)
            posted = request.posted if fetched.keeps_method else None
            request = replace(request, url=fetched.moved_to, posted=posted)

    def nothing(self, request: Request, name: str) -> Fetched:
        """Record what an address came to, though no request was made to tell it."""
        return self._unanswered(request, NoAnswer(name), now())

    def out_of_scope(self, request: Request) -> Fetched:
        """Record a document that the site links to at an address outside its scope."""
        return self.nothing(request, self._scope.refusal(request.url, request.role) or "off_site")

    def past(self, request: Request, response: Response, judge: Judge) -> Fetched:
        """Archive another answer to a request that was made, from another time, with its own moment."""
        answer = read_answer(request, response, None, self._run.body_of)
        return self._settle(request, judge, response, answer, response.taken_at or now())

    def stopped(self) -> str | None:
        """The outcome that ended the visit of the site's own host in this run, if any."""
        return self.visit.ended or self._run.hosts[host_port(self._site.url)].stopped

    def unlinked(self) -> list[Capture]:
        """Documents of earlier runs that nothing in this one has led to and that are due again."""
        return [] if self._carrier.offline else self._run.unlinked(self._site.site_id)

    def last_asked(self, url: str) -> str:
        """When an earlier run last asked for a document, as the log of captures writes it, or nothing."""
        return self._run.last_asked(url)

    def in_scope(self, url: str, role: str) -> bool:
        """Whether an address belongs to the site."""
        return self._scope.holds(url, role)

    async def _once(self, request: Request, judge: Judge | None) -> Fetched:
        """One address without its redirects; what has been fetched in this run comes from the archive."""
        key: Key = (request.url, request.posted)
        refusal = self._scope.refusal(request.url, request.role) or await self._refused(request)
        if refusal:
            return self._unanswered(request, NoAnswer(refusal), now())
        if origin(request.url) in self._run.http_only:
            plain = request.url.replace("https:", "http:", 1)
            return Fetched(request.url, "redirected", request.role, moved_to=plain, keeps_method=True)
        async with self._run.locks[key]:
            if key in self._run.done:
                return self._again(self._run.done[key])
            fetched = self._run.stands(key) or await self._tries(request, judge)
            self._run.done[key] = replace(fetched, body=None)
            return fetched

    def _again(self, fetched: Fetched) -> Fetched:
        if fetched.capture is None or fetched.outcome not in _USABLE:
            return fetched
        return replace(fetched, body=self._run.body_of(fetched.capture))

    async def _refused(self, request: Request) -> str | None:
        """Why the request may not be made: the host's or the whole visit has ended, or robots.txt forbids."""
        if self._carrier.offline:
            return None
        if ended := self.visit.over(request.url):
            return ended
        if request.role == "robots":
            return None
        robots = await self._robots(request.url)
        if ended := self.visit.over(request.url):
            return ended
        return None if robots.allows(request.url) else robots.refusal

    async def _robots(self, url: str) -> Robots:
        place = origin(url)
        if place not in self._run.robots:
            fetched = await self.fetch(Request(f"{place}/robots.txt", "robots"))
            self._run.robots[place] = Robots(fetched, self._run.settings.user_agent)
            # Only where nothing answers at the secure port at all; a bad certificate is no such case.
            if place.startswith("https:") and fetched.outcome in _NOTHING_SECURE:
                await self._try_plain(place)
        return self._run.robots[place]

    async def _try_plain(self, place: str) -> None:
        """Find out whether a host that offers no https answers over http, and go on there if so."""
        robots = await self._robots(place.replace("https:", "http:", 1))
        if robots.reached:
            self._run.http_only.add(place)
            self._run.robots[place] = robots
            self.visit.remark(place, "http only")
            self._run.hosts[host_port(place)].stopped = None

    async def _tries(self, request: Request, judge: Judge | None) -> Fetched:
        settings = self._run.settings
        host = self._run.hosts[host_port(request.url)]
        tries = min(settings.retries, MOST_TRIES)
        for attempt in range(1, tries + 1):
            fetched, response = await self._try(request, judge)
            again = outcome(fetched.outcome).retry
            asked = retry_after(response)
            if again and asked > settings.max_retry_after:
                log.warning("Retry-After is too long, visit ended", url=request.url, seconds=asked)
                host.stopped = fetched.outcome
            again = again and attempt < tries and not host.stopped
            pause = settings.backoff * 2 ** (attempt - 1) if again else 0.0
            if not host.stopped:
                seconds = max(pause, min(asked, settings.max_retry_after))
                GATE.hold(host_port(request.url)[0], seconds, settings.turns)
            if not again:
                break
        if outcome(fetched.outcome).sent and not self._carrier.offline:
            host.note(fetched.outcome)
        return fetched

    async def _try(self, request: Request, judge: Judge | None) -> tuple[Fetched, Response | None]:
        key: Key = (request.url, request.posted)
        earlier = self._run.earlier(key)
        async with self._carrier.turn(host_port(request.url)[0], self._delay(request.url)):
            if self._run.hosts[host_port(request.url)].stopped:  # by another site while this one waited
                return self._unanswered(request, NoAnswer("host_stopped"), now()), None
            self.visit.asks(request.url)
            self.sent += 1
            fetched_at = now()
            answer = await self._carrier.send(request, conditions(earlier))
        if isinstance(answer, NoAnswer):
            return self._unanswered(request, answer, fetched_at), None
        fetched_at = answer.taken_at or fetched_at
        if earlier is not None and needs_whole(request, answer):
            return await self._whole(request, judge, answer, fetched_at)
        try:
            read = read_answer(request, answer, earlier, self._run.body_of)
        except ArchiveError as error:
            log.warning("earlier body cannot be read back, fetching it again", reason=str(error))
            return await self._whole(request, judge, answer, fetched_at)
        return self._settle(request, judge, answer, read, fetched_at), answer

    async def _whole(
        self, request: Request, judge: Judge | None, answer: Response, fetched_at: str
    ) -> tuple[Fetched, Response | None]:
        """Record an answer that cannot be used and ask again without conditions."""
        self._archive(request, answer, fetched_at, Answer("unreadable_archive"))
        self._run.forget((request.url, request.posted))
        return await self._try(request, judge)

    def _settle(
        self, request: Request, judge: Judge | None, response: Response, answer: Answer, fetched_at: str
    ) -> Fetched:
        """Let the judge see a usable body, archive the exchange and hand on what it came to."""
        fetched = Fetched(
            url=request.url,
            outcome=answer.outcome,
            role=request.role,
            body=answer.body if answer.outcome in _USABLE else None,
            content_type=answer.content_type,
            posted=request.posted,
        )
        if fetched.body is not None and judge is not None:
            verdict = judge(fetched)
            request = replace(request, role=verdict.role)
            if verdict.outcome != "ok":
                answer = replace(answer, outcome=verdict.outcome)
                fetched = replace(fetched, body=None, outcome=verdict.outcome)
        capture = self._archive(request, response, fetched_at, answer)
        location = response.header("location") if answer.outcome == "redirected" else None
        return replace(
            fetched,
            role=request.role,
            capture=capture,
            moved_to=resolve(request.url, location_of(location)) if location else None,
            keeps_method=response.status in (307, 308),
        )

    def _unanswered(self, request: Request, why: NoAnswer, fetched_at: str) -> Fetched:
        """Record a request that got no answer, or that was not made."""
        if why.outcome == "not_archived":
            return Fetched(request.url, why.outcome, request.role)
        capture = self._archive(request, None, fetched_at, Answer(why.outcome, remark=why.remark))
        return Fetched(request.url, why.outcome, request.role, capture=capture)

    def _archive(
        self, request: Request, response: Response | None, fetched_at: str, answer: Answer
    ) -> Capture:
        capture = self._run.archive.write(
            request,
            response,
            site_id=self._site.site_id,
            fetched_at=fetched_at,
            outcome=answer.outcome,
            media_type=answer.media_type,
            confirms=answer.confirms,
            remark=answer.remark,
        )
        if answer.remark and outcome(answer.outcome).remarkable:
            self.visit.remark(request.url, answer.remark)
        self._run.add(capture)
        return capture

    def _delay(self, url: str) -> float:
        """The gap for a host: the site's own delay, elsewhere the default; robots.txt may ask for more."""
        robots = self._run.robots.get(origin(url))
        own = host_port(url)[0] == host_port(self._site.url)[0]
        delay = self._site.delay if own else max(self._site.delay, self._run.settings.default_delay)
        return max(delay, robots.delay if robots else 0.0)
