"""Pages that stand between a site and the reports of one year, and are called like a report themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl_farm import COLUMN, Farm, crawl, html, report, reports_of, rows

BODIES = ("教育局", "财政局", "卫生健康局", "赵家圈镇")
HOME = html(f'<a href="{COLUMN}">政府信息公开年报</a>')


def year_list(year: int, title: str) -> tuple[str, dict[str, str]]:
    """A list of the reports of a year, in the same words as that of every other, and its articles."""
    names = {f"t{year}{n}.html": f"桃城区{body}" for n, body in enumerate(BODIES)}
    titles = (
        (name, f"{body}{year}年政府信息公开工作年度报告", f"{year + 1}-01-20") for name, body in names.items()
    )
    return html(rows(*titles), title), {name: report(year, body) for name, body in names.items()}


@pytest.mark.parametrize("title", ["{}年政府信息公开年报", "{}年度各部门政府信息公开年度报告"])
async def test_lists_of_years_that_a_home_page_names_like_reports(tmp_path: Path, title: str) -> None:
    links = "".join(f'<a href="/nb/{year}/">{title.format(year)}</a>' for year in (2022, 2023))
    pages: dict[str, str] = {"/": html(links)}
    for year in (2022, 2023):
        pages[f"/nb/{year}/"], articles = year_list(year, title.format(year))
        pages |= {f"/nb/{year}/{name}": page for name, page in articles.items()}
    with Farm(dict(pages)) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == {f"t{year}{n}.html" for year in (2022, 2023) for n in range(4)}
    assert (result.sites[0].error, dict(result.sites[0].failures)) == (None, {})


@pytest.mark.parametrize(
    "held",
    [
        "<p>2016年，我区推进政务公开。政府信息及时公布。群众满意。</p>",
        '<img src="W1.jpg">',
        '<a href="W1.pdf">附件下载</a>',
    ],
)
async def test_a_report_that_names_its_neighbours_is_no_list(tmp_path: Path, held: str) -> None:
    beside = "".join(f'<a href="t{y}.html">桃城区{y}年政府信息公开年报</a>' for y in range(2017, 2022))
    title = "桃城区2016年政府信息公开年报"
    pages = {"/": HOME, COLUMN: html(rows(("t2016.html", title, "2017-01-20")), "年报")}
    with Farm({**pages, f"{COLUMN}t2016.html": html(f"<h1>{title}</h1>{held}{beside}", title)}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == {"t2016.html"}


async def test_a_list_of_a_year_with_the_files_themselves(tmp_path: Path) -> None:
    title = "2023年政府信息公开年报"
    files = "".join(f'<a href="{n}.pdf">桃城区{body}{title}.pdf</a>' for n, body in enumerate(BODIES))
    pages: dict[str, str | bytes] = {"/": html(f'<a href="/nb/">{title}</a>'), "/nb/": html(files, title)}
    pages |= {f"/nb/{n}.pdf": b"%PDF-1.4 " + bytes([65 + n]) * 900 for n in range(4)}
    with Farm(dict(pages)) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == {f"{n}.pdf" for n in range(4)}


async def test_a_summary_of_a_year_leads_to_its_reports_by_the_names_of_bodies(tmp_path: Path) -> None:
    """An article of nothing but names; places lead to files, the menu's bodies to home pages."""
    title = "2024年政府信息公开年报汇总"
    menu = '<a href="/">市政府</a><a href="/col/18/index.html">市政府办公室</a><a href="/sjyj/">市教育局</a>'
    named = "".join(
        f'<a href="/col/40{n}_44/art/17{n}/1{n}fO{n}D.html">{body}</a>' for n, body in enumerate(BODIES)
    )
    page = html(f'<h1>{title}</h1>{menu}{named}<a href="/nb/2025/qj.pdf">桃城区</a>', title)
    pages: dict[str, str | bytes] = {
        "/": HOME,
        COLUMN: html(rows(("art_1.html", title, "2025-03-01")), "政府信息公开年报"),
    }
    pages |= {f"{COLUMN}art_1.html": page, "/nb/2025/qj.pdf": b"%PDF-1.4 " + b"x" * 900}
    pages |= {f"/col/40{n}_44/art/17{n}/1{n}fO{n}D.html": report(2024, body) for n, body in enumerate(BODIES)}
    with Farm(dict(pages)) as farm:
        result = await crawl(tmp_path, farm.site())
        asked = set(farm.paths())
    assert reports_of(result) == {f"1{n}fO{n}D.html" for n in range(4)} | {"qj.pdf"}
    assert asked.isdisjoint({"/col/18/index.html", "/sjyj/"})


async def test_a_letter_that_hands_in_a_report_holds_it(tmp_path: Path) -> None:
    handed_in = "桃城区教育局关于报送《2020年政府信息公开工作年度报告》的函（衡桃教函〔2021〕6号）"
    asked_for = "关于报送2020年政府信息公开工作年度报告的通知"
    column = rows(("t1.html", handed_in, "2021-01-25"), ("t2.html", asked_for, "2020-12-20"))
    pages = {"/": HOME, COLUMN: html(column, "年报"), f"{COLUMN}t1.html": report(2020, "桃城区教育局")}
    with Farm(dict(pages)) as farm:
        result = await crawl(tmp_path, farm.site())
        assert f"{COLUMN}t2.html" not in farm.paths()
    assert reports_of(result) == {"t1.html"}
