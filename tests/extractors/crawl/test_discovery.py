"""From any page of a site to its 年报 columns, and past the columns that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl_farm import COLUMN, Farm, Handler, crawl, html, report, report_rows, reports_of, rows, simple_site

from extractors.crawl.ascent import columns_above
from extractors.crawl.crawl import CrawlSettings

THREE = {"t2021.html", "t2022.html", "t2023.html"}


@pytest.mark.parametrize(
    "way",
    [
        '<a href="/zfxxgk/"><img src="x.png" alt="政府信息公开"></a>',
        '<a href="/zfxxgk/" title="政府信息公开"><img src="x.png"></a>',
        '<map><area shape="rect" href="/zfxxgk/" alt="政府信息公开"></map>',
        """<li onclick="location.href='/zfxxgk/'">政府信息公开</li>""",
        """<a href="javascript:window.open('/zfxxgk/')">政务公开</a>""",
        '<iframe src="/nav.html"></iframe>',
        '<select><option value="">选择</option><option value="/zfxxgk/zfxxgknb/">年度报告</option></select>',
        '<a href="/zfxxgk/">进入政府信息公开平台</a>',
        '<a href="/ZFXXGK/../zfxxgk/">信息公开</a>',
        '<a href="\\zfxxgk\\">信息公开</a>',
    ],
)
async def test_ways_from_a_home_page(tmp_path: Path, way: str) -> None:
    pages = simple_site() | {"/": html(way), "/nav.html": html('<a href="/zfxxgk/">政府信息公开</a>')}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == THREE


async def test_a_home_page_of_frames(tmp_path: Path) -> None:
    home = '<html><frameset rows="20%,*"><frame src="/top.html"><frame src="/zfxxgk/"></frameset></html>'
    with Farm(simple_site() | {"/": home, "/top.html": html("<p>桃城区</p>" * 60)}) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == THREE


@pytest.mark.parametrize(
    "metas",
    ["", '<meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="年报">'],
)
@pytest.mark.parametrize("name", ["t2022.html", "202301/t20230120_22.html", "content/post_22.html"])
async def test_a_report_without_breadcrumbs_leads_to_the_folder_above(
    tmp_path: Path, metas: str, name: str
) -> None:
    pages = simple_site()
    column = report_rows(range(2021, 2024)).replace('"t2022.html"', f'"{name}"')
    pages[COLUMN] = html(column, "政府信息公开年报")
    pages[COLUMN + name] = report(2022).replace("<head>", f"<head>{metas}")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN + name))
    assert reports_of(result) == {"t2021.html", name.rpartition("/")[2], "t2023.html"}
    assert result.sites[0].error is None


async def test_a_report_with_links_to_its_neighbours_still_leads_to_all(tmp_path: Path) -> None:
    pages = simple_site()
    beside = '<a href="t2021.html">上一篇：桃城区人民政府2021年政府信息公开工作年度报告</a>'
    pages[f"{COLUMN}t2022.html"] = report(2022).replace("</h1>", f"</h1>{beside}")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(f"{COLUMN}t2022.html"))
    assert reports_of(result) == THREE


async def test_a_report_where_nothing_lies_above_leads_home(tmp_path: Path) -> None:
    pages = simple_site() | {"/info/1021/22.htm": report(2022)}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site("/info/1021/22.htm"))
    assert reports_of(result) == THREE | {"22.htm"}
    assert (result.sites[0].error, dict(result.sites[0].failures)) == (None, {})


@pytest.mark.parametrize(
    ("report_url", "first"),
    [
        ("http://a.gov.cn/zfxxgknb/202301/t20230119_1.shtml", "/zfxxgknb/"),
        ("http://a.gov.cn/zw/zfxxgknb/2022n/bm/202301/t1.html", "/zw/zfxxgknb/2022n/bm/"),
        ("http://a.gov.cn/art/2022/1/24/art_1229253636_9547.html", "/col/col1229253636/index.html"),
        ("http://a.gov.cn/wlmqs/c120215/202301/f4c2.shtml", "/wlmqs/c120215/list.shtml"),
        ("http://a.gov.cn/zfxxgknb/zj/content/post_8040430.html", "/zfxxgknb/zj/"),
        ("http://a.gov.cn/xam/2020-11/12/article_2024041.html", "/xam/"),
        ("http://a.gov.cn/info/1021/22.htm", "/"),
    ],
)
def test_where_the_column_of_a_report_may_be(report_url: str, first: str) -> None:
    above = columns_above(report_url)
    assert above[0] == f"http://a.gov.cn{first}"
    assert above[-1] == "http://a.gov.cn/"


async def test_a_column_that_serves_its_newest_report_leads_to_the_others(tmp_path: Path) -> None:
    pages = simple_site()
    years = '<a href="2021/">2021年</a><a href="2020/">2020年</a>'
    pages[COLUMN] = report(2022).replace("<h1>", f"{years}<h1>")
    pages |= {f"{COLUMN}{year}/": report(year).replace("<h1>", f"{years}<h1>") for year in (2021, 2020)}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].reports == 3


async def test_columns_of_bodies_under_numbers_of_their_own(tmp_path: Path) -> None:
    pages = simple_site(range(0))
    bodies = {"桃城区教育局": 1202, "桃城区统计局": 1203, "赵家圈镇": 1204}
    links = "".join(f'<a href="/col/col{n}/index.html">{body}</a>' for body, n in bodies.items())
    pages[COLUMN] = html('<a href="/col/col1201/index.html">年报</a>', "政府信息公开年报")
    pages["/col/col1201/index.html"] = html(
        links + '<a href="/dep/jyj/">桃城区教育局</a>', "政府信息公开年报"
    )
    for body, n in bodies.items():
        pages[f"/col/col{n}/index.html"] = html(
            rows((f"/art/{n}.html", f"{body}2022年年报", "2023-01-02")), body
        )
        pages[f"/art/{n}.html"] = report(2022, body)
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
        assert "/dep/jyj/" not in farm.paths()
    assert reports_of(result) == {"1202.html", "1203.html", "1204.html"}


WRONG = [
    "政府工作报告",
    "法治政府建设年度报告",
    "部门预决算",
    "统计年鉴",
    "政府信息公开指南",
    "政府信息公开制度",
]
WRONG += ["依申请公开", "政府网站工作年度报表", "财政年报", "企业年报"]


@pytest.mark.parametrize("name", WRONG)
async def test_wrong_columns_are_left(tmp_path: Path, name: str) -> None:
    """Even where a year leads into them from the column itself, as side menus do."""
    pages = simple_site()
    pages[COLUMN] = html(
        report_rows(range(2021, 2024)) + f'<a href="/w/">{name}</a><a href="/w/2023/">2023年</a>', "年报"
    )
    listed = rows(("a.html", f"桃城区2023年{name}", "2024-01-02"), ("b.html", "2022年", "2023-01-02"))
    tags = f'<meta name="ColumnName" content="{name}">'
    pages |= {path: html(listed + "<p>说明</p>" * 60, name, tags) for path in ("/w/", "/w/2023/")}
    pages |= {
        f"/w/{path}": html(f"<h1>{name}</h1>" + "<p>正文</p>" * 200) for path in ("a.html", "2023/a.html")
    }
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert not {"/w/a.html", "/w/b.html", "/w/2023/a.html", "/w/2023/b.html"} & set(farm.paths())
    assert reports_of(result) == THREE


async def test_a_tree_without_end_is_left(tmp_path: Path) -> None:
    """A calendar that always has another year below it ends at the depth of a column, not at the budget."""

    page = html('<a href="2021/">2021年</a>', "年报")
    endless: dict[str, str | bytes | Handler] = {COLUMN + "2021/" * depth: page for depth in range(40)}
    with Farm(simple_site(range(0)) | endless) as farm:
        await crawl(tmp_path, farm.site())
        assert len(farm.log) < 15


async def test_a_page_budget_is_kept_and_told(tmp_path: Path) -> None:
    settings = CrawlSettings(
        user_agent="gongkai-test/1 (+mailto:test@example.org)", timeout=5, max_pages_per_site=4
    )
    with Farm(simple_site()) as farm:
        [site] = (await crawl(tmp_path, farm.site(), settings=settings)).sites
        assert len(farm.log) == 4
    assert "stopped after 4 requests" in site.note


@pytest.mark.parametrize("named", ["on a page of their own", "on the platform", "beside the column"])
async def test_departments_with_platforms_of_their_own_are_walked(tmp_path: Path, named: str) -> None:
    column = "/own/nb/"
    names = {"/bmgk/jyj/": "桃城区教育局", "/bmgk/sjj/": "桃城区审计局", "/bmgk/zjq/": "赵家圈镇人民政府"}
    departments = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in names.items())
    to_departments = departments if named == "on the platform" else '<a href="/bmgk/">部门信息公开</a>'
    own = f'<a href="{column}">政府信息公开年报</a>'
    routes: dict[str, str | bytes | Handler] = {
        "/": html('<a href="/zfxxgk/">政府信息公开</a>', "桃城区人民政府"),
        "/zfxxgk/": html(own + to_departments, "政府信息公开"),
        "/bmgk/": html(departments, "部门信息公开"),
        column: html(to_departments + report_rows(range(2022, 2024)), "政府信息公开年报"),
    }
    for path, name in {
        column: "桃城区人民政府",
        **{f"{path}nb/": name for path, name in names.items()},
    }.items():
        routes.setdefault(path, html(report_rows(range(2022, 2024)), "政府信息公开年报"))
        routes |= {f"{path}t{year}.html": report(year, name) for year in (2022, 2023)}
    for path, name in names.items():
        routes[path] = html(
            f'<a href="{path}zn/">政府信息公开指南</a><a href="{path}nb/">政府信息公开年报</a>', name
        )
    with Farm(routes) as farm:
        result = await crawl(tmp_path, farm.site(column if named == "beside the column" else "/"))
        taken = {one.url for one in result.captures if one.role == "report"}
    assert len(taken) == 8
    assert len(farm.paths()) == len(set(farm.paths()))
