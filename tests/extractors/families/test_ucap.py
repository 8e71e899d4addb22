"""UCAP: static lists that count from one, and lists as JSON with and without their totals."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from crawl_farm import Handler
from hypothesis import given
from hypothesis import strategies as st
from list_farm import FOLDER, Entry, Routes, articles, cut, entries, expected, finds_all, list_page, walked

from extractors.crawl.page import Page
from extractors.families import read_listing

SITE = "http://www.example.gov.cn"
CHANNEL = "0123456789abcdef" * 2
SERVICE = f"/common/search/{CHANNEL}"
ADDRESS = "/hsq/c101/202401/{:032x}.shtml".format


@pytest.mark.parametrize("stem", ["list", "common_list", "nav_list", "xxgk_gknb_list", "secondLevelChannel"])
async def test_static_lists_of_every_name_are_followed(tmp_path: Path, stem: str) -> None:
    found = entries(14, ADDRESS)
    pages = cut(found, 4)
    routes: Routes = {}
    for place, shown in enumerate(pages, start=1):
        call = f"createPageHTML('page_div',{len(pages)}, {place},'{stem}','shtml',{len(found)});"
        name = f"{stem}_{place}" if place > 1 else stem
        routes[f"/hsq/c101/{name}.shtml"] = list_page(shown, f"<script>{call}</script>")
    start = f"/hsq/c101/{stem}.shtml"
    result = await finds_all(tmp_path, {"/": f'<a href="{start}">政府信息公开年报</a>', **routes}, found, "/")
    assert not result.failures


def reply(found: Sequence[Entry], place: int, size: int, total: int | None) -> str:
    results = (
        [
            {"title": one.title, "url": one.href, "publishedTimeStr": f"{one.date} 09:00:00", "resList": []}
            for one in cut(found, size)[place - 1 : place][0]
        ]
        if 0 < place <= len(cut(found, size))
        else []
    )
    data: dict[str, Any] = {"results": results, "rows": size}
    return json.dumps({"data": data | ({"total": total, "page": place} if total is not None else {})})


def service(found: Sequence[Entry], size: int, total: int | None) -> Handler:
    async def answer(request: web.BaseRequest) -> web.Response:
        place = int(request.query["page"])
        return web.Response(text=reply(found, place, size, total), content_type="application/json")

    return answer


def json_site(found: Sequence[Entry], size: int, total: int | None) -> Routes:
    script = f"<script>var url = '{SERVICE}?_isAgg=true&_pageSize={size}&_template=index';</script>"
    return {FOLDER: list_page([], script), SERVICE: service(found, size, total)}


@pytest.mark.parametrize("total", ["right", "missing", "huge"])
async def test_json_lists_are_read_to_their_end(tmp_path: Path, total: str) -> None:
    found = entries(14, ADDRESS)
    declared = {"right": len(found), "missing": None, "huge": 10**9}[total]
    result = await finds_all(tmp_path, json_site(found, 4, declared), found)
    asked = [path for path in result.paths if path.startswith(SERVICE)]
    assert len(asked) == len(cut(found, 4)) + (total != "right")


async def test_any_number_of_rows(tmp_path: Path) -> None:
    for count, size, total in ((0, 5, 0), (1, 1, 8), (8, 8, None), (9, 8, 16), (23, 5, 30), (6, 2, None)):
        found = entries(count, ADDRESS)
        with tempfile.TemporaryDirectory(dir=tmp_path) as lake:
            await finds_all(Path(lake), json_site(found, size, total and len(found)), found)


FAULT = "a list page could not be had: soft_404"
SHORT = "a list gave 4 of 90 entries"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ('{"data":{"total":90,"page":2,"rows":4,"results":[{"title":"桃城区2022年', FAULT),
        ("<html><body><h1>500</h1>系统繁忙</body></html>", FAULT),
        ('{"data":null}', FAULT),
        ("[" * 100_000, FAULT),
        ('{"data":{"total":90,"page":2,"rows":4,"results":[]}}', SHORT),
    ],
)
async def test_a_broken_second_answer_ends_the_list_and_is_told(
    tmp_path: Path, broken: str, told: str
) -> None:
    found = entries(4, ADDRESS, look_alikes=False)
    asked = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path_qs)
        text = reply(found, 1, 4, 90) if request.query["page"] == "1" else broken
        return web.Response(text=text, content_type="application/json")

    routes = json_site(found, 4, 90) | {SERVICE: answer}
    result = await walked(tmp_path, {**articles(found), **routes})
    assert result.reports == expected(found)
    assert len(asked) == 2
    assert told in f"{result.error} {result.note}"


@given(st.integers(0, 40), st.integers(1, 12), st.one_of(st.none(), st.integers(0, 60)))
def test_reading_reply_after_reply_gives_every_row_once(rows: int, size: int, total: int | None) -> None:
    found = entries(rows, ADDRESS, look_alikes=False)
    total = max(total, rows) if total is not None else None
    seen: list[str] = []
    url: str | None = f"{SITE}{SERVICE}?_isJson=true&page=1"
    for place in range(1, 60):
        if url is None:
            break
        assert url.endswith(f"page={place}")
        text = reply(found, place, size, total)
        listing = read_listing(Page(url, text.encode(), "application/json", "application/json"))
        seen += [link.url.removeprefix(SITE) for link in listing.links]
        url = listing.next.url if listing.next else None
    assert url is None
    assert seen == [one.href for one in found]
