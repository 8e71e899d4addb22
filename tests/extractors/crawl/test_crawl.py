"""A crawl finds the reports of a site, once each, and sends only conditional requests the next night."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from crawl_farm import (
    COLUMN,
    SETTINGS,
    Farm,
    Handler,
    crawl,
    html,
    report,
    report_rows,
    reports_of,
    rows,
    simple_site,
    status,
)

from extractors.crawl import lists
from extractors.crawl.archive import captures_of
from extractors.crawl.crawl import crawl_prefecture

THREE = {"t2021.html", "t2022.html", "t2023.html"}


@pytest.mark.parametrize("start", ["/", "/zfxxgk/", COLUMN])
async def test_reports_are_found_from_home_platform_and_column(tmp_path: Path, start: str) -> None:
    with Farm(simple_site()) as farm:
        result = await crawl(tmp_path, farm.site(start))
    assert reports_of(result) == THREE
    assert result.sites[0].reports == 3
    assert not result.sites[0].failures


async def test_a_report_leads_back_to_its_column(tmp_path: Path) -> None:
    pages = simple_site()
    crumbs = f'<a href="/">首页</a>><a href="{COLUMN}">政府信息公开年报</a>'
    pages[f"{COLUMN}t2022.html"] = report(2022).replace("<h1>", f"{crumbs}<h1>")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(f"{COLUMN}t2022.html"))
    assert reports_of(result) == THREE


async def test_a_report_keeps_what_its_list_says_of_it(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        result = await crawl(tmp_path, farm.site())
        column = farm.url + COLUMN
    found = next(capture for capture in result.captures if capture.url.endswith("t2021.html"))
    assert (found.listed_on, found.via, found.role) == ("2022-01-20", column, "report")
    assert found.link_text == "桃城区人民政府2021年政府信息公开工作年度报告"


async def test_no_page_is_asked_for_twice_in_a_run(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        sites = [farm.site(path, f"s{n}") for n, path in enumerate(("/", "/zfxxgk/", COLUMN))]
        result = await crawl(tmp_path, *sites)
        assert max(Counter(farm.paths()).values()) == 1
    assert [site.reports for site in result.sites] == [3, 3, 3]


async def test_the_log_equals_what_the_archive_gives_back(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        result = await crawl(tmp_path, farm.site())
    assert tuple(captures_of(tmp_path, "raw/1311/20261123T191500Z.warc.gz")) == result.captures


async def test_the_second_night_asks_only_conditionally_and_finds_the_same(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        farm.log.clear()
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id="20261124T191500Z")
        assert all("If-None-Match" in seen.headers and seen.status == 304 for seen in farm.log)
        assert len(farm.log) == len(first.captures)
        third = await crawl(
            tmp_path, farm.site(), known=first.captures + second.captures, run_id="20261125T191500Z"
        )
    places = {capture.url: (capture.sha256, capture.warc_offset) for capture in first.captures}
    for result in (second, third):
        assert reports_of(result) == THREE
        assert {capture.outcome for capture in result.captures} == {"not_modified"}
        assert {c.url: (c.sha256, c.warc_offset) for c in result.captures} == places


async def test_without_validators_an_unchanged_body_is_not_stored_again(tmp_path: Path) -> None:
    with Farm(simple_site(), validators=False) as farm:
        first = await crawl(tmp_path, farm.site())
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id="20261124T191500Z")
    assert {capture.outcome for capture in second.captures} == {"ok"}
    assert {c.warc_file for c in second.captures} == {"raw/1311/20261123T191500Z.warc.gz"}


async def test_a_changed_page_comes_anew(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        farm.routes[f"{COLUMN}t2022.html"] = report(2022) + "<!-- corrected -->"
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id="20261124T191500Z")
    changed = [capture for capture in second.captures if capture.outcome == "ok"]
    assert [capture.url.rpartition("/")[2] for capture in changed] == ["t2022.html"]


async def test_a_body_lost_from_the_archive_is_fetched_again(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        (tmp_path / "raw/1311/20261123T191500Z.warc.gz").unlink()
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id="20261124T191500Z")
    assert reports_of(second) == THREE


async def test_year_and_body_columns_selects_and_frames_are_followed(tmp_path: Path) -> None:
    pages = simple_site(range(2021, 2022))
    column = report_rows(range(2021, 2022)) + '<a href="2022n/">2022年</a><a href="jyj/">桃城区教育局</a>'
    column += f'<select><option value="{COLUMN}xz/">乡镇</option></select><iframe src="old.html"></iframe>'
    column += '<a href="/other/czj/">桃城区财政局</a>'  # navigation, outside the column
    pages[COLUMN] = html(column, "政府信息公开年报")
    pages[f"{COLUMN}2022n/"] = html(rows(("a.html", "2022年", "2023-01-02")), "2022年")
    pages[f"{COLUMN}jyj/"] = html(rows(("b.html", "教育局2022年年报", "2023-01-02")), "教育局")
    pages[f"{COLUMN}xz/"] = html(rows(("c.html", "何庄乡2022年年度报告", "2023-01-02")), "乡镇")
    pages[f"{COLUMN}old.html"] = html(rows(("d.html", "2015年政府信息公开年度报告", "2016-01-02")))
    for path in ("2022n/a.html", "jyj/b.html", "xz/c.html", "d.html"):
        pages[COLUMN + path] = report(2022, path)
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert "/other/czj/" not in farm.paths()
    assert reports_of(result) == {"t2021.html", "a.html", "b.html", "c.html", "d.html"}


async def test_what_only_speaks_of_reports_is_left_alone(tmp_path: Path) -> None:
    pages = simple_site()
    talk = [
        "图解：2023年政府信息公开年报",
        "关于做好2023年政府信息公开年度报告编制工作的通知",
        "2023年政务公开工作要点",
    ]
    links = rows(*((f"x{n}.html", text, "2024-01-02") for n, text in enumerate(talk)))
    pages[COLUMN] = html(report_rows(range(2021, 2024)) + links, "政府信息公开年报")
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        assert not [path for path in farm.paths() if "/x" in path]
    assert reports_of(result) == THREE


async def test_a_year_that_leads_to_a_picture_version_is_no_report(tmp_path: Path) -> None:
    pages = simple_site()
    pages[COLUMN] = html(rows(("p.html", "2023年", "2024-01-02")) + report_rows(range(2021, 2024)), "年报")
    pages[f"{COLUMN}p.html"] = html("<h1>图解2023年政府信息公开年报</h1>" + "<img src=a.png>" * 40)
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
    assert reports_of(result) == THREE


async def test_a_report_in_an_attachment_is_fetched_with_it(tmp_path: Path) -> None:
    pages = simple_site(range(2023, 2024))
    title = "<h1>桃城区人民政府2023年政府信息公开工作年度报告</h1>"
    pages[f"{COLUMN}t2023.html"] = html(
        title + '<p>见附件</p><a href="./P020240112.pdf">附件</a>' + "　" * 600
    )
    pages[f"{COLUMN}P020240112.pdf"] = b"%PDF-1.4 ..."
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
        page = f"{farm.url}{COLUMN}t2023.html"
    attachment = result.captures[-1]
    assert (attachment.role, attachment.via, attachment.outcome) == ("attachment", page, "ok")
    assert (attachment.media_type, attachment.listed_on) == ("application/pdf", "2024-01-20")


async def test_the_attachments_of_a_page_that_holds_its_tables_are_not_fetched(tmp_path: Path) -> None:
    pages = simple_site(range(2023, 2024))
    pages[f"{COLUMN}t2023.html"] = report(2023).replace("<h1>", '<a href="same.pdf">下载PDF</a><h1>')
    with Farm(pages) as farm:
        await crawl(tmp_path, farm.site())
        assert f"{COLUMN}same.pdf" not in farm.paths()


async def test_a_constant_redirect_in_the_page_is_followed(tmp_path: Path) -> None:
    pages = simple_site()
    pages["/"] = '<html><head><meta http-equiv="refresh" content="0;url=/zfxxgk/"></head></html>'
    pages["/zfxxgk/"] = f'<html><script>window.location.href="{COLUMN}";</script></html>'
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == THREE


async def test_the_budget_ends_the_walk_with_a_note(tmp_path: Path) -> None:
    with Farm(simple_site(range(2001, 2021))) as farm:
        settings = replace(SETTINGS, max_pages_per_site=8)
        result = await crawl(tmp_path, farm.site(), settings=settings)
        assert len(farm.log) == 8
    assert "stopped after 8 requests, 16 leads left" in result.sites[0].note
    # Each report that was not asked for is told of, for nobody could say else that the column names it.
    left = [one for one in result.captures if one.outcome == "over_budget"]
    assert len(left) == 16
    assert {one.link_text for one in left} >= {"桃城区人民政府2020年政府信息公开工作年度报告"}


async def test_a_proxy_is_used_and_resolves_the_names(tmp_path: Path) -> None:
    with Farm(simple_site(range(2021, 2022))) as proxy:
        site = replace(proxy.site(), url=f"http://www.example.gov.cn{COLUMN}")
        result = await crawl(tmp_path, site, settings=replace(SETTINGS, proxy=proxy.url))
        assert {seen.headers["Host"] for seen in proxy.log} == {"www.example.gov.cn"}
    assert reports_of(result) == {"t2021.html"}


async def test_finding_nothing_is_said_with_the_reason(tmp_path: Path) -> None:
    pages = simple_site(range(0))
    pages[COLUMN] = html(
        rows(("gone.html", "桃城区人民政府2022年政府信息公开工作年度报告", "2023-01-02")), "政府信息公开年报"
    )
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].error is None
    assert result.sites[0].note.startswith("no annual report found; 1 × not_found: The page is gone")


async def test_reports_found_do_not_hide_those_that_failed(tmp_path: Path) -> None:
    pages = simple_site(range(2015, 2024))
    for year in (2015, 2017, 2019):
        del pages[f"{COLUMN}t{year}.html"]
    pages[f"{COLUMN}t2016.html"] = status(500)
    with Farm(pages) as farm:
        [site] = (await crawl(tmp_path, farm.site())).sites
    assert (site.reports, site.failures, site.error) == (5, {"not_found": 3, "server_error": 1}, None)
    assert site.note.startswith("3 × not_found, 1 × server_error: The page is gone")


@pytest.mark.parametrize(
    ("fault", "word"), [(status(500), "server_error"), (status(404), "not_found"), (html(""), "soft_404")]
)
async def test_a_list_page_that_cannot_be_had_fails_the_site(
    tmp_path: Path, fault: Handler | str, word: str
) -> None:
    pages = simple_site()
    onward = '<div class="page"><a href="second.html">下一页</a></div>'
    pages[COLUMN] = html(report_rows(range(2021, 2024)) + onward, "政府信息公开年报")
    pages[f"{COLUMN}second.html"] = fault
    with Farm(pages) as farm:
        [site] = (await crawl(tmp_path, farm.site())).sites
    assert site.reports == 3
    assert site.failed
    assert (site.error or "").startswith(f"a list page could not be had: {word}: ")


async def test_a_column_that_robots_txt_forbids_fails_the_site(tmp_path: Path) -> None:
    with Farm(simple_site() | {"/robots.txt": f"User-agent: *\nDisallow: {COLUMN}\n"}) as farm:
        [site] = (await crawl(tmp_path, farm.site())).sites
    assert (site.error or "").startswith("a list page could not be had: robots_disallowed: ")


async def test_a_list_longer_than_the_limit_is_cut_with_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_MOST_PAGES", 2)
    pages = simple_site(range(2019, 2024))
    for page, year in enumerate(range(2019, 2024)):
        onward = f'<a href="{COLUMN}p{page + 1}.html">下一页</a>'
        name = COLUMN if page == 0 else f"{COLUMN}p{page}.html"
        pages[name] = html(report_rows(range(year, year + 1)) + onward, "政府信息公开年报")
    with Farm(pages) as farm:
        [site] = (await crawl(tmp_path, farm.site(COLUMN))).sites
    assert site.reports == 2
    assert "left a list after 2 pages" in site.note


async def test_attachments_beyond_the_limit_are_left_with_a_note(tmp_path: Path) -> None:
    pages = simple_site(range(2023, 2024))
    links = "".join(f'<a href="./P{n}.pdf">附件{n}</a>' for n in range(7))
    pages[f"{COLUMN}t2023.html"] = html(
        f"<h1>桃城区人民政府2023年政府信息公开工作年度报告</h1><p>见附件</p>{links}" + "　" * 600
    )
    pages |= {f"{COLUMN}P{n}.pdf": b"%PDF-1.4 ..." for n in range(7)}
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert sum(capture.role == "attachment" for capture in result.captures) == 5
    assert "took 5 of 7 attachments of " in result.sites[0].note


async def test_progress_is_told_request_by_request(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Farm(simple_site()) as farm:
        await crawl_prefecture(
            [farm.site()],
            lake=tmp_path,
            run_id="r",
            known=[],
            settings=SETTINGS,
            on_progress=lambda *args: told.append(args),
        )
    assert told[-1] == ("site", 7, 3)
    assert [requests for _, requests, _ in told] == list(range(1, 8))
