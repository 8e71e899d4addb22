"""Other spellings of known families, each as a site whose reports are all found."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import Handler, html, report, rows
from list_farm import FOLDER, Asked, Entry, Routes, answering, at, cut, entries, finds_all, list_page

from extractors.crawl.page import Page
from extractors.families import read_listing

SIZE = 6
FOUND = entries(14)
PAGES = cut(FOUND, SIZE)
LAST = len(PAGES)


def static(pager: Callable[[int], str], name: Callable[[int], str], pages: list[list[Entry]]) -> Routes:
    """A list of static files: page 1 in the folder, page n at the name that `name` gives."""
    shown = {
        FOLDER + (name(n) if n > 1 else ""): list_page(rows, pager(n)) for n, rows in enumerate(pages, 1)
    }
    return dict(shown)


def other_file_names() -> Routes:
    """The ministry of ecology: `index_8597_1.shtml` is the second page of a folder."""
    script = """<script>var currentPage = {};
    var countPage = {} //共多少页
    if (more) document.write("<a href=\\"index_8597"+"_"+nextPage+"."+"shtml\\">下一页</a>");
    </script>"""
    return static(lambda n: script.format(n - 1, LAST), lambda n: f"index_8597_{n - 1}.shtml", PAGES)


def too_many_pages() -> Routes:
    """A template that declares a page too many, of which only a stub is there."""
    script = '<script>createPageHTML({}, {}, "index", "html");</script>'
    routes = static(lambda n: script.format(LAST + 1, n - 1), lambda n: f"index_{n - 1}.html", PAGES)
    return routes | {
        f"{FOLDER}index_{LAST}.html": "<html><head><title>年报</title></head><body></body></html>"
    }


def script_that_turns_pages() -> Routes:
    """A short page whose script knows where its first page is: no redirect."""
    script = """<script>function go(num) {{ if(num>{0}){{num={0};}} if(num==1) location.href="index.htm"; }}
    $("#p").pagination({{ totalPage: {0}, call: function(n) {{ location.href = "a.html"; }} }});</script>"""
    return static(lambda n: script.format(LAST), lambda n: f"index_{n}.html", PAGES)


def rows_of_variables() -> Routes:
    """Wuhan: every row is written from variables."""
    rows = "".join(
        f"""<script>var url = './{one.href.rpartition("/")[2]}', nothing;
        var title = '{one.title}';
        document.writeln("<li><a href='" + url + "' title='" + title + "'>" + title.substr(0, 9) + "</a>");
        </script>"""
        for one in FOUND
    )
    return {FOLDER: list_page([], rows)}


def channel_in_a_variable() -> Routes:
    """UCAP: the channel's id is a variable of the page's script."""
    channel = "0123456789abcdef" * 2

    def reply(asked: Asked) -> str:
        shown = at(FOUND, SIZE, int(asked["page"]))
        rows = [{"title": one.title, "url": one.href, "publishedTimeStr": one.date} for one in shown]
        return json.dumps({"data": {"total": len(FOUND), "rows": SIZE, "results": rows}})

    script = f"""<script>var channelid = "{channel}";
    $.getJSON("/searchList/"+channelid+"?_isAgg=true&_isJson=true&_pageSize={SIZE}&page=1", show);</script>"""
    return {FOLDER: list_page([], script), f"/searchList/{channel}": answering(reply, "application/json")}


def service_asked_by_a_function(address: str, number: str, wrap: Callable[[Entry], object]) -> Routes:
    """The number of the page is an argument of the function that asks."""

    def reply(asked: Asked) -> str:
        shown = at(FOUND, SIZE, int(asked.get(number, "1")))
        return json.dumps({"total": len(FOUND), "list": [wrap(one) for one in shown]})

    script = f"""<script>function load({number}) {{ $.ajax({{ url: "{address}", type: "post",
    data: {{ "code": "A1", "{number}": {number}, "perPage": {SIZE} }}, success: show }}); }}</script>"""
    return {FOLDER: list_page([], script), address: answering(reply, "application/json")}


def internet_office() -> Routes:
    return service_asked_by_a_function(
        "/cms/JsonList", "pageno", lambda one: {"topic": one.title, "infourl": one.href, "pubtime": one.date}
    )


def suzhou() -> Routes:
    return service_asked_by_a_function(
        "/szinf/interfaces/wza/loadDataList.do",
        "currentPage",
        lambda one: {"TITLE": one.title, "URL": one.href},
    )


def rows_in_groups() -> Routes:
    """The ministry of industry: every row is wrapped twice."""
    return service_asked_by_a_function(
        "/cms/JsonList",
        "pageno",
        lambda one: {"groupData": [{"data": {"title": one.title, "url": one.href, "publishdate": one.date}}]},
    )


def service_for_the_column_only() -> Routes:
    """TrueCMS: every request has to come from the column's page."""
    service = "/truecms/messageController/getMessage.do"

    async def answer(request: web.BaseRequest) -> web.Response:
        if not request.headers.get("Referer", "").endswith(FOLDER):
            return web.Response(status=404)
        first, last = int(request.query["startrecord"]), int(request.query["endrecord"])
        rows = "".join(
            f"<record><![CDATA[<li><a href='{one.href}'>{one.title}</a></li>]]></record>"
            for one in FOUND[first - 1 : last]
        )
        return web.Response(text=f"cb({json.dumps({'result': rows, 'totalrecord': len(FOUND)})})")

    url = f"{service}?startrecord=1&endrecord={SIZE}&perpage={SIZE}&columnId=abc&callback=cb"
    return {
        FOLDER: list_page([], f'<script>$.ajax({{url:"{url}",dataType:"jsonp"}})</script>'),
        service: answer,
    }


