"""Families whose pages are turned by a request: postback, parameters, forms, JSON services, JSONP."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from crawl_farm import Handler
from hypothesis import given
from hypothesis import strategies as st
from list_farm import (
    FOLDER,
    Asked,
    Entry,
    Routes,
    answering,
    articles,
    at,
    cut,
    entries,
    expected,
    finds_all,
    list_page,
    walked,
)

from extractors.crawl.page import Page
from extractors.families import FAMILIES, read_listing
from extractors.families.paging import numbered_parameter, turned, with_parameter

SITE = "http://www.example.gov.cn"
POSTBACK = "javascript:__doPostBack(&#39;{}&#39;,&#39;{}&#39;)"


def web_form(found: Sequence[Entry], size: int, pager: Callable[[int, int], str]) -> Handler:
    """An ASP.NET page: without the view state of a page before, or with a field missing, it starts anew."""
    pages = len(cut(found, size))

    def make(form: Asked) -> str:
        place = 1
        if form.get("__VIEWSTATE") and form.get("ddlYear") == "2023" and form.get("txtKey") == "":
            shown = int(form["__VIEWSTATE"].removeprefix("/wEP"))
            argument = form.get("__EVENTARGUMENT", "").removeprefix("Page$")
            place = int(argument) if argument.isdecimal() else shown + 1
        hidden = f'<input type="hidden" name="__VIEWSTATE" value="/wEP{place}">'
        hidden += '<input type="hidden" name="__EVENTTARGET"><input type="hidden" name="__EVENTARGUMENT">'
        hidden += '<input name="txtKey"><input type="submit" name="btnSearch" value="搜索">'
        hidden += '<select name="ddlYear"><option value="0">全部<option value="2023" selected>2023</select>'
        form_text = f'<form method="post" action="./list.aspx?id=5">{hidden}{pager(place, pages)}</form>'
        return list_page(at(found, size, place), form_text)

    return answering(make)


def by_next_link(place: int, pages: int) -> str:
    onward = f'href="{POSTBACK.format("Pager1", place + 1)}"' if place < pages else 'disabled="disabled"'
    return f'<a href="{POSTBACK.format("Pager1", 1)}">首页</a><a {onward}>下一页</a>'


def by_number(place: int, pages: int) -> str:
    links = (
        f'<a href="{POSTBACK.format("GridView1", f"Page${n}")}">{n if n < place + 3 else "..."}</a>'
        for n in range(max(1, place - 2), min(pages, place + 3) + 1)
        if n != place
    )
    return f"<span>{place}</span>" + "".join(links)


def by_name(place: int, pages: int) -> str:
    return f'<a href="{POSTBACK.format("GridView1", "Page$Next")}">&gt;</a>' if place < pages else ""


def by_options(place: int, pages: int) -> str:
    options = (
        f"WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;lb&quot;, &quot;{place + 1}&quot;))"
    )
    return f'<a href="javascript:{options}">下页</a>' if place < pages else ""


def by_button(place: int, pages: int) -> str:
    return f'<input type="submit" name="btnNext" value="下一页" {"" if place < pages else "disabled"}>'


PAGERS = [by_next_link, by_number, by_name, by_options, by_button]


@pytest.mark.parametrize("pager", PAGERS, ids=lambda pager: pager.__name__)
@pytest.mark.parametrize(("rows", "size"), [(14, 4), (20, 2), (3, 30)])
async def test_forms_are_posted_back_page_after_page(
    tmp_path: Path, pager: Callable[[int, int], str], rows: int, size: int
) -> None:
    found = entries(rows)
    routes: Routes = {"/gk/list.aspx": web_form(found, size, pager)}
    await finds_all(tmp_path, routes | {"/": '<a href="/gk/list.aspx?id=5">年报</a>'}, found, "/")


async def test_a_form_that_always_offers_a_next_page_ends_when_it_repeats_itself(tmp_path: Path) -> None:
    found = entries(6, look_alikes=False)
    routes: Routes = {"/gk/list.aspx": web_form(found, 3, lambda place, _: by_next_link(place % 2, 9))}
    result = await walked(
        tmp_path, {**articles(found), **routes, "/": '<a href="/gk/list.aspx?id=5">年报</a>'}, "/"
    )
    assert result.reports == expected(found)
    assert sum(path.startswith("/gk/list.aspx") for path in result.paths) <= 4


NAMES = [
    "page",
    "PageIndex",
    "pageNo",
    "pageNum",
    "currPage",
    "curPage",
    "cur_page",
    "cpage",
    "pn",
    "p",
    "pg",
]


def linked_list(found: Sequence[Entry], size: int, name: str, base: int, next_link: bool) -> Handler:
    pages = len(cut(found, size))

    def make(asked: Asked) -> str:
        place = int(asked.get(name, base)) - base + 1
        window = range(max(1, place - 2), min(pages, place + 2) + 1)
        links = "".join(f'<a href="?id=7&amp;{name}={n - 1 + base}">{n}</a>' for n in window if n != place)
        if next_link and place < pages:
            links += f'<a href="?id=7&amp;{name}={place + base}">下一页</a>'
        return list_page(at(found, size, place), f"<div>{links}</div>")

    return answering(make)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("base", [0, 1])
async def test_lists_with_a_parameter_are_followed_by_their_numbers(
    tmp_path: Path, name: str, base: int
) -> None:
    found = entries(12)
    routes: Routes = {"/gk/list.php": linked_list(found, 3, name, base, next_link=False)}
    await finds_all(tmp_path, routes | {"/": '<a href="/gk/list.php?id=7">年报</a>'}, found, "/")


@pytest.mark.parametrize("rows", [0, 1, 9, 10])
async def test_lists_with_a_parameter_and_a_next_link(tmp_path: Path, rows: int) -> None:
    found = entries(rows)
    routes: Routes = {"/gk/list.php": linked_list(found, 3, "page", 1, next_link=True)}
    await finds_all(tmp_path, routes | {"/": '<a href="/gk/list.php?id=7">年报</a>'}, found, "/")


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_form_with_a_page_number_is_sent_as_its_script_does(tmp_path: Path, method: str) -> None:
    found = entries(14)
    pages = len(cut(found, 4))

    def make(asked: Asked) -> str:
        place = int(asked.get("cpage", 1)) if asked.get("type") == "9" else 1
        fields = '<input type="hidden" name="cpage" value="1"><input type="hidden" name="type" value="9">'
        pager = f'共{pages}页 <a href="javascript:goPage({place + 1})">下一页</a>'
        return list_page(
            at(found, 4, place), f'<form action="/gk/nb.action" method="{method}">{fields}{pager}</form>'
        )

    routes: Routes = {"/gk/nb.action": answering(make)}
    await finds_all(tmp_path, routes | {"/": '<a href="/gk/nb.action">年报</a>'}, found, "/")


ONE_OFFS = {
    "Sichuan, Guanghan": ("/info/iList.jsp?node_id=GZ&cat_id=10", "&cur_page={}", "/info/i{}.jsp"),
    "Yunnan": ("/gk/NewsLsit.aspx?ClassID=659", "&page={}", "/gk/News{}.html"),
    "Openness of old": (
        "/opennessContent/?branch_id=5&topic_id=9",
        "&page={}",
        "/openness/show/{}.html",
    ),
    "Anqing": ("/gk/list.php?id=3", "&page={}", "/gk/show.php?id={}"),
    "Ma'anshan": ("/gk/listInfoSub.action?itemId=8", "&pageNo={}", "/gk/c{}.html"),
    "Hefei": ("/zwgk/public/spage.xp?doAction=list", "&pageIndex={}", "/zwgk/public/s{}.html"),
}


@pytest.mark.parametrize("name", ONE_OFFS)
async def test_lists_of_one_place(tmp_path: Path, name: str) -> None:
    start, page, article = ONE_OFFS[name]
    found = entries(9, article.format)
    pages = cut(found, 4)
    routes: Routes = {}
    for place, shown in enumerate(pages, start=1):
        links = "".join(
            f'<a href="{start}{page.format(n)}">{n}</a>' for n in range(1, len(pages) + 1) if n != place
        )
        routes[start + (page.format(place) if place > 1 else "")] = list_page(shown, links)
    await finds_all(tmp_path, routes, found, start)


async def test_lists_in_frames_and_years_in_the_path(tmp_path: Path) -> None:
    """Changzhou shows its list in a frame; Xicheng writes parameters into the path, a page a year."""
    found = entries(8)
    frame = list_page([], '<iframe src="/zfxxgk/nb/wjk.php?class=2"></iframe>')
    years = '<a href="/zfxxgk/nb/pnidpv195pnnfpv2021.html">2021年</a>'
    routes: Routes = {
        FOLDER: frame,
        "/zfxxgk/nb/wjk.php?class=2": list_page(found[:9], years),
        "/zfxxgk/nb/pnidpv195pnnfpv2021.html": list_page(found[9:]),
    }
    await finds_all(tmp_path, routes, found)


async def test_numbers_of_articles_are_no_numbers_of_pages(tmp_path: Path) -> None:
    found = entries(6, look_alikes=False)
    shown = list_page(found, '<a href="?p=12">关于我们的介绍</a><a href="?p=13">联系方式与地址</a>')
    search = '<form action="/search"><input type="hidden" name="page" value="1"></form>'
    script = '<form action="/was5/web/search?channelid=5"><input name="q"></form><a href="#">2</a>'
    result = await finds_all(tmp_path, {"/gk/index.php": shown + search + script}, found, "/gk/index.php")
    assert not [path for path in result.paths if "?" in path]
    assert not result.failures


async def test_a_next_link_that_never_ends_is_left(tmp_path: Path) -> None:
    """A calendar: every page links to the next one, with the same rows."""
    found = entries(5, look_alikes=False)

    def make(asked: Asked) -> str:
        place = int(asked.get("page", 1))
        return list_page(found, f'<a href="?page={place + 1}">下一页</a>')

    result = await finds_all(tmp_path, {FOLDER: answering(make)}, found)
    assert sum(path.startswith(FOLDER + "?") for path in result.paths) == 1


async def test_a_trap_of_ever_new_links_is_cut_with_a_note(tmp_path: Path) -> None:
    found = entries(5, look_alikes=False)

    def make(asked: Asked) -> str:
        place = int(asked.get("page", 1))
        return list_page(
            found, f'<a href="/x/{place}.html">更多内容{place}</a><a href="?page={place + 1}">下一页</a>'
        )

    result = await finds_all(tmp_path, {FOLDER: answering(make)}, found)
    assert "left a list after 50 pages" in result.note


# JSON services: the script in the column page, the service's path, and how it wraps its entries.
def igs_row(one: Entry) -> dict[str, str]:
    return {
        "doctitle": one.title,
        "docreltime": f"{one.date} 10:00",
        "docpuburl": one.href,
        "chnldocurl": "x",
    }


def cac_row(one: Entry) -> dict[str, str]:
    return {"topic": one.title, "infourl": one.href, "pubtime": one.date}


def suzhou_row(one: Entry) -> dict[str, str]:
    return {"TITLE": f"<b>{one.title}</b>", "URL": one.href, "PUBLISHED_TIME_FORMAT": one.date}


Row = Callable[[Entry], dict[str, str]]
SERVICES: dict[str, tuple[str, str, str, Row, Callable[[list[dict[str, str]], int], object]]] = {
    "igs of Fujian": (
        """$.ajax({url:"/fjdzapp/search",type:"post",data:{channelid:"229105",classsql:"chnlid=373",
        sortfield:"-docorderpri,-docreltime",page:1,prepage:4},success:function(d){}})""",
        "/fjdzapp/search",
        "classsql=chnlid=373",
        igs_row,
        lambda rows, total: {"data": rows},
    ),
    "igs of Tianjin": (
        """var code="c9"; $.get("/igs/front/list/search.jhtml?code=c9&siteId=34&pageSize=4",function(d){})""",
        "/igs/front/list/search.jhtml",
        "siteId=34",
        igs_row,
        lambda rows, total: {"page": {"content": rows, "totalElements": total}},
    ),
    "CAC": (
        """var channel='A0901';
        $.post('/cms/JsonList',{channelCode:channel,perPage:4,pageno:1},function(d){})""",
        "/cms/JsonList",
        "channelCode=A0901",
        cac_row,
        lambda rows, total: {"total": str(total), "list": rows},
    ),
    "Suzhou": (
        """$.ajax({type:"POST",url:"/szinf/interact/loadDataXxgk",data:"channelId=66&pageSize=4&page=1"})""",
        "/szinf/interact/loadDataXxgk",
        "channelId=66",
        suzhou_row,
        lambda rows, total: {"data": {"allRow": total, "totalPage": 9, "list": rows}},
    ),
    "MIIT": (
        """fetch("/search-front-server/api/search/info?websiteid=1&pg=4&p=1&cateid=57")""",
        "/search-front-server/api/search/info",
        "cateid=57",
        lambda one: {"title": one.title, "url": one.href, "deploytime": "1700000000000"},
        lambda rows, total: {
            "success": True,
            "data": {"searchResult": {"dataResults": rows, "total": total}},
        },
    ),
}


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("rows", [0, 13])
async def test_services_are_asked_as_the_script_asks_them(tmp_path: Path, name: str, rows: int) -> None:
    script, path, needed, row, wrap = SERVICES[name]
    found = entries(rows)
    key, _, value = needed.partition("=")

    def make(asked: Asked) -> str:
        place = next(int(asked[one]) for one in ("page", "pageno", "p") if one in asked)
        shown = at(found, 4, place) if asked.get(key) == value else []
        return json.dumps(wrap([row(one) for one in shown], len(found)), ensure_ascii=False)

    routes: Routes = {
        FOLDER: list_page([], f"<script>{script}</script>"),
        path: answering(make, "application/json"),
    }
    result = await finds_all(tmp_path, routes, found)
    assert sum(asked.startswith(path) for asked in result.paths) <= len(cut(found, 4)) + 1


TRUECMS = "/truecms/messageController/getMessage.do"


@pytest.mark.parametrize("rows", [2, 13])
async def test_jsonp_rows_are_asked_for_block_after_block(tmp_path: Path, rows: int) -> None:
    found = entries(rows)

    def record(one: Entry) -> str:
        return f"<record><![CDATA[<li><a href='{one.href}'>{one.title}</a><i>{one.date}</i></li>]]></record>"

    def make(asked: Asked) -> str:
        first, last = int(asked["startrecord"]), int(asked["endrecord"])
        result = "".join(map(record, found[first - 1 : last]))
        return f"{asked['callback']}({json.dumps({'result': result, 'totalrecord': len(found)})});"

    hidden = "".join(f"<li><a href='{one.href}'>{one.title}</a></li>" for one in found[:3])
    url = f"{TRUECMS}?startrecord=1&endrecord=6&perpage=3&columnId=c1&callback=cb"
    page = f'<div id="initData" style="display:none">{hidden}</div><script>var u="{url}";</script>'
    routes: Routes = {FOLDER: list_page([], page), TRUECMS: answering(make, "application/javascript")}
    result = await finds_all(tmp_path, routes, found)
    assert sum(path.startswith(TRUECMS) for path in result.paths) == -(-len(found) // 6)


@pytest.mark.parametrize(
    "broken",
    [
        '{"data":[{"doctitle":"桃',
        "<html><h1>502 Bad Gateway</h1></html>",
        '{"data":[]}',
        "[" * 99_999,
        "9" * 9_999,
    ],
)
async def test_a_broken_service_neither_crashes_nor_loops(tmp_path: Path, broken: str) -> None:
    script, path, *_ = SERVICES["igs of Fujian"]
    routes: Routes = {
        FOLDER: list_page([], f"<script>{script}</script>"),
        path: answering(lambda _: broken, "application/json"),
    }
    result = await walked(tmp_path, routes)
    assert result.reports == set()
    assert sum(asked.startswith(path) for asked in result.paths) <= 1
    assert (result.error is None) == (broken == '{"data":[]}')


def test_scripts_in_the_place_of_addresses_are_no_links() -> None:
    entry = {"doctitle": "桃城区2023年政府信息公开年报", "docpuburl": "javascript:open('/x.html')"}
    page = Page(f"{SITE}/s?page=1", json.dumps({"data": [entry]}).encode(), "application/json", None)
    assert read_listing(page).links == ()


@given(
    st.sampled_from(NAMES), st.integers(0, 10**6), st.dictionaries(st.text("abcxyz", min_size=3), st.text())
)
def test_a_turned_request_differs_in_its_page_only(name: str, place: int, others: dict[str, str]) -> None:
    query = with_parameter("", name, place)
    for key, value in others.items():
        query = with_parameter(query, key, 0).replace(f"{key}=0", f"{key}=v{len(value)}")
    onward = turned(Page(f"{SITE}/s?{query}", b"{}", "application/json", None))
    assert onward is not None
    before, after = dict(parse_qsl(query)), dict(parse_qsl(onward.url.partition("?")[2]))
    assert numbered_parameter(onward.url.partition("?")[2]) == (name, place + 1)
    assert {key: value for key, value in before.items() if key != name} == {
        key: value for key, value in after.items() if key != name
    }


MARKS = r"""
<form>
</form>
<input type="hidden" name="__VIEWSTATE" value="x">
<input name="page" value="9">
<a href="javascript:__doPostBack('p','2')">2</a>
<a href="javascript:go(2)">下一页</a>
<a href="?page=99999999999999999999">2</a>
<a href='http://[bad'>下一页</a>
共3页
1/2页
<script>countPage = 3;
</script>
nsetpage(1,9,0
num>99999999
$('.x').pagination({totalPage:4
createPageHTML(3,0,'[', 'html')
<div id="initData">
<script>document.writeln('<a href="x">y</a>');
<script>'/fjdzapp/search',{a:b,c:'d'}
maxPageNum=4
<span id="comp_5">
<select name='s'></select>
\
&#39;
"""
MARKUP = st.lists(st.sampled_from(MARKS.split("\n")), max_size=12).map("".join)


@given(
    MARKUP, st.sampled_from(["/n1/n2/index.html", "/1.html", "/6/7/", "/x/index_2.jhtml", "/l.aspx?page=0"])
)
def test_no_family_fails_on_any_mixture_of_their_marks(markup: str, path: str) -> None:
    for read in FAMILIES.values():
        page = Page(SITE + path, f"<html><body>{markup}".encode(), "text/html", "text/html; charset=utf-8")
        listing = read(page)
        if listing and listing.next and listing.next.posted is None:
            assert listing.next.url != page.url


async def test_a_first_page_that_is_a_file_and_further_ones_that_a_service_has(tmp_path: Path) -> None:
    """As in Zhangzhou and Nanping: the column's index is static, `siteId` names it to the service."""
    found = entries(13, "/cms/html/qrmzf/2024-01-20/{}.html".format)
    service = "/cms/sitemanage/index.shtml"

    def pager(place: int) -> str:
        places = (n for n in (1, 2, 3) if n != place)
        return "".join(f'<a href="{service}?siteId=5304&page={n}">{n}</a>' for n in places)

    def served(form: Asked) -> str:
        place = int(form["page"])
        return list_page(at(found, 7, place), pager(place)) if form["siteId"] == "5304" else ""

    routes: Routes = {FOLDER: list_page(at(found, 7, 1), pager(1))}
    routes |= {f"{service}?siteId=5304&page={place}": answering(served) for place in (2, 3)}
    await finds_all(tmp_path, routes, found)
