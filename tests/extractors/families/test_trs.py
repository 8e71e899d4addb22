"""TRS WCM: every way in which its templates tell the number of pages, and sites that count from one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from list_farm import FOLDER, Routes, articles, cut, entries, expected, finds_all, list_page, walked

from extractors.crawl.page import Page
from extractors.families import read_listing

SITE = "http://www.example.gov.cn"
FORMS = {
    "call": 'createPageHTML({pages}, {place}, "index", "{ext}");',
    "records": 'createPageHTML({rows}, {pages}, {place}, "index", "{ext}");',
    "chongqing": 'createPage({pages}, {place}, "index", "{ext}");',
    "count": "var currentPage = {place};//所在页从0开始\nvar countPage = {pages}//共多少页",
    "count with a call": 'var countPage = "{pages}"; var currentPage = "{place}";\n'
    'createPageHTML(countPage, currentPage, "index", "{ext}");',
    "count with parts": 'var countPage = {pages};\nvar currentPage = {place};\nx = "index_" + n + ".{ext}";',
    "count, always 0": "var currentPage = 0;\nvar countPage = {pages};",
    "ministry": 'var pagination_script_config = {{"total": {pages}}};\nx = "_" + n + ".{ext}";',
}


def site(form: str, rows: int, size: int, ext: str = "html") -> tuple[Routes, list]:  # type: ignore[type-arg]
    found = entries(rows, lambda n: f"{FOLDER}202401/t20240105_{n}.html")
    pages = cut(found, size)
    routes: Routes = {}
    for place, shown in enumerate(pages):
        script = FORMS[form].format(pages=len(pages), place=place, rows=len(found), ext=ext)
        text = list_page(shown, f"<div class='page'><script>{script}</script></div>")
        routes[f"{FOLDER}index_{place}.{ext}" if place else f"{FOLDER}index.{ext}"] = text
    return routes | {FOLDER: routes[f"{FOLDER}index.{ext}"]}, found


@pytest.mark.parametrize("form", [form for form in FORMS if form != "count, always 0"])
@pytest.mark.parametrize("ext", ["html", "shtml"])
async def test_all_reports_are_found_in_every_form(tmp_path: Path, form: str, ext: str) -> None:
    routes, found = site(form, 14, 4, ext)
    result = await finds_all(tmp_path, routes, found)
    # Nothing on a folder's page may tell that its files are `.shtml`: one address is asked for in vain.
    assert result.failures == ({"not_found": 1} if (form, ext) == ("count", "shtml") else {})


async def test_a_template_that_always_prints_the_first_page_is_read_by_its_addresses(tmp_path: Path) -> None:
    routes, found = site("count, always 0", 14, 4)
    await finds_all(tmp_path, routes, found)


@pytest.mark.parametrize("alias", [False, True])
async def test_sites_that_count_from_one_lose_no_page(tmp_path: Path, alias: bool) -> None:
    """`index_1` is missing, or the first page again; `index_4` is the fourth."""
    found = entries(14)
    pages = cut(found, 6)
    texts = [
        list_page(shown, f"<script>var countPage = {len(pages)}; var currentPage = {place};</script>")
        for place, shown in enumerate(pages)
    ]
    routes: Routes = {f"{FOLDER}index_{place}.html": text for place, text in enumerate(texts, start=1)}
    if not alias:
        del routes[f"{FOLDER}index_1.html"]
    await finds_all(tmp_path, routes | {FOLDER: texts[0]}, found)


@pytest.mark.parametrize(
    "script", ['createPageHTML(900000000, {}, "index", "html");', "var countPage = 999999;"]
)
async def test_a_huge_total_ends_with_the_first_page_that_gives_nothing_new(
    tmp_path: Path, script: str
) -> None:
    found = entries(5, look_alikes=False)
    routes: Routes = {FOLDER: list_page(found, f"<script>{script.format(0)}</script>")}
    for place in range(1, 80):
        routes[f"{FOLDER}index_{place}.html"] = list_page(found, f"<script>{script.format(place)}</script>")
    result = await finds_all(tmp_path, routes, found)
    assert sum("index_" in path for path in result.paths) <= 2


async def test_a_list_that_breaks_off_before_its_declared_end_is_told(tmp_path: Path) -> None:
    routes, found = site("call", 14, 4)
    text = str(routes[f"{FOLDER}index_1.html"])
    routes[f"{FOLDER}index_1.html"] = text[: text.index("<li>") + 300]
    result = await walked(tmp_path, {**articles(found), **routes})
    assert result.reports < expected(found)
    assert "a list ended after 2 of 6 pages" in result.note


def test_a_number_of_pages_too_long_to_be_one_is_none() -> None:
    for call in (f'createPageHTML({"9" * 5000}, 0, "index", "html")', f"countPage = {'9' * 5000}"):
        page = Page(f"{SITE}{FOLDER}", f"<script>{call}</script>".encode(), "text/html", "text/html")
        assert read_listing(page).next is None


async def test_rows_that_a_script_writes_are_read(tmp_path: Path) -> None:
    found = entries(6)
    rows = "".join(
        f"document.writeln(\"<li><a href='{one.href}' title='{one.title}'>{one.title[:9]}…<\\/a>"
        f'<span>{one.date}</span></li>");\n'
        for one in found
    )
    routes: Routes = {FOLDER: list_page([], f"<script>{rows}</script>")}
    await finds_all(tmp_path, routes, found)


async def test_any_number_of_rows_and_pages(tmp_path: Path) -> None:
    for rows, size in ((0, 5), (1, 1), (8, 8), (9, 8), (23, 1), (17, 3)):
        routes, found = site("count", rows, size)
        with tempfile.TemporaryDirectory(dir=tmp_path) as lake:
            await finds_all(Path(lake), routes, found)