def hidden_rows_without_service() -> Routes:
    """TrueCMS: the service has been taken away, the rows stand in the page."""
    rows = "".join(f"<li><a href='{one.href}'>{one.title}</a></li>" for one in FOUND)
    url = "/truecms/messageController/getMessage.do?startrecord=1&endrecord=30&columnId=abc&callback=cb"
    store = f'<div id="initData" style="display:none">{rows}</div><script>$.ajax({{url:"{url}"}})</script>'
    return {FOLDER: list_page([], store)}


def bodies(links: dict[str, str]) -> str:
    """A page of a column with nothing but links to bodies."""
    return html(
        "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links.items()), "政府信息公开年报"
    )


BODIES = ("桃城区教育局", "桃城区审计局", "桃城区考核办公室", "赵家圈镇人民政府")


def of_body(place: int) -> list[Entry]:
    href = f"/show/{place}" + "{}.html"
    titles = [f"{BODIES[place]}{year}年政府信息公开工作年度报告" for year in (2022, 2023)]
    return [Entry(n, title, 2022 + n, href.format(n)) for n, title in enumerate(titles)]


OF_BODIES = [one for place in range(len(BODIES)) for one in of_body(place)]


def lists_of_a_controller() -> Routes:
    """Openness: the lists of bodies lie in another folder than the page that names them."""
    lists = {f"/XxgkContent/showList/{790 + n}/0/page_1.html": name for n, name in enumerate(BODIES)}
    pages = {href: html(list_page(of_body(n)), BODIES[n]) for n, href in enumerate(lists)}
    return {FOLDER: bodies(lists), **pages}


def lists_below() -> Routes:
    """Bodies whose names end as titles that are no reports do: 审计, 考核."""
    lists = {f"{FOLDER}b{n}/": name for n, name in enumerate(BODIES)}
    return {FOLDER: bodies(lists)} | {f"{FOLDER}b{n}/": list_page(of_body(n)) for n in range(len(BODIES))}


@pytest.mark.parametrize(
    "site",
    [
        other_file_names,
        too_many_pages,
        script_that_turns_pages,
        rows_of_variables,
        channel_in_a_variable,
        internet_office,
        suzhou,
        rows_in_groups,
        service_for_the_column_only,
        hidden_rows_without_service,
    ],
)
async def test_all_reports_of_the_list_are_found(tmp_path: Path, site: Callable[[], Routes]) -> None:
    await finds_all(tmp_path, site(), FOUND)


@pytest.mark.parametrize("site", [lists_of_a_controller, lists_below])
async def test_all_reports_of_the_bodies_are_found(tmp_path: Path, site: Callable[[], Routes]) -> None:
    await finds_all(tmp_path, site(), OF_BODIES)


async def test_a_stub_ends_a_list_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    result = await finds_all(tmp_path, too_many_pages(), FOUND)
    assert f"a list ended after {LAST} of {LAST + 1} pages" in result.note


