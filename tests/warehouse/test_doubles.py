"""A report or a site that several prefectures hold: one is kept, whichever file comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from lake_builder import Lake, rows

RECEIVED = "applications.received.total"
GRANTED = "applications.granted.total"


def held_twice(lake: Lake, first: dict[str, float | str], second: dict[str, float | str], **of: str) -> Path:
    """One report of 桃城区 on the sites of 1311 and of the province."""
    for prefecture, cells in (("1311", first), ("1300", second)):
        url = f"http://{prefecture}.test/"
        report_id = lake.report("131102", 2021, cells, prefecture=prefecture, url=url, document_url=url, **of)
        lake.add("claims", prefecture, report_id=report_id, claim="received", value=1.0, sentence=prefecture)
        lake.add(
            "findings", prefecture, report_id=report_id, rule="x", severity="info", cause="unknown",
            message=prefecture,
        )  # fmt: skip
    return lake.built()


def test_the_fuller_reading_is_kept_with_all_that_belongs_to_it(lake: Lake) -> None:
    root = held_twice(lake, {RECEIVED: 7, GRANTED: "missing"}, {RECEIVED: 7, GRANTED: 7})
    assert rows(root, "SELECT url FROM reports") == [{"url": "http://1300.test/"}]
    assert rows(root, "SELECT count(*) AS n, count(DISTINCT item) AS items FROM cells") == [
        {"n": 200, "items": 200}
    ]
    assert rows(root, "SELECT value FROM cells WHERE item = ?", GRANTED) == [{"value": 7}]
    assert rows(root, "SELECT sentence FROM claims") == [{"sentence": "1300"}]
    assert rows(root, "SELECT message FROM findings WHERE rule = 'x'") == [{"message": "1300"}]


@pytest.mark.parametrize("fuller", ["1311", "1300"])
def test_what_the_other_prints_otherwise_is_a_finding(lake: Lake, fuller: str) -> None:
    full: dict[str, float | str] = {RECEIVED: 7, "applications.granted.total": 5}
    lacking: dict[str, float | str] = {RECEIVED: 8, "applications.granted.total": "blank"}
    root = held_twice(lake, *((full, lacking) if fuller == "1311" else (lacking, full)))
    (found,) = rows(root, "FROM findings WHERE rule = 'sources.disagree'")
    other = {"1311": "1300", "1300": "1311"}[fuller]
    assert found["message"] == (
        f"http://{other}.test/ prints 2 cells otherwise, first {GRANTED}: blank there, '5' here"
    )
    assert (found["severity"], found["cause"], found["item"]) == ("warning", "source", GRANTED)
    assert (found["actual"], found["expected"], found["locator"]) == (5, None, "table 1, row 1, column 1")


def test_sources_that_agree_are_no_finding(lake: Lake) -> None:
    root = held_twice(lake, {RECEIVED: 7}, {RECEIVED: 7})
    assert rows(root, "SELECT url FROM reports") == [{"url": "http://1311.test/"}]
    assert rows(root, "FROM findings WHERE rule = 'sources.disagree'") == []


def test_of_readings_alike_the_newest_is_kept_and_the_first_sight_with_it(lake: Lake) -> None:
    for prefecture, day in (("1311", "01"), ("1300", "02")):
        time = f"2026-11-{day}T00:00:00Z"
        lake.report("131102", 2021, prefecture=prefecture, retrieved_at=time, first_seen=time)
    assert rows(lake.built(), "SELECT retrieved_at, first_seen FROM reports") == [
        {"retrieved_at": "2026-11-02T00:00:00Z", "first_seen": "2026-11-01T00:00:00Z"}
    ]


def test_reports_held_once_beside_it_are_left_alone(lake: Lake) -> None:
    lake.report("131103", 2021, {RECEIVED: 3})
    root = held_twice(lake, {RECEIVED: 7}, {RECEIVED: 8})
    assert rows(root, "SELECT division_code, value FROM cells JOIN reports USING (report_id) WHERE item = ? "
                "ORDER BY ALL", RECEIVED) == [
        {"division_code": "131102", "value": 7},
        {"division_code": "131103", "value": 3},
    ]  # fmt: skip


@pytest.mark.parametrize("now", ["131102", "130102"])
def test_a_site_in_two_prefectures_is_where_it_was_fetched_last(lake: Lake, now: str) -> None:
    for code in ("131102", "130102"):
        lake.site("moved", code, "某区人民政府")
        day = "20" if code == now else "10"
        lake.capture("moved", code, fetched_at=f"2026-11-{day}T00:00:00Z")
    lake.site("other", "131103", "冀州区人民政府")
    found = rows(lake.built(), "SELECT site_id, division_code FROM sites ORDER BY ALL")
    assert found == [
        {"site_id": "moved", "division_code": now},
        {"site_id": "other", "division_code": "131103"},
    ]


def test_a_site_in_two_prefectures_that_was_never_fetched_does_not_stop_the_build(lake: Lake) -> None:
    lake.site("moved", "131102", "某区人民政府")
    lake.site("moved", "130102", "某区人民政府")
    assert rows(lake.built(), "SELECT site_id FROM sites") == [{"site_id": "moved"}]
