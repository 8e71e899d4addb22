"""Towards a host: robots.txt, one request at a time, the gap, Retry-After, few tries, an end when refused."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import (
    COLUMN,
    SETTINGS,
    Farm,
    Seen,
    crawl,
    html,
    in_turn,
    report,
    reports_of,
    rows,
    simple_site,
    status,
)

THREE = {"t2021.html", "t2022.html", "t2023.html"}
CHALLENGE = "<html><head><meta id='x'><script>$_ts=window['$_ts'];</script></head></html>"


def shortest_gap(log: list[Seen]) -> float:
    ordered = sorted(log, key=lambda seen: seen.started)
    return min(later.started - sooner.ended for sooner, later in itertools.pairwise(ordered))


async def test_robots_is_asked_for_first_and_obeyed(tmp_path: Path) -> None:
    pages = simple_site()
    pages["/robots.txt"] = f"User-agent: *\nDisallow: {COLUMN}t2022\n"
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert farm.paths()[0] == "/robots.txt"
        assert f"{COLUMN}t2022.html" not in farm.paths()
    assert reports_of(result) == THREE - {"t2022.html"}
    assert result.sites[0].failures == {"robots_disallowed": 1}
    refused = next(capture for capture in result.captures if capture.outcome == "robots_disallowed")
    assert (refused.status, refused.warc_file) == (None, None)


async def test_rules_for_our_own_name_are_obeyed(tmp_path: Path) -> None:
    pages = simple_site()
    pages["/robots.txt"] = "User-agent: gongkai-test\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    with Farm(pages) as farm:
        await crawl(tmp_path, farm.site())
        assert farm.paths() == ["/robots.txt"]


@pytest.mark.parametrize("code", [401, 403, 404, 410])
async def test_a_site_without_robots_sets_no_rules(tmp_path: Path, code: int) -> None:
    with Farm(simple_site() | {"/robots.txt": status(code)}) as farm:
        assert reports_of(await crawl(tmp_path, farm.site())) == THREE


async def test_other_official_hosts_are_asked_for_their_rules_first(tmp_path: Path) -> None:
    async def rules(request: web.BaseRequest) -> web.Response:
        forbidden = "/far/" if request.headers["Host"] == "www.b.gov.cn" else "/nothing/"
        return web.Response(text=f"User-agent: *\nDisallow: {forbidden}\n")

    far = "http://www.b.gov.cn/far/t2022.html"
    listed = rows((far, "桃城区人民政府2022年政府信息公开工作年度报告", "2023-01-20"))
    with Farm({"/robots.txt": rules, COLUMN: html(listed, "政府信息公开年报")}) as proxy:
        site = replace(proxy.site(), url=f"http://www.a.gov.cn{COLUMN}")
        result = await crawl(tmp_path, site, settings=replace(SETTINGS, proxy=proxy.url))
        asked = [(seen.headers["Host"], seen.path) for seen in proxy.log]
    assert asked == [
        ("www.a.gov.cn", "/robots.txt"),
        ("www.a.gov.cn", COLUMN),
        ("www.b.gov.cn", "/robots.txt"),
    ]
    assert result.sites[0].failures == {"robots_disallowed": 1}


async def test_the_beginning_of_a_huge_robots_holds(tmp_path: Path) -> None:
    rules = f"User-agent: *\nDisallow: {COLUMN}t2022\n" + "Disallow: /nothing/of/this/is/there/\n" * 60_000
    with Farm(simple_site() | {"/robots.txt": rules}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"robots_disallowed": 1}


async def test_a_failing_robots_forbids_the_host_for_the_run(tmp_path: Path) -> None:
    with Farm(simple_site() | {"/robots.txt": status(500)}) as farm:
        result = await crawl(tmp_path, farm.site())
        assert set(farm.paths()) == {"/robots.txt"}
        assert len(farm.log) == 3
    assert result.sites[0].failures == {"robots_unreachable": 1}
    assert result.sites[0].error is not None


async def test_a_host_that_asks_for_hours_between_requests_is_left_alone(tmp_path: Path) -> None:
    pages = simple_site() | {"/robots.txt": "User-agent: *\nCrawl-delay: 86400\n"}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert farm.paths() == ["/robots.txt"]
    assert result.sites[0].failures == {"crawl_delay_too_long": 1}


async def test_the_delay_is_kept_between_requests(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        await crawl(tmp_path, farm.site(delay=0.1))
        assert shortest_gap(farm.log) >= 0.1


async def test_a_longer_crawl_delay_of_the_host_is_kept(tmp_path: Path) -> None:
    pages = simple_site(range(2021, 2022)) | {"/robots.txt": "User-agent: *\nCrawl-delay: 0.2\n"}
    with Farm(pages) as farm:
        await crawl(tmp_path, farm.site(COLUMN))
        assert shortest_gap(farm.log) >= 0.2


def test_one_request_at_a_time_though_prefectures_run_in_threads(tmp_path: Path) -> None:
    with Farm(simple_site()) as one, Farm(simple_site()) as other:
        sites = [one.site(delay=0.05), replace(other.site(delay=0.05), division_code="310000")]
        threads = [
            threading.Thread(target=lambda site=site: asyncio.run(crawl(tmp_path, site))) for site in sites
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert len(one.log) == len(other.log) == 7
        assert shortest_gap(one.log + other.log) >= 0.05


async def test_the_agent_names_itself_and_a_contact(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        await crawl(tmp_path, farm.site())
        assert {seen.headers["User-Agent"] for seen in farm.log} == {SETTINGS.user_agent}


@pytest.mark.parametrize("code", [408, 429, 500, 503])
async def test_a_passing_failure_is_tried_again(tmp_path: Path, code: int) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[COLUMN] = in_turn(farm, status(code), str(simple_site()[COLUMN]))
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == THREE
    assert [c.status for c in result.captures if c.url.endswith(COLUMN)] == [code, 200]


async def test_never_more_than_three_tries(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2022.html"] = status(503)
        result = await crawl(tmp_path, farm.site())
        assert farm.paths().count(f"{COLUMN}t2022.html") == 3
    assert reports_of(result) == THREE - {"t2022.html"}
    assert result.sites[0].failures == {"server_error": 1}


async def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        busy = status(429, headers={"Retry-After": "1"})
        farm.routes[COLUMN] = in_turn(farm, busy, str(simple_site()[COLUMN]))
        await crawl(tmp_path, farm.site(COLUMN))
        first, second = [seen for seen in farm.log if seen.path == COLUMN]
        assert second.started - first.ended >= 1


async def test_a_long_retry_after_ends_the_visit(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[COLUMN] = status(429, headers={"Retry-After": "86400"})
        started = time.monotonic()
        result = await crawl(tmp_path, farm.site())
        assert time.monotonic() - started < 5
        assert farm.paths()[-1] == COLUMN
    assert str(result.sites[0].error).startswith("rate_limited")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (status(412, CHALLENGE), "anti_bot_412"),
        (status(200, CHALLENGE), "anti_bot_412"),
        (status(521, "<script>document.cookie='a';location='/'</script>"), "challenge_521"),
        (status(405, "<p>您的请求被拦截 请求被WEB防火墙拦截</p>"), "waf"),
    ],
)
async def test_a_refusal_ends_the_visit_at_once(tmp_path: Path, answer: object, outcome: str) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = answer  # type: ignore[assignment]
        result = await crawl(tmp_path, farm.site(COLUMN))
        assert farm.paths() == ["/robots.txt", COLUMN, f"{COLUMN}t2021.html"]
    _, _, refused, *left = [one.outcome for one in result.captures]
    assert refused == outcome
    assert left == ["host_stopped", "host_stopped"]  # reports that the column named and nobody asked for
    assert str(result.sites[0].error).startswith(outcome)


async def test_repeated_403_ends_the_visit(tmp_path: Path) -> None:
    pages = simple_site(range(2001, 2021))
    pages |= {f"{COLUMN}t{year}.html": status(403) for year in range(2001, 2021)}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
        assert len(farm.log) == 2 + 3
    assert result.sites[0].failures == {"forbidden": 3}


async def test_a_site_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    async def drop(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    with Farm(simple_site()) as good, Farm({"/": drop, "/robots.txt": status(404)}) as bad:
        closed = replace(good.site(site_id="closed"), url="http://127.0.0.1:9/")
        result = await crawl(tmp_path, closed, bad.site(site_id="bad"), good.site(site_id="good"))
    outcomes = {site.site_id: site.failures for site in result.sites}
    assert outcomes == {"closed": {"robots_unreachable": 1}, "bad": {"connection_reset": 1}, "good": {}}
    assert result.sites[2].reports == 3


async def test_a_slow_answer_is_given_up(tmp_path: Path) -> None:
    async def slow(_: web.BaseRequest) -> web.Response:
        await asyncio.sleep(2)
        return web.Response()

    with Farm(simple_site() | {f"{COLUMN}t2022.html": slow}) as farm:
        settings = replace(SETTINGS, timeout=0.2)
        result = await crawl(tmp_path, farm.site(COLUMN), settings=settings)
    assert result.sites[0].failures == {"timeout": 1}
    assert reports_of(result) == THREE - {"t2022.html"}


async def test_a_404_is_no_reason_to_stop(tmp_path: Path) -> None:
    pages = simple_site()
    del pages[f"{COLUMN}t2022.html"]
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"not_found": 1}
    assert result.sites[0].error is None
    assert reports_of(result) == THREE - {"t2022.html"}


async def test_a_post_with_a_failed_precondition_is_asked_again_whole(tmp_path: Path) -> None:
    """RFC 9110: a server may answer 412 to a conditional POST; that is no challenge."""
    first = "<a href='/art/1.html'>桃城区2021年政府信息公开年度报告</a>"
    init = "jpage({totalRecord:2,perPage:1,proxyUrl:'/proxy.jsp',columnid:1,unitid:2})"
    record = "<recordset><record><![CDATA[{}]]></record></recordset>"
    store = f"<datastore><totalrecord>2</totalrecord>{record}</datastore>"
    second = "<a href='/art/2.html'>桃城区2022年政府信息公开年度报告</a>"

    async def proxy(request: web.BaseRequest) -> web.Response:
        if "If-None-Match" in request.headers:
            return web.Response(status=412)
        return web.Response(text=store.format(second), content_type="text/xml", headers={"ETag": '"p"'})

    column = html(f"<script>{store.format(first)}{init}</script>" + "<p>列表</p>" * 60, "政府信息公开年报")
    pages = {"/col/": column, "/art/1.html": report(2021), "/art/2.html": report(2022)}
    with Farm(dict(pages)) as farm:
        farm.routes["/proxy.jsp"] = proxy
        one = await crawl(tmp_path, farm.site("/col/"))
        two = await crawl(tmp_path, farm.site("/col/"), known=one.captures, run_id="20261124T191500Z")
        assert [seen.status for seen in farm.log if seen.method == "POST"] == [200, 412, 200]
    assert reports_of(one) == reports_of(two) == {"1.html", "2.html"}
    assert two.sites[0].error is None
