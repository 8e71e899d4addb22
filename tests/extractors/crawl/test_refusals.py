"""Refusals are told by fingerprint, recorded, and end the visit; pauses, hours and time are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import COLUMN, SETTINGS, Farm, crawl, in_turn, reports_of, simple_site, status
from warcio.archiveiterator import ArchiveIterator

from extractors.crawl.answers import retry_after
from extractors.crawl.exchange import Response
from extractors.crawl.hours import Hours
from extractors.crawl.outcomes import recognise
from extractors.records import Site

REFUSALS = [
    (412, "", "<script>$_ts=window['$_ts'];</script>", "anti_bot_412", "ruishu"),
    (200, "", "<script>var arg1='A';acw_sc__v2</script>", "anti_bot_412", "aliyun script challenge"),
    (521, "__jsluid_s=1", "<script>x</script>", "challenge_521", "jiasule"),
    (521, "", "<script>document.cookie='a';location='/'</script>", "challenge_521", "cookie shell"),
    (200, "", "<script>C3VK='1';</script>", "challenge_521", "C3VK cookie shell"),
    (200, "CT6T=1", "", "challenge_521", "cookie gate that redirects to itself"),
    (403, "", "<h1>网站防火墙</h1>", "waf", "firewall notice"),
    (403, "", "您的请求已被拦截，网站已启用长亭雷池", "waf", "firewall notice"),
    (405, "", "errors.aliyun.com", "waf", "firewall notice"),
    (461, "", "电信云防护", "waf", "yundun"),
    (403, "wzws_sessionid=1", "", "waf", "wzws cookie gate"),
    (403, "", "reason:GeoBL", "geo_blocked", "wzws geo-block"),
    (403, "", "本网站限制境外访问", "geo_blocked", "geo-block notice"),
    (200, "", "<p>请完成安全验证</p><div>拖动滑块完成拼图</div>", "login_wall", "human check"),
]


@pytest.mark.parametrize(("code", "cookie", "body", "outcome", "fingerprint"), REFUSALS)
def test_a_refusal_has_a_fingerprint(
    code: int, cookie: str, body: str, outcome: str, fingerprint: str
) -> None:
    headers = [("Set-Cookie", cookie)] if cookie else []
    assert recognise(code, headers, body, len(body.encode())) == (outcome, fingerprint)


def test_a_second_cookie_is_seen_as_well() -> None:
    headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "__jsluid_h=2")]
    assert recognise(521, headers, "", 0) == ("challenge_521", "jiasule")


@pytest.mark.parametrize(
    "text",
    [
        "<p>我局网站安全防护：全年拦截攻击，人机验证</p>" + "正文" * 4000,
        "<p>境外用户访问受限的情况说明</p>",
        "<p>推进知道创宇云安全合作，启用网站防火墙</p>",
    ],
)
def test_a_report_that_speaks_of_firewalls_is_no_refusal(text: str) -> None:
    assert recognise(200, [], text, len(text.encode()))[0] == "ok"


async def test_what_a_refusal_looks_like_is_recorded(tmp_path: Path) -> None:
    headers = {"Set-Cookie": "wzws_sessionid=abc; path=/", "Server": "openresty"}
    with Farm(simple_site()) as farm:
        farm.routes[COLUMN] = status(403, "<title>拒绝访问</title>", headers)
        result = await crawl(tmp_path, farm.site())
        assert farm.paths()[-1] == COLUMN
        assert "Cookie" not in farm.log[-1].headers
    told = "wzws cookie gate (status 403, 27 bytes, server openresty, cookies wzws_sessionid, title 拒绝访问)"
    assert told in result.sites[0].note
    with (tmp_path / "raw/1311/20261123T191500Z.warc.gz").open("rb") as file:
        known = [
            record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type == "metadata"
        ]
    assert b"remark: wzws cookie gate" in known[-1]


async def test_a_refusal_holds_for_all_prefectures_of_a_run(tmp_path: Path) -> None:
    with Farm(simple_site() | {COLUMN: status(412)}) as farm:
        await crawl(tmp_path, farm.site())
        before = len(farm.log)
        other = await crawl(tmp_path, replace(farm.site(), division_code="310000"))
        assert len(farm.log) == before
        assert other.captures[0].outcome == "host_stopped"
        await crawl(tmp_path, farm.site(), run_id="20261124T191500Z")
        assert len(farm.log) > before


async def test_troubles_of_several_kinds_end_the_visit_together(tmp_path: Path) -> None:
    async def drop(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    pages = simple_site(range(2001, 2021))
    with Farm(pages) as farm:
        for year in range(2001, 2021):
            farm.routes[f"{COLUMN}t{year}.html"] = status(503) if year % 2 else drop
        result = await crawl(tmp_path, farm.site(COLUMN), settings=replace(SETTINGS, backoff=0.0))
        assert len({path for path in farm.paths() if "t20" in path}) == 5
    assert result.sites[0].error is not None


async def test_retry_after_holds_the_host_even_when_no_try_is_left(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = status(503, headers={"Retry-After": "1"})
        await crawl(tmp_path, farm.site(COLUMN), settings=replace(SETTINGS, retries=1))
        at = farm.paths().index(f"{COLUMN}t2021.html")
        assert farm.log[at + 1].started - farm.log[at].ended >= 1


def asked(value: str) -> float:
    return retry_after(Response(503, "", (("Retry-After", value),), b""))


def test_retry_after_in_seconds_or_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert asked(" 30 ") == 30
    assert 55 < asked(date) <= 60
    assert asked("Thu, 01 Jan 1970 00:00:00 GMT") == 0


@pytest.mark.parametrize("value", ["", "soon", "²", "-5", "1e9", "Mon, 99 Foo 99999 99:99:99 GMT", "9" * 400])
def test_a_retry_after_that_means_nothing_asks_for_nothing(value: str) -> None:
    assert asked(value) == 0


async def test_a_date_is_waited_for(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        when = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        farm.routes[COLUMN] = in_turn(
            farm, status(429, headers={"Retry-After": when}), str(simple_site()[COLUMN])
        )
        result = await crawl(tmp_path, farm.site(COLUMN))
        first, second = [seen for seen in farm.log if seen.path == COLUMN]
        assert second.started - first.ended > 0.5
    assert len(reports_of(result)) == 3


@pytest.mark.parametrize(
    ("text", "hour", "is_open"),
    [
        ("22-6", 23, True),
        ("22-6", 5, True),
        ("22-6", 6, False),
        ("1-5", 0, False),
        ("1-5", 4, True),
        ("20-24", 23, True),
    ],
)
def test_hours_of_the_day(text: str, hour: int, is_open: bool) -> None:
    china = datetime(2026, 1, 2, hour, 30, tzinfo=UTC) - timedelta(hours=8)
    assert Hours.parse(text).open_at(china) is is_open


@pytest.mark.parametrize("text", ["", "22", "6-6", "22-25", "a-b"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="no hours of the day"):
        Hours.parse(text)


async def test_outside_its_hours_no_public_host_is_asked(tmp_path: Path) -> None:
    hour = (datetime.now(UTC) + timedelta(hours=8)).hour
    closed = Hours((hour + 2) % 24, (hour + 3) % 24)
    site = Site("named", "131102", "桃城区人民政府", "http://www.example.gov.cn/", 0.0)
    with Farm(simple_site()) as farm:
        settings = replace(SETTINGS, proxy=farm.url, hours=closed)
        result = await crawl(tmp_path, site, settings=settings)
        assert farm.log == []
        assert (
            len(reports_of(await crawl(tmp_path, farm.site(), settings=replace(SETTINGS, hours=closed)))) == 3
        )
    assert str(result.sites[0].error).startswith("outside_hours")


async def test_a_crawl_ends_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr("extractors.crawl.run.monotonic", lambda: float(next(clock)))
    with Farm(simple_site()) as farm:
        result = await crawl(tmp_path, farm.site(), settings=replace(SETTINGS, max_seconds=5.0))
        assert 0 < len(farm.log) < 6
    assert str(result.sites[0].error).startswith("out_of_time")
