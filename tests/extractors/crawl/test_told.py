"""Reports that a column names and that were not asked for are told of, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crawl_farm import (
    COLUMN,
    SETTINGS,
    Farm,
    crawl,
    html,
    report,
    report_rows,
    reports_of,
    rows,
    simple_site,
    status,
)

TITLE = "桃城区人民政府{}年政府信息公开工作年度报告"
TWELVE = range(2001, 2013)


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://www.taocheng-gov.com/r2019.html", "off_site"),
        ("https://mp.weixin.qq.com/s/abc", "off_site"),
        ("http://222.222.10.5/nb/2019.html", "off_site"),
        ("http://10.0.0.5/nb/2019.html", "blocked_address"),
    ],
)
async def test_a_report_at_an_address_outside_the_site(tmp_path: Path, url: str, outcome: str) -> None:
    pages = simple_site()
    named = rows((url, TITLE.format(2019), "2020-01-20"), ("http://www.x.com/", "友情链接", ""))
    pages[COLUMN] = html(named + report_rows(range(2021, 2024)), "政府信息公开年报")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    told = [one for one in result.captures if one.outcome == outcome]
    assert [(one.url, one.link_text, one.status) for one in told] == [(url, TITLE.format(2019), None)]
    assert result.sites[0].failures == {outcome: 1}


async def test_reports_behind_a_refusal(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2021.html"] = status(
            521, "<script>document.cookie='__jsl_clearance=1'</script>"
        )
        result = await crawl(tmp_path, farm.site(COLUMN))
    told = {one.link_text: one.outcome for one in result.captures if one.role == "report"}
    assert told == {
        TITLE.format(2021): "challenge_521",
        TITLE.format(2022): "host_stopped",
        TITLE.format(2023): "host_stopped",
    }


@pytest.mark.parametrize("validators", [True, False])
async def test_what_a_budget_left_is_asked_for_in_the_nights_after(tmp_path: Path, validators: bool) -> None:
    """Every report in the season, be it asked for again each night or not, and its column grows meanwhile."""
    season = replace(
        SETTINGS, max_pages_per_site=8, recheck=False, today=datetime(2027, 2, 1, 19, 15, tzinfo=UTC)
    )
    with Farm(simple_site(TWELVE), validators=validators) as farm:
        known, asked = (), []
        for night in range(1, 5):
            farm.log.clear()
            settings = replace(season, today=datetime(2027, 2, night, 19, 15, tzinfo=UTC))
            result = await crawl(
                tmp_path, farm.site(COLUMN), known=known, run_id=f"2027020{night}T191500Z", settings=settings
            )
            assert len(farm.log) <= 8
            asked += [path for path in farm.paths() if path.endswith(".html")]
            known += tuple(replace(one, fetched_at=f"2027-02-0{night}T19:16:00Z") for one in result.captures)
    assert {path.rpartition("/t")[2] for path in asked} == {f"{year}.html" for year in TWELVE}


async def test_pages_of_a_list_at_one_address_may_differ_in_years_alone(tmp_path: Path) -> None:
    """As a form sends them (ASP.NET, JSP): the titles leave out the body, and look like columns of years."""

    def listed(years: range, more: str = "") -> str:
        shown = (
            (f"/show/{year}.html", f"{year}年政府信息公开工作年度报告", f"{year + 1}-01-20") for year in years
        )
        form = '<form method="post" action="list.jsp"><input name="pageNo" value="1">{}共2页</form>'
        return html(rows(*shown) + form.format(more), "政府信息公开年报")

    async def answer(request):  # type: ignore[no-untyped-def]
        second = (await request.text()) == "pageNo=2"
        more = "" if second else '<a href="javascript:goPage(2)">下一页</a>'
        return farm.page(request, listed(range(2018, 2021) if second else range(2021, 2024), more).encode())

    pages = {f"/show/{year}.html": report(year) for year in range(2018, 2024)}
    with Farm(pages) as farm:
        farm.routes["/gk/list.jsp"] = answer
        result = await crawl(tmp_path, farm.site("/gk/list.jsp"))
    assert reports_of(result) == {f"{year}.html" for year in range(2018, 2024)}


async def test_a_page_of_links_without_end_is_cut_and_told(tmp_path: Path) -> None:
    """Reading 100,000 links takes ten seconds, in which no other site of the prefecture is heard."""
    pages = simple_site()
    flood = "".join(f"<a href=/{n:x}>x</a>" for n in range(20_000))
    late = rows(("late.html", TITLE.format(2019), "2020-01-20"))
    pages[COLUMN] = html(report_rows(range(2021, 2024)) + flood + late, "政府信息公开年报")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
    assert reports_of(result) == {"t2021.html", "t2022.html", "t2023.html"}
    assert "took only the first links of " in result.sites[0].note
