"""The site's pages in a browser over a made-up lake: hostile names stay text, and everyone can use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lake_builder import Lake
from playwright.sync_api import Browser, Route
from site_browser import Visitor, chromium, served

from warehouse.site.build import build_site

pytestmark = pytest.mark.e2e

TITLE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;\u202e公开\u2066"
BODY = "桃城区<b>\u202e人民政府"
JIZHOU = {
    "applications.granted.total": 40,
    "disputes.review.total": "blank",
    "disputes.review.pending": "blank",
    "applications.refused_third_party.total": "blank",
}
SHOWN = "\\u202e"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county that prints hostile things, and one of the usual kind."""
    folder = tmp_path_factory.mktemp("pages")
    lake = Lake(folder / "lake")
    lake.site("taocheng", "131102", BODY)
    numbers = {
        "applications.received.total": 60,
        "applications.concluded.total": 50,
        "disputes.review.total": 3,
    }
    for year in (2021, 2022):
        lake.report(
            "131102",
            year,
            numbers,
            title=TITLE,
            publisher=BODY,
            report_id=f"hostile-{year}",
            url="javascript:alert(3)",
        )
        lake.report("131103", year, numbers | JIZHOU)
    for report_id in ("hostile-2021", "131103-冀州区人民政府-2021"):
        lake.add(
            "findings", "1311", report_id=report_id, rule="disputes.total", severity="error", cause="source",
            item="disputes.review.total", message=f"3 is printed, 0 is the sum {TITLE}",
        )  # fmt: skip
        lake.add(
            "claims", "1311", report_id=report_id, claim="received", value=61, sentence=TITLE, agrees=False
        )
    lake.run()
    return build_site(lake.built(), folder / "site").root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def visitor(browser: Browser, site: Path) -> Iterator[Visitor]:
    with served(site) as base:
        one = Visitor(browser, base)
        yield one
        one.page.close()
        assert one.wrong == []
        assert one.elsewhere == []


def test_a_hostile_title_stays_text(visitor: Visitor) -> None:
    asked = []
    visitor.page.on("dialog", lambda dialog: asked.append(dialog.message))
    shown = visitor.go("report.html#at=131102/2021&id=hostile-2021")
    title = shown.locator("h1").inner_text()
    assert "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;" in title
    assert SHOWN in title
    assert "\u202e" not in shown.locator("main").inner_text()
    assert shown.locator("main script, main img").count() == 0
    assert shown.locator("a[href^='javascript']").count() == 0
    assert "javascript:alert(3)" in shown.locator("#source").inner_text()
    assert asked == []


def test_hostile_names_stay_text_in_lists_charts_and_search(visitor: Visitor) -> None:
    for page in ("index.html", "region.html#code=131102", "quality.html", "en/data.html"):
        shown = visitor.go(page)
        assert shown.locator("main b:has-text('人民政府')").count() == 0
        assert "\u202e" not in shown.locator("body").inner_text()
    shown = visitor.go("region.html#code=131102")
    assert "桃城区<b>" in shown.locator("#bodies").inner_text()


def test_a_blank_is_not_said_to_be_zero_and_every_digit_is_shown(visitor: Visitor) -> None:
    shown = visitor.go("en/region.html#code=131103")
    assert "others are not printed" in shown.locator("#disputes").inner_text()
    assert "not told" in shown.locator("#outcomes .legend").inner_text()
    assert "2021*" in shown.locator("#outcomes svg").inner_html()
    shown = visitor.go("en/region.html#code=131102")
    assert "All are zero" in shown.locator("#outcomes").inner_text()
    assert visitor.page.evaluate("gongkai.count(0.0035)") == "0.0035"
    assert visitor.page.evaluate("gongkai.count(1234567.25)") == "1,234,567.25"


def test_a_late_answer_does_not_overwrite_a_newer_one(visitor: Visitor) -> None:
    shown = visitor.go("region.html#code=131102")
    held: list[Route] = []
    late = "**/data/region/131103.js"

    def hold(route: Route) -> None:
        held.append(route)

    shown.route(late, hold)
    with shown.expect_request(late):
        shown.evaluate("location.hash = 'code=131103'")
    shown.evaluate("location.hash = 'code=131102'")
    held[0].continue_()
    shown.evaluate("gongkai.load('region/131103').then(() => new Promise((done) => setTimeout(done, 50)))")
    assert shown.locator("h1").inner_text() == "桃城区"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_obstacle(visitor: Visitor, scheme: str) -> None:
    """As axe-core judges it: contrast, names of controls, structure."""
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = []
    pages = [
        "index.html#indicator=received",
        "report.html#at=131103/2021&id=131103-冀州区人民政府-2021",
        "quality.html",
        "indicator.html#indicator=received",
        "region.html#code=131103",
        "en/data.html",
    ]
    # Themes differ in colours alone, which these three have all of.
    for page in pages if scheme == "light" else pages[:3]:
        visitor.go(page)
        for broken in Axe().run(visitor.page).response["violations"]:
            if broken["impact"] in {"serious", "critical"}:
                nodes = [node["html"][:120] for node in broken["nodes"][:3]]
                found.append((page, broken["id"], nodes))
    assert found == []
