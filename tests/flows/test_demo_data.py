"""The figures of the demo obey the forms' sums and the years' chains, except where a flaw is declared."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from flows.demo.data import Body, Flaw, Report, load_sites
from flows.demo.figures import figures
from flows.demo.forms import application_items, application_rows, disclosure_items, dispute_items, forms
from flows.demo.prose import claims, stated
from flows.demo.truth import ReportTruth, truth_of

SITES = load_sites()
REPORTS = [report for site in SITES for report in site.reports()]
BODIES = [body for site in SITES for body in site.bodies]
TRUTH = truth_of(SITES)
ITEMS = Path(__file__).parents[2] / "transforms" / "forms" / "items.csv"
COLUMNS = list(forms()["applications"]["columns"])
OUTCOMES = ("granted", "refused_", "unavailable_", "rejected_", "closed_")
Figures = Mapping[str, float | None]


def identified(report: Report) -> str:
    return f"{report.publisher}-{report.year}"


def figures_of(report: Report) -> Figures:
    return TRUTH[report.publisher, report.year].figures


def flaws(report: Report, rule: str) -> list[Flaw]:
    return [flaw for flaw in report.flaws if rule in flaw.rules]


def broken(figures: Figures, total: str, parts: list[str]) -> bool:
    """An equation whose terms are all numbers and that does not hold."""
    values = [figures[item] for item in [total, *parts]]
    known = [value for value in values if value is not None]
    return len(known) == len(values) and known[0] != sum(known[1:])


def broken_equations(report: Report) -> set[tuple[str, str]]:
    figures = figures_of(report)
    if not figures:
        return set()
    rows = [row for row, _ in application_rows(report.applications_form)]
    outcomes = [row for row in rows if row.startswith(OUTCOMES)]
    failed = set()
    for row in rows:
        if broken(
            figures, f"applications.{row}.total", [f"applications.{row}.{column}" for column in COLUMNS[:-1]]
        ):
            failed.add(("applications.row_total", row))
    for column in COLUMNS:
        cell = "applications.{}." + column
        if broken(figures, cell.format("concluded"), [cell.format(row) for row in outcomes]):
            failed.add(("applications.outcome_total", column))
        sides = [figures[cell.format(row)] for row in ("received", "carried_in", "concluded", "carried_out")]
        known = [side for side in sides if side is not None]
        if len(known) == 4 and known[0] + known[1] != known[2] + known[3]:
            failed.add(("applications.balance", column))
    for row in forms()["disputes"]["rows"]:
        *parts, total = (f"disputes.{row}.{column}" for column in forms()["disputes"]["columns"])
        if broken(figures, total, list(parts)):
            failed.add(("disputes.total", row))
    return failed


def expected_failures(report: Report) -> set[tuple[str, str]]:
    axis = {
        "applications.row_total": 1,
        "applications.outcome_total": 2,
        "applications.balance": 2,
        "disputes.total": 1,
    }
    named = [
        (rule, item) for flaw in report.flaws for rule in flaw.rules if rule in axis for item in flaw.items
    ]
    return {(rule, item.split(".")[axis[rule]]) for rule, item in named}


@pytest.mark.parametrize("report", REPORTS, ids=identified)
def test_sums_hold_except_where_a_flaw_is_declared(report: Report) -> None:
    assert broken_equations(report) == expected_failures(report)


def test_a_suggested_correction_mends_every_sum() -> None:
    for report in REPORTS:
        for flaw in report.flaws:
            if flaw.suggested:
                mended = {**report.printed, **{item: f"{value:g}" for item, value in flaw.suggested.items()}}
                truth = {item: float(text) for item, text in mended.items()}
                assert not broken(truth, *_outcome_equation(truth, next(iter(flaw.suggested))))


def _outcome_equation(truth: Mapping[str, float], item: str) -> tuple[str, list[str]]:
    column = item.split(".")[2]
    rows = {name.split(".")[1] for name in truth if name.startswith("applications.")}
    outcomes = [f"applications.{row}.{column}" for row in rows if row.startswith(OUTCOMES)]
    return f"applications.concluded.{column}", outcomes


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_what_is_carried_out_is_carried_in_a_year_later(body: Body) -> None:
    for earlier, later in pairwise(body.reports):
        if later.year != earlier.year + 1 or not (earlier.tables and later.tables):
            continue
        before, after = figures_of(earlier), figures_of(later)
        breaks = {
            f"applications.carried_in.{column}"
            for column in COLUMNS
            if _differ(
                before[f"applications.carried_out.{column}"], after[f"applications.carried_in.{column}"]
            )
        }
        assert breaks == {item for flaw in flaws(later, "year.carry_over") for item in flaw.items}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_stocks_follow_from_the_year_before(body: Body) -> None:
    for earlier, later in pairwise(body.reports):
        same_form = earlier.disclosure_form == later.disclosure_form
        if later.year == earlier.year + 1 and same_form and earlier.tables and later.tables:
            before, after = figures_of(earlier), figures_of(later)
            closings = _closings_2021 if later.disclosure_form == "2021" else _closings_2019
            for item, expected in closings(before, after).items():
                assert not _differ(after[item], expected), (later.publisher, later.year, item)


def _closings_2021(before: Figures, after: Figures) -> dict[str, float | None]:
    """Documents in force: those of the year before, plus issued, minus repealed."""
    closings = {}
    for row in ("disclosure.regulations", "disclosure.normative_documents"):
        terms = (before[f"{row}.in_force"], after[f"{row}.issued"], after[f"{row}.repealed"])
        closings[f"{row}.in_force"] = None if None in terms else sum(map(float, terms[:2])) - float(terms[2])  # type: ignore[arg-type]
    return closings


def _closings_2019(before: Figures, after: Figures) -> dict[str, float | None]:
    """Items of last year's catalogue: those of the year before that, plus its change."""
    stocks = [item for item in after if item.endswith(".items_last_year")]
    changes = {item: before[item.replace("items_last_year", "items_change")] for item in stocks}
    return {item: (before[item] or 0) + (changes[item] or 0) for item in stocks if before[item] is not None}


