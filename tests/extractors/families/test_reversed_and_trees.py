"""博达's reversed paging, gkmlpt's tree and service, and what TRS and UCAP templates leave out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import Handler, html
from list_farm import FOLDER, Entry, Routes, articles, cut, entries, expected, finds_all, list_page, walked

from extractors.document import Table
from extractors.readers.html import read_html

HEX = "0123456789abcdef" * 2
PAGERS = {
    "plain": "共{rows}条&nbsp;&nbsp;{place}/{pages}&nbsp;",
    "tags": '<span class="p_t">共<em>{rows}</em>条</span> <em class="p_no_d">{place}</em>/{pages}',
    "all in tags": "<span>共<b> {rows} </b>条</span><span>{place}</span> / <span>{pages}</span>",
    "with a link": "共{rows}条 {place}/{pages} {onward}",
    "link only": '<span class="p_no">{place}</span>{onward}',
}


def boda(rows: int, size: int, pager: str, column: str = "xxgknb") -> tuple[Routes, list[Entry], str]:
    found = entries(rows, "/info/1024/{}.htm".format)
    pages = cut(found, size)

    def address(place: int) -> str:
        return f"/zwgk/{column}.htm" if place == 1 else f"/zwgk/{column}/{len(pages) - place + 1}.htm"

    routes: Routes = {}
    for place, shown in enumerate(pages, start=1):
        onward = f'<a href="{address(place + 1)}">下页</a>' if place < len(pages) else "<span>下页</span>"
        text = PAGERS[pager].format(rows=len(found), place=place, pages=len(pages), onward=onward)
        routes[address(place)] = list_page(shown, f"<div class='pb_sys_common'>{text}</div>")
    return routes, found, address(1)


@pytest.mark.parametrize("pager", PAGERS)
@pytest.mark.parametrize(("rows", "size"), [(14, 4), (3, 30), (0, 5)])
async def test_boda_lists_are_followed_backwards(tmp_path: Path, pager: str, rows: int, size: int) -> None:
    routes, found, start = boda(rows, size, pager)
    result = await finds_all(tmp_path, routes, found, start)
    assert not result.failures
    assert result.note == ("" if rows else "no annual report found")


async def test_a_boda_column_may_be_called_by_its_year(tmp_path: Path) -> None:
    routes, found, start = boda(14, 4, "tags", column="2023")
    await finds_all(tmp_path, routes, found, start)


async def test_a_boda_list_that_grew_is_followed_by_its_links(tmp_path: Path) -> None:
    """Old pages are written anew seldom: their numbers are of another day than the first page's."""
    routes, found, start = boda(14, 4, "with a link")
    routes[start] = str(routes[start]).replace("1/6", "1/7")
    await finds_all(tmp_path, routes, found, start)


def tree(strict: bool, jump: str = "") -> str:
    years = [{"id": 9, "name": "2022年", "children": []}]
    nodes = [
        {"id": 1, "name": "政府信息公开指南", "children": []},
        {"id": 2, "name": "政府信息公开年报", "jump_url": jump, "children": years},
    ]
    if strict:
        return json.dumps({"SID": "755041", "TREE": nodes})
    loose = (
        f"[{{id:2,name:'政府信息公开年报',jump_url:'{jump}',children:[{{id:9,name:'2022年',children:[]}}]}}]"
    )
    return f"{{SID:'755041', SERVICE_AREA_ID: 755, TREE:{loose}, X: 1}}"


