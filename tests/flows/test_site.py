"""The site over the demo lake, as a reader with a browser has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import DemoLake
from playwright.sync_api import Browser
from site_browser import Visitor, chromium, served

from warehouse.site.build import build_site

pytestmark = pytest.mark.e2e

PAGES = (
    "index.html",
    "indicator.html",
    # The year without any report, and the oldest form.
    "indicator.html#indicator=received&year=2024&level=province&within=11",
    "region.html",
    "region.html#code=131100",
    # Nothing is held of this one.
    "region.html#code=131128",
    "report.html",
    "quality.html",
    "data.html",
)


@pytest.fixture(scope="module")
def site(demo_lake: DemoLake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(demo_lake.path, tmp_path_factory.mktemp("site") / "site").root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: Path) -> Iterator[Visitor]:
    with served(site) as base:
        yield Visitor(browser, base)


@pytest.fixture(autouse=True)
def nothing_goes_wrong(visitor: Visitor) -> Iterator[None]:
    yield
    assert visitor.wrong == []
    assert visitor.elsewhere == []


@pytest.mark.parametrize("language", ["", "en/"])
def test_every_page_loads_without_errors_and_asks_nobody_else(visitor: Visitor, language: str) -> None:
    for page in PAGES if language == "" else PAGES[::2]:
        shown = visitor.go(language + page)
        assert shown.locator("h1").inner_text(), page
        assert shown.locator(".problem").count() == 0, page
        assert visitor.wrong == [], page


def test_pages_work_from_disk(browser: Browser, site: Path) -> None:
    visitor = Visitor(browser, f"{site.as_uri()}/")
    assert visitor.go("region.html#code=131100").locator("#trend svg").count() == 1
    assert visitor.wrong == []


@pytest.mark.parametrize("words", ["桃城", "tcq", "131102"])
def test_search_finds_a_region_by_name_initials_and_code(visitor: Visitor, words: str) -> None:
    shown = visitor.go("index.html")
    shown.keyboard.press("/")
    shown.keyboard.type(words)
    shown.locator("#found [aria-selected=true]").wait_for()
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/region.html#code=131102")
    shown.locator("body[data-ready=yes]").wait_for()
    assert shown.locator("h1").inner_text() == "桃城区"


def test_a_report_is_reached_from_its_region_with_what_was_found_in_place(
    visitor: Visitor, demo_lake: DemoLake
) -> None:
    shown = visitor.go("region.html#code=120114")
    shown.get_by_role("link", name="2023 已解析").first.click()
    shown.locator("#tables table").first.wait_for()
    assert shown.locator("#tables table").count() == 3
    assert shown.locator("#source a.out").first.get_attribute("href", timeout=1000)


def test_every_chart_has_its_table_and_can_be_saved(visitor: Visitor) -> None:
    shown = visitor.go("region.html#code=131100")
    charts = shown.locator("figure")
    assert charts.count() == 4
    for number in range(charts.count()):
        assert charts.nth(number).locator("details table tbody tr").count() >= 5
    for name, beginning in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with shown.expect_download() as saved:
            charts.first.get_by_role("button", name=name).click()
        assert saved.value.path().read_bytes().startswith(beginning)


def test_indicator_year_and_language_are_switched_by_keyboard(visitor: Visitor) -> None:
    shown = visitor.go("index.html#year=2022")
    shown.locator("#map-indicator").focus()
    shown.keyboard.press("Home")
    shown.locator("#map-title", has_text="新收申请数，2022").wait_for()
    shown.keyboard.press("Tab")
    shown.keyboard.press("ArrowUp")
    shown.locator("#map-title", has_text="新收申请数，2023").wait_for()
    shown.locator("#language").focus()
    shown.keyboard.press("Enter")
    shown.locator("#map-title", has_text="Applications received, 2023").wait_for()
