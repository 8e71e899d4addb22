"""A loopback server for the crawler's tests: pages as data, faults as functions, a log of what came in."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiohttp import web

from extractors.crawl.crawl import CrawlResult, CrawlSettings, crawl_prefecture
from extractors.records import Capture, Site

SETTINGS = CrawlSettings(user_agent="gongkai-test/1 (+mailto:test@example.org)", timeout=5, backoff=0.02)
COLUMN = "/zfxxgk/zfxxgknb/"

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    started: float
    ended: float
    status: int


@dataclass(slots=True)
class Farm:
    """One site on a port of its own. `routes` maps a path with its query to a page or a handler."""

    routes: dict[str, str | bytes | Handler] = field(default_factory=dict)
    address: str = "127.0.0.1"
    log: list[Seen] = field(default_factory=list)
    port: int = 0
    validators: bool = True
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}"

    def paths(self) -> list[str]:
        return [seen.path for seen in self.log]

    def site(self, path: str = "/", site_id: str = "site", delay: float = 0.0) -> Site:
        return Site(site_id, "131102", "桃城区人民政府", self.url + path, delay)

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(timeout=5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread:
            self._thread.join(timeout=5)

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._open())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _open(self) -> web.ServerRunner:
        runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, self.address, self.port).start()
        self.port = runner.addresses[0][1]
        return runner

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        started, status = time.monotonic(), 0
        try:
            response = await self._respond(request)
            status = response.status
            return response
        finally:
            headers, ended = dict(request.headers), time.monotonic()
            self.log.append(Seen(request.method, request.path_qs, headers, started, ended, status))

    async def _respond(self, request: web.BaseRequest) -> web.StreamResponse:
        plain = request.path.partition(";")[0]  # servers do not mind their own session ids
        answer = self.routes.get(request.path_qs, self.routes.get(plain))
        if answer is None:
            return web.Response(status=404, text="<h1>404</h1>", content_type="text/html")
        if callable(answer):
            return await answer(request)
        body = answer.encode() if isinstance(answer, str) else answer
        return self.page(request, body)

    def page(self, request: web.BaseRequest, body: bytes) -> web.Response:
        etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if not self.validators:
            return web.Response(body=body, content_type="text/html")
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type=_kind(body), headers={"ETag": etag})


def _kind(body: bytes) -> str:
    if body.startswith(b"{"):
        return "application/json"
    return "text/xml" if body.startswith(b"<datastore") else "text/html"


def status(code: int, body: str = "", headers: dict[str, str] | None = None) -> Handler:
    """A handler that always answers so."""

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(status=code, text=body, content_type="text/html", headers=headers or {})

    return answer


def in_turn(farm: Farm, *answers: Handler | str) -> Handler:
    """A handler that gives its answers one after another, the last one from then on."""
    left = list(answers)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        one = left.pop(0) if len(left) > 1 else left[0]
        return farm.page(request, one.encode()) if isinstance(one, str) else await one(request)

    return answer


def html(body: str, title: str = "", metas: str = "") -> str:
    return f'<html><head><meta charset="utf-8">{metas}<title>{title}</title></head><body>{body}</body></html>'


def report(year: int, body: str = "桃城区人民政府") -> str:
    """A page with what every report has: title, headings, words of its tables."""
    title = f"{body}{year}年政府信息公开工作年度报告"
    text = "<h2>一、总体情况</h2><p>略</p><h2>二、主动公开政府信息情况</h2><table><tr><td>规范性文件</td>"
    text += f"<td>{year}</td></tr><tr><td>本年新收政府信息公开申请数量</td><td>7</td></tr></table>"
    return html(f"<h1>{title}</h1>{text}<h2>五、存在的主要问题</h2>" + "<p>说明</p>" * 40, title)


def rows(*links: tuple[str, str, str]) -> str:
    """List rows of (href, text, date)."""
    items = (f'<li><a href="{href}">{text}</a><span>{date}</span></li>' for href, text, date in links)
    return "<ul>" + "".join(items) + "</ul>"


def report_rows(years: range, stem: str = "t") -> str:
    return rows(
        *(
            (f"{stem}{year}.html", f"桃城区人民政府{year}年政府信息公开工作年度报告", f"{year + 1}-01-20")
            for year in years
        )
    )


def simple_site(years: range = range(2021, 2024)) -> dict[str, str | bytes | Handler]:
    """Home page, platform, column and its reports."""
    nav = '<a href="/">首页</a><a href="/zfxxgk/">政府信息公开</a><a href="/news/">新闻</a>'
    platform = nav + f'<a href="/zfxxgk/zn.html">政府信息公开指南</a><a href="{COLUMN}">政府信息公开年报</a>'
    pages: dict[str, str | bytes | Handler] = {
        "/robots.txt": "User-agent: *\nDisallow: /admin/\n",
        "/": html(nav),
        "/zfxxgk/": html(platform),
        COLUMN: html(platform + report_rows(years), "政府信息公开年报"),
    }
    return pages | {f"{COLUMN}t{year}.html": report(year) for year in years}


async def crawl(
    lake: Path,
    *sites: Site,
    known: tuple[Capture, ...] = (),
    run_id: str = "20261123T191500Z",
    settings: CrawlSettings = SETTINGS,
) -> CrawlResult:
    return await crawl_prefecture(sites, lake=lake, run_id=run_id, known=known, settings=settings)


def reports_of(result: CrawlResult) -> set[str]:
    """The names of the report pages that came, without their folder."""
    return {
        capture.url.rpartition("/")[2]
        for capture in result.captures
        if capture.role == "report" and capture.outcome in ("ok", "not_modified")
    }