def gkmlpt(found: list[Entry], size: int, total: str) -> Handler:
    async def answer(request: web.BaseRequest) -> web.Response:
        pages = cut(found, size)
        place = max(int(request.query["page"]), 1)  # page 0 is page 1
        shown = pages[place - 1] if place <= len(pages) and request.query["sid"] == "755041" else []
        rows = [
            {
                "title": one.title,
                "url": f"http://{request.host}{one.href}",
                "date": one.date,
                "attachment": [],
            }
            for one in shown
        ]
        head = {
            "total": {"total": len(found), "classify": {"post_count": len(found)}},
            "post_count": {"classify": {"post_count": len(found)}},
            "none": {"classify": None},
        }[total]
        return web.json_response({**head, "articles": rows})

    return answer


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("total", ["total", "post_count", "none"])
async def test_gkmlpt_lists_are_found_in_the_tree_and_read_to_their_end(
    tmp_path: Path, strict: bool, total: str
) -> None:
    found = entries(14, "/gkmlpt/content/9/9103/post_{}.html".format)
    years = [
        Entry(n, f"桃城区第{n}局2022年政府信息公开工作年度报告", 2022, f"/gkmlpt/content/8/{n}.html")
        for n in (1, 2)
    ]
    routes: Routes = {
        "/gkmlpt/index": f"<html><script>window._CONFIG = {tree(strict)}</script></html>",
        "/gkmlpt/api/all/2": gkmlpt(found, 4, total),
        "/gkmlpt/api/all/9": gkmlpt(years, 4, total),
    }
    start = '<a href="/gkmlpt/index">政府信息公开</a>'
    result = await finds_all(tmp_path, routes | {"/": start}, [*found, *years], "/")
    assert not result.note
    asked = [path for path in result.paths if path.startswith("/gkmlpt/api/all/2?")]
    assert len(asked) == len(cut(found, 4)) + (total == "none")


async def test_a_node_of_the_tree_may_lead_to_a_column_elsewhere(tmp_path: Path) -> None:
    found = entries(6, "/zwgk/nb/content/post_{}.html".format)
    routes: Routes = {
        "/gkmlpt/index": f"<html><script>window._CONFIG = {tree(False, '/zwgk/nb/')}</script></html>",
        "/gkmlpt/api/all/9": gkmlpt([], 4, "total"),
        "/zwgk/nb/": list_page(found),
    }
    await finds_all(tmp_path, routes, found, "/gkmlpt/index")


@pytest.mark.parametrize(
    "broken", ["[" * 50_000, '[{"id":1,"name":null,"children":"x"}]', '[{"children":[7]}]']
)
async def test_a_broken_tree_leads_nowhere(tmp_path: Path, broken: str) -> None:
    page = f"<html><script>window._CONFIG = {{SID:'7', TREE:{broken}}}</script></html>"
    result = await walked(tmp_path, {"/gkmlpt/index": page}, "/gkmlpt/index")
    assert not result.reports
    assert len(result.paths) <= 3


@pytest.mark.parametrize(
    "call",
    [
        "createPageHTML({pages}, {place}, 'index_pc', 'html');",
        'createPageHTML("{pages}", "{place}", "index_pc", "html");',
        'createPageHTML( {rows} , {pages} , {place} , "index_pc" , "html" , 20 );',
    ],
)
async def test_trs_calls_are_read_in_every_spelling(tmp_path: Path, call: str) -> None:
    found = entries(14, lambda n: f"{FOLDER}202401/t20240105_{n}")  # without an extension, as in Tianjin
    pages = cut(found, 4)
    routes: Routes = {}
    for place, shown in enumerate(pages):
        text = call.format(pages=len(pages), place=place, rows=len(found))
        name = f"index_pc_{place}.html" if place else "index_pc.html"
        routes[FOLDER + name] = list_page(shown, f"<script>{text}</script>")
    start = f"{FOLDER}index_pc.html"
    await finds_all(tmp_path, {"/": f'<a href="{start}">政府信息公开年报</a>', **routes}, found, "/")


async def test_a_ucap_template_that_always_prints_the_first_page_is_read_by_its_addresses(
    tmp_path: Path,
) -> None:
    found = entries(14, lambda n: f"/hsq/c101/202401/{n:032x}.shtml")
    pages = cut(found, 4)
    call = f"createPageHTML('page_div',{len(pages)}, 1,'list','shtml',{len(found)});"
    routes: Routes = {
        f"/hsq/c101/{f'list_{place}' if place > 1 else 'list'}.shtml": list_page(
            shown, f"<script>{call}</script>"
        )
        for place, shown in enumerate(pages, start=1)
    }
    start = '<a href="/hsq/c101/list.shtml">政府信息公开年报</a>'
    result = await finds_all(tmp_path, {"/": start, **routes}, found, "/")
    assert not result.note


