"""What a hostile or broken site cannot make the crawler do."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from crawl_farm import (
    COLUMN,
    SETTINGS,
    Farm,
    crawl,
    html,
    report,
    report_rows,
    reports_of,
    simple_site,
    status,
)

from extractors.crawl.addresses import AddressPolicy, BlockedAddressError, GuardedResolver, is_public

THREE = {"t2021.html", "t2022.html", "t2023.html"}
SMALL = replace(SETTINGS, max_body_bytes=200_000)


def moved(location: str) -> Any:
    return status(302, headers={"Location": location})


async def test_a_redirect_to_another_loopback_port_is_not_followed(tmp_path: Path) -> None:
    with Farm({"/": html("secret")}) as trap, Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = moved(f"{trap.url}/")
        farm.routes[f"{COLUMN}t2022.html"] = moved(f"http://localhost:{trap.port}/")
        result = await crawl(tmp_path, farm.site())
        assert trap.log == []
    assert reports_of(result) == {"t2023.html"}
    assert sum(result.sites[0].failures.values()) == 2


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "192.0.2.1"]
)
async def test_links_to_other_private_addresses_are_not_followed(tmp_path: Path, host: str) -> None:
    pages = simple_site()
    link = f'<a href="http://{host}:1/x.html">桃城区2019年政府信息公开工作年度报告</a>'
    pages[COLUMN] = html(link + report_rows(range(2021, 2024)), "政府信息公开年报")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    # That the column names such a report is told; it is not asked for, and no page on the way is told of.
    told = [one for one in result.captures if "x.html" in one.url]
    assert [(one.outcome, one.status) for one in told] == [("blocked_address", None)]
    assert reports_of(result) == THREE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.2.4.8", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_name_that_resolves_to_a_private_address_is_refused_at_connect_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", farm.port))]

    with Farm(simple_site()) as farm:
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        site = replace(farm.site(), url=f"http://www.example.gov.cn:{farm.port}/")
        result = await crawl(tmp_path, site)
        assert farm.log == []
    assert {capture.outcome for capture in result.captures} == {"blocked_address", "robots_unreachable"}


async def test_ipv4_is_preferred_and_private_addresses_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2400:3200::1", 80, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.2.4.8", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    resolver = GuardedResolver(AddressPolicy("http://www.example.gov.cn/"))
    assert [one["host"] for one in await resolver.resolve("www.example.gov.cn", 80)] == [
        "1.2.4.8",
        "2400:3200::1",
    ]


async def test_a_name_with_private_addresses_only_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(BlockedAddressError):
        await GuardedResolver(AddressPolicy("http://www.example.gov.cn/")).resolve("www.example.gov.cn", 80)


async def test_localhost_counts_only_where_the_row_names_it(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        result = await crawl(tmp_path, replace(farm.site(), url=f"http://localhost:{farm.port}/"))
    assert reports_of(result) == THREE


async def test_an_endless_body_is_cut(tmp_path: Path) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)
            await asyncio.sleep(0)

    with Farm(simple_site() | {f"{COLUMN}t2022.html": endless}) as farm:
        result = await crawl(tmp_path, farm.site(), settings=SMALL)
    cut = next(capture for capture in result.captures if capture.outcome == "too_large")
    assert cut.bytes == SMALL.max_body_bytes
    assert reports_of(result) == THREE - {"t2022.html"}


async def test_a_compression_bomb_is_cut(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})

    with Farm(simple_site() | {f"{COLUMN}t2022.html": answer}) as farm:
        result = await crawl(tmp_path, farm.site(), settings=SMALL)
    assert result.sites[0].failures == {"too_large": 1}


async def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes |= {f"{COLUMN}t2021.html": moved("a"), f"{COLUMN}a": moved("b"), f"{COLUMN}b": moved("a")}
        result = await crawl(tmp_path, farm.site())
        assert farm.paths().count(f"{COLUMN}a") == 1
    assert result.sites[0].failures == {"redirect_loop": 1}
    [told] = [one for one in result.captures if one.outcome == "redirect_loop"]
    assert (told.url.removeprefix(farm.url), told.role) == (f"{COLUMN}t2021.html", "report")


async def test_a_redirect_to_itself_ends(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = moved("t2021.html")
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"redirect_loop": 1}


@pytest.mark.parametrize("target", ["http://[桃城/", "javascript:history.back()"])
async def test_a_redirect_to_no_address_is_told(tmp_path: Path, target: str) -> None:
    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    with Farm(simple_site() | {f"{COLUMN}t2021.html": answer}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"bad_redirect": 1}


async def test_a_long_chain_of_redirects_ends(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes |= {f"{COLUMN}r{n}": moved(f"r{n + 1}") for n in range(20)}
        farm.routes[f"{COLUMN}t2021.html"] = moved("r0")
        result = await crawl(tmp_path, farm.site())
        assert f"{COLUMN}r5" not in farm.paths()
    assert result.sites[0].failures == {"redirect_loop": 1}


async def test_pages_that_send_on_and_on_are_left(tmp_path: Path) -> None:
    async def on(request: web.BaseRequest) -> web.Response:
        text = f'<meta http-equiv="refresh" content="0;url=/on?{request.query_string}x">'
        return web.Response(text=text, content_type="text/html")

    with Farm(simple_site() | {f"{COLUMN}t2021.html": on, "/on": on}) as farm:
        result = await crawl(tmp_path, farm.site())
        assert sum(path.startswith("/on") for path in farm.paths()) == 5
    assert "left a chain of redirects" in result.sites[0].note


async def test_a_report_s_address_that_leads_home_is_told(tmp_path: Path) -> None:
    with Farm(simple_site() | {f"{COLUMN}t2021.html": moved("/")}) as farm:
        result = await crawl(tmp_path, farm.site())
        assert farm.paths().count("/") == 1
    assert result.sites[0].failures == {"redirected_away": 1}


def ever_new(_: int) -> str:
    token = next(TOKENS)
    return f'<a href="{COLUMN}?y=2020&t={token}">2020年</a><a href="{COLUMN}?t={token}">下一页</a>'


def deeper(_: int) -> str:
    return '<a href="nb/">政府信息公开年报</a><a href="bm/">部门年报</a><a href="n/">2023年</a>'


def days(month: int) -> str:
    return "".join(f'<a href="?m={month + n}">{2000 + (month + n) % 25}年</a>' for n in range(1, 13))


TOKENS = itertools.count()


@pytest.mark.parametrize(("more", "most"), [(ever_new, 16), (deeper, 16), (days, 30)])
async def test_a_column_that_leads_to_itself_for_ever_is_left(
    tmp_path: Path, more: Callable[[int], str], most: int
) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        listed = report_rows(range(2021, 2024), f"{COLUMN}t") + more(int(request.query.get("m", "0")))
        return farm.page(request, html(listed + "<p>欢迎访问桃城区人民政府门户网站</p>", "年报").encode())

    pages = simple_site() | {COLUMN: answer}
    pages |= {f"{COLUMN}{a}/": answer for a in ("nb", "bm", "n")}
    pages |= {f"{COLUMN}{a}/{b}/": answer for a in ("nb", "bm", "n") for b in ("nb", "bm", "n")}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert len(farm.paths()) <= most
    assert reports_of(result) == THREE


async def test_a_redirect_within_the_site_is_followed_and_archived(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = moved("/new/t2021.html")
        farm.routes["/new/t2021.html"] = report(2021)
        result = await crawl(tmp_path, farm.site())
    assert [c.outcome for c in result.captures if "t2021" in c.url] == ["redirected", "ok"]
    assert reports_of(result) == THREE


async def test_a_redirect_cannot_lead_past_robots(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes |= {f"{COLUMN}t2021.html": moved("/admin/x"), "/admin/x": report(2021)}
        result = await crawl(tmp_path, farm.site())
        assert "/admin/x" not in farm.paths()
    assert result.sites[0].failures == {"robots_disallowed": 1}


async def test_a_redirect_to_robots_does_not_hang(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes["/"] = moved("/robots.txt")
        await asyncio.wait_for(crawl(tmp_path, farm.site()), timeout=5)


@pytest.mark.parametrize(
    "error_page",
    [
        "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>",
        "<h1>对不起，您访问的网页已删除</h1>",
        "404",
        "",
        "<html><body>您访问的链接即将离开本网站</body></html>",
    ],
)
async def test_an_error_page_with_status_200_is_no_report(tmp_path: Path, error_page: str) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2022.html"] = status(200, error_page)
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"soft_404": 1}
    assert reports_of(result) == THREE - {"t2022.html"}


async def test_the_home_page_in_a_report_s_place_is_no_report(tmp_path: Path) -> None:
    pages = simple_site()
    pages["/"] = html('<a href="/zfxxgk/">政府信息公开</a>' + "<p>欢迎</p>" * 200)
    pages[f"{COLUMN}t2022.html"] = pages["/"]
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"soft_404": 1}


async def test_the_home_page_is_known_with_another_time_of_day(tmp_path: Path) -> None:
    ticks = itertools.count(10)

    async def home(request: web.BaseRequest) -> web.StreamResponse:
        menu = '<a href="/zfxxgk/">政府信息公开</a><p>欢迎访问桃城区人民政府门户网站</p>'
        return farm.page(request, html(f"{menu}现在是12:{next(ticks)}", "桃城区").encode())

    with Farm(simple_site() | {"/": home, f"{COLUMN}t2022.html": home}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"soft_404": 1}


async def test_a_page_that_has_nothing_of_a_report_is_not_what_its_link_named(tmp_path: Path) -> None:
    news = html("<h1>我区迎来新气象</h1>" + "<p>新闻正文若干</p>" * 90, "我区迎来新气象")
    with Farm(simple_site() | {f"{COLUMN}t2022.html": news}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"soft_404": 1}


async def test_a_shell_for_browsers_is_named_as_such(tmp_path: Path) -> None:
    shell = html(
        '<div id="app"></div><script src="/js/app.js"></script>' + "<!-- -->" * 100, "政府信息公开年报"
    )
    with Farm(simple_site() | {COLUMN: shell}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {"needs_browser": 1}


async def test_a_login_page_in_an_attachment_s_place_is_told_as_such(tmp_path: Path) -> None:
    pages = simple_site(range(2023, 2024))
    body = '<h1>桃城区人民政府2023年政府信息公开工作年度报告</h1><a href="r.pdf">报告</a>' + "<p>略</p>" * 99
    pages |= {f"{COLUMN}t2023.html": html(body), f"{COLUMN}r.pdf": html("<p>请登录</p>")}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert (result.captures[-1].role, result.captures[-1].outcome) == ("attachment", "login_wall")


async def test_a_list_that_pages_forever_ends(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:

        async def forever(request: web.BaseRequest) -> web.Response:
            number = int(request.query.get("p", "1"))
            body = report_rows(range(2021, 2024)) + f'<a href="?p={number + 1}">下一页</a>'
            return farm.page(request, html(body, "政府信息公开年报").encode())

        farm.routes[COLUMN] = forever
        result = await crawl(tmp_path, farm.site())
        assert farm.paths().count(f"{COLUMN}?p=2") == 1
        assert len(farm.log) < 10
    assert reports_of(result) == THREE


@pytest.mark.parametrize(
    ("site", "url", "allowed"),
    [
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/a", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.2:8000/a", False),
        ("http://www.example.gov.cn/", "http://127.0.0.1/", False),
        ("http://www.example.gov.cn/", "http://localhost/", False),
        ("http://www.example.gov.cn/", "http://[::ffff:10.0.0.1]/", False),
        ("http://www.example.gov.cn/", "http://1.2.4.8/", True),
    ],
)
def test_addresses_as_written(site: str, url: str, allowed: bool) -> None:
    assert AddressPolicy(site).allows_literal(url) is allowed


async def test_a_list_page_that_belongs_to_another_column_is_left_alone(tmp_path: Path) -> None:
    pages = simple_site()
    pager = '<script>createPageHTML(3, 0, "index", "html");</script>'
    named = '<meta name="ColumnName" content="{}">'
    other = '<a href="/other/t2020.html">某某局2020年政府信息公开工作年度报告</a>'
    own = html(report_rows(range(2021, 2024)) + pager, metas=named.format("政府信息公开年报"))
    pages |= {
        COLUMN: own,
        f"{COLUMN}index_1.html": html(other + pager, metas=named.format("通知公告")),
        "/other/t2020.html": report(2020),
    }
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
        assert f"{COLUMN}index_1.html" in farm.paths()
        assert f"{COLUMN}index_2.html" not in farm.paths()
    assert reports_of(result) == THREE


async def test_a_list_page_that_answers_from_the_home_page_is_left_alone(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        pager = '<script>createPageHTML(3, 0, "index", "html");</script>'
        farm.routes[COLUMN] = html(report_rows(range(2021, 2024)) + pager, "政府信息公开年报")
        farm.routes[f"{COLUMN}index_1.html"] = moved("/home/")
        farm.routes["/home/"] = html('<a href="/news/1.html">某局2020年年报</a>')
        await crawl(tmp_path, farm.site(COLUMN))
        assert "/news/1.html" not in farm.paths()
