"""The panel and the macros on it: one government report a division and year, ranked, with its breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from lake_builder import Lake, rows


def rate(granted: int, concluded: int = 100) -> dict[str, float | str]:
    return {"applications.granted.total": granted, "applications.concluded.total": concluded}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("panel") / "lake")
    lake.report("131102", 2021, rate(60))
    lake.report("131103", 2021, rate(60))
    lake.report("131121", 2021, rate(20))
    lake.report("130102", 2021, rate(80))
    lake.report("310101", 2021, rate(90, 10) | {"applications.granted.total": "blank"})
    lake.report("131100", 2021, rate(99))
    lake.report("131102", 2021, rate(1), publisher="桃城区人民政府办公室", publisher_level="department")
    lake.report("131102", 2021, rate(2), publisher="开发区管委会", publisher_level="zone", place="开发区")
    return lake.built()


def ranked(root: Path, query: str) -> list[tuple[object, object, object]]:
    return [(row["rank"], row["place"], row["value"]) for row in rows(root, query)]


def test_compare_ranks_with_ties_and_puts_the_unknown_last(root: Path) -> None:
    assert ranked(root, "FROM compare('disclosure_rate', 2021, 'county')") == [
        (1, "长安区", 0.8),
        (2, "桃城区", 0.6),
        (2, "冀州区", 0.6),
        (4, "枣强县", 0.2),
        (None, "黄浦区", None),
    ]


def test_compare_says_why_there_is_no_value(root: Path) -> None:
    *_, last = rows(root, "FROM compare('disclosure_rate', 2021, 'county')")
    assert (last["flag"], last["denominator"], last["province"]) == ("blank", 10, "上海市")


def test_compare_over_all_levels(root: Path) -> None:
    for query in ("compare('disclosure_rate', 2021)", "compare('disclosure_rate', 2021, NULL)"):
        assert ranked(root, f"FROM {query}")[0] == (1, "衡水市", 0.99)
    assert (
        len(ranked(root, "FROM compare(indicator := 'disclosure_rate', year := 2021, level := 'prefecture')"))
        == 1
    )


def test_peers_are_of_the_same_level_and_province(root: Path) -> None:
    found = rows(root, "FROM peers('131102', 2021, 'disclosure_rate')")
    assert [row["place"] for row in found] == ["长安区", "桃城区", "冀州区", "枣强县"]
    assert [row["place"] for row in found if row["self"]] == ["桃城区"]
    assert {(row["median"], row["n"]) for row in found} == {(0.6, 4)}


def test_a_region_that_is_not_there_has_no_peers(root: Path) -> None:
    assert rows(root, "FROM peers('999999', 2021, 'disclosure_rate')") == []


def test_the_panel_holds_one_row_a_division_year_and_indicator(root: Path) -> None:
    found = rows(root, "SELECT division_code, year, indicator, count(*) AS n FROM panel GROUP BY ALL")
    assert {row["n"] for row in found} == {1}
    assert {row["division_code"] for row in found} == {
        "131102",
        "131103",
        "131121",
        "130102",
        "310101",
        "131100",
    }


def test_the_panel_says_where_a_place_lies(root: Path) -> None:
    (row,) = rows(root, "FROM panel WHERE division_code = '131102' AND indicator = 'received'")
    assert (row["province"], row["prefecture"], row["level"]) == ("河北省", "衡水市", "county")
    assert row["url"] == "http://site.test/131102-桃城区人民政府-2021"


def test_of_two_reports_of_a_government_the_consolidated_one_is_taken(lake: Lake) -> None:
    lake.report("131102", 2021, rate(10), scope="own", report_id="a")
    lake.report(
        "131102", 2021, rate(20), scope="consolidated", report_id="b", publisher="衡水市桃城区人民政府"
    )
    assert ranked(lake.built(), "FROM compare('disclosure_rate', 2021)") == [(1, "桃城区", 0.2)]


def test_a_trend_breaks_where_the_definition_or_the_scope_does(lake: Lake) -> None:
    old = {"stats_requests.received.value": 5}
    lake.report("131102", 2018, old, forms=("2014", "2014", "2014"), scope="own")
    for year, form, scope, received in (
        (2019, "2019", "own", 7),
        (2020, "2019", "own", 10),
        (2021, "2021", "own", 15),
        (2022, "2021", "consolidated", 90),
        (2024, "2021", "consolidated", 95),
    ):
        lake.report("131102", year, {"applications.received.total": received}, forms=(form,) * 3, scope=scope)
    root = lake.built()
    found = rows(root, "FROM trend('received', '131102')")
    assert [(row["year"], row["value"], row["series_break"], row["change"]) for row in found] == [
        (2018, 5, None, None),
        (2019, 7, "definition", None),
        (2020, 10, None, 3),
        (2021, 15, None, 5),
        (2022, 90, "scope", None),
        (2023, None, None, None),
        (2024, 95, None, None),
    ]
    documents = rows(root, "FROM trend('normative_documents_issued', '131102')")
    assert [row["series_break"] for row in documents][1:4] == ["definition", None, "definition"]


def test_wide_views_have_a_column_for_every_item_of_both_forms(lake: Lake) -> None:
    lake.report("131102", 2020, {"disclosure.licensing.decisions": 4}, forms=("2019", "2019", None))
    lake.report("131102", 2021, {"disclosure.licensing.decisions": "blank"}, forms=("2021", None, None))
    root = lake.built()
    old, new = rows(root, "FROM disclosure ORDER BY year")
    assert (old["form"], old["licensing_decisions"], old["regulations_disclosed_stock"]) == ("2019", 4, 0)
    assert (new["form"], new["licensing_decisions"], new["regulations_disclosed_stock"]) == (
        "2021",
        None,
        None,
    )
    (row,) = rows(root, "FROM applications")
    assert (row["closed_all_total"], row["closed_other_total"], row["place"]) == (0, None, "桃城区")
    assert rows(root, "FROM disputes") == []


# Checks across years


def carried(root: Path) -> list[dict[str, object]]:
    return rows(root, "FROM findings WHERE rule = 'year.carry_over' ORDER BY report_id, item")


def test_what_is_carried_out_must_be_carried_in(lake: Lake) -> None:
    forms = ("2019", "2019", "2019")
    before = lake.report("131102", 2020, {"applications.carried_out.total": 3}, forms=forms, scope="own")
    after = lake.report("131102", 2021, {"applications.carried_in.total": 5}, scope="own")
    columns = (
        "natural_person",
        "enterprise",
        "research",
        "public_welfare",
        "legal_service",
        "other_org",
        "total",
    )
    lake.report("131103", 2021, {f"applications.carried_out.{column}": 1 for column in columns})
    every = lake.report("131103", 2022)
    finding, *others = carried(lake.built())
    assert (finding["report_id"], finding["other_report_id"]) == (after, before)
    assert (finding["item"], finding["actual"], finding["expected"]) == (
        "applications.carried_in.total",
        5,
        3,
    )
    assert (finding["severity"], finding["cause"]) == ("warning", "source")
    assert "carried in 5 in 2021, but carried out 3 in 2020" in str(finding["message"])
    assert [row["report_id"] for row in others] == [every] * 7, "all seven columns are held"


def test_what_cannot_be_held_against_each_other_is_left(lake: Lake) -> None:
    out: dict[str, float | str] = {"applications.carried_out.total": 3}
    lake.report("131102", 2019, out)  # a year is missing after it
    lake.report("131102", 2021, {"applications.carried_out.total": "blank"})
    lake.report("131102", 2022)
    lake.report("131103", 2021, out, scope="own")  # another scope the year after
    lake.report("131103", 2022, scope="consolidated")
    lake.report("131121", 2021, out)  # another body the year after
    lake.report("131121", 2022, publisher="枣强县人民政府办公室", publisher_level="department")
    assert carried(lake.built()) == []
