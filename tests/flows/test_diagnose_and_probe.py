"""A site's history with its remedies, and a first look at a site that nobody knows yet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from command_line import DemoLake, gongkai

from extractors.records import Site
from extractors.sites import HEADER, read_sites
from flows.demo.server import DemoFarm
from flows.probing import owner_of
from transforms.records import Identity

pytestmark = pytest.mark.e2e


def test_a_site_without_trouble_has_its_visits_newest_first(demo_lake: DemoLake) -> None:
    done = gongkai("diagnose", "taocheng", "--lake", demo_lake.path)
    assert done.returncode == 0, done.stderr
    assert "taocheng, 桃城区人民政府 (131102)" in done.stdout
    runs = [line.split()[0] for line in done.stdout.splitlines() if line.strip().startswith("20")]
    assert len(runs) == 2
    assert runs == sorted(runs, reverse=True)
    assert "Nothing stood in the way" in done.stdout


def test_an_obstacle_is_named_with_its_address_and_remedy(demo_lake: DemoLake) -> None:
    done = gongkai("diagnose", "sanjiang", "--lake", demo_lake.path)
    assert "robots_disallowed at 1 address: robots.txt forbids this address; ask the operator." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("  http://127.0.0.1:")


def test_an_unknown_site_is_one_line_with_what_was_meant(demo_lake: DemoLake) -> None:
    done = gongkai("diagnose", "taochen", "--lake", demo_lake.path)
    assert done.returncode == 2
    assert "did you mean taocheng?" in done.stderr


@pytest.mark.parametrize("site_id", ["hengshui", "taocheng", "shanghai-office", "jining"])
def test_a_probe_from_the_home_page_proposes_the_column_of_the_site(site_id: str, tmp_path: Path) -> None:
    with DemoFarm() as farm:
        known: Site = next(site for site in farm.sites if site.site_id == site_id)
        done = gongkai("probe", known.url)
        asked = len([seen for seen in farm.log if seen.site_id == site_id])
    assert done.returncode == 0, done.stderr
    [row] = csv.reader(done.stdout.splitlines())
    taken = tmp_path / "sites.csv"
    taken.write_text(f"{','.join(HEADER)}\n{done.stdout}", encoding="utf-8")
    assert read_sites(taken)[1] == [], "the line can be added as it is"
    assert row[1:3] == [known.division_code, known.publisher]
    assert row[3].startswith(known.url)
    assert row[3] != known.url
    assert "reports of 2019-20" in row[5]
    assert asked <= 41


def test_a_probe_of_nothing_fails_with_the_reason() -> None:
    done = gongkai("probe", "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "connection_refused" in done.stderr.splitlines()[-1]
    assert gongkai("probe", "www.example.gov.cn").returncode == 2


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "ftp://www.example.gov.cn/", "http://a:b@example.gov.cn/"]
)
def test_what_is_no_address_of_a_site_is_a_wrong_call(url: str) -> None:
    done = gongkai("probe", url)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert url in done.stderr


def test_a_site_of_many_departments_is_proposed_without_a_publisher() -> None:
    def of(publisher: str, level: str = "department") -> Identity:
        return Identity(division_code="131102", publisher=publisher, publisher_level=level)

    departments = [of("桃城区教育局"), of("桃城区财政局"), of("桃城区民政局")]
    assert owner_of(departments) == ("131102", None)
    assert owner_of([*departments, of("桃城区人民政府", "county")]) == ("131102", "桃城区人民政府")
    assert owner_of([of("桃城区教育局"), of("桃城区教育局"), of("桃城区财政局")]) == (
        "131102",
        "桃城区教育局",
    )
    assert owner_of([]) == (None, None)