async def test_ucap_channels_are_named_by_the_page_s_tags_and_files_by_the_reply(tmp_path: Path) -> None:
    """An entry without a page of its own has its document in the reply; days may be milliseconds."""
    found = entries(3, lambda n: f"/x/c1/202401/{n:032x}.shtml", look_alikes=False)
    document = "/x/c1/202401/77/files/nb.pdf"

    async def answer(request: web.BaseRequest) -> web.Response:
        rows: list[dict[str, object]] = [
            {"title": one.title, "url": f"//{request.host}{one.href}", "publishedTime": 1704412800000}
            for one in found
        ]
        rows.append(
            {
                "title": "桃城区水利局2022年政府信息公开工作年度报告",
                "url": None,
                "resList": [{"fileName": "年报.pdf", "filePath": document}],
            }
        )
        return web.json_response({"data": {"total": 4, "page": 1, "rows": 20, "results": rows}})

    script = "<script>$.get('/common/search/' + channelId + '?_isAgg=true', show)</script>"
    page = list_page([], script).replace("<head>", f'<head><meta name="channelId" content="{HEX}">')
    pdf = b"%PDF-1.4\n" + b"%" * 900 + b"\n%%EOF\n"
    routes: Routes = {FOLDER: page, f"/common/search/{HEX}": answer, document: pdf}
    result = await walked(tmp_path, {**articles(found), **routes})
    assert result.reports == expected(found) | {document}
    assert max(result.asked.values()) == 1


async def test_a_service_that_wants_to_know_the_page_before_is_told(tmp_path: Path) -> None:
    found = entries(3, look_alikes=False)
    told: list[str | None] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        told.append(request.headers.get("Referer"))
        if told[-1] is None:
            return web.Response(status=404, text="404")
        rows = [{"title": one.title, "url": one.href} for one in found]
        return web.json_response({"data": {"total": 3, "page": 1, "rows": 20, "results": rows}})

    script = f"<script>var url = '/common/search/{HEX}?_isAgg=true';</script>"
    result = await finds_all(
        tmp_path, {FOLDER: list_page([], script), f"/common/search/{HEX}": answer}, found
    )
    assert [one.partition(FOLDER)[1] for one in told if one] == [FOLDER]
    assert not result.failures


@pytest.mark.parametrize("shown", [False, True])
async def test_a_gkmlpt_article_that_only_its_script_shows_is_a_report(tmp_path: Path, shown: bool) -> None:
    """With its text in the page as well, it is read once."""
    found = entries(3, "/gkmlpt/content/9/9103/post_{}.html".format)
    routes = articles(found)
    for one in found:
        body = str(routes[one.href]).partition("<body>")[2].partition("</body>")[0]
        parts = {"id": one.number, "title": '甲"乙', "content": body}
        detail = json.dumps(parts, ensure_ascii=one.number % 2 == 0).replace("</", r"<\/")
        visible = f'<div class="article-content">{body if shown else ""}</div>'
        script = f"<script>window._CONFIG = {{SID:'755041', DETAIL: {detail}}}</script>"
        routes[one.href] = html(f"<h1>{one.title}</h1>{visible}{script}", one.title)
        document = read_html(str(routes[one.href]))
        assert sum(isinstance(block, Table) for block in document.blocks) == (one.year is not None)
    start = '<a href="/gkmlpt/index">政府信息公开</a>'
    index = f"<html><script>window._CONFIG = {tree(strict=True)}</script></html>"
    lists: Routes = {
        "/gkmlpt/api/all/2": gkmlpt(found, 4, "total"),
        "/gkmlpt/api/all/9": gkmlpt([], 4, "total"),
    }
    result = await walked(tmp_path, {**routes, **lists, "/gkmlpt/index": index, "/": start}, "/")
    assert result.reports == expected(found)