async def test_reports_by_body_and_year_are_walked_from_links_of_the_column(tmp_path: Path) -> None:
    address = "/module/xxgk/xxgkAnnualReport.jsp"
    areas = {"11371082004339319Q": "桃城区教育局", "49417463-2": "桃城区审计局"}
    menu = "".join(f'<option value="{area}">{name}</option>' for area, name in areas.items())
    years = '<option value="2022">2022年</option><option value="2023">2023年</option>'

    async def answer(request: web.BaseRequest) -> web.Response:
        page = report(int(request.query["fbtime"]), areas[request.query["area"]])
        return web.Response(text=page.replace("<h1>", f"{menu}{years}<h1>"), content_type="text/html")

    matrix: Handler = answer
    found = [
        Entry(
            int(year),
            f"{name}{year}年政府信息公开工作年度报告",
            int(year),
            f"{address}?area={area}&fbtime={year}",
        )
        for area, name in areas.items()
        for year in ("2022", "2023")
    ]
    links = {f"{address}?area={area}&amp;fbtime=2023": name for area, name in areas.items()}
    await finds_all(tmp_path, {FOLDER: bodies(links)} | {one.href: matrix for one in found}, found)


SITE = "http://www.example.gov.cn"
PAGERS = {
    '<a href="index_2.html"><img src="n.gif" alt="下一页"></a>': "index_2.html",
    '<a href="index_2.html" aria-label="下一页"><i class="arrow"></i></a>': "index_2.html",
    """<input type="button" value="下一页" onclick="location='index_2.html'">""": "index_2.html",
    '<a href="index_2.html">[下一页]</a>': "index_2.html",
    '<a href="index_2.html">【下页】</a>': "index_2.html",
    '<a href="index_2.html">下一頁</a>': "index_2.html",
    '<a href="index_2.html">»</a>': "index_2.html",
    '<a href="index_2.html">2</a><a href="index_3.html">3</a><a href="index_9.html">»</a>': "index_2.html",
    '<a href="index_2.html">[2]</a><a href="index_3.html">[3]</a>': "index_2.html",
    '<a href="index_2.html">第2页</a><a href="index_3.html">第3页</a>': "index_2.html",
    '<a href="page/2/">2</a><a href="page/3/">3</a>': "page/2/",
    '<select><option value="p_1.html">第1页</option><option value="p_2.html">第2页</option>': "p_2.html",
    '<a href="?page_no=1">1</a><a href="?page_no=2">2</a>': "?page_no=2",
}


@pytest.mark.parametrize("pager", PAGERS)
def test_the_next_page_of_a_pager(pager: str) -> None:
    page = Page(f"{SITE}{FOLDER}", list_page(PAGES[0], pager).encode(), "text/html", "text/html")
    onward = read_listing(page).next
    assert onward is not None
    assert onward.url == f"{SITE}{FOLDER}{PAGERS[pager]}"


def test_a_pager_of_folders_goes_on() -> None:
    links = "".join(f'<a href="{FOLDER}page/{n}/">{n}</a>' for n in (1, 2, 3, 4))
    page = Page(f"{SITE}{FOLDER}page/3/", list_page(PAGES[0], links).encode(), "text/html", "text/html")
    onward = read_listing(page).next
    assert onward is not None
    assert onward.url == f"{SITE}{FOLDER}page/4/"


def test_days_and_years_are_no_pages() -> None:
    years = "".join(f'<a href="{n}/">{n}</a>' for n in (2022, 2023)) + '<a href="/rili/2/">2</a>'
    page = Page(f"{SITE}{FOLDER}", list_page(PAGES[0], years).encode(), "text/html", "text/html")
    assert read_listing(page).next is None


LIST = rows(*((one.href, one.title, one.date) for one in FOUND))
ARRAY = json.dumps([{"title": one.title, "url": one.href} for one in FOUND])
HELD = {
    "array of a script": f"<script>var data = {ARRAY};</script>",
    "hidden text": f'<textarea style="display:none">{LIST}</textarea>',
    "template": f'<script type="text/html" id="t">{LIST}</script>',
    "put together": "<script>var h = ''; "
    + "".join(f"""h += '<a href="{one.href}">{one.title}</a>';""" for one in FOUND)
    + "box.innerHTML = h;</script>",
}


@pytest.mark.parametrize("place", HELD)
def test_rows_that_are_no_links_of_the_page(place: str) -> None:
    page = Page(f"{SITE}{FOLDER}", html(HELD[place]).encode(), "text/html", "text/html")
    found = {(link.url.removeprefix(SITE), link.text) for link in read_listing(page).links}
    assert found == {(one.href, one.title) for one in FOUND}


def test_placeholders_of_a_template_are_no_rows() -> None:
    markup = '<script type="text/html"><li><a href="{{row.url}}">{{row.title}}</a></li></script>'
    page = Page(f"{SITE}{FOLDER}", html(markup).encode(), "text/html", "text/html")
    assert read_listing(page).links == ()


