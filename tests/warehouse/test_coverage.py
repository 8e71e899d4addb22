"""Coverage: every body that runs a site, every year that is due, and why a report is not there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml
from lake_builder import Lake, rows

from transforms.identity.publisher import Site, read_publisher

AS_OF = "2024-02-15T00:00:00Z"  # departments are due for 2023 by then, governments are not


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve bodies, each in another situation."""
    lake = Lake(tmp_path_factory.mktemp("coverage") / "lake")
    published(lake)
    obstacles(lake)
    listed(lake)
    lacking(lake)
    return lake.built()


def visit(lake: Lake, site_id: str, code: str, publisher: str) -> None:
    lake.site(site_id, code, publisher)
    robots = f"http://{site_id}.test/robots.txt"
    lake.capture(site_id, code, "not_found", role="robots", url=robots, fetched_at=AS_OF)
    lake.capture(site_id, code, fetched_at=AS_OF)


def published(lake: Lake) -> None:
    visit(lake, "taocheng", "131102", "桃城区人民政府")
    # A later run in which nothing but the rules was due tells nothing new.
    robots = "http://taocheng.test/robots.txt"
    lake.capture("taocheng", "131102", role="robots", url=robots, fetched_at=AS_OF, run_id="20270101T000000Z")
    lake.report("131102", 2018, published_on="2019-04-02")
    lake.report("131102", 2019, published_on="2020-03-31")
    # The page prints the name in full: still the same government.
    lake.report("131102", 2020, publisher="衡水市桃城区人民政府", published_on=None)
    lake.report("131102", 2021, status="partial", forms=("2021", None, None))
    lake.report("131102", 2022, status="no_report", forms=(None, None, None))
    lake.report(
        "131102", 2020, publisher="桃城区教育局", publisher_level="department", published_on="2021-03-01"
    )
    lake.report(
        "131102", 2018, publisher="桃城区教育局", publisher_level="department", published_on="2019-03-01"
    )
    lake.report("131102", 2020, publisher="赵圈镇人民政府", publisher_level="township", place="赵圈镇")


def obstacles(lake: Lake) -> None:
    for site_id, code, publisher, outcome in (
        ("bureau", "131103", "冀州区财政局", None),
        ("robots", "130000", "河北省人民政府", "robots_disallowed"),
        ("script", "131100", "衡水市人民政府", "needs_browser"),
        ("guarded", "310101", "黄浦区人民政府", "anti_bot_412"),
    ):
        lake.site(site_id, code, publisher)
        if outcome:
            lake.capture(site_id, code, outcome, fetched_at=AS_OF)
    lake.capture("guarded", "310101", "host_stopped", url="http://guarded.test/2", fetched_at=AS_OF)
    lake.capture("guarded", "310101", "host_stopped", url="http://guarded.test/3", fetched_at=AS_OF)


def listed(lake: Lake) -> None:
    visit(lake, "zaoqiang", "131121", "枣强县人民政府")
    lake.capture("zaoqiang", "131121", role="list", url="http://zaoqiang.test/list", fetched_at=AS_OF)
    for year, outcome in ((2019, "not_found"), (2020, "timeout"), (2021, "ok"), (2022, "waf")):
        lake.capture(
            "zaoqiang",
            "131121",
            outcome,
            role="report",
            url=f"http://zaoqiang.test/{year}",
            via="http://zaoqiang.test/list",
            link_text=f"枣强县{year}年政府信息公开工作年度报告",
            fetched_at=AS_OF,
        )
    lake.capture(
        "zaoqiang",
        "131121",
        "gone",
        role="report",
        url="http://zaoqiang.test/bureau",
        link_text="枣强县教育局2019年政府信息公开工作年度报告",
        fetched_at=AS_OF,
    )


def lacking(lake: Lake) -> None:
    """Lists that led in a circle, were refused behind the first page, or came at the second try only."""
    for site_id, code, publisher, outcomes in (
        ("circle", "131122", "武邑县人民政府", ("redirected", "redirect_loop")),
        ("refused", "131123", "武强县人民政府", ("forbidden",)),
        ("stopped", "131124", "饶阳县人民政府", ("waf", "host_stopped")),
        ("slow", "131125", "安平县人民政府", ("timeout", "ok")),
    ):
        visit(lake, site_id, code, publisher)
        if site_id != "circle":
            lake.capture(site_id, code, role="list", url=f"http://{site_id}.test/nb/", fetched_at=AS_OF)
        for n, outcome in enumerate(outcomes):
            name = n if site_id == "stopped" else 2
            url = f"http://{site_id}.test/nb/index_{name}.html"
            lake.capture(site_id, code, outcome, role="list", url=url, fetched_at=AS_OF)


def status(root: Path, publisher: str, year: int) -> tuple[object, object]:
    (row,) = rows(root, "FROM coverage WHERE publisher = ? AND year = ?", publisher, year)
    return row["status"], row["reason"]


