"""Pages that are not due yet come from the archive; the walk goes on as if they had been fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl_farm import COLUMN, SETTINGS, Farm, crawl, report, report_rows, simple_site

from extractors.crawl.crawl import CrawlResult
from extractors.crawl.freshness import Held, is_due
from extractors.records import Capture

NIGHTLY = replace(SETTINGS, recheck=False)
LATER = "20261130T191500Z"


def capture(role: str, fetched_at: str, sha256: str = "a") -> Capture:
    return Capture("http://x/", "x", fetched_at, 200, "ok", None, sha256, 1, "w", 0, "r", role)


def held(role: str, first: str, last: str) -> Held:
    return Held(capture(role, first), first).then(capture(role, last))


@pytest.mark.parametrize(
    ("role", "first", "last", "today", "due"),
    [
        ("list", "2026-02-01", "2026-02-02", "2026-02-03", True),
        ("list", "2026-02-01", "2026-02-03", "2026-02-03", False),
        ("list", "2026-06-01", "2026-06-02", "2026-06-08", False),
        ("list", "2026-06-01", "2026-06-02", "2026-06-09", True),
        ("page", "2026-06-01", "2026-06-02", "2026-06-08", False),
        ("report", "2026-02-01", "2026-02-02", "2026-02-03", False),
        ("report", "2026-02-01", "2026-02-02", "2026-02-09", True),
        ("report", "2025-02-01", "2026-02-02", "2026-02-27", False),
        ("report", "2025-02-01", "2026-02-02", "2026-03-05", True),
        ("attachment", "2025-02-01", "2026-06-02", "2026-06-20", False),
        ("robots", "2025-02-01", "2026-06-02", "2026-06-02", True),
    ],
)
def test_lists_nightly_in_the_season_and_weekly_else_settled_reports_monthly(
    role: str, first: str, last: str, today: str, due: bool
) -> None:
    at = datetime.fromisoformat(today).replace(hour=19, minute=10, tzinfo=UTC)
    assert is_due(held(role, f"{first}T19:15:00Z", f"{last}T19:15:00Z"), at) is due


@pytest.mark.parametrize(
    ("etag", "status", "nights", "due"),
    [
        ('"1"', 200, 1, True),  # not tried yet
        ('"1"', 304, 2, True),
        (None, 304, 2, True),
        ('"1"', 200, 2, False),  # tried, and sent whole again
        (None, 200, 1, False),
    ],
)
def test_in_the_season_reports_are_asked_for_nightly_where_a_304_is_to_be_had(
    etag: str | None, status: int, nights: int, due: bool
) -> None:
    first = replace(capture("report", "2026-02-01T19:15:00Z"), etag=etag)
    one = Held(first, first.fetched_at)
    if nights == 2:
        one = one.then(replace(first, fetched_at="2026-02-02T19:15:00Z", status=status))
    assert is_due(one, datetime(2026, 2, 1 + nights, 19, 10, tzinfo=UTC)) is due


def test_a_report_that_changed_is_not_settled() -> None:
    before = held("report", "2025-02-01T00:00:00Z", "2026-06-01T00:00:00Z")
    after = before.then(capture("report", "2026-06-08T00:00:00Z", "b"))
    assert after.since == "2026-06-08T00:00:00Z"


def aged(captures: tuple[Capture, ...], **days: float) -> tuple[Capture, ...]:
    """The captures as if those of a role had been made so many days ago."""
    now = datetime.now(UTC)
    return tuple(
        replace(one, fetched_at=f"{now - timedelta(days=days[one.role]):%Y-%m-%dT%H:%M:%SZ}")
        if one.role in days
        else one
        for one in captures
    )


async def test_a_second_visit_at_once_asks_for_the_rules_alone_and_finds_all(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        farm.log.clear()
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id=LATER, settings=NIGHTLY)
        assert farm.paths() == ["/robots.txt"]
    assert second.sites[0].reports == 3
    assert [one.role for one in second.captures] == ["robots"]


async def test_a_due_list_leads_to_the_new_report_alone(tmp_path: Path) -> None:
    pages = simple_site()
    with Farm(pages) as farm:
        first = await crawl(tmp_path, farm.site())
        farm.log.clear()
        farm.routes[COLUMN] = str(pages[COLUMN]) + report_rows(range(2024, 2025))
        farm.routes[f"{COLUMN}t2024.html"] = report(2024)
        known = aged(first.captures, page=8, list=8)
        second = await crawl(tmp_path, farm.site(), known=known, run_id=LATER, settings=NIGHTLY)
        asked = set(farm.paths()) - {"/robots.txt"}
    assert f"{COLUMN}t2024.html" in asked
    assert not asked & {f"{COLUMN}t{year}.html" for year in range(2021, 2024)}
    assert second.sites[0].reports == 4


async def test_a_page_whose_archived_body_is_lost_is_fetched_again(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        farm.log.clear()
        for warc in tmp_path.rglob("*.warc.gz"):
            warc.unlink()
        second = await crawl(tmp_path, farm.site(), known=first.captures, run_id=LATER, settings=NIGHTLY)
        assert f"{COLUMN}t2022.html" in farm.paths()
    assert second.sites[0].reports == 3


async def unlinked(farm: Farm, lake: Path, **days: float) -> tuple[set[str], CrawlResult]:
    """What is asked for once the list has dropped the report of 2022, so many days after it came."""
    first = await crawl(lake, farm.site())
    farm.routes[COLUMN] = str(farm.routes[COLUMN]).replace("t2022.html", "t2021.html")
    farm.log.clear()
    known = aged(first.captures, page=8, list=8, **days)
    second = await crawl(lake, farm.site(), known=known, run_id=LATER, settings=NIGHTLY)
    return set(farm.paths()), second


@pytest.mark.parametrize(("days", "asked"), [(20, False), (31, True)])
async def test_a_report_that_no_list_links_to_any_more_is_asked_for_monthly(
    tmp_path: Path, days: int, asked: bool
) -> None:
    with Farm(simple_site()) as farm:
        paths, result = await unlinked(farm, tmp_path, report=days)
    assert (f"{COLUMN}t2022.html" in paths) is asked
    assert result.sites[0].error is None
    if asked:
        [one] = [one for one in result.captures if one.url.endswith("t2022.html")]
        assert (one.outcome, one.role) == ("not_modified", "report")
        assert "桃城区" in str(one.link_text)


async def test_what_is_gone_by_then_is_told_and_not_asked_for_again_at_once(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site())
        del farm.routes[f"{COLUMN}t2022.html"]
        farm.routes[COLUMN] = str(farm.routes[COLUMN]).replace("t2022.html", "t2021.html")
        known = aged(first.captures, list=40, report=40)
        second = await crawl(tmp_path, farm.site(), known=known, run_id=LATER, settings=NIGHTLY)
        farm.log.clear()
        known += second.captures
        await crawl(tmp_path, farm.site(), known=known, run_id="20261201T191500Z", settings=NIGHTLY)
        assert not [path for path in farm.paths() if "t2022" in path]
    assert [one.outcome for one in second.captures if one.url.endswith("t2022.html")] == ["not_found"]
    [site] = second.sites
    assert (site.error, site.failures, site.reports) == (None, {}, 2)
    assert "documents that no list links to any more, gone now: 1" in site.note


async def test_a_site_whose_start_is_gone_is_still_asked_for_its_reports(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        first = await crawl(tmp_path, farm.site(COLUMN))
        farm.log.clear()
        known = aged(first.captures, list=40, report=40)
        site = farm.site("/elsewhere/")
        result = await crawl(tmp_path, site, known=known, run_id=LATER, settings=NIGHTLY)
        assert {path for path in farm.paths() if path.endswith(".html")} == {
            f"{COLUMN}t{year}.html" for year in range(2021, 2024)
        }
    assert str(result.sites[0].error).startswith("not_found")
