"""Systems of some provinces and vendors: Jiangxi, Henan, Lonsun, Openness, Epoint, www.gov.cn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import Handler, html
from list_farm import FOLDER, Asked, Entry, Routes, answering, at, cut, entries, finds_all, list_page, walked

from extractors.crawl.page import Page
from extractors.families import read_listing

SITE = "http://www.example.gov.cn"


def count(paths: list[str], start: str) -> int:
    return sum(path.startswith(start) for path in paths)


def taking_json(make: Callable[[Asked], object]) -> Handler:
    """A service that takes nothing but JSON."""

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.content_type != "application/json":
            return web.Response(status=415)
        return web.json_response(make(json.loads(await request.text())))

    return answer


JIANGXI = "/jxsfzhggwyh/col/col14590/index.html"
JIANGXI_SCRIPTS = {
    "constants": """$.ajax({url:'/queryList',type:'post',data:{current:1,pageSize:4,unitid:'u1',
    webSiteCode:['jxsfzhggwyh'],channelCode:['col14590'],perPage:4,sort:'sortNum',order:'desc'},
    success:function(r){}})""",
    "variables": """var pageNum = 1; $.ajax({url:"/queryList", method:"POST",
    data:{"current":pageNum,"pageSize":4,"webSiteCode":[site.code()],"sort":"sortNum"}, success: show})""",
}


@pytest.mark.parametrize("script", JIANGXI_SCRIPTS)
@pytest.mark.parametrize("total", ["total", None])
@pytest.mark.parametrize("rows", [0, 4, 14])
async def test_jiangxi_asks_query_list_and_is_not_taken_for_ucap(
    tmp_path: Path, script: str, total: str | None, rows: int
) -> None:
    found = entries(rows, "/jxsfzhggwyh/content/content_{}.html".format)

    def make(asked: Asked) -> str:
        right = asked.get("channelCode[]") == "col14590" and asked.get("webSiteCode[]") == "jxsfzhggwyh"
        shown = at(found, 4, int(asked["current"])) if right else []
        results = [
            {"source": {"title": one.title, "pubDate": one.date, "urls": json.dumps({"pc": one.href})}}
            for one in shown
        ]
        return json.dumps({"data": {"results": results} | ({total: len(found)} if total else {})})

    column = list_page([], f"<script>{JIANGXI_SCRIPTS[script]}</script>")
    routes: Routes = {JIANGXI: column, "/queryList": answering(make, "application/json")}
    result = await finds_all(tmp_path, routes, found, JIANGXI)
    assert {path for _, path, _ in result.asked if "queryList" in path} == {"/queryList"}
    assert sum(n for (method, *_), n in result.asked.items() if method == "POST") <= len(cut(found, 4)) + 1


def test_an_entry_of_jiangxi_without_an_address_is_left() -> None:
    results = [{"source": {"title": "年报", "urls": urls}} for urls in ("{", "[]", None, '{"m":"/x"}', "9")]
    reply = json.dumps({"data": {"results": [*results, {"source": None}, {}]}}).encode()
    page = Page(f"{SITE}/queryList", reply, "application/json", None, "current=1&pageSize=15")
    listing = read_listing(page)
    assert (listing.links, listing.next) == ((), None)


@pytest.mark.parametrize("first", ["", "list1.html", "index.html"])
@pytest.mark.parametrize("rows", [0, 4, 14])
async def test_henan_tells_its_pages_in_an_attribute(tmp_path: Path, first: str, rows: int) -> None:
    folder = "/sitesources/zks/page_pc/zwgk/zfxxgk/ndbg/"
    found = entries(rows, (folder + "article{:032X}.html").format)
    pages = cut(found, 4)
    routes: Routes = {}
    for place, shown in enumerate(pages, start=1):
        table = f'<div id="articleListTable" num="{len(pages)}"></div>'
        routes[folder + (first if place == 1 else f"list{place}.html")] = list_page(shown, table)
    result = await finds_all(tmp_path, routes, found, folder + first)
    assert not result.failures


LABEL = (
    "/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6795621&pageSize=4&pageIndex=1"
    "&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=80&organId=971&type=3&catId=&result=暂无相关信息"
)
LONSUN = {
    "address in the script": f'$.get("{LABEL}", function (rows) {{}})',
    "address with entities": f"var url = '{LABEL.replace('&', '&amp;')}';",
    "parameters": """Ls.ajax({url: "/site/label/8888", data: {labelName: "publicInfoList", siteId: 6795621,
    pageSize: 4, organId: "971", type: 3}, success: draw})""",
}
TREE = '<script>$.get("/site/label/8888?labelName=columnTree&isJson=true&siteId=6795621")</script>'


@pytest.mark.parametrize("script", LONSUN)
@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("rows", [0, 4, 14])
async def test_lonsun_fetches_its_rows_as_fragments(
    tmp_path: Path, script: str, declared: bool, rows: int
) -> None:
    found = entries(rows, "/public/971/{}.html".format)
    pages = len(cut(found, 4))

    def make(asked: Asked) -> str:
        right = (asked["organId"], asked["type"], asked["siteId"]) == ("971", "3", "6795621")
        shown = at(found, 4, int(asked["pageIndex"])) if right else []
        items = "".join(
            f'<li><a href="{one.href}">{one.title}</a><span class="date">{one.date}</span></li>'
            for one in shown
        )
        pager = f"<p>共{pages}页</p>" if declared else ""
        return f'<ul class="doc_list">{items}</ul>{pager}' if items else "暂无相关信息"

    column = list_page([], f"{TREE}<script>{LONSUN[script]}</script>")
    start = "/public/column/971?type=3&action=list"
    routes: Routes = {start: column, "/site/label/8888": answering(make)}
    result = await finds_all(tmp_path, routes, found, start)
    assert not any("columnTree" in path for path in result.paths)
    assert count(result.paths, "/site/label/") <= pages + 1


@pytest.mark.parametrize("start", ["/content/column/6806261", "/public/column/971?type=3&action=list"])
async def test_lonsun_columns_take_a_page_index(tmp_path: Path, start: str) -> None:
    found = entries(14, "/content/article/{}".format)
    pages = cut(found, 4)
    mark = "&" if "?" in start else "?"
    routes: Routes = {
        start + (f"{mark}pageIndex={place}" if place > 1 else ""): list_page(
            shown, f'<div>共<b>{len(pages)}</b>页 <a href="javascript:turn()">下一页</a></div>'
        )
        for place, shown in enumerate(pages, start=1)
    }
    await finds_all(tmp_path, routes, found, start)


async def test_lonsun_s_column_may_be_the_newest_report(tmp_path: Path) -> None:
    found = entries(3, "/public/6617365/{}.html".format, look_alikes=False)
    newest = "/public/column/971?type=3&nav=5"
    shown = list_page(found).replace("<ul>", f'<ul><li><a href="{newest}">政府信息公开年报</a></li>')
    await finds_all(tmp_path, {newest: shown}, found, newest)


def openness(branch: int, found: list[Entry], pager: Callable[[int, int, str], str]) -> Routes:
    folder = f"/openness/OpennessContent/showList/{branch}/12/"
    pages = cut(found, 4)
    return {
        f"{folder}page_{place}.html": list_page(shown, pager(place, len(pages), folder))
        for place, shown in enumerate(pages, start=1)
    }


OPENNESS = {
    "numbers": lambda place, pages, folder: "".join(
        f'<a href="{folder}page_{n}.html">{n}</a>'
        for n in range(max(1, place - 1), min(pages, place + 1) + 1)
    ),
    "numbers but its own": lambda place, pages, folder: "".join(
        f'<a href="page_{n}.html">{n}</a>' for n in range(1, pages + 1) if n != place
    ),
    "next link": lambda place, pages, folder: (
        f'<a href="{folder}page_{place + 1}.html">下一页</a>' if place < pages else "<a>下一页</a>"
    ),
    "total": lambda place, pages, folder: f"共{pages}页",
}


@pytest.mark.parametrize("pager", OPENNESS)
async def test_openness_lists_are_followed_branch_after_branch(tmp_path: Path, pager: str) -> None:
    """Reports have numbers in sequence: the lists of the branches are followed, numbers are not tried."""
    article = "/openness/OpennessAnnualReport/show/{}.html".format
    found = entries(13, article)
    ours, theirs = found[:13], found[13:]
    routes = openness(790, ours, OPENNESS[pager]) | openness(791, theirs, OPENNESS[pager])
    first = "/openness/OpennessContent/showList/790/12/page_1.html"
    beside = f'<a href="{first.replace("790", "791")}">桃城区财政局</a>'
    routes[first] = str(routes[first]).replace("<ul>", f"{beside}<ul>")
    result = await finds_all(tmp_path, routes, found, first)
    assert set(result.paths) == {one.href for one in found if one.year} | set(routes) | {
        path for path in result.paths if path in {one.href for one in found}
    }
    assert not result.failures


@pytest.mark.parametrize("first", ["News2.html", "list.html", "1.html"])
async def test_numbers_alone_turn_the_pages_of_static_lists(tmp_path: Path, first: str) -> None:
    found = entries(20, "/gk/a{}x.html".format)
    pages = cut(found, 4)
    names = {"News2.html": "News2_{}.html", "list.html": "list{}.html", "1.html": "{}.html"}[first]
    routes: Routes = {}
    for place, shown in enumerate(pages, start=1):
        links = "".join(
            f'<a href="{first if n == 1 else names.format(n)}">{n}</a>'
            for n in range(max(1, place - 2), min(len(pages), place + 2) + 1)
            if n != place
        )
        routes["/gk/" + (first if place == 1 else names.format(place))] = list_page(shown, links)
    await finds_all(tmp_path, routes, found, f"/gk/{first}")


def test_numbers_that_are_no_pages_are_not_followed() -> None:
    days = "".join(f'<a href="/gk/day{n + 40}.html">{n}</a>' for n in range(1, 31))
    mixed = '<a href="/gk/a2.html">2</a><a href="/gk/b3.html">3</a>'
    for links in (days, mixed, '<a href="/other/list_2.html">2</a>'):
        page = Page(f"{SITE}/gk/", f"<html><body>{links}</body></html>".encode(), "text/html", "text/html")
        assert read_listing(page).next is None


SERVICE = "/rest/lightfrontaction/getgovinfolist"
EPOINT = "/dynamic/zwgk/govInfoPub.html?categorynum=003001003&deptcode=014"


def epoint_reply(found: list[Entry], project: str, wrapped: bool, as_text: bool) -> Routes:
    def make(sent: Asked) -> object:
        asked = sent["params"] if wrapped else sent
        assert isinstance(asked, dict) or not wrapped
        right = (asked.get("categorynum"), asked.get("deptcode"), asked.get("siteGuid")) == (
            "003001003",
            "014",
            "7eb5f7f1",
        )
        size = int(asked["pageSize"])
        shown = at(found, size, int(asked["pageIndex"]) + 1) if right else []
        rows = [
            {"title": f"{one.title[:8]}…", "realtitle": one.title, "infourl": one.href, "infodate": one.date}
            for one in shown
        ]
        custom = {"data": rows, "total": len(found)}
        return {"custom": json.dumps(custom) if as_text else custom, "status": {"code": 1}}

    return {f"/{project}{SERVICE}": taking_json(make)}


@pytest.mark.parametrize(("wrapped", "project"), [(False, "EWB-FRONT"), (True, "EWB_YK_Mid")])
@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("rows", [0, 8, 40])
async def test_epoint_reads_the_site_s_settings_and_posts_json(
    tmp_path: Path, wrapped: bool, project: str, as_text: bool, rows: int
) -> None:
    found = entries(rows, "/zwgk/002005/20230112/{:032x}.html".format)
    settings = f'var siteInfo = {{projectName: "/{project}", siteGuid: "7eb5f7f1"}};'
    settings += "ajax({params: data});" if wrapped else ""

    async def script(_: web.BaseRequest) -> web.Response:
        return web.Response(text=settings, content_type="application/javascript")

    column = list_page([], '<script src="/js/jquery.js"></script><script src="../../js/webBuilderCommon.js">')
    routes: Routes = {EPOINT: column, "/js/webBuilderCommon.js": script}
    routes |= epoint_reply(found, project, wrapped, as_text)
    result = await finds_all(tmp_path, routes, found, EPOINT)
    assert count(result.paths, "/js/") == 1
    assert sum(n for (method, *_), n in result.asked.items() if method == "POST") == max(
        -(-len(found) // 15), 1
    )


async def test_epoint_pages_that_know_their_site_ask_at_once(tmp_path: Path) -> None:
    found = entries(9, "/zwgk/002005/20230112/{:032x}.html".format)
    script = f"""var siteGuid = '7eb5f7f1', pageSize = 3; $.ajax({{url: "/EWB-FRONT{SERVICE}", data:
    JSON.stringify({{deptcode: '014', categorynum: '003001003', pageIndex: 0}})}})"""
    routes: Routes = {FOLDER: list_page([], f"<script>{script}</script>")}
    result = await finds_all(tmp_path, routes | epoint_reply(found, "EWB-FRONT", False, False), found)
    assert not result.failures


async def test_epoint_without_its_settings_is_told(tmp_path: Path) -> None:
    """The rows cannot be had, and the visit says so."""
    column = list_page([], '<script src="/js/webBuilderCommon.js"></script>')
    result = await walked(tmp_path, {EPOINT: column}, EPOINT)
    assert result.reports == set()
    assert result.error is not None
    assert result.failures == {"not_found": 1}


@pytest.mark.parametrize("stem", ["moreinfo", "subPage", "about-gcjs", "govlist"])
async def test_epoint_s_static_columns_go_on_with_numbers(tmp_path: Path, stem: str) -> None:
    found = entries(14, "/govxxgk/035002011001/20230112/{:032x}.html".format)
    folder = "/govxxgk/035002011001/"
    pages = cut(found, 4)
    routes: Routes = {
        folder + (f"{stem}.html" if place == 1 else f"{place}.html"): list_page(
            shown, f'<div id="pager">共{len(pages)}页</div>'
        )
        for place, shown in enumerate(pages, start=1)
    }
    result = await finds_all(tmp_path, routes, found, f"{folder}{stem}.html")
    assert not result.failures


GOV_CN = {
    "getJSON": '$.getJSON("./ZFXXGKNB.json", function (rows) {})',
    "ajax": "$.ajax({ url: 'ZFXXGKNB.json?v=' + now, dataType: 'json' })",
    "fetch": 'fetch("ZFXXGKNB.json?t=1")',
}


@pytest.mark.parametrize("call", GOV_CN)
@pytest.mark.parametrize("rows", [0, 9])
async def test_rows_in_a_file_beside_the_page(tmp_path: Path, call: str, rows: int) -> None:
    found = entries(rows, "/xinwen/2024-01/05/content_{}.htm".format)
    table = [{"TITLE": one.title, "URL": one.href, "DOCRELPUBTIME": one.date} for one in found]

    async def file(_: web.BaseRequest) -> web.Response:
        return web.json_response(table)

    other = '$.getJSON("/js/menu.json");'
    routes: Routes = {
        FOLDER: list_page([], f"<script>{other if call == 'fetch' else ''}{GOV_CN[call]}</script>"),
        f"{FOLDER}ZFXXGKNB.json": file,
        f"{FOLDER}ZFXXGKNB.json?t=1": file,
    }
    result = await finds_all(tmp_path, routes, found)
    assert not result.failures


def test_the_dates_of_a_side_file_are_the_rows_dates() -> None:
    rows = [{"TITLE": "某部2023年年报", "URL": "/a.htm", "DOCRELPUBTIME": "2024-01-30"}]
    page = Page(f"{SITE}/x/A.json", json.dumps(rows).encode(), "application/json", None)
    assert [link.listed_on for link in read_listing(page).links] == ["2024-01-30"]


def test_a_plain_page_that_loads_data_is_not_listed_as_epoint_or_lonsun() -> None:
    text = html("<p>正文</p><script src='/js/webBuilderCommon.js'></script>")
    page = Page(f"{SITE}/zwgk/a.html", text.encode(), "text/html", "text/html")
    assert read_listing(page).lists == ()
