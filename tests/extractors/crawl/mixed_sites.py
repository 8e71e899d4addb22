"""Small sites of every family: home page, platform, and a column of three reports on two pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

from aiohttp import web
from crawl_farm import COLUMN, Handler, html, report_rows, simple_site

Routes = dict[str, str | bytes | Handler]
Asked = dict[str, str]

TITLE = "政府信息公开年报"
NEW, OLD = range(2022, 2024), range(2021, 2022)
HEX = "0123456789abcdef" * 2
LIST = "/zfxxgk/list.aspx"
PARTS = {1: NEW, 2: OLD}


def _title(year: int) -> str:
    return f"桃城区人民政府{year}年政府信息公开工作年度报告"


def _rows(years: range) -> str:
    return report_rows(years, f"{COLUMN}t")


def _page(years: range, pager: str = "") -> str:
    return html(_rows(years) + pager, TITLE)


def _site(column: str, pages: Routes) -> Routes:
    """A site whose platform leads to `column`, and whose reports lie where those of `simple_site` do."""
    bare = {path: page for path, page in simple_site().items() if path != COLUMN}
    return bare | {"/zfxxgk/": html(f'<a href="/">首页</a><a href="{column}">{TITLE}</a>')} | pages


def _answering(make: Callable[[Asked], str], media_type: str = "text/html") -> Handler:
    """A handler that makes its page from the query and the posted form."""

    async def answer(request: web.BaseRequest) -> web.Response:
        form = dict(parse_qsl(await request.text(), keep_blank_values=True))
        return web.Response(text=make(dict(request.query) | form), content_type=media_type)

    return answer


def _files(first: str, second: str, pager: Callable[[int], str]) -> Routes:
    """A column of two static pages."""
    return _site(first, {first: _page(NEW, pager(1)), second: _page(OLD, pager(2))})


def plain() -> Routes:
    return simple_site()


def trs() -> Routes:
    script = '<script>createPageHTML(2, {}, "index", "html");</script>'
    return _files(COLUMN, f"{COLUMN}index_1.html", lambda place: script.format(place - 1))


def trs_count_page() -> Routes:
    script = "<script>var currentPage = {};\nvar countPage = 2</script>"
    first, second = f"{COLUMN}index.shtml", f"{COLUMN}index_1.shtml"
    return _files(first, second, lambda place: script.format(place - 1))


def ucap() -> Routes:
    script = "<script>createPageHTML('page_div',2, {},'list','shtml',3);</script>"
    return _files(f"{COLUMN}list.shtml", f"{COLUMN}list_2.shtml", script.format)


def ucap_json() -> Routes:
    api = f"/common/search/{HEX}"

    def reply(asked: Asked) -> str:
        place = int(asked["page"])
        found = [{"title": _title(year), "url": f"{COLUMN}t{year}.html"} for year in PARTS.get(place, ())]
        return json.dumps({"data": {"total": 3, "page": place, "rows": 2, "results": found}})

    script = f"<script>var url = '{api}?_isAgg=true&_pageSize=2';</script>"
    pages: Routes = {api: _answering(reply, "application/json"), COLUMN: html(script, TITLE)}
    return _site(COLUMN, pages)


def _record(year: int) -> str:
    return f"<record><![CDATA[<li><a href='{COLUMN}t{year}.html'>{_title(year)}</a></li>]]></record>"


def hanweb() -> Routes:
    proxy, column = "/module/web/jpage/dataproxy.jsp", "/col/col84025/index.html"

    def store(years: range, total: str = "") -> str:
        rows = "".join(map(_record, years))
        return f"<datastore>{total}<recordset>{rows}</recordset></datastore>"

    def reply(asked: Asked) -> str:
        return store(PARTS.get(int(asked["page"]), range(0)), "<totalrecord>3</totalrecord>")

    script = f"""<div id="402"><script type="text/xml">{store(NEW)}</script></div>
    <script>jQuery("#402").jpage({{totalRecord:3,proxyUrl:'{proxy}',perPage:2,ajaxParam:{{col:1,columnid:84025,unitid:'402'}}}});</script>"""
    return _site(column, {column: html(script, TITLE), proxy: _answering(reply, "text/xml")})


def gkmlpt() -> Routes:
    def reply(asked: Asked) -> str:
        years = PARTS.get(int(asked["page"]), ())
        found = [{"title": _title(year), "url": f"{COLUMN}t{year}.html"} for year in years]
        return json.dumps({"total": 3, "articles": found})

    tree = [{"id": 2, "name": TITLE, "children": []}]
    config = f"<script>window._CONFIG={json.dumps({'SID': '755041', 'TREE': tree})}</script>"
    pages: Routes = {"/gkmlpt/index": config, "/gkmlpt/api/all/2": _answering(reply, "application/json")}
    return _site("/gkmlpt/index", pages) | {"/": '<a href="/gkmlpt/index">政府信息公开</a>'}


def boda() -> Routes:
    pager = "<div class='pb_sys_common'>共3条&nbsp;{}/2</div>"
    return _files("/zwgk/xxgknb.htm", "/zwgk/xxgknb/1.htm", pager.format)


def next_link() -> Routes:
    arrow = '<a href="p2.html">下一页</a>'
    return _files(COLUMN, f"{COLUMN}p2.html", lambda place: arrow if place == 1 else "")


def jeecms() -> Routes:
    pager = "共3条记录 {}/2页 <a onclick=\"location.href='x'+n\">下一页</a>"
    return _files("/gknb/index.jhtml", "/gknb/index_2.jhtml", pager.format)


def ncms() -> Routes:
    pager = '<span id="comp_55"></span><script>var maxPageNum55=2;</script>'
    return _files("/n1/n23/index.html", "/n1/n23/index_55_1.html", lambda _: pager)


def hunan() -> Routes:
    pager = "<script>if(num<1){num=1} else if(num>2){num=2;}</script>"
    return _files("/6790/6791/index.htm", "/6790/6791/index_2.htm", lambda _: pager)


def shanghai() -> Routes:
    pager = "<script>$('.p').pagination({{ currentPage: {}, totalPage: 2 }})</script>"
    return _files("/nw123/index.html", "/nw123/index_2.html", pager.format)


def huaian() -> Routes:
    pager = "<script>nsetpage({},3,2,'x');</script>"
    return _files("/col/12_3/index.html", "/col/12_3/index_2.html", pager.format)


def guessed() -> Routes:
    return _files("/gknb/list.html", "/gknb/list_2.html", "共 2 页 当前第 {} 页".format)


def postback() -> Routes:
    def make(form: Asked) -> str:
        place = 2 if form.get("__VIEWSTATE") == "/wEP1" else 1
        onward = "javascript:__doPostBack(&#39;Pager&#39;,&#39;2&#39;)"
        link = f'<a href="{onward}">下一页</a>' if place == 1 else ""
        hidden = f'<input type="hidden" name="__VIEWSTATE" value="/wEP{place}">'
        hidden += '<input type="hidden" name="__EVENTTARGET"><input type="hidden" name="__EVENTARGUMENT">'
        return _page(PARTS[place], f'<form method="post" action="./list.aspx?id=5">{hidden}{link}</form>')

    return _site(f"{LIST}?id=5", {LIST: _answering(make)})


def parameter() -> Routes:
    def make(asked: Asked) -> str:
        place = int(asked.get("page", 1))
        other = 3 - place
        return _page(PARTS.get(place, range(0)), f'<a href="?id=7&amp;page={other}">{other}</a>')

    return _site("/gk/list.php?id=7", {"/gk/list.php": _answering(make)})


def igs() -> Routes:
    path = "/igs/front/list/search.jhtml"
    script = f'$.get("{path}?code=c9&siteId=34&pageSize=2",function(d){{}})'

    def reply(asked: Asked) -> str:
        years = PARTS.get(int(asked["page"]), ())
        found = [{"doctitle": _title(year), "docpuburl": f"{COLUMN}t{year}.html"} for year in years]
        return json.dumps({"page": {"content": found, "totalElements": 3}})

    column = html(f"<script>{script}</script>", TITLE)
    return _site(COLUMN, {COLUMN: column, path: _answering(reply, "application/json")})


def truecms() -> Routes:
    path = "/truecms/messageController/getMessage.do"
    url = f"{path}?startrecord=1&endrecord=2&perpage=2&columnId=c1&callback=cb"

    def reply(asked: Asked) -> str:
        years = (2023, 2022, 2021)[int(asked["startrecord"]) - 1 : int(asked["endrecord"])]
        rows = "".join(map(_record, years))
        return f"{asked['callback']}({json.dumps({'result': rows, 'totalrecord': 3})});"

    column = html(f'<div id="initData"></div><script>var u="{url}";</script>', TITLE)
    return _site(COLUMN, {COLUMN: column, path: _answering(reply, "application/javascript")})


def years() -> Routes:
    """A sub-column a year."""
    subs = {f"{COLUMN}{year}n/": _page(range(year, year + 1)) for year in range(2021, 2024)}
    links = "".join(f'<a href="{path}">{path[-6:-2]}年</a>' for path in subs)
    return _site(COLUMN, {COLUMN: html(links, TITLE), **subs})


def framed() -> Routes:
    frame = html('<iframe src="wjk.php?class=2"></iframe>', TITLE)
    return _site(COLUMN, {COLUMN: frame, f"{COLUMN}wjk.php?class=2": _page(range(2021, 2024))})


FAMILIES: tuple[Callable[[], Routes], ...] = (
    plain,
    trs,
    trs_count_page,
    ucap,
    ucap_json,
    hanweb,
    gkmlpt,
    boda,
    next_link,
    jeecms,
    ncms,
    hunan,
    shanghai,
    huaian,
    guessed,
    postback,
    parameter,
    igs,
    truecms,
    years,
    framed,
)