SERVICE = "/cms/JsonList"
FORM = "code=A1&perPage=6&pageno=1"
CALLS = {
    f"""$.post("{SERVICE}", {{code: "A1", perPage: 6, pageno: 1}}, show, "json");""": (SERVICE, FORM),
    f"""var n = 1; $.ajax({{type: "POST", url: "{SERVICE}", data: "code=A1&perPage=6&pageno=" + n}});""": (
        SERVICE,
        FORM,
    ),
    f"""var code = "A1"; function load(n) {{ $.ajax({{type: "POST", url: "{SERVICE}",
    data: "code=" + code + "&perPage=6&pageno=" + n, success: show}}); }}""": (SERVICE, FORM),
    f"""var sent = {{"code": "A1", "perPage": 6, "pageno": 1}};
    $.ajax({{type: "POST", url: "{SERVICE}", data: sent, success: show}});""": (SERVICE, FORM),
    f"""fetch("{SERVICE}", {{method: "POST", headers: {{"Accept": "application/x"}}, body: "{FORM}"}});""": (
        SERVICE,
        FORM,
    ),
    f"""axios.post("{SERVICE}", Qs.stringify({{code: "A1", perPage: 6, pageno: 1}})).then(show);""": (
        SERVICE,
        FORM,
    ),
    f"""$.ajax({{url: "{SERVICE}", type: "post", contentType: "application/json",
    data: JSON.stringify({{code: "A1", pageno: 1}})}});""": (SERVICE, '{"code": "A1", "pageno": "1"}'),
    f"""function load(n) {{ $.get("{SERVICE}?code=A1&pageno=" + n + "&t=" + Math.random(), show); }}""": (
        f"{SERVICE}?code=A1&pageno=1&t=",
        None,
    ),
    f"""fetch(`{SERVICE}?code=A1&pageno=${{page}}`).then(show)""": (f"{SERVICE}?code=A1&pageno=1", None),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_service_is_asked_as_the_call_is_written(call: str) -> None:
    page = Page(f"{SITE}{FOLDER}", html(f"<script>{call}</script>").encode(), "text/html", "text/html")
    onward = read_listing(page).next
    assert onward is not None
    assert (onward.url.removeprefix(SITE), onward.posted) == CALLS[call]


def test_the_number_in_posted_json_is_raised() -> None:
    reply = json.dumps({"total": 14, "list": [{"title": one.title, "url": one.href} for one in PAGES[0]]})
    posted = '{"code": "A1", "pageno": 1}'
    page = Page(f"{SITE}{SERVICE}", reply.encode(), "application/json", "application/json", posted)
    onward = read_listing(page).next
    assert onward is not None
    assert onward.posted == '{"code": "A1", "pageno": 2}'


@pytest.mark.parametrize(
    "part",
    ['"/cms/JsonList"+a(b)+c.d', '"a"+', '"/cms/JsonList",{data:{a:b,', "`${", '[{"a":'],
)
def test_scripts_made_to_hold_us_up_do_not(part: str) -> None:
    marks = "document.write('<a'); += '<li> JsonList getMessage.do <textarea> ` "
    text = html(f"<script>{marks}{part * (40_000 // len(part))}</script>")
    started = time.monotonic()
    read_listing(Page(f"{SITE}{FOLDER}", text.encode(), "text/html", "text/html"))
    assert time.monotonic() - started < 10


REPORT = "桃城区教育局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "row",
    [
        f"""<a href="javascript:openUrl('/v/1.htm')">{REPORT}</a>""",
        f"""<a href="#" onclick="toDetail('/v/1.htm');return false;">{REPORT}</a>""",
        f"""<a href="javascript:;" onclick="openWin('/v/1.htm','年报',800,600)">{REPORT}</a>""",
        f'<li data-href="/v/1.htm">{REPORT}</li>',
        f'<a data-url="/v/1.htm" href="javascript:void(0)">{REPORT}</a>',
        f'<table><tr><td>{REPORT}</td><td><a href="/v/1.htm">查看</a></td></tr></table>',
        f'<li>{REPORT}<a href="/v/1.htm">[详细]</a></li>',
    ],
)
def test_a_row_that_is_no_plain_link(row: str) -> None:
    other = '<ul><li><a href="/">首页</a></li></ul>'
    page = Page(f"{SITE}{FOLDER}", html(f"{other}<div>{row}</div>").encode(), "text/html", "text/html")
    assert [link.text for link in page.links if link.url == f"{SITE}/v/1.htm"] == [REPORT]
