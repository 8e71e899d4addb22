"""Walkers that read the farm's lists exactly as each family's documentation says."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup

from flows.demo.server import DemoFarm

COLUMN = "政府信息公开年报"


def get(url: str, headers: dict[str, str] | None = None, data: bytes | None = None) -> tuple[int, Any, bytes]:
    """Status, headers and body of one request; refusals and 304s are answers, not errors."""
    try:
        assert url.startswith("http://127.0.0.1:"), url
        request = urllib.request.Request(url, data, headers or {})  # noqa: S310 (checked above)
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            return reply.status, reply.headers, reply.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


def text(url: str) -> str:
    status, _, body = get(url)
    assert status == 200, url
    return body.decode("gb18030" if b"charset=gb2312" in body else "utf-8")


def links(url: str, page: str, selector: str = "a") -> list[tuple[str, str]]:
    soup = BeautifulSoup(page, "lxml")
    return [
        (str(a.get("title") or a.get_text()), urljoin(url, str(a["href"]))) for a in soup.select(selector)
    ]


def column_url(farm: DemoFarm, site_id: str) -> str:
    """Home page → 政府信息公开 → 政府信息公开年报, by link texts alone."""
    home = farm.url(site_id)
    soup = BeautifulSoup(text(home), "lxml")
    panel = soup.select_one(".panel a")
    assert panel
    platform = urljoin(home, str(panel["href"]))
    return dict(links(platform, text(platform), ".side a"))[COLUMN]


def columns(farm: DemoFarm, site_id: str) -> list[str]:
    """The annual-report column and its sub-columns."""
    top = column_url(farm, site_id)
    return [top, *(url for _, url in links(top, text(top), ".sub a"))]


def trs(url: str) -> Iterator[tuple[str, str]]:
    page = text(url)
    found = re.search(r"createPageHTML\((\d+), 0,|countPage = (\d+)", page)
    assert found
    for place in range(int(found[1] or found[2])):
        yield from _rows(url if place == 0 else url.replace("index.", f"index_{place}."))


def ucap(url: str) -> Iterator[tuple[str, str]]:
    found = re.search(r"createPageHTML\('page_div',(\d+), 1,'(\w+)','shtml',\d+\)", text(url))
    assert found
    for place in range(1, int(found[1]) + 1):
        yield from _rows(url if place == 1 else url.replace(".shtml", f"_{place}.shtml"))


def boda(url: str) -> Iterator[tuple[str, str]]:
    found = re.search(r"共\d+条 1/(\d+)", text(url))
    assert found
    total = int(found[1])
    for place in range(1, total + 1):
        yield from _rows(url if place == 1 else url.replace(".htm", f"/{total - place + 1}.htm"))


def nextlink(url: str) -> Iterator[tuple[str, str]]:
    while url:
        page = text(url)
        yield from links(url, page, ".list a")
        onward = [a for a in BeautifulSoup(page, "lxml").select(".page a") if a.get_text() == "下一页"]
        url = urljoin(url, str(onward[0]["href"])) if onward and onward[0]["href"] != "#" else ""


def years(url: str) -> Iterator[tuple[str, str]]:
    yield from _rows(url)


def hanweb(url: str, by_page: bool = False) -> Iterator[tuple[str, str]]:
    page = text(url)
    fields = dict(
        re.findall(r"(col|appid|webid|columnid|sourceContentType|unitid|permissiontype):'?(\d+)", page)
    )
    proxy, total, size = (
        _found(pattern, page) for pattern in (r"proxyUrl:'(.+?)'", r"totalRecord:(\d+)", r"perPage:(\d+)")
    )
    for start in range(1, int(total) + 1, int(size)):
        asked = (
            {"page": start // int(size) + 1}
            if by_page
            else {"startrecord": start, "endrecord": start + int(size) - 1}
        )
        query = urlencode({**asked, "perpage": size})
        _, _, body = get(urljoin(url, f"{proxy}?{query}"), data=urlencode(fields).encode())
        for record in re.findall(r"<!\[CDATA\[(.+?)\]\]>", body.decode()):
            yield from links(url, record)


def gkmlpt(index: str) -> Iterator[tuple[str, str]]:
    config = json.loads(_found(r"window\._CONFIG = (\{.+?\});</script>", text(index)))
    node = next(node for node in config["TREE"] if node["name"] == COLUMN)
    for category in [node, *node["children"]]:
        page, seen, total = 1, 0, 1
        while seen < total:
            url = urljoin(index, f"/gkmlpt/api/all/{category['id']}?page={page}&sid={config['SID']}")
            reply = json.loads(get(url)[2])
            assert reply["articles"], url
            total, page = reply["total"], page + 1
            seen += len(reply["articles"])
            yield from (
                (article["title"], urljoin(index, article["post_url"])) for article in reply["articles"]
            )


def _rows(url: str) -> list[tuple[str, str]]:
    return links(url, text(url), ".list a")


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


WALKERS = {"trs": trs, "ucap": ucap, "boda": boda, "next": nextlink, "years": years, "hanweb": hanweb}


def listed(farm: DemoFarm, site_id: str, family: str) -> dict[str, str]:
    """Everything a site lists, title to address, read page by page; a title found twice is an error."""
    if family == "gkmlpt":
        found = list(gkmlpt(farm.url(site_id, "/gkmlpt/index")))
    else:
        found = [row for url in columns(farm, site_id) for row in WALKERS[family](url)]
    assert len({address for _, address in found}) == len(found)
    return dict(found)
