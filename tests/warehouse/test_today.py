"""Panels in today's boundaries: renamed, merged and divided divisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from lake_builder import Lake, rows

DIVISIONS = [
    # code, name, level, parent, from, to, successor
    ("110000", "北京市", "province", "000000", None, None, None),
    ("110101", "东城区", "county", "110000", None, None, None),
    ("110103", "崇文区", "county", "110000", None, 2019, "110101"),
    ("320829", "洪泽县", "county", "320800", None, 2020, "320813"),
    ("320813", "洪泽区", "county", "320800", 2021, None, None),
    ("341400", "巢湖市", "prefecture", "340000", None, 2020, None),
    ("420600", "襄樊市", "prefecture", "420000", None, 2020, "420600"),
    ("420600", "襄阳市", "prefecture", "420000", 2021, None, None),
]
NAMES = ("division_code", "name", "level", "parent_code", "valid_from", "valid_to", "successor_code")


@pytest.fixture
def changing(lake: Lake) -> Lake:
    lake.divisions = [dict(zip(NAMES, values, strict=True)) for values in DIVISIONS]
    return lake


def today(root: Path, code: str, indicator: str = "received") -> list[tuple[object, ...]]:
    query = "FROM panel_today WHERE division_code = ? AND indicator = ? ORDER BY year"
    return [
        (row["year"], row["value"], row["flag"], row["parts"], row["parts_due"])
        for row in rows(root, query, code, indicator)
    ]


def received(number: float | str) -> dict[str, float | str]:
    return {"applications.received.total": number, "applications.concluded.total": 40}


def report(lake: Lake, code: str, name: str, year: int, number: float | str, **values: object) -> str:
    form = "2019" if year < 2021 else "2021"
    values.setdefault("publisher_level", "county")
    return lake.report(
        code, year, received(number), place=name, publisher=f"{name}人民政府", forms=(form,) * 3, **values
    )


def test_what_merged_is_added_up_when_all_of_it_is_there(changing: Lake) -> None:
    report(changing, "110101", "东城区", 2018, 10)
    report(changing, "110101", "东城区", 2019, 20)
    report(changing, "110103", "崇文区", 2019, 5)
    report(changing, "110101", "东城区", 2020, 27)
    root = changing.built()
    assert today(root, "110101") == [
        (2018, None, "part_missing", 1, 2),
        (2019, 25, None, 2, 2),
        (2020, 27, None, 1, 1),
    ]
    assert today(root, "110101", "days_late")[1][1:3] == (None, "not_additive")
    (rate,) = rows(root, "FROM panel_today WHERE year = 2019 AND indicator = 'granted_rate'")
    assert (rate["value"], rate["denominator"], rate["place"], rate["level"]) == (0, 80, "东城区", "county")
    breaks = rows(root, "FROM panel WHERE division_code = '110101' AND indicator = 'received' ORDER BY year")
    assert [row["series_break"] for row in breaks] == [None, None, "boundary"]


def test_a_new_name_or_code_is_the_same_division(changing: Lake) -> None:
    before = report(changing, "320829", "洪泽县", 2020, 10)
    after = report(changing, "320813", "洪泽区", 2021, 12)
    report(changing, "420600", "襄樊市", 2020, 3, publisher_level="prefecture")
    report(changing, "420600", "襄阳市", 2021, 4, publisher_level="prefecture")
    root = changing.built()
    assert today(root, "320813") == [(2020, 10, None, 1, 1), (2021, 12, None, 1, 1)]
    assert today(root, "420600") == [(2020, 3, None, 1, 1), (2021, 4, None, 1, 1)]
    results = rows(root, "FROM check_results WHERE report_id = ? AND rule = 'year.carry_over'", after)
    assert [(row["outcome"], row["other_report_id"]) for row in results] == [("pass", before)]


def test_a_report_under_the_new_code_for_a_year_before_it_counts_once(changing: Lake) -> None:
    report(changing, "320813", "洪泽区", 2020, 10)
    assert today(changing.built(), "320813") == [(2020, 10, None, 1, 1)]


def test_what_was_divided_among_several_has_no_place_today(changing: Lake) -> None:
    report(changing, "341400", "巢湖市", 2020, 9, publisher_level="prefecture")
    root = changing.built()
    assert rows(root, "SELECT count(*) AS n FROM panel_today") == [{"n": 0}]
    assert rows(root, "SELECT DISTINCT today_code FROM panel") == [{"today_code": None}]


def test_a_merger_is_no_contradiction_of_the_carry_over(changing: Lake) -> None:
    report(changing, "110101", "东城区", 2019, 20)
    merged = report(changing, "110101", "东城区", 2020, 27)
    results = rows(
        changing.built(), "FROM check_results WHERE report_id = ? AND rule = 'year.carry_over'", merged
    )
    assert [(row["outcome"], row["reason"]) for row in results] == [("not_assessable", "boundary_changed")]


@pytest.mark.parametrize("code", ["320829", "320813"])
def test_a_trend_goes_on_under_a_new_name_and_code_and_either_gives_all_of_it(
    changing: Lake, code: str
) -> None:
    report(changing, "320829", "洪泽县", 2020, 10)
    report(changing, "320813", "洪泽区", 2021, 12)
    found = rows(changing.built(), f"SELECT year, place, value, change FROM trend('received', '{code}')")  # noqa: S608
    assert [tuple(row.values()) for row in found] == [
        (2020, "洪泽县", 10, None),
        (2021, "洪泽区", 12, 2),
    ]


def test_a_trend_ends_where_others_went_into_the_division(changing: Lake) -> None:
    """崇文区 went into 东城区: what either printed before is no value of the other's line."""
    report(changing, "110103", "崇文区", 2019, 5)
    report(changing, "110101", "东城区", 2020, 27)
    root = changing.built()
    for code, value in (("110103", 5), ("110101", 27)):
        found = rows(root, f"SELECT value FROM trend('received', '{code}') WHERE value IS NOT NULL")  # noqa: S608
        assert [row["value"] for row in found] == [value]
