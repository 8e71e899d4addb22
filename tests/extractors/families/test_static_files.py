"""Families whose pages are numbered files: JEECMS, n-CMS, Xi'an, Hunan, Shanghai, Huai'an, and guesses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl_farm import status
from hypothesis import given, settings
from hypothesis import strategies as st
from list_farm import Entry, Routes, articles, cut, entries, expected, finds_all, followed, list_page, walked

from extractors.crawl.page import Page
from extractors.families import read_listing
from extractors.families.paging import declared_pages, file_of

SITE = "http://www.example.gov.cn"


@dataclass(frozen=True, slots=True)
class Static:
    """How a site numbers its files: the address of page `n` of `pages` (from 1), its pager, its articles."""

    address: Callable[[int, int], str]
    pager: Callable[[int, int, int], str]
    article: Callable[[int], str]


def numbered(folder: str, first: str, rest: str, base: int = 1) -> Callable[[int, int], str]:
    return lambda n, _: folder + (first if n == 1 else rest.format(n - 1 + base))


NUMERIC = "{:019d}.html".format
SITES = {
    "jeecms": Static(
        numbered("/gknb/", "index.jhtml", "index_{}.jhtml"),
        lambda n, pages, rows: (
            f"共&nbsp;{rows}&nbsp;条记录 {n}/{pages}页 <a onclick=\"location.href='x'+n\">下一页</a>"
        ),
        "/gknb/{}.jhtml".format,
    ),
    "jeecms with a jump only": Static(
        numbered("/gknb/", "index.jhtml", "index_{}.jhtml"),
        lambda n, pages, rows: (
            "<select onchange=\"location.href=encodeURI('index_'+this.value+'.jhtml')\"></select>"
        ),
        "/gknb/{}.jhtml".format,
    ),
    "jeecms, dynamic": Static(
        lambda n, _: "/gknb/list.jspx?channelId=7" + (f"&pageNo={n}" if n > 1 else ""),
        lambda n, pages, rows: f"第{n}/{pages}页",
        "/gknb/{}.jhtml".format,
    ),
    "n-CMS, oldest first": Static(
        lambda n, pages: "/n1/n23/" + ("index.html" if n == 1 else f"index_55_{pages - n + 1}.html"),
        lambda n, pages, rows: f'<span id="comp_55"></span><script>var maxPageNum55={pages};</script>',
        "/n1/n23/c{}/content.html".format,
    ),
    "n-CMS, newest first": Static(
        numbered("/n1/n23/", "index.html", "index_55_{}.html"),
        lambda n, pages, rows: f'<script>var maxPageNum55 = "{pages}"; var u = "index_55_" + n;</script>',
        "/n1/n23/c{}/content.html".format,
    ),
    "n-CMS from 0": Static(
        numbered("/n1/n23/", "index.html", "index_55_{}.html", base=0),
        lambda n, pages, rows: f'<span id="comp_55"></span>共{pages}页',
        "/n1/n23/c{}/content.html".format,
    ),
    "xian": Static(
        lambda n, _: f"/zwgk/nb/{n}.html",
        lambda n, pages, rows: f"<div>共<b>{pages}</b>页</div>",
        lambda n: f"/zwgk/nb/{n:024x}.html",
    ),
    "xian without a total": Static(
        lambda n, _: f"/zwgk/nb/{n}.html", lambda n, pages, rows: "", lambda n: f"/zwgk/nb/{NUMERIC(n)}"
    ),
    "hunan": Static(
        numbered("/6790/6791/", "default.htm", "default_{}.htm"),
        lambda n, pages, rows: f"<script>if(num<1){{num=1}} else if(num>{pages}){{num={pages};}}</script>",
        "/6790/6791/content_{}.html".format,
    ),
    "hunan, index": Static(
        numbered("/6790/6791/", "index.htm", "index_{}.htm"),
        lambda n, pages, rows: f"<script>else if(num>{pages}) go('index_'+num)</script>",
        "/6790/6791/content_{}.html".format,
    ),
    "shanghai": Static(
        numbered("/nw123/", "index.html", "index_{}.html"),
        lambda n, pages, rows: (
            f"<script>$('.p').pagination({{ currentPage: {n}, totalPage: {pages} }})</script>"
        ),
        lambda n: f"/nw123/20240105/{n:032x}.html",
    ),
    "huaian": Static(
        numbered("/col/12_3/", "index.html", "index_{}.html"),
        lambda n, pages, rows: f"<script>nsetpage({n},{rows},{-(-rows // pages)},'x');</script>",
        "/col/12_3/art/{}.html".format,
    ),
    "guess from 2": Static(
        numbered("/gknb/", "list.html", "list_{}.html"),
        lambda n, pages, rows: f"共 {pages} 页 当前第 {n} 页",
        "/gknb/a{}x.html".format,
    ),
    "guess from 1": Static(
        numbered("/gknb/", "index.shtml", "index_{}.shtml", base=0),
        lambda n, pages, rows: f'<script>var totalPage = "{pages}";</script>',
        "/gknb/a{}x.html".format,
    ),
    "guess, rows and pages": Static(
        numbered("/gknb/", "index.html", "index_{}.html"),
        lambda n, pages, rows: f"<div>共{rows}条&nbsp;{n}/{pages}</div>",
        "/gknb/a{}x.html".format,
    ),
    "guess, no total": Static(
        numbered("/gkml/", "column-index.shtml", "column-index_{}.shtml"),
        lambda n, pages, rows: '<a href="javascript:go(1)">下一页</a>' if n < pages else "<a>下一页</a>",
        "/gkml/a{}x.html".format,
    ),
    "guess, dashes": Static(
        lambda n, _: f"/gkml/subIndex-{n}.html",
        lambda n, pages, rows: f"第{n}/{pages}页",
        "/gkml/a{}x.html".format,
    ),
}


def build(static: Static, rows: int, size: int) -> tuple[Routes, list[Entry], str]:
    found = entries(rows, static.article)
    pages = cut(found, size)
    routes: Routes = {}
    for n, shown in enumerate(pages, start=1):
        text = list_page(shown, static.pager(n, len(pages), len(found)))
        routes[static.address(n, len(pages))] = text
    return routes, found, static.address(1, len(pages))


@pytest.mark.parametrize("name", SITES)
async def test_all_pages_of_a_list_are_found(tmp_path: Path, name: str) -> None:
    routes, found, start = build(SITES[name], 14, 4)
    result = await finds_all(tmp_path, routes, found, start)
    assert not result.failures


@pytest.mark.parametrize("name", SITES)
async def test_any_number_of_pages(tmp_path: Path, name: str) -> None:
    for rows, size in ((0, 4), (5, 4), (12, 4)):
        routes, found, start = build(SITES[name], rows, size)
        with tempfile.TemporaryDirectory(dir=tmp_path) as lake:
            await finds_all(Path(lake), routes, found, start)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SITES)), st.integers(0, 30), st.integers(1, 7))
def test_reading_alone_comes_to_every_row(name: str, rows: int, size: int) -> None:
    routes, found, start = build(SITES[name], rows, size)
    seen, asked = followed(routes, start)
    assert {one.href for one in found} <= seen
    assert len(asked) == len(set(asked))
    assert len(asked) <= len(cut(found, size)) + 2


@pytest.mark.parametrize("name", [name for name in SITES if "jump" not in name])
async def test_a_server_that_repeats_its_first_page_ends_the_list(tmp_path: Path, name: str) -> None:
    """Huge totals, and every further number answered with the same rows."""
    static = SITES[name]
    found = entries(4, static.article, look_alikes=False)
    first = static.address(1, 90)
    routes: Routes = {static.address(n, 90): list_page(found, static.pager(n, 90, 360)) for n in range(1, 91)}
    result = await finds_all(tmp_path, routes, found, first)
    assert len(set(result.paths) - {one.href for one in found}) <= 3


def test_a_jeecms_article_is_no_list(tmp_path: Path) -> None:
    text = "<html><body><h1>年报</h1><p>第3页</p></body></html>"
    assert read_listing(Page(f"{SITE}/gknb/123.jhtml", text.encode(), "text/html", "text/html")).next is None


async def test_jeecms_gives_its_first_page_twice(tmp_path: Path) -> None:
    """`index_1` is the first page again: nothing asks for it, even where its pager names it."""
    static = SITES["jeecms"]
    routes, found, start = build(static, 14, 4)
    again = '<a href="index_1.jhtml">首页</a><a href="index_1.jhtml">上一页</a>'
    routes = {path: f"{text}{again}" for path, text in routes.items()}
    result = await finds_all(tmp_path, routes, found, start)
    assert "/gknb/index_1.jhtml" not in result.paths


async def test_a_guess_that_is_refused_is_no_quiet_end(tmp_path: Path) -> None:
    static = SITES["guess from 2"]
    found = entries(8, static.article)
    routes: Routes = {"/gknb/list.html": list_page(found, static.pager(1, 3, 24))}
    routes["/gknb/list_1.html"] = status(403)
    result = await walked(tmp_path, {**articles(found), **routes}, "/gknb/list.html")
    assert result.reports == expected(found)
    assert "forbidden" in (result.error or "")


@given(
    st.integers(1, 999),
    st.sampled_from(
        [
            "共{}页",
            "共 <b>{}</b>&nbsp;页",
            "1/{}页",
            "totalPage:{}",
            "pageCount = '{}'",
            "共41条&nbsp;<b>1</b>/{}",
        ]
    ),
)
def test_the_number_of_pages_is_read_from_all_its_forms(pages: int, form: str) -> None:
    assert declared_pages(f"<div>{form.format(pages)}</div>") == pages


@given(st.sampled_from(["index", "column-index", "index_8597", "News2", "subIndex"]), st.integers(1, 999))
def test_the_number_in_a_file_name_is_told_from_its_stem(stem: str, place: int) -> None:
    first = file_of(f"{SITE}/x/{stem}.html")
    assert first is not None
    assert first.number is None
    own = file_of(f"{SITE}/x/{stem}_{place}.html")
    assert own is not None
    assert (own.stem, own.number) == (stem, place)
    assert own.at(f"{SITE}/x/", place + 1) == f"{SITE}/x/{stem}_{place + 1}.html"