def _differ(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one != other


@pytest.mark.parametrize("report", REPORTS, ids=identified)
def test_reports_are_published_in_time_except_where_declared(report: Report) -> None:
    group = next(body.group for body in BODIES if body.name == report.publisher)
    limit = {"government": "03-31", "department": "01-31", "township": "12-31"}[group]
    assert (report.published > f"{report.year + 1}-{limit}") == bool(flaws(report, "report.late"))


@pytest.mark.parametrize("report", [report for report in REPORTS if report.tables], ids=identified)
def test_the_prose_agrees_with_the_tables_except_where_declared(report: Report) -> None:
    figures, said = figures_of(report), claims(report)
    assert said
    differing = {
        name for name in said if _differ(said[name], figures.get(f"applications.{name}.total", said[name]))
    }
    declared = {name for flaw in flaws(report, "narrative.disagrees") for name in flaw.says}
    assert differing == declared
    assert set(said) <= set(stated(report))


def test_negative_figures_stand_only_where_allowed_or_declared() -> None:
    for report in REPORTS:
        negative = {
            i for i, v in figures_of(report).items() if v is not None and v < 0 and "items_change" not in i
        }
        assert negative == {item for flaw in flaws(report, "value.negative") for item in flaw.items}


def test_amounts_without_a_unit_are_declared() -> None:
    amount = "disclosure.procurement.amount"
    for report in REPORTS:
        unitless = amount in report.printed and not report.printed[amount].endswith("元")
        assert unitless == bool(flaws(report, "value.unit_unknown")), identified(report)


def test_the_forms_are_the_official_ones() -> None:
    with ITEMS.open(encoding="utf-8") as file:
        official = defaultdict(list)
        for row in csv.DictReader(file):
            official[row["form"]].append(row["item"])
    for form in ("2019", "2021"):
        assert [*disclosure_items(form), *application_items(form), *dispute_items()] == official[form]


def test_two_reports_carry_their_published_figures() -> None:
    assert figures()[1] == {("桃城区人民政府", 2021), ("上海市人民政府办公厅", 2019)}
    taocheng, shanghai = TRUTH["桃城区人民政府", 2021], TRUTH["上海市人民政府办公厅", 2019]
    assert taocheng.figures["applications.received.total"] == 19
    assert taocheng.figures["disclosure.fees.amount"] == 1700
    assert _nothing_told(taocheng, "disputes.")
    assert shanghai.figures["disclosure.procurement.amount"] == 25.1
    assert shanghai.figures["applications.granted.total"] is None
    assert taocheng.claims["review_total"] == 4


def _nothing_told(truth: ReportTruth, prefix: str) -> bool:
    return all(value is None for item, value in truth.figures.items() if item.startswith(prefix))
