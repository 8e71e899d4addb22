"""Some seventy sites of mixed families in one run, each broken in one way: its outcome, and harm to none."""

from __future__ import annotations

import asyncio
import gzip
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import (
    COLUMN,
    SETTINGS,
    Farm,
    Handler,
    crawl,
    html,
    in_turn,
    report_rows,
    reports_of,
    simple_site,
    status,
)
from mixed_sites import FAMILIES, plain

from extractors.crawl.crawl import CrawlResult

DELAY = 0.05
RUN = replace(SETTINGS, timeout=4.0, max_body_bytes=200_000, max_pages_per_site=80)
BROKEN = f"{COLUMN}t2022.html"


async def reset(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stall(_: web.BaseRequest) -> web.Response:
    await asyncio.sleep(RUN.timeout + 1)
    return web.Response()


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    for _ in range(int(RUN.timeout + 1) * 10):
        await response.write(b"<")
        await asyncio.sleep(0.1)
    return response


async def endless(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    while True:
        await response.write(b"<p>" * 20_000)


async def bomb(_: web.BaseRequest) -> web.Response:
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    return web.Response(body=gzip.compress(b"0" * 20_000_000), headers=headers)


async def short(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<html>"
    )
    await asyncio.sleep(0.02)
    request.transport.close()
    return web.Response()


async def no_http(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.write(b"\x00\x01 nothing known\r\n\r\n")
    await asyncio.sleep(0.02)
    request.transport.close()
    return web.Response()


def once(answer: Handler) -> Callable[[Farm, Farm], Handler]:
    return lambda farm, _: in_turn(farm, answer, str(simple_site()[BROKEN]))


def always(answer: Handler) -> Callable[[Farm, Farm], Handler]:
    return lambda _farm, _trap: answer


def to_trap(_: Farm, trap: Farm) -> Handler:
    return status(302, headers={"Location": f"{trap.url}/"})


def refresh_to_trap(farm: Farm, trap: Farm) -> Handler:
    page = html(f'<meta http-equiv="refresh" content="0;url={trap.url}/x.html">')
    return in_turn(farm, page)


def script_to_trap(farm: Farm, trap: Farm) -> Handler:
    return in_turn(farm, html(f'<script>location.href="{trap.url}/x.html"</script>'))


def links_to_trap(farm: Farm, trap: Farm) -> Handler:
    """A report as it should be, that shows and links to what lies inside."""
    port = trap.port
    shown = f'<iframe src="{trap.url}/f.html"></iframe><img src="http://localhost:{port}/i.jpg" width="900">'
    linked = f'<a href="http://0x7f000001:{port}/a.pdf">附件</a><a href="//[::1]:{port}/b.doc">附件2.doc</a>'
    return in_turn(farm, str(simple_site()[BROKEN]).replace("</body>", f"{shown}{linked}</body>"))


def paging_on(more: Callable[[int], str]) -> Callable[[Farm, Farm], Handler]:
    """A list that pages on and on, with links into an internal port, and on each page what `more` gives."""

    def make(farm: Farm, trap: Farm) -> Handler:
        inside = f'<a href="{trap.url}/x.html">桃城区2019年政府信息公开工作年度报告</a>'

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            number = int(request.query.get("p", "1"))
            arrow = f'<a href="?p={number + 1}">下一页</a>'
            rows = report_rows(range(2021, 2024)) + inside + more(number) + arrow
            return farm.page(request, html(rows, "政府信息公开年报").encode())

        return answer

    return make


def ever_new(number: int) -> str:
    return f'<a href="/x/{number}.html">更多内容第{number}条</a>'


def platforms_on(number: int) -> str:
    """Sub-columns of ever new bodies, all of them answered by the same list."""
    body = f'<a href="?p={number * 10}">桃城区第{number}局</a>'
    return f'{body}<a href="?p={number * 10 + 5}">{2000 + number}年</a>'


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at one path. `outcome` is what is counted (None: all is found), `ends` if the visit ends."""

    name: str
    answer: Callable[[Farm, Farm], Handler]
    outcome: str | None = None
    ends: bool = False
    path: str = BROKEN


FAULTS = (
    Fault("429 once", once(status(429, headers={"Retry-After": "0"}))),
    Fault("429", always(status(429)), "rate_limited", ends=True),
    Fault("503 once", once(status(503))),
    Fault("503", always(status(503)), "server_error"),
    Fault("503 for hours", always(status(503, headers={"Retry-After": "7200"})), "server_error", ends=True),
    Fault("reset once", once(reset)),
    Fault("reset", always(reset), "connection_reset"),
    Fault("stall", always(stall), "timeout"),
    Fault("drip", always(drip), "timeout"),
    Fault("loop", always(status(302, headers={"Location": BROKEN})), "redirect_loop"),
    Fault("endless", always(endless), "too_large"),
    Fault("bomb", always(bomb), "too_large"),
    Fault("short", always(short), "incomplete"),
    Fault("no http", always(no_http), "bad_answer"),
    Fault("412", always(status(412)), "anti_bot_412", ends=True),
    Fault("521", always(status(521)), "challenge_521", ends=True),
    Fault("firewall", always(status(403, "网站防火墙")), "waf", ends=True),
    Fault("soft 404", always(status(200, "您访问的页面不存在")), "soft_404"),
    Fault("gone", always(status(410)), "gone"),
    Fault("inside", to_trap, "blocked_address"),
    Fault("refresh inside", refresh_to_trap, "blocked_address"),
    Fault("script inside", script_to_trap, "blocked_address"),
    Fault("links inside", links_to_trap),
)
TRAPS = (
    Fault("pages on", paging_on(lambda _: ""), "blocked_address", path=COLUMN),
    Fault("pages on, ever new", paging_on(ever_new), "blocked_address", path=COLUMN),
    Fault("pages on, into columns", paging_on(platforms_on), "blocked_address", path=COLUMN),
)


@dataclass(slots=True)
class Case:
    fault: Fault
    farm: Farm


@pytest.fixture
def cases() -> Iterator[tuple[list[Case], list[Farm]]]:
    """Every fault in three families, each site at an address of its own, and traps on the same addresses."""
    with ExitStack() as stack:
        found, traps = [], []
        three = [fault for fault in FAULTS for _ in range(3)]
        families = itertools.cycle(FAMILIES)
        broken = [*zip(three, families, strict=False), *((trap, plain) for trap in TRAPS)]
        for place, (fault, family) in enumerate(broken):
            address = f"127.0.7.{place + 1}"
            farm = stack.enter_context(Farm(address=address))
            trap = stack.enter_context(Farm({"/": html("secret")}, address=address))
            farm.routes = family()
            farm.routes[fault.path] = fault.answer(farm, trap)
            found.append(Case(fault, farm))
            traps.append(trap)
        yield found, traps


def of_site(result: CrawlResult, site_id: str) -> CrawlResult:
    mine = tuple(capture for capture in result.captures if capture.site_id == site_id)
    return replace(result, captures=mine)


async def test_every_fault_has_its_outcome_and_nobody_is_harmed(
    tmp_path: Path, cases: tuple[list[Case], list[Farm]]
) -> None:
    sites, traps = cases
    rows = [case.farm.site(site_id=f"site-{place}", delay=DELAY) for place, case in enumerate(sites)]
    result = await crawl(tmp_path, *rows, settings=RUN)
    assert len(sites) >= 60
    assert [trap.log for trap in traps] == [[]] * len(traps)
    wrong = {}
    for case, visit in zip(sites, result.sites, strict=True):
        expected = {case.fault.outcome: 1} if case.fault.outcome else {}
        reports = reports_of(of_site(result, visit.site_id))
        lost = {"t2022.html"} if case.fault.outcome and case.fault.path == BROKEN else set()
        whole = {"t2021.html", "t2022.html", "t2023.html"} - lost
        fits = visit.failures == expected and (visit.error is not None) == case.fault.ends
        if not fits or (reports != whole and not case.fault.ends):
            wrong[case.fault.name, visit.site_id] = (visit.failures, visit.error, reports)
    assert wrong == {}
    assert [case.fault.name for case in sites if impolite(case)] == []


def impolite(case: Case) -> bool:
    """Whether a host saw two requests closer than its delay, a fourth try, or too many in all."""
    log = sorted(case.farm.log, key=lambda seen: seen.started)
    # Here the server goes on after we have hung up.
    slow = case.fault.name in ("stall", "drip", "endless", "no http")
    gaps = [
        later.started - (sooner.started if slow else sooner.ended)
        for sooner, later in itertools.pairwise(log)
    ]
    tries = max(case.farm.paths().count(path) for path in case.farm.paths())
    most = RUN.max_pages_per_site + 1 if case.fault in TRAPS else 20
    return min(gaps) < DELAY or tries > 3 or len(log) > most
