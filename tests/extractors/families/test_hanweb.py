"""Hanweb: lists embedded and asked of the proxy, the xxgk module's search and reports, jpaas units."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from crawl_farm import Handler, html, report
from list_farm import Entry, Routes, articles, cut, entries, expected, finds_all, list_page, walked

from extractors.crawl.page import Page
from extractors.families import read_listing

COLUMN = "/col/col84025/index.html"
PROXY = "/module/web/jpage/dataproxy.jsp"
OLD_PROXY = "/module/jpage/dataproxy.jsp"
ADDRESS = "/art/2024/1/5/art_84025_{}.html".format
Asked = dict[str, str]


def answering(make: Callable[[Asked], str], media_type: str = "text/html") -> Handler:
    async def answer(request: web.BaseRequest) -> web.Response:
        form = dict(parse_qsl(await request.text(), keep_blank_values=True))
        return web.Response(text=make(dict(request.query) | form), content_type=media_type)

    return answer


def store(found: Sequence[Entry], head: str = "") -> str:
    rows = "".join(
        f"<record><![CDATA[<table><tr><td><a href='{one.href}' title='{one.title}'>{one.title[:9]}</a></td>"
        f"<td>[{one.date[:5]} {one.date[5:]}]</td></tr></table>]]></record>"
        for one in found
    )
    return f"<datastore>{head}<recordset>{rows}</recordset></datastore>"


def unit(found: Sequence[Entry], total: int, number: int, column: int, proxy: str = PROXY) -> str:
    url = f"proxyUrl:'{proxy}'," if proxy else ""
    return f"""<div id="{number}"><script type="text/xml">{store(found)}</script></div>
    <script>jQuery("#{number}").jpage({{totalRecord:{total},{url}perPage:4,ajaxParam:{{col:1,appid:1,webid:14,
    path:'/',columnid:{column},sourceContentType:1,unitid:'{number}',webname:'某区',permissiontype:0}}}});
    </script>"""


def rows_of(found: Sequence[Entry], asked: Asked) -> Sequence[Entry]:
    """As a proxy does: nothing for the wrong pair of column and unit."""
    if (asked.get("columnid"), asked.get("unitid")) != ("84025", "402"):
        return []
    return found[int(asked["startrecord"]) - 1 : int(asked["endrecord"])]


def head_of(kind: str, total: int) -> str:
    pages = -(-total // 4)
    return {
        "total": f"<totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>",
        "pages": f"<totalpage>{pages}</totalpage>",
        "none": "",
        "too long": f"<totalrecord>{'9' * 5000}</totalrecord>",
    }[kind]


@pytest.mark.parametrize("kind", ["total", "pages", "none", "too long"])
@pytest.mark.parametrize("media_type", ["text/xml", "text/html"])
async def test_replies_are_read_to_the_end_of_the_list(tmp_path: Path, kind: str, media_type: str) -> None:
    """With the totals and without them, and when a reply of table rows is said to be a web page."""
    found = entries(14, ADDRESS)

    def make(asked: Asked) -> str:
        return store(rows_of(found, asked), head_of(kind, len(found)))

    routes: Routes = {
        COLUMN: list_page([], unit(found[:6], len(found), 402, 84025)),
        PROXY: answering(make, media_type),
    }
    result = await finds_all(tmp_path, routes, found, COLUMN)
    asked = sum(path.startswith(PROXY) for path in result.paths)
    # Rows 5 and 6 come again; without a total the end is a reply without rows.
    assert asked == 5 + (kind in ("none", "too long"))


async def test_a_server_that_honours_only_the_page_gives_every_row(tmp_path: Path) -> None:
    found = entries(14, ADDRESS)

    def make(asked: Asked) -> str:
        pages = cut(found, int(asked["perpage"]))
        return store(pages[int(asked["page"]) - 1], head_of("total", len(found)))

    routes: Routes = {COLUMN: list_page([], unit(found[:8], len(found), 402, 84025)), PROXY: answering(make)}
    await finds_all(tmp_path, routes, found, COLUMN)


@pytest.mark.parametrize("there", [PROXY, OLD_PROXY])
async def test_a_page_that_does_not_name_its_proxy_has_it_in_one_of_two_places(
    tmp_path: Path, there: str
) -> None:
    found = entries(14, ADDRESS)

    def make(asked: Asked) -> str:
        return store(rows_of(found, asked), head_of("total", len(found)))

    column = list_page([], unit(found[:8], len(found), 402, 84025, proxy=""))
    await finds_all(tmp_path, {COLUMN: column, there: answering(make)}, found, COLUMN)


async def test_of_several_lists_on_a_page_the_column_s_own_is_followed(tmp_path: Path) -> None:
    found = entries(14, ADDRESS)
    news = [Entry(n, f"新闻动态第{n}条标题", None, f"/art/2024/1/5/art_77_{n}.html") for n in range(30)]

    def make(asked: Asked) -> str:
        return store(rows_of(found, asked), head_of("total", len(found)))

    beside = unit(news[:12], 900, 301, 77) + unit(found[:4], len(found), 402, 84025) + unit(news, 30, 55, 78)
    result = await finds_all(tmp_path, {COLUMN: list_page([], beside), PROXY: answering(make)}, found, COLUMN)
    assert not result.note


async def test_a_store_that_was_cut_off_loses_only_the_row_it_was_cut_in(tmp_path: Path) -> None:
    found = entries(14, ADDRESS)

    def make(asked: Asked) -> str:
        text = store(rows_of(found, asked), head_of("total", len(found)))
        return text[: text.rindex("<record>") + 40] if asked["page"] == "3" else text

    routes: Routes = {COLUMN: list_page([], unit(found[:4], len(found), 402, 84025)), PROXY: answering(make)}
    result = await walked(tmp_path, {**articles(found), **routes}, COLUMN)
    assert expected(found) - result.reports <= {found[11].href}
    assert f"a list gave {len(found) - 1} of {len(found)} entries" in result.note


async def test_the_next_group_that_a_store_names_is_asked_for(tmp_path: Path) -> None:
    """Sites with encrypted ids; behind the last group stands an empty store."""
    found = entries(14, ADDRESS)
    groups = cut(found, 4)

    def group(place: int) -> str:
        onward = f"<a href='{PROXY}?page={place + 1}&amp;columnid=Zx%2F81'>more</a>"
        shown = groups[place - 1] if place <= len(groups) else []
        return store(shown, f"<nextgroup><![CDATA[{onward}]]></nextgroup>" if shown else "")

    column = list_page([], f'<script type="text/xml">{group(1)}</script>')
    routes: Routes = {COLUMN: column, PROXY: answering(lambda asked: group(int(asked["page"])), "text/xml")}
    result = await finds_all(tmp_path, routes, found, COLUMN)
    assert not result.failures or set(result.failures) <= {"soft_404"}


@pytest.mark.parametrize("reply", ["", "<datastore></datastore>", "<recordset></recordset>"])
async def test_deep_pages_that_say_nothing_end_the_list_and_are_told(tmp_path: Path, reply: str) -> None:
    found = entries(4, ADDRESS, look_alikes=False)
    routes: Routes = {
        COLUMN: list_page([], unit(found, 90, 402, 84025)),
        PROXY: answering(lambda asked: reply, "text/xml"),
    }
    result = await walked(tmp_path, {**articles(found), **routes}, COLUMN)
    assert result.reports == expected(found)
    assert sum(path.startswith(PROXY) for path in result.paths) == 1
    assert "a list gave 4 of 90 entries" in result.note or "soft_404" in (result.error or "")


async def test_a_proxy_that_always_gives_its_first_rows_is_left(tmp_path: Path) -> None:
    found = entries(4, ADDRESS, look_alikes=False)
    routes: Routes = {
        COLUMN: list_page([], unit(found, 90, 402, 84025)),
        PROXY: answering(lambda asked: store(found), "text/xml"),
    }
    result = await finds_all(tmp_path, routes, found, COLUMN)
    assert sum(path.startswith(PROXY) for path in result.paths) == 1


async def test_a_proxy_that_never_runs_out_of_rows_is_cut_with_a_note(tmp_path: Path) -> None:
    found = entries(4, ADDRESS, look_alikes=False)
    asked: list[str] = []

    def make(form: Asked) -> str:
        asked.append(form["page"])
        first = 1000 * int(form["page"])
        return store([Entry(n, "新闻动态标题", None, ADDRESS(n)) for n in range(first, first + 4)])

    routes: Routes = {
        COLUMN: list_page([], unit(found, 9_000_000, 402, 84025)),
        PROXY: answering(make, "text/xml"),
    }
    result = await finds_all(tmp_path, routes, found, COLUMN)
    assert len(asked) < 50
    assert "left a list after 50 pages" in result.note


SEARCH = "/module/xxgk/search.jsp"


@pytest.mark.parametrize("total", [True, False])
async def test_the_search_of_the_xxgk_module_is_posted_page_after_page(tmp_path: Path, total: bool) -> None:
    found = entries(14, ADDRESS)
    pages = cut(found, 5)

    def make(asked: Asked) -> str:
        place = int(asked["currpage"])
        fits = (asked["area"], asked["infotypeId"], asked["divid"]) == ("11330000", "A0203", "divlist")
        rows = "".join(
            f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td>{n}</td>'
            f"<td><a href='{one.href}'>{one.title}</a></td><td>{one.date}</td></tr>"
            for n, one in enumerate(pages[place - 1] if fits and place <= len(pages) else [])
        )
        return f"<table>{rows}</table>" + (f"<div>共{len(pages)}页 第{place}页</div>" if total else "")

    script = f"""<script>loadDynamic('{SEARCH}?infotypeId=A0203&vc_title=&vc_number=&area=11330000',
    'infotypeId=A0203&jdid=1&divid=divlist&area=11330000&sortfield=,createdatetime:0,orderid:0');</script>"""
    routes: Routes = {COLUMN: list_page([], script), SEARCH: answering(make)}
    result = await finds_all(tmp_path, routes, found, COLUMN)
    assert sum(path.startswith(SEARCH) for path in result.paths) == len(pages) + (not total)


MATRIX = "/module/xxgk/xxgkAnnualReport.jsp"
BODIES = {
    "11371082004339319Q": "桃城区人民政府",
    "49417463-2": "桃城区教育局",
    "001008003014183": "桃城区财政局",
}


@pytest.mark.parametrize("menus", ["selects", "links"])
async def test_the_reports_of_all_bodies_and_years_are_found(tmp_path: Path, menus: str) -> None:
    """One address, whose parameters stand in either order; a year without a report says so."""

    def menu(area: str, year: str) -> str:
        if menus == "selects":
            years = "".join(f'<option value="{one}">{one}年</option>' for one in (2023, 2022, 2021))
            bodies = "".join(f'<option value="{code}">{name}</option>' for code, name in BODIES.items())
            return f"<select name='fbtime'>{years}</select><select name='area'>{bodies}</select>"
        return "".join(
            f'<a href="xxgkAnnualReport.jsp?fbtime={one}&area={area}">{one}年</a>'
            for one in (2023, 2022, 2021)
        ) + "".join(
            f'<a href="xxgkAnnualReport.jsp?area={code}&fbtime={year}">{name}</a>'
            for code, name in BODIES.items()
        )

    asked: list[tuple[str, str]] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        area, year = request.query["area"], request.query["fbtime"]
        asked.append((area, year))
        if (area, year) == ("49417463-2", "2021"):
            text = html(menu(area, year) + "<p>暂无相关信息</p>", "政府信息公开年报")
        else:
            text = report(int(year), BODIES[area]).replace("<body>", f"<body>{menu(area, year)}")
        return web.Response(text=text, content_type="text/html")

    start = f"{MATRIX}?area=11371082004339319Q&fbtime=2023"
    home = f'<a href="{start}">政府信息公开年报</a>'
    result = await walked(tmp_path, {"/": html(home), MATRIX: answer}, "/")
    found = {tuple(sorted(parse_qsl(path.partition("?")[2]))) for path in result.reports}
    pairs = {(area, str(year)) for area in BODIES for year in (2023, 2022, 2021)}
    assert found == {(("area", area), ("fbtime", year)) for area, year in pairs - {("49417463-2", "2021")}}
    assert sorted(asked) == sorted(pairs)


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def jpaas_page(shown: Sequence[Entry] = (), label: str = "信息列表") -> str:
    def script(tag: str) -> str:
        query = f"{{'webId':'3185','pageId':'77','tagId':'{tag}','tplSetId':'aB','parseType':'bulidstatic',"
        return f"""<script parsetype="bulidstatic" url="{UNIT}" querydata="{query}'pageType':'column'}}">
        </script>"""

    return list_page(shown, script("网站导航") + script(label) + script("底部"))


@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("label", ["信息列表", "当前栏目_list", "ajax分页", "内容区域"])
async def test_units_of_jpaas_are_asked_for_their_pages(
    tmp_path: Path, built: bool, total: bool, label: str
) -> None:
    found = entries(14, lambda n: f"/art/2024/art_{n:032x}.html")
    pages = cut(found, 5)

    def make(asked: Asked) -> str:
        place = json.loads(asked["paramJson"])["pageNo"] if asked["tagId"] == label else 99
        shown = pages[place - 1] if place <= len(pages) else []
        rows = "".join(f"<li><a href='{one.href}'>{one.title}</a><b>{one.date}</b></li>" for one in shown)
        pager = f'<div class="pagination" count="{len(found)}" rows="5"></div>' if total else ""
        return json.dumps({"success": True, "data": {"html": f"<ul>{rows}</ul>{pager}"}})

    routes: Routes = {
        "/col/col77/index.html": jpaas_page(pages[0] if built else (), label),
        UNIT: answering(make, "application/json"),
    }
    result = await finds_all(tmp_path, routes, found, "/col/col77/index.html")
    assert sum(path.startswith(UNIT) for path in result.paths) == len(pages) - built + (not total)


async def test_a_unit_that_always_answers_its_first_page_is_left(tmp_path: Path) -> None:
    found = entries(5, lambda n: f"/art/2024/art_{n:032x}.html", look_alikes=False)
    rows = "".join(f"<li><a href='{one.href}'>{one.title}</a></li>" for one in found)
    reply = json.dumps({"data": {"html": f'<ul>{rows}</ul><div count="90" rows="5"></div>'}})
    routes: Routes = {
        "/col/col77/index.html": jpaas_page(),
        UNIT: answering(lambda asked: reply, "application/json"),
    }
    result = await finds_all(tmp_path, routes, found, "/col/col77/index.html")
    assert sum(path.startswith(UNIT) for path in result.paths) == 2
    assert "a list gave 5 of 90 entries" in result.note


def test_numbers_too_long_to_be_any_are_none() -> None:
    long = "9" * 5000
    column = unit([], 1, 402, 84025).replace("totalRecord:1", f"totalRecord:{long}")
    for text in (column, store([], f"<totalrecord>{long}</totalrecord>")):
        page = Page(f"http://www.example.gov.cn{COLUMN}", text.encode(), "text/html", "text/html")
        assert read_listing(page).total is None
