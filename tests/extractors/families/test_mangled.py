"""Whatever becomes of a page on its way, reading it never fails and its list comes to an end."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from list_farm import entries

from extractors.crawl.page import Page
from extractors.families import FAMILIES, read_listing
from extractors.families.data import number, parsed

SITE = "http://www.example.gov.cn"
HEX = "0123456789abcdef" * 2
FOUND = entries(4, "/art/2024/1/5/art_7_{}.html".format)
ROWS = "".join(f"<li><a href='{one.href}'>{one.title}</a><span>{one.date}</span></li>" for one in FOUND)
STORE = "".join(f"<record><![CDATA[<a href='{one.href}'>{one.title}</a>]]></record>" for one in FOUND)
GROUP = "<nextgroup><![CDATA[<a href='/dataproxy.jsp?page=2'>]]></nextgroup>"
RESULTS = [
    {"title": one.title, "url": one.href, "date": one.date, "attachment": [], "resList": []} for one in FOUND
]
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
TREE = "[{id:2,name:'政府信息公开年报',jump_url:'',children:[{id:3,name:'部门',children:[]}]}]"
JPAGE = "{totalRecord:90,perPage:4,proxyUrl:'/module/jpage/dataproxy.jsp',columnid:7,unitid:'4'}"
# A page of each kind that a list is read from: address, media type, source.
PAGES = {
    "scripted": (
        "/nb/",
        "text/html",
        """<li onclick="openArt('8841', 2)">桃城区教育局2023年政府信息公开工作年度报告</li><script>
        var list=[{title:'桃城区2023年年报',url:'/a/1.html',},];
        function openArt(id, n) { location.href='/a_'+id+'.html' }
        axios.post('/api/list', {columnId: 88, pageNum: 1}).then(show)</script><script type='text/xml'>
        <item><title><![CDATA[2022年年报]]></title><link>/a/2.html</link></item></script>""",
    ),
    "hanweb": (
        "/col/col7/index.html",
        "text/html",
        f"<div id='4'><recordset>{STORE}</recordset></div><script>$('#4').jpage({JPAGE})</script>",
    ),
    "hanweb reply": (
        "/module/web/jpage/dataproxy.jsp?startrecord=5&endrecord=8&perpage=4&page=2",
        "text/xml",
        f"<datastore><totalrecord>90</totalrecord><recordset>{STORE}</recordset></datastore>",
    ),
    "hanweb group": (
        "/dataproxy.jsp?page=1",
        "text/xml",
        f"<datastore>{GROUP}<recordset>{STORE}</recordset></datastore>",
    ),
    "xxgk": ("/col/", "text/html", "<script>load('/module/xxgk/search.jsp?area=1','a=1&b=2')</script>"),
    "xxgk reply": ("/module/xxgk/search.jsp?currpage=2", "text/html", f"{ROWS}共90页"),
    "xxgk report": (
        "/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023",
        "text/html",
        "<select><option value='2022'>2022<option value='11371082004339319Q'>教育局</select>",
    ),
    "jpaas": (
        "/col/",
        "text/html",
        f"<script url='{UNIT}' querydata=\"{{'webId':'3','tagId':'列表'}}\"></script>",
    ),
    "jpaas reply": (
        f"{UNIT}?tagId=1&paramJson=%7B%22pageNo%22%3A2%7D",
        "application/json",
        json.dumps({"data": {"html": f'{ROWS}<div count="90" rows="4">'}}),
    ),
    "boda": ("/zwgk/nb.htm", "text/html", f"{ROWS}共<b>90</b>条 <em>1</em>/23"),
    "trs": ("/nb/index.html", "text/html", f'{ROWS}<script>createPageHTML(23, 0, "index", "html")</script>'),
    "trs count": ("/nb/", "text/html", f"{ROWS}<script>var countPage = 23; var currentPage = 0;</script>"),
    "ucap": ("/x/list.shtml", "text/html", f"{ROWS}createPageHTML('p',23, 1,'list','shtml',90);"),
    "ucap reply": (
        f"/common/search/{HEX}?page=1",
        "application/json",
        json.dumps({"data": {"total": 90, "page": 1, "rows": 4, "results": RESULTS}}),
    ),
    "gkmlpt": ("/gkmlpt/index", "text/html", f"<script>window._CONFIG = {{SID:'7', TREE:{TREE}}}</script>"),
    "gkmlpt reply": (
        "/gkmlpt/api/all/2?page=1&sid=7",
        "application/json",
        json.dumps({"classify": {"post_count": 90}, "total": 90, "articles": RESULTS}),
    ),
    "truecms reply": (
        "/truecms/messageController/getMessage.do?startrecord=1&endrecord=4",
        "text/javascript",
        f"cb({json.dumps({'result': STORE, 'totalrecord': 90})})",
    ),
    "jiangxi": ("/a/col/col7/", "text/html", f"<script>post({{url:'/queryList',{JPAGE}}})</script>"),
    "jiangxi reply": (
        "/queryList?current=1",
        "application/json",
        json.dumps({"data": {"results": [{"source": {"title": "年报", "urls": '{"pc":"/a"}'}}]}}),
    ),
    "henan": ("/page_pc/nb/list2.html", "text/html", f"{ROWS}<p id='articleListTable' num='23'>"),
    "lonsun": (
        "/public/column/9?type=3",
        "text/html",
        "<script>get({url:'/site/label/8888?siteId=7&type=3'})</script>",
    ),
    "lonsun reply": ("/site/label/8888?pageIndex=2", "text/html", f"{ROWS}共23页"),
    "epoint": (
        "/gk/list.html?categorynum=003&deptcode=1",
        "text/html",
        "<script src='/js/webBuilderCommon.js'></script><script>var siteGuid='7';</script>",
    ),
    "epoint settings": ("/js/ajaxReq.js?categorynum=3", "text/javascript", "siteInfo={siteGuid:'7eb5'}"),
    "epoint reply": (
        "/EWB-FRONT/rest/lightfrontaction/getgovinfolist",
        "application/json",
        json.dumps({"custom": {"total": 90, "data": [{"title": "年报", "infourl": "/a"}]}}),
    ),
    "numbered": ("/nb/page_1.html", "text/html", f"{ROWS}<a href='page_2.html'>2</a>"),
    "sidefile": ("/nb/", "text/html", "<script>$.getJSON('./A.json', show)</script>"),
    "postback": (
        "/gk/list.aspx?id=5",
        "text/html",
        """<form method=post action='./list.aspx?id=5'><input type=hidden name=__VIEWSTATE value=x>
        <select name=y onchange="__doPostBack('y','')"><option>2023<option>2022</select>
        <a href="javascript:__doPostBack('p','2')">下一页</a></form>""",
    ),
    "jeecms": ("/gknb/index.jhtml", "text/html", f"{ROWS}共 90 条 1/23页"),
    "n-CMS": ("/n1/n23/index.html", "text/html", f"{ROWS}<p id='comp_55'></p>maxPageNum55=23;"),
    "xian": ("/zwgk/nb/1.html", "text/html", f"<a href='/{0:024x}.html'>年报</a>共23页"),
    "hunan": ("/6790/6791/default.htm", "text/html", f"{ROWS}<script>if(num>23)num=1</script>"),
    "query": ("/gk/list.php?id=7", "text/html", f"{ROWS}<a href='?id=7&page=2'>2</a>"),
    "form": (
        "/gk/nb.action",
        "text/html",
        "<form action='/gk/nb.action'><input name=cpage value=1><a href='javascript:go(2)'>下一页</a></form>",
    ),
    "service": ("/nb/", "text/html", "<script>$.post('/cms/JsonList',{perPage:4,pageno:1})</script>"),
    "next link": ("/nb/", "text/html", f"{ROWS}<a href='index_2.html'>下一页</a>"),
    "shanghai": ("/nw1/", "text/html", f"{ROWS}<script>$('p').pagination({{totalPage: 9}})</script>"),
    "huaian": ("/col/1/", "text/html", f"{ROWS}<script>nsetpage(1,90,10,'x');</script>"),
    "article": (
        "/gkmlpt/content/1.html",
        "text/html",
        f'<script>window._CONFIG={{DETAIL:{{"content":{json.dumps(ROWS)}}}}}</script>',
    ),
    "json": ("/cms/JsonList?page=1", "application/json", json.dumps({"total": 90, "list": RESULTS})),
}
PIECES = [
    "9" * 5000,
    "[" * 3000,
    "\\ud800",
    "]]>",
    "\0",
    "//[",
    "'",
    '"',
    "<",
    "&nbsp;" * 60,
    "-1",
    "null",
    "",
]

mangled = st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(PIECES) | st.text(max_size=6))


def mangle(source: str, changes: list[tuple[float, float, str]], numbers: str | None) -> str:
    """The source with parts of it replaced, or cut off, and perhaps all its numbers made another."""
    if numbers is not None:
        source = re.sub(r"\d+", numbers, source)
    for start, length, piece in changes:
        first = int(start * len(source))
        source = source[:first] + piece + source[first + int(length * len(source)) :]
    return source


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(PAGES)),
    st.lists(mangled, max_size=3),
    st.none() | st.sampled_from(["0", "999999999", "9" * 5000, "٣"]),
    st.sampled_from(["text/html", "text/xml", "application/json", None]),
)
def test_reading_a_mangled_page_never_fails(
    name: str, changes: list[tuple[float, float, str]], numbers: str | None, kind: str | None
) -> None:
    url, media_type, source = PAGES[name]
    body = mangle(source, changes, numbers).encode("utf-8", "replace")
    page = Page(SITE + url, body, kind or media_type, f"{kind or media_type}; charset=utf-8")
    for read in (*FAMILIES.values(), read_listing):
        listing = read(page)
        if listing is None:
            continue
        onward = (*listing.lists, listing.next) if listing.next else listing.lists
        asked = [url for one in onward for url in (one.url, *one.otherwise, one.posted or "")]
        for text in (*asked, *(part for link in listing.links for part in (link.url, link.text))):
            text.encode()  # whole characters only


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name.endswith(("reply", "group"))))
@settings(max_examples=25, deadline=None)
@given(st.lists(mangled, max_size=2))
def test_a_page_without_rows_is_the_end_of_its_list(
    name: str, changes: list[tuple[float, float, str]]
) -> None:
    """A reply has nothing behind it unless it gives rows of its own."""
    url, media_type, source = PAGES[name]
    page = Page(SITE + url, mangle(source, changes, None).encode("utf-8", "replace"), media_type, media_type)
    listing = read_listing(page)
    if not listing.links and not page.links:
        assert listing.next is None


@given(st.integers() | st.text() | st.sampled_from(["9" * 5000, 10**5000, "²", "٣", True, None, 1.5]))
def test_a_count_is_a_count_or_none(value: object) -> None:
    assert 0 <= number(value) < 10**9


def test_a_service_s_half_characters_become_question_marks() -> None:
    assert parsed('{"a": "\\ud800x", "b": "\\ud83d\\ude00"}') == {"a": "?x", "b": "😀"}
    assert parsed("[" * 100_000) is None
    assert parsed("9" * 5000) is None
