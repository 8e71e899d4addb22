"""The macros and views that analysts start from, on lakes whose truth is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from lake_builder import Lake, rows

from warehouse.errors import QueryError
from warehouse.query import run_sql

RECEIVED = "applications.received.total"
CONCLUDED = "applications.concluded.total"


def test_equal_values_share_a_rank_and_say_so(lake: Lake) -> None:
    for code, received in (("131102", 7), ("131103", 9), ("131121", 7), ("310101", "blank")):
        lake.report(code, 2022, {RECEIVED: received})
    found = rows(lake.built(), "SELECT place, rank, ties, n, flag FROM compare('received', 2022)")
    assert [tuple(row.values()) for row in found] == [
        ("冀州区", 1, 1, 3, None),
        ("桃城区", 2, 2, 3, None),
        ("枣强县", 2, 2, 3, None),
        ("黄浦区", None, None, 3, "blank"),
    ]


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two counties of one prefecture, one of another, one of another province; and the first prefecture."""
    lake = Lake(tmp_path_factory.mktemp("counties") / "lake")
    for received, code in enumerate(("131102", "131103", "130102", "310101"), start=1):
        lake.report(code, 2022, {RECEIVED: received})
    lake.report("131100", 2022, {RECEIVED: 99})
    return lake.built()


@pytest.mark.parametrize(
    ("within", "places"), [("13", 4), ("130000", 4), ("131100", 3), ("31", 1), (None, 5)]
)
def test_compare_within_ranks_among_those_within(counties: Path, within: str | None, places: int) -> None:
    found = rows(counties, "FROM compare('received', 2022, within := ?)", within)
    assert len(found) == places


@pytest.mark.parametrize(("within", "n"), [("prefecture", 2), ("province", 3), ("nation", 4)])
def test_peers_are_of_the_prefecture_the_province_or_the_nation(counties: Path, within: str, n: int) -> None:
    found = rows(counties, "FROM peers('131102', 2022, 'received', within := ?)", within)
    assert [row["n"] for row in found] == [n] * n
    assert [row["rank"] for row in found if row["self"]] == [n]


