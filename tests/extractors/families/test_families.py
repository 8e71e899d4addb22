"""Each family's list pages, as sites of that family write them: entries and the request for the next page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.crawl.page import Page
from extractors.families import FAMILIES, Listing, Next, nextlink, read_listing

SITE = "http://www.example.gov.cn"
HEX = "0123456789abcdef" * 2


def page(url: str, text: str, media_type: str = "text/html", posted: str | None = None) -> Page:
    return Page(SITE + url, text.encode(), media_type, f"{media_type}; charset=utf-8", posted)


def next_of(url: str, text: str) -> str | None:
    onward = read_listing(page(url, text)).next
    return onward.url.removeprefix(SITE) if onward else None


@pytest.mark.parametrize(
    ("url", "script", "onward"),
    [
        ("/nb/", 'createPageHTML(3, 0, "index", "html");', "/nb/index_1.html"),
        ("/nb/index.shtml", 'createPageHTML(3,0,"index","shtml")', "/nb/index_1.shtml"),
        ("/nb/index_1.html", 'createPageHTML(3, 1, "index", "html");', "/nb/index_2.html"),
        ("/nb/index_2.html", 'createPageHTML(3, 2, "index", "html");', None),
        ("/nb/", 'createPageHTML(1, 0, "index", "html");', None),
        ("/nb/", 'createPageHTML(0, 0, "index", "html");', None),
        # A copied template that always prints page 0: the address is believed.
        ("/nb/index_1.html", 'createPageHTML(3, 0, "index", "html");', "/nb/index_2.html"),
        # With the number of records in front (Beijing).
        ("/nb/", 'createPageHTML(42, 3, 0, "index", "html");', "/nb/index_1.html"),
        ("/nb/", "var currentPage = 0;//所在页从0开始\nvar countPage = 2//共多少页", "/nb/index_1.html"),
        ("/nb/index_1.shtml", "var currentPage = 1;\nvar countPage = 3", "/nb/index_2.shtml"),
        ("/nb/index_8597.shtml", "var countPage = 3", "/nb/index_8597_1.shtml"),
        ("/nb/", "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", None),
    ],
)
def test_trs_counts_from_zero_and_stays_in_its_folder(url: str, script: str, onward: str | None) -> None:
    assert next_of(url, f"<html><script>{script}</script></html>") == onward


@pytest.mark.parametrize(
    ("url", "call", "onward"),
    [
        ("/x/c1/list.shtml", "createPageHTML('page_div',3, 1,'list','shtml',41);", "/x/c1/list_2.shtml"),
        ("/x/c1/list_2.shtml", "createPageHTML('page_div',3, 2,'list','shtml',41);", "/x/c1/list_3.shtml"),
        ("/x/c1/list_3.shtml", "createPageHTML('page_div',3, 3,'list','shtml',41);", None),
        ("/x/c1/nav_list.shtml", 'createPageHTML("p", 2, 1, "nav_list", "shtml")', "/x/c1/nav_list_2.shtml"),
    ],
)
def test_ucap_counts_from_one(url: str, call: str, onward: str | None) -> None:
    assert next_of(url, f"<script>{call}</script>") == onward


def ucap_reply(number: int, total: int, *titles: str) -> str:
    results = [
        {"title": title, "url": f"//www.example.gov.cn/{n}.shtml", "publishedTimeStr": "2023-02-01 10:00:00"}
        for n, title in enumerate(titles)
    ]
    return json.dumps({"data": {"total": total, "page": number, "rows": 2, "results": results}})


def test_ucap_lists_as_json() -> None:
    column = f"<script>var url = '/common/search/{HEX}?_isAgg=true&_pageSize=2';</script>"
    first = next_of("/x/c1/list.shtml", column)
    assert first == f"/common/search/{HEX}?_isAgg=true&_pageSize=2&_isJson=true&page=1"
    reply = read_listing(page(str(first), ucap_reply(1, 3, "<b>甲</b> 年报", "乙"), "application/json"))
    assert [(link.url, link.text, link.listed_on) for link in reply.links] == [
        (f"{SITE}/0.shtml", "甲年报", "2023-02-01"),
        (f"{SITE}/1.shtml", "乙", "2023-02-01"),
    ]
    assert reply.next is not None
    assert reply.next.url.endswith("page=2")
    last = read_listing(page(reply.next.url.removeprefix(SITE), ucap_reply(2, 3, "丙"), "application/json"))
    assert last.next is None


def record(number: int) -> str:
    return (
        f"<record><![CDATA[<li><a href='/art/2022/1/{number}/art_7_{number}.html' title='第{number}号'>…</a>"
        f"<span>2022-01-{number:02}</span></li>]]></record>"
    )


def hanweb_column(total: int, shown: int) -> str:
    store = (
        "<datastore><recordset>"
        + "".join(record(n) for n in range(1, shown + 1))
        + "</recordset></datastore>"
    )
    return f"""<div id="402"><script type="text/xml">{store}</script></div><script>jQuery("#402").jpage({{
    totalRecord:{total},proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:2,ajaxParam:{{col:1,appid:1,webid:14,
    path:'/',columnid:84025,sourceContentType:1,unitid:'402',webname:'某区',permissiontype:0}}}});</script>"""


def test_hanweb_reads_the_rows_in_the_page_and_asks_the_proxy_for_the_rest() -> None:
    listing = read_listing(page("/col/col84025/index.html", hanweb_column(9, 6)))
    assert [link.text for link in listing.links] == [f"第{n}号" for n in range(1, 7)]
    assert listing.links[0].listed_on == "2022-01-01"
    assert listing.total == 9
    assert listing.next == Next(
        f"{SITE}/module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=8&perpage=2&page=4",
        "col=1&appid=1&webid=14&path=%2F&columnid=84025&sourceContentType=1&unitid=402"
        "&webname=%E6%9F%90%E5%8C%BA&permissiontype=0",
    )


def test_hanweb_asks_for_nothing_when_all_rows_are_in_the_page() -> None:
    assert read_listing(page("/col/col84025/index.html", hanweb_column(3, 3))).next is None


def test_hanweb_goes_on_from_reply_to_reply() -> None:
    url = "/module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=8&perpage=2&page=4"
    rows = "".join(record(n) for n in (7, 8))
    store = f"<datastore><totalrecord>9</totalrecord><recordset>{rows}</recordset></datastore>"
    listing = read_listing(page(url, store, "text/xml", "unitid=402"))
    assert [link.url for link in listing.links] == [f"{SITE}/art/2022/1/{n}/art_7_{n}.html" for n in (7, 8)]
    assert listing.next is not None
    assert "startrecord=9&endrecord=10" in listing.next.url
    assert listing.next.posted == "unitid=402"
    last = page("/dataproxy.jsp?perpage=2&page=5", store.replace(record(8), ""), "text/xml", "unitid=402")
    assert read_listing(last).next is None


def test_hanweb_stops_at_an_empty_reply() -> None:
    empty = "<datastore><totalrecord>900</totalrecord><recordset></recordset></datastore>"
    assert read_listing(page("/dataproxy.jsp?page=2", empty, "text/xml", "x=1")).next is None


@pytest.mark.parametrize(
    ("url", "pager", "onward"),
    [
        ("/zwgk/xxgknb.htm", "共44条&nbsp;1/4 <a href='#'>1</a>", "/zwgk/xxgknb/3.htm"),
        ("/zwgk/xxgknb/3.htm", "共44条 2/4", "/zwgk/xxgknb/2.htm"),
        ("/zwgk/xxgknb/2.htm", "<span>共44条</span> <span>3/4</span>", "/zwgk/xxgknb/1.htm"),
        ("/zwgk/xxgknb/1.htm", "共44条 4/4", None),
        ("/zwgk/xxgknb.htm", "共3条 1/1", None),
    ],
)
def test_boda_counts_backwards(url: str, pager: str, onward: str | None) -> None:
    assert next_of(url, f"<div class='pb_sys_common'>{pager}</div>") == onward


CONFIG = """<script>window._CONFIG = {SID:'755041', SERVICE_AREA_ID: 1, TREE:[{id:1,name:'指南',children:[]},
{id:2,name:'政府信息公开年报',jump_url:'',children:[{id:3,name:'部门',children:[]}]},
{id:4,name:'年度报告',jump_url:'/zwgk/nb/',children:[]}], X: 1}</script>"""


@pytest.mark.parametrize("strict", [False, True])
def test_gkmlpt_turns_its_tree_into_columns(strict: bool) -> None:
    tree = [{"id": 2, "name": "政府信息公开年报", "children": [{"id": 3, "name": "部门", "children": []}]}]
    config = (
        f"<script>window._CONFIG={json.dumps({'SID': '755041', 'TREE': tree})}</script>" if strict else CONFIG
    )
    links = {
        link.text: link.url.removeprefix(SITE) for link in read_listing(page("/gkmlpt/index", config)).links
    }
    assert links["政府信息公开年报"] == "/gkmlpt/api/all/2?page=1&sid=755041"
    assert links["政府信息公开年报部门"] == "/gkmlpt/api/all/3?page=1&sid=755041"
    assert strict or links["年度报告"] == "/zwgk/nb/"


def test_gkmlpt_pages_through_its_api() -> None:
    article = {"title": "某市2022年年报", "url": "/gkmlpt/content/1/1/post_1.html", "date": "2023-01-05"}
    reply = json.dumps(
        {"classify": {"post_count": 3}, "total": 3, "articles": [article, article | {"url": "/b"}]}
    )
    listing = read_listing(page("/gkmlpt/api/all/2?page=1&sid=7", reply, "application/json"))
    assert [link.listed_on for link in listing.links] == ["2023-01-05"] * 2
    assert listing.total == 3
    assert listing.next == Next(f"{SITE}/gkmlpt/api/all/2?page=2&sid=7")


def test_gkmlpt_page_zero_is_page_one() -> None:
    reply = json.dumps({"total": 3, "articles": [{"title": "甲", "url": "/a"}]})
    onward = read_listing(page("/gkmlpt/api/all/2?page=0", reply, "application/json")).next
    assert onward is not None
    assert onward.url.endswith("page=2")


@pytest.mark.parametrize(
    ("link", "onward"),
    [
        ('<a href="index_2.html">下一页</a>', "/nb/index_2.html"),
        ('<a href="?page=2">下页</a>', "/nb/?page=2"),
        ('<a href="2.html"> 下 一 页 &gt;</a>', "/nb/2.html"),
        ('<a href="2.html">&gt;</a>', "/nb/2.html"),
        ('<a href="2.html" title="下一页"><i></i></a>', "/nb/2.html"),
        ('<link rel="next" href="2.html">', "/nb/2.html"),
        ('<a href="#">下一页</a>', None),
        ('<a href="javascript:void(0)">下一页</a>', None),
        (
            """<a href="javascript:;" onclick="location.href='index_2.jhtml'">下一页</a>""",
            "/nb/index_2.jhtml",
        ),
        ("""<a href="#" onclick="location.href='index_'+n+'.jhtml'">下一页</a>""", None),
        ('<a href="/nb/">下一页</a>', None),
        ('<a href="9.html">尾页</a>', None),
        ('<a href="9.html">»</a>', None),
        ('<a href="x.html">下一页的内容</a>', None),
    ],
)
def test_any_list_goes_on_with_its_next_link(link: str, onward: str | None) -> None:
    listing = nextlink.read(page("/nb/", f"<html><body>{link}</body></html>"))
    found = listing.next.url.removeprefix(SITE) if listing and listing.next else None
    assert found == onward


def test_a_plain_page_is_no_list() -> None:
    assert read_listing(page("/x.html", "<p>正文</p>")) == Listing()


@given(st.text(), st.sampled_from(["text/html", "text/xml", "application/json", "application/pdf"]))
def test_no_family_fails_on_anything(text: str, media_type: str) -> None:
    for read in FAMILIES.values():
        read(page("/gkmlpt/api/all/1?page=x", text, media_type))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["data", "results", "articles", "total", "page", "url"]), inner),
    ),
    max_leaves=8,
)


@given(json_values)
def test_no_family_fails_on_any_json(value: object) -> None:
    for url in ("/gkmlpt/api/all/1?page=1", "/common/search/x"):
        read_listing(page(url, json.dumps(value), "application/json"))
