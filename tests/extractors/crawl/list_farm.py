"""Long lists for the families' loopback sites: reports and look-alikes, in pages, and what a walk took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl

from aiohttp import web
from crawl_farm import SETTINGS, Farm, Handler, crawl, html, report, rows

from extractors.crawl.page import Page
from extractors.families import read_listing

Routes = dict[str, str | bytes | Handler]
Asked = dict[str, str]

_SITE = "http://www.example.gov.cn"

FOLDER = "/zfxxgk/nb/"
# What stands in 年报 columns and is none: other kinds of reports and summaries, guides, drafts, notices.
LOOK_ALIKES = (
    "桃城区教育局2023年工作总结",
    "2023年度企业年报公示情况统计",
    "桃城区2022年统计年报",
    "桃城区政府信息公开指南（2023年版）",
    "桃城区财政局2023年政府信息公开工作年度报告（征求意见稿）",
    "关于做好2023年政府信息公开工作年度报告编制工作的通知",
    "一图读懂桃城区2023年政府信息公开工作年度报告",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; `year` is None for a look-alike."""

    number: int
    title: str
    year: int | None
    href: str

    @property
    def date(self) -> str:
        return f"2024-01-{self.number % 28 + 1:02}"


def entries(
    count: int, href: Callable[[int], str] = "/zfxxgk/nb/t{}.html".format, look_alikes: bool = True
) -> list[Entry]:
    """`count` reports with the look-alikes among them, the first of these early and the last at the end."""
    found = [(f"桃城区第{n}局2023年政府信息公开工作年度报告", 2023) for n in range(count)]
    titles: list[tuple[str, int | None]] = list(found)
    for place, title in enumerate(LOOK_ALIKES if look_alikes else ()):
        titles.insert(min(2 * place + 1, len(titles)), (title, None))
    return [Entry(n, title, year, href(n)) for n, (title, year) in enumerate(titles, start=100)]


def cut(found: Sequence[Entry], size: int) -> list[list[Entry]]:
    """The pages of a list; one empty page for an empty list."""
    return [list(found[start : start + size]) for start in range(0, len(found), size)] or [[]]


def answering(make: Callable[[Asked], str], media_type: str = "text/html") -> Handler:
    """A handler that makes its page from the query and the posted form."""

    async def answer(request: web.BaseRequest) -> web.Response:
        form = dict(parse_qsl(await request.text(), keep_blank_values=True))
        return web.Response(text=make(dict(request.query) | form), content_type=media_type)

    return answer


def at(found: Sequence[Entry], size: int, place: int) -> list[Entry]:
    pages = cut(found, size)
    return pages[place - 1] if 0 < place <= len(pages) else []


def list_page(found: Sequence[Entry], pager: str = "") -> str:
    """A page of a 年报 column with its rows and what stands below them."""
    nav = '<a href="/">首页</a><a href="/news/">新闻中心</a>'
    return html(nav + rows(*((one.href, one.title, one.date) for one in found)) + pager, "政府信息公开年报")


def articles(found: Sequence[Entry]) -> Routes:
    """The pages behind the rows, each body with a report of its own."""
    return {
        one.href: report(one.year, one.title.partition("20")[0])
        if one.year
        else html(f"<h1>{one.title}</h1>" + "<p>正文内容若干</p>" * 90, one.title)
        for one in found
    }


def expected(found: Sequence[Entry]) -> set[str]:
    return {one.href for one in found if one.year}


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk took for reports, what it asked for how often, and how the visit ended."""

    reports: set[str]
    asked: Counter[tuple[str, str, bytes]]
    error: str | None
    failures: dict[str, int]
    note: str

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


async def walked(lake: Path, routes: Routes, start: str = FOLDER, budget: int = 600) -> Walked:
    """Crawl a site of these routes from `start`."""
    asked: Counter[tuple[str, str, bytes]] = Counter()

    def counted(path: str, answer: str | bytes | Handler) -> Handler:
        async def handler(request):  # type: ignore[no-untyped-def]
            asked[request.method, request.path_qs, await request.read()] += 1
            if callable(answer):
                return await answer(request)
            return farm.page(request, answer.encode() if isinstance(answer, str) else answer)

        return handler

    with Farm({"/robots.txt": "User-agent: *\n"}) as farm:
        farm.routes |= {path: counted(path, answer) for path, answer in routes.items()}
        settings = replace(SETTINGS, max_pages_per_site=budget)
        result = await crawl(lake, farm.site(start), settings=settings)
        found = {
            capture.url.removeprefix(farm.url)
            for capture in result.captures
            if capture.role == "report" and capture.outcome == "ok"
        }
    [site] = result.sites
    return Walked(found, asked, site.error, dict(site.failures), site.note)


async def finds_all(lake: Path, routes: Routes, found: Sequence[Entry], start: str = FOLDER) -> Walked:
    """Walk and require every report, nothing else as a report, no request twice, a visit that ends well."""
    result = await walked(lake, {**articles(found), **routes}, start)
    assert result.reports == expected(found), result
    assert max(result.asked.values()) == 1, result.asked
    assert result.error is None, result.error
    return result


def followed(routes: Routes, start: str) -> tuple[set[str], list[str]]:
    """The rows and list pages that reading alone comes to: as a walk, but without a server or a site."""
    rows_seen: set[str] = set()
    asked: list[str] = []
    left = [start]
    while left and len(asked) < 60:
        url = left.pop(0)
        asked.append(url)
        source = routes.get(url)
        page = Page(
            _SITE + url, source.encode() if isinstance(source, str) else b"", "text/html", "text/html"
        )
        listing = read_listing(page)
        fresh = {link.url.removeprefix(_SITE) for link in page.links if len(link.text) > 4} - rows_seen
        if source is not None and (fresh or len(asked) == 1):
            others = listing.next.otherwise if listing.next else ()
            left = [listing.next.url, *others] if listing.next else []
            left = [one.removeprefix(_SITE) for one in left if one.removeprefix(_SITE) not in asked]
        rows_seen |= fresh
    return rows_seen, asked
