"""Sixty sites in one run, most of them broken in one way: the right outcome for each, and harm to none."""

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

from extractors.crawl.crawl import CrawlResult

DELAY = 0.05
RUN = replace(SETTINGS, timeout=4.0, max_body_bytes=200_000)
BROKEN = f"{COLUMN}t2022.html"
Routes = dict[str, str | bytes | Handler]


def plain(_: Farm) -> Routes:
    return simple_site()


def trs(_: Farm) -> Routes:
    """A column of two static pages, paged by createPageHTML."""
    pager = '<script>createPageHTML(2, {}, "index", "html");</script>'
    first = html(report_rows(range(2022, 2024)) + pager.format(0), "政府信息公开年报")
    second = html(report_rows(range(2021, 2022)) + pager.format(1), "政府信息公开年报")
    return simple_site() | {COLUMN: first, f"{COLUMN}index_1.html": second}


def next_link(_: Farm) -> Routes:
    """A column of two pages with an arrow between them."""
    arrow = '<a href="p2.html">下一页</a>'
    first = html(report_rows(range(2022, 2024)) + arrow, "政府信息公开年报")
    second = html(report_rows(range(2021, 2022)), "政府信息公开年报")
    return simple_site() | {COLUMN: first, f"{COLUMN}p2.html": second}


FAMILIES = (plain, trs, next_link)


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


def forever(farm: Farm, trap: Farm) -> Handler:
    """A list that pages on and on, with links into an internal port."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        number = int(request.query.get("p", "1"))
        inside = f'<a href="{trap.url}/x.html">桃城区2019年政府信息公开工作年度报告</a>'
        arrow = f'<a href="?p={number + 1}">下一页</a>'
        return farm.page(
            request, html(report_rows(range(2021, 2024)) + inside + arrow, "政府信息公开年报").encode()
        )

    return answer


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
    Fault("pages on", forever, path=COLUMN),
)


@dataclass(slots=True)
class Case:
    fault: Fault
    farm: Farm


@pytest.fixture
def cases() -> Iterator[tuple[list[Case], list[Farm]]]:
    """Every fault in every family, each site at an address of its own, and traps on the same addresses."""
    with ExitStack() as stack:
        found, traps = [], []
        for place, (fault, family) in enumerate(itertools.product(FAULTS, FAMILIES)):
            address = f"127.0.7.{place + 1}"
            farm = stack.enter_context(Farm(address=address))
            trap = stack.enter_context(Farm({"/": html("secret")}, address=address))
            farm.routes = family(farm)
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
    assert len(sites) == 60
    assert [trap.log for trap in traps] == [[]] * len(traps)
    wrong = {}
    for case, visit in zip(sites, result.sites, strict=True):
        expected = {case.fault.outcome: 1} if case.fault.outcome else {}
        reports = reports_of(of_site(result, visit.site_id))
        whole = {"t2021.html", "t2022.html", "t2023.html"} - ({"t2022.html"} if case.fault.outcome else set())
        fits = visit.failures == expected and (visit.error is not None) == case.fault.ends
        if not fits or (reports != whole and not case.fault.ends):
            wrong[case.fault.name, visit.site_id] = (visit.failures, visit.error, reports)
    assert wrong == {}
    assert [case.fault.name for case in sites if impolite(case)] == []


def impolite(case: Case) -> bool:
    """Whether a host saw two requests closer than its delay, a fourth try, or far too many in all."""
    log = sorted(case.farm.log, key=lambda seen: seen.started)
    # Here the server goes on after we have hung up.
    slow = case.fault.name in ("stall", "drip", "endless", "no http")
    gaps = [
        later.started - (sooner.started if slow else sooner.ended)
        for sooner, later in itertools.pairwise(log)
    ]
    tries = max(case.farm.paths().count(path) for path in case.farm.paths())
    return min(gaps) < DELAY or tries > 3 or len(log) > 20