def test_peers_within_something_else_is_refused(small: Path) -> None:
    with pytest.raises(QueryError, match="within is province, prefecture or nation"):
        run_sql(small, "FROM peers('131102', 2022, 'received', within := 'village')")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of several counties, each of which has nothing to do with the others."""
    lake = Lake(tmp_path_factory.mktemp("several") / "lake")
    for year in (2020, 2022):
        lake.report("131102", year, {RECEIVED: year})
    for year, granted, concluded in ((2021, 48, 80), (2022, 56, 70)):
        lake.report("131103", year, {"applications.granted.total": granted, CONCLUDED: concluded})
    lake.report("131121", 2022, {CONCLUDED: 0})
    lake.report("130102", 2022, {RECEIVED: 4, "applications.received.natural_person": 3})
    lake.report("310101", 2021, {"applications.carried_out.total": 3})
    lake.report("310101", 2022, {"applications.carried_in.total": 2})
    return lake.built()


def test_a_year_without_a_report_is_a_row_of_the_trend(several: Path) -> None:
    found = rows(several, "SELECT year, value, flag, change FROM trend('received', '131102')")
    assert [tuple(row.values()) for row in found] == [
        (2020, 2020, None, None),
        (2021, None, "no_report", None),
        (2022, 2022, None, None),
    ]


def test_a_body_that_stopped_is_told_by_the_trend(lake: Lake) -> None:
    lake.site("taocheng", "131102", "桃城区人民政府")
    lake.capture("taocheng", "131102")
    lake.report("131102", 2020, {RECEIVED: 7})
    found = rows(lake.built(), "SELECT year, value, flag FROM trend('received', '131102')")
    assert [tuple(row.values()) for row in found] == [
        (2019, None, "no_report"),
        (2020, 7, None),
        *((year, None, "no_report") for year in range(2021, 2026)),
    ]


def test_a_change_of_a_share_has_newcombes_interval(several: Path) -> None:
    """His example (1998, table II, a): 56 of 70 against 48 of 80 gives 0.0524 to 0.3339."""
    found = rows(several, "FROM trend('disclosure_rate', '131103')")[1]
    assert [round(float(str(found[name])), 4) for name in ("change", "change_low", "change_high")] == [
        0.2,
        0.0524,
        0.3339,
    ]


def test_the_latest_value_skips_years_without_one(lake: Lake) -> None:
    lake.report("131102", 2022, {RECEIVED: 5})
    lake.report("131102", 2023, {RECEIVED: "blank"})
    lake.report("131103", 2023, {RECEIVED: 6})
    found = rows(lake.built(), "SELECT place, level, year, years_before, value FROM latest('received')")
    assert [tuple(row.values()) for row in found] == [
        ("桃城区", "county", 2022, 1, 5),
        ("冀州区", "county", 2023, 0, 6),
    ]


def test_a_map_has_every_province_once(lake: Lake) -> None:
    lake.report("131102", 2022, {"applications.granted.total": 30, CONCLUDED: 40})
    lake.report("131103", 2022, {"applications.granted.total": 10, CONCLUDED: 60})
    lake.report("131121", 2022, {"applications.granted.total": 10, CONCLUDED: "blank"})
    found = rows(lake.built(), "FROM province_map('disclosure_rate', 2022)")
    assert len(found) == 31
    assert len({(row["tile_row"], row["tile_column"]) for row in found}) == 31
    [hebei] = [row for row in found if row["short_name"] == "河北"]
    assert (hebei["n"], hebei["reports"]) == (2, 3)
    assert (hebei["pooled_numerator"], hebei["pooled_denominator"]) == (40, 100)
    assert sum(int(str(row["n"])) for row in found) == 2


def test_a_map_pools_one_definition_only(lake: Lake) -> None:
    decided = "disclosure.licensing.decisions"
    lake.report("131102", 2021, {decided: 900}, forms=("2019", "2019", "2019"))
    lake.report("131103", 2021, {decided: 30})
    found = rows(lake.built(), "FROM province_map('licensing_decisions', 2021) WHERE reports > 0")
    keys = ("n", "reports", "median", "pooled_numerator", "pooled_series")
    assert [[row[key] for key in keys] for row in found] == [[1, 2, 30, 30, 2]]


def test_outcomes_are_summed_over_reports_that_print_part_and_whole(lake: Lake) -> None:
    ground = "applications.refused_state_secret.total"
    lake.report("131102", 2022, {ground: 2, CONCLUDED: 10})
    lake.report("131103", 2022, {ground: 1, CONCLUDED: 20})
    lake.report("131121", 2022, {ground: "blank", CONCLUDED: 70})
    lake.report("130102", 2022, {ground: 9, CONCLUDED: 9})
    query = "FROM outcome_mix(?, 2022, level := ?) WHERE outcome = 'refused_state_secret'"
    root = lake.built()
    [county] = rows(root, query, "131102", None)
    assert (county["value"], county["concluded"], county["share"], county["reports"]) == (2, 10, 0.2, 1)
    [counties] = rows(root, query, "131100", "county")
    assert (counties["value"], counties["concluded"], counties["share"]) == (3, 30, 0.1)
    assert (counties["reports"], counties["not_told"]) == (2, 1)
    assert counties["label_zh"] == "三、本年度办理结果/（三）不予公开/1.属于国家秘密"


def test_nothing_concluded_gives_no_share(several: Path) -> None:
    assert {row["share"] for row in rows(several, "FROM outcome_mix('131121', 2022)")} == {None}


def test_applicants_come_in_the_forms_order(several: Path) -> None:
    found = rows(several, "FROM applicant_mix('130102', 2022)")
    assert [row["applicant"] for row in found] == [
        "natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org",
    ]  # fmt: skip
    assert (found[0]["value"], found[0]["received"], found[0]["share"]) == (3, 4, 0.75)


def test_lateness_counts_reports_found_lacking_and_late(lake: Lake) -> None:
    lake.site("taocheng", "131102", "桃城区人民政府")
    lake.capture("taocheng", "131102")
    lake.report("131102", 2021, published_on="2022-04-10")
    lake.report("131102", 2022, published_on="2023-03-31")
    lake.report("131102", 2023, published_on=None)
    [found] = rows(lake.built(), "FROM lateness")
    assert found["found"] == 3
    assert found["due"] == found["found"] + found["lacking"]  # type: ignore[operator]
    assert (found["dated"], found["late"], found["median_days_late"], found["worst_days_late"]) == (
        2,
        1,
        5,
        10,
    )
    assert (found["first_year"], found["last_year"]) == (2021, 2023)


def test_known_issues_name_body_label_and_page(several: Path) -> None:
    first, second = (f"310101-黄浦区人民政府-{year}" for year in (2021, 2022))
    found = rows(several, "FROM known_issues WHERE rule = 'year.carry_over' AND item LIKE '%total'")
    assert [(row["place"], row["year"], row["actual"], row["expected"]) for row in found] == [
        ("黄浦区", 2022, 2, 3)
    ]
    assert found[0]["label_zh"] == "二、上年结转政府信息公开申请数量 × 总计"
    assert (found[0]["report_id"], found[0]["other_report_id"]) == (second, first)
    assert found[0]["url"] == f"http://site.test/{second}"
