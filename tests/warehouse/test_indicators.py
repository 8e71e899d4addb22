"""Indicator values, recomputed here from the printed cells without the warehouse's SQL."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from lake_builder import STATES, Lake, form_items, rows

Cells = dict[str, float | str]
Z = 1.959963984540054
ORDER = ("missing", "unreadable", "placeholder", "blank")
REFUSED = (
    "state_secret", "prohibited_by_law", "safety_stability", "third_party", "internal_affairs",
    "process_information", "enforcement_file", "administrative_inquiry",
)  # fmt: skip
A = "applications"
LAWSUITS = ("litigation_direct", "litigation_after_review")

# Written down again by hand: numerator and denominator as (sign, item), by form where the forms differ.
Side = list[tuple[int, str]]
SHARES: dict[str, tuple[Side | dict[str, Side], Side, int]] = {
    "disclosure_rate": (
        [(1, f"{A}.granted.total"), (1, f"{A}.granted_in_part.total")],
        [(1, f"{A}.concluded.total")],
        30,
    ),
    "refusal_rate": ([(1, f"{A}.refused_{g}.total") for g in REFUSED], [(1, f"{A}.concluded.total")], 30),
    "other_handling_rate": (
        {
            "2019": [(1, f"{A}.closed_all.total")],
            "2021": [(1, f"{A}.closed_{why}.total") for why in ("no_correction", "no_payment", "other")],
        },
        [(1, f"{A}.concluded.total")],
        30,
    ),
    "carry_over_rate": (
        [(1, f"{A}.carried_out.total")],
        [(1, f"{A}.received.total"), (1, f"{A}.carried_in.total")],
        30,
    ),
    "natural_person_share": ([(1, f"{A}.received.natural_person")], [(1, f"{A}.received.total")], 30),
    "review_correction_rate": (
        [(1, "disputes.review.corrected")],
        [(1, "disputes.review.total"), (-1, "disputes.review.pending")],
        10,
    ),
    "litigation_correction_rate": (
        [(1, f"disputes.{route}.corrected") for route in LAWSUITS],
        [
            (sign, f"disputes.{route}.{what}")
            for route in LAWSUITS
            for sign, what in ((1, "total"), (-1, "pending"))
        ],
        10,
    ),
}


def random_cells(chance: random.Random, form: str) -> Cells:
    """Any number or state anywhere, small and large, now and then contradicting itself."""
    most = chance.choice([0, 3, 40, 400])
    states = sorted(STATES) if chance.random() < 0.4 else []
    return {
        item["item"]: chance.choice(states) if states and chance.random() < 0.1 else chance.randint(0, most)
        for section in ("applications", "disputes")
        for item in form_items(form, section)
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, Cells]]]:
    """A lake of random reports on both forms, and what each of them prints."""
    chance = random.Random(20211)  # noqa: S311
    lake = Lake(tmp_path_factory.mktemp("indicators") / "lake")
    printed = {}
    for number in range(60):
        form = chance.choice(["2019", "2021"])
        cells = random_cells(chance, form)
        report_id = lake.report(
            "131102",
            2021,
            cells,
            publisher=f"机关{number}",
            publisher_level="department",
            forms=(None, form, form),
        )
        printed[report_id] = (form, cells)
    return lake.built(), printed


def total(cells: Cells, side: Side) -> tuple[float | None, list[str]]:
    values = [cells[item] for _, item in side]
    troubles = [str(value) for value in values if value in STATES]
    if troubles:
        return None, troubles
    return float(sum(sign * float(cells[item]) for sign, item in side)), []


def interval(part: float, whole: float) -> tuple[float, float]:
    share, middle = part / whole, 1 + Z**2 / whole
    spread = Z * math.sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
    return (share + Z**2 / (2 * whole) - spread) / middle, (share + Z**2 / (2 * whole) + spread) / middle


def expected(cells: Cells, form: str, name: str) -> Mapping[str, object]:
    above, below, least = SHARES[name]
    part, troubles_above = total(cells, above[form] if isinstance(above, dict) else above)
    whole, troubles_below = total(cells, below)
    value = low = high = None
    flag: str | None = min(troubles_above + troubles_below, key=ORDER.index, default=None)
    if part is not None and whole is not None:
        if whole == 0:
            flag = "no_base"
        elif whole < 0 or part > whole:
            flag = "inconsistent"
        else:
            value, flag = part / whole, "small_n" if whole < least else None
            low, high = interval(part, whole)
    return {"value": value, "numerator": part, "denominator": whole, "low": low, "high": high, "flag": flag}


@pytest.mark.parametrize("name", SHARES)
def test_shares_are_what_a_reader_of_the_report_would_compute(
    sample: tuple[Path, dict[str, tuple[str, Cells]]], name: str
) -> None:
    root, printed = sample
    found = rows(root, "FROM indicator_values WHERE indicator = ?", name)
    assert len(found) == len(printed)
    flags = set()
    for row in found:
        form, cells = printed[str(row["report_id"])]
        want = expected(cells, form, name)
        flags.add(want["flag"])
        assert row["flag"] == want["flag"]
        for key in ("value", "numerator", "denominator", "low", "high"):
            assert row[key] == (None if want[key] is None else pytest.approx(want[key], abs=1e-12)), key
    assert {None, "missing", "no_base", "small_n"} & flags, "the sample tries more than the easy case"


# Single cases, each a report of its own in one lake.

ALL_2021 = ("2021", "2021", "2021")
COLUMNS = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org")
TOTALS_ONLY: Cells = {
    item["item"]: "blank" for item in form_items("2021", "applications") if item["column"] in COLUMNS
} | {"applications.received.total": 40, "applications.concluded.total": 40, "applications.granted.total": 30}
CASES: dict[str, tuple[Cells, tuple[str | None, str | None, str | None]]] = {
    "plain": (
        {
            "applications.received.total": 80,
            "applications.concluded.total": 50,
            "disputes.review.total": 3,
            "disputes.litigation_direct.total": 1,
            "disputes.litigation_after_review.total": 2,
        },
        ALL_2021,
    ),
    "no applications table": ({}, ("2021", None, "2021")),
    "2019": ({"disclosure.normative_documents.disclosed_stock": 9}, ("2019", "2019", "2019")),
    "hybrid": (
        {"applications.closed_all.total": 20, "applications.concluded.total": 40},
        ("2021", "2019", "2021"),
    ),
    "totals only": (TOTALS_ONLY, ALL_2021),
    "negative": (
        {
            "disclosure.penalties.decisions": -3,
            "applications.granted.total": -5,
            "applications.granted_in_part.total": 20,
            "applications.concluded.total": 40,
        },
        ALL_2021,
    ),
    "2014": (
        {"stats_requests.received.value": 12, "stats_disputes.review_total.value": 2},
        ("2014", "2014", "2014"),
    ),
    "disputes of unknown form": ({"disputes.review.total": 4}, ALL_2021),
    "amount without a unit": ({"disclosure.fees.amount": 8040}, ALL_2021),
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("cases") / "lake")
    for name, (cells, forms) in CASES.items():
        lake.report("131102", 2021, cells, forms=forms, report_id=name, publisher=name)
    for _, row in lake.rows["reports"]:
        if row["report_id"] == "disputes of unknown form":
            row["form_disputes"] = None
    for _, row in lake.rows["cells"]:
        if (row["report_id"], row["item"]) == ("amount without a unit", "disclosure.fees.amount"):
            row["unit"] = None
    for rule, item, severity in (
        ("applications.balance", "applications.concluded.total", "error"),
        ("applications.outcome_total", "applications.concluded.total", "error"),
        ("disputes.total", "disputes.review.total", "error"),
        ("value.implausible", "applications.concluded.total", "warning"),
    ):
        found = {"rule": rule, "item": item, "severity": severity, "cause": "source", "message": rule}
        lake.add("findings", "1311", report_id="plain", **found)
    return lake.built()


@pytest.mark.parametrize(
    ("case", "indicator", "value", "flag"),
    [
        pytest.param("plain", "received", 80, None, id="a count is its item"),
        pytest.param("plain", "litigation_total", 3, None, id="a count may be a sum"),
        pytest.param("plain", "disputes_per_100", 12, None, id="a rate is per hundred"),
        pytest.param("plain", "days_late", -30, None, id="days are those of coverage"),
        pytest.param("no applications table", "received", None, "no_table", id="no table is no zero"),
        pytest.param(
            "no applications table", "disputes_per_100", None, "no_table", id="both tables are needed"
        ),
        pytest.param("no applications table", "review_total", 0, None, id="the other table still counts"),
        pytest.param("2019", "normative_documents_in_force", None, "not_in_form", id="stocks are not joined"),
        pytest.param("2019", "fees_amount", None, "not_in_form", id="fee items are no fees"),
        pytest.param("hybrid", "other_handling_rate", 0.5, None, id="the form counts and not the year"),
        pytest.param("hybrid", "disputes_per_100", 0, None, id="tables of two forms in one indicator"),
        pytest.param("totals only", "disclosure_rate", 0.75, None, id="totals are enough for rates"),
        pytest.param("totals only", "natural_person_share", None, "blank", id="totals tell no applicants"),
        pytest.param("negative", "penalty_decisions", None, "inconsistent", id="a count below zero is none"),
        pytest.param("negative", "disclosure_rate", None, "inconsistent", id="nor does a sum hide one"),
        pytest.param("2014", "received", 12, None, id="the 2014 form gives what it can"),
        pytest.param("2014", "review_total", 2, None, id="its disputes too"),
        pytest.param("2014", "disclosure_rate", None, "not_in_form", id="and no more than that"),
        pytest.param("disputes of unknown form", "review_total", 4, None, id="disputes tables are alike"),
        pytest.param("amount without a unit", "fees_amount", None, "unit_unknown", id="no unit, no amount"),
    ],
)
def test_null_policy(cases: Path, case: str, indicator: str, value: float | None, flag: str | None) -> None:
    query = "FROM indicator_values WHERE report_id = ? AND indicator = ?"
    (row,) = rows(cases, query, case, indicator)
    assert (row["value"], row["flag"]) == (value, flag)


def test_errors_in_the_figures_used_are_counted(cases: Path) -> None:
    found = rows(cases, "FROM indicator_values WHERE report_id = 'plain'")
    doubts = {row["indicator"]: row["doubts"] for row in found}
    assert (doubts["disclosure_rate"], doubts["review_total"], doubts["received"]) == (2, 1, 0)
    assert doubts["disputes_per_100"] == 3


def test_every_report_has_every_indicator_once(cases: Path) -> None:
    found = rows(cases, "SELECT report_id, indicator FROM indicator_values")
    names = {str(row["indicator"]) for row in rows(cases, "FROM indicators")}
    assert sorted((row["report_id"], row["indicator"]) for row in found) == sorted(
        (case, name) for case in CASES for name in names
    )
