"""Rows and lists that only the scripts of a column hold: calls, arrays, feeds, services of no known name."""

from __future__ import annotations

import json

import pytest

from extractors.crawl.page import Link, Page
from extractors.families import read_listing
from extractors.families.listing import Listing, Next

COLUMN = "http://www.example.gov.cn/zfxxgk/nb/"
TITLE = "桃城区教育局2023年政府信息公开工作年度报告"


def column(body: str) -> Page:
    head = '<meta charset="utf-8"><meta name="ColumnName" content="政府信息公开年报">'
    text = f'<html><head>{head}</head><body><a href="/">首页</a>{body}</body></html>'
    return Page(COLUMN, text.encode(), "text/html", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("row", "script", "url", "label"),
    [
        (
            f'<a href="javascript:void(0)" onclick="openArt(\'8841\')">{TITLE}</a>',
            'function openArt(id) { window.location.href = "/zfxxgk/nb/art_" + id + ".html"; }',
            f"{COLUMN}art_8841.html",
            TITLE,
        ),
        (
            f"<a href=\"javascript:toInfo('ab-12',7)\" title='{TITLE}'>桃城区教育局2023年…</a>",
            "var c = '/cms'; var toInfo = function(id, cat) { window.open(c+'/info?cat='+cat+'&id='+id); }",
            "http://www.example.gov.cn/cms/info?cat=7&id=ab-12",
            TITLE,
        ),
        (
            '<li onclick="loadYear(2022)">2022年</li>',
            'function loadYear(y){ $.get("list_" + y + ".html", function(d){ $("#c").html(d); }); }',
            f"{COLUMN}list_2022.html",
            "2022年",
        ),
    ],
)
def test_what_a_function_opens_by_a_number(row: str, script: str, url: str, label: str) -> None:
    assert read_listing(column(f"{row}<script>{script}</script>")).links == (Link(url, label),)


@pytest.mark.parametrize(
    "script",
    [
        "function openArt(id) { $('#c').show(); }",  # opens nothing
        'function openArt(id) { location.href = base + id + ".html"; }',  # of what is unknown
        'function openArt(id) { location.href = "/nb/index" + ".html"; }',  # the same for all
        "",
    ],
)
def test_other_calls_lead_nowhere(script: str) -> None:
    row = f'<a href="#" onclick="openArt(\'8841\')">{TITLE}</a><a href="javascript:openArt(2)">下一页</a>'
    assert read_listing(column(f"{row}<script>{script}</script>")).links == ()


@pytest.mark.parametrize(
    "script",
    [
        f"var list=[{{title:'{TITLE}',url:'/a/1.html',date:'2024-01-20'}},];show(list)",
        f'var list = [ {{ id: 3, "title": "{TITLE}", url : "/a/1.html", date: \'2024-01-20\', }} ];',
    ],
)
def test_an_array_as_scripts_write_it(script: str) -> None:
    links = read_listing(column(f"<script>{script}</script>")).links
    assert links == (Link("http://www.example.gov.cn/a/1.html", TITLE, "2024-01-20"),)


def test_a_feed_in_a_script() -> None:
    item = (
        f"<item><title><![CDATA[{TITLE}]]></title><link>/a/1.html</link><pubdate>2024-01-20</pubdate></item>"
    )
    links = read_listing(column(f'<script type="text/xml"><items>{item}</items></script>')).links
    assert links == (Link("http://www.example.gov.cn/a/1.html", TITLE),)


@pytest.mark.parametrize("call", ["document.write", "document.writeln"])
def test_a_menu_that_a_script_writes(call: str) -> None:
    menu = "<a href='/zfxxgk/'>政府信息公开</a>"
    links = read_listing(column(f'<script>{call}("{menu}");</script>')).links
    assert links == (Link("http://www.example.gov.cn/zfxxgk/", "政府信息公开"),)


CALL = 'axios.post("/api/cms/article/list", {columnId: "88", pageNum: 1, pageSize: 4}).then(show)'


@pytest.mark.parametrize(
    ("call", "onward"),
    [
        (CALL, ("/api/cms/article/list", {"columnId": "88", "pageNum": "1", "pageSize": "4"})),
        ('$.getJSON("/data/list.do?cid=88&pageNo=" + n, show)', ("/data/list.do?cid=88&pageNo=1", None)),
        ('$.post("/visit/count.do", {page: location.href})', None),
        ('$.post("/api/user/login", {name: "a"})', None),
    ],
)
def test_a_service_of_no_known_name(call: str, onward: tuple[str, dict[str, str] | None] | None) -> None:
    """It is asked where the column shows no report of its own; that it answers is not certain."""
    script = f"<script>{call}</script>"
    listing = read_listing(column(f"<ul id='list'></ul>{script}"))
    asked = None
    if onward is not None:
        form = json.dumps(onward[1]) if onward[1] else None
        asked = Next(f"http://www.example.gov.cn{onward[0]}", form, guessed=True)
    assert listing == Listing(next=asked)
    assert read_listing(column(f"<a href='1.html'>{TITLE}</a>{script}")).next is None