@pytest.mark.parametrize(
    ("publisher", "year", "expected"),
    [
        ("桃城区人民政府", 2018, ("parsed", None)),
        ("桃城区人民政府", 2019, ("parsed", None)),
        ("桃城区人民政府", 2020, ("parsed", None)),
        ("桃城区人民政府", 2021, ("partial", "no applications table, no disputes table")),
        ("桃城区人民政府", 2022, ("no_table", "no_table")),
        ("桃城区人民政府", 2023, ("not_due", "not_found")),
        ("桃城区教育局", 2020, ("parsed", None)),
        ("冀州区财政局", 2019, ("not_found", "never_crawled")),
        ("河北省人民政府", 2020, ("blocked", "robots_disallowed")),
        ("衡水市人民政府", 2020, ("needs_browser", "needs_browser")),
        ("黄浦区人民政府", 2020, ("blocked", "anti_bot_412")),
        ("枣强县人民政府", 2019, ("gone", "not_found")),
        ("枣强县人民政府", 2020, ("blocked", "timeout")),
        ("枣强县人民政府", 2021, ("unreadable", "no_report_read")),
        ("枣强县人民政府", 2022, ("blocked", "waf")),
        ("枣强县教育局", 2019, ("gone", "gone")),
        ("武邑县人民政府", 2020, ("blocked", "redirect_loop")),
        ("武强县人民政府", 2020, ("blocked", "forbidden")),
        ("饶阳县人民政府", 2020, ("blocked", "waf")),
        ("安平县人民政府", 2020, ("not_found", "not_found")),
    ],
)
def test_status_and_reason(root: Path, publisher: str, year: int, expected: tuple[str, str | None]) -> None:
    assert status(root, publisher, year) == expected


def test_every_body_with_a_site_has_every_year_since_2019(root: Path) -> None:
    found = rows(root, "FROM coverage c SEMI JOIN sites s ON s.publisher = c.publisher WHERE year >= 2019")
    bodies = {row["publisher"] for row in found}
    assert len(bodies) == 10
    assert {(row["publisher"], row["year"]) for row in found} == {
        (body, year) for body in bodies for year in range(2019, 2024)
    }
    assert len(found) == 10 * 5


def test_a_department_is_due_two_months_before_a_government(root: Path) -> None:
    assert status(root, "冀州区财政局", 2023) == ("not_found", "never_crawled")
    assert status(root, "桃城区人民政府", 2023) == ("not_due", "not_found")


def test_every_report_stands_in_one_row(root: Path) -> None:
    reports = {row["report_id"] for row in rows(root, "SELECT report_id FROM reports")}
    covered = [
        row["report_id"] for row in rows(root, "SELECT report_id FROM coverage WHERE report_id IS NOT NULL")
    ]
    assert sorted(map(str, covered)) == sorted(map(str, reports))


@pytest.mark.parametrize(
    ("publisher", "year", "days"),
    [
        ("桃城区人民政府", 2018, 2),  # 31 March for all before 2019
        ("桃城区人民政府", 2019, 0),
        ("桃城区人民政府", 2020, None),  # no date
        ("桃城区教育局", 2018, -30),
        ("桃城区教育局", 2020, 29),  # from 31 January
        ("赵圈镇人民政府", 2020, None),  # no deadline is set for townships
    ],
)
def test_days_late(root: Path, publisher: str, year: int, days: int | None) -> None:
    (row,) = rows(root, "SELECT days_late FROM coverage WHERE publisher = ? AND year = ?", publisher, year)
    assert row["days_late"] == days


def test_what_runs_a_site_is_told_from_its_name_as_from_a_report(lake: Lake) -> None:
    levels = {
        ("152200", "兴安盟行政公署"): "prefecture",
        ("131100", "衡水市国有资产监督管理委员会"): "department",
        ("131100", "衡水市人民政府驻北京办事处"): "department",
        ("131100", "衡水高新技术产业开发区管理委员会"): "zone",
        ("340705", "东郊办事处"): "township",
    }
    for number, (code, publisher) in enumerate(levels):
        visit(lake, f"s{number}", code, publisher)
        told = read_publisher(publisher, Site(code, publisher))
        assert told is not None
        assert told.level == levels[code, publisher]
    found = rows(lake.built(), "SELECT DISTINCT division_code, publisher, publisher_level FROM coverage")
    assert {(row["division_code"], row["publisher"]): row["publisher_level"] for row in found} == levels


def test_one_government_published_under_two_names_gives_two_rows(lake: Lake) -> None:
    visit(lake, "taocheng", "131102", "桃城区人民政府")
    own = lake.report("131102", 2021)
    lake.report("131102", 2021, publisher="衡水市桃城区人民政府")
    found = rows(lake.built(), "FROM coverage WHERE year = 2021 ORDER BY publisher")
    assert [(row["publisher"], row["status"]) for row in found] == [
        ("桃城区人民政府", "parsed"),
        ("衡水市桃城区人民政府", "parsed"),
    ]
    assert found[0]["report_id"] == own


@pytest.mark.parametrize(
    ("code", "on_file", "level", "printed"),
    [
        ("131102", "教育局", "department", "桃城区教育局"),
        ("131102", "衡水市桃城区教育局", "department", "桃城区教育局"),
        ("131100", "衡水高新技术产业开发区管委会", "zone", "衡水高新技术产业开发区管理委员会"),
    ],
)
def test_a_body_that_the_sites_file_calls_otherwise_stands_once(
    lake: Lake, code: str, on_file: str, level: str, printed: str
) -> None:
    visit(lake, "own", code, on_file)
    report = lake.report(code, 2021, publisher=printed, publisher_level=level)
    found = rows(lake.built(), "SELECT status, report_id FROM coverage WHERE year = 2021")
    assert [(row["status"], row["report_id"]) for row in found] == [("parsed", report)]


def test_a_report_without_a_publisher_is_kept(lake: Lake) -> None:
    lake.report("131102", 2021, publisher_level=None)
    for _, row in lake.rows["reports"]:
        row["publisher"] = None
    assert [row["status"] for row in rows(lake.built(), "FROM coverage")] == ["parsed"]


def test_every_outcome_of_the_crawler_has_a_meaning() -> None:
    top = Path(__file__).parents[2]
    known = yaml.safe_load((top / "extractors/crawl/outcomes.yml").read_text(encoding="utf-8"))["outcomes"]
    with (top / "warehouse/outcomes.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["outcome"] for row in csv.DictReader(lines)} == set(known)
