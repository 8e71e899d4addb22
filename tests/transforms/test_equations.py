"""The forms' own sums: what fails, what they compute, and the one cell they single out."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from generator.figures import make_report
from hypothesis import given
from hypothesis import strategies as st

from transforms.checks.equations import check, sums_of
from transforms.forms import items_of
from transforms.records import Cell, Finding


def cells_of(form: str, section: str, values: Mapping[str, float | None]) -> list[Cell]:
    return [
        Cell(
            item.item,
            section,
            item.row,
            item.column,
            "blank" if values.get(item.item, 0.0) is None else "number",
            values.get(item.item, 0.0),
            None,
            item.unit,
            "here",
        )
        for item in items_of(form, section).values()
    ]


def checked(
    form: str, section: str, values: Mapping[str, float | None]
) -> tuple[dict[str, Cell], list[Finding]]:
    cells, findings = check(cells_of(form, section, values), form, section, "source")
    return {cell.item: cell for cell in cells}, findings


def true_values(seed: int, form: str = "2021") -> dict[str, float | None]:
    report = make_report(Random(seed), form)  # noqa: S311
    return {item: value for item, (_, value) in report.truth.items()}


@pytest.mark.parametrize(("form", "number"), [("2021", 42), ("2019", 40)])
def test_each_form_has_its_number_of_sums(form: str, number: int) -> None:
    assert (
        sum(len(sums_of(form, section)) for section in ("disclosure", "applications", "disputes")) == number
    )


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_true_report_breaks_no_sum_whatever_is_left_blank(form: str, seed: int) -> None:
    values = true_values(seed, form)
    for section in ("applications", "disputes"):
        assert checked(form, section, values)[1] == []


def test_a_wrong_total_is_found_and_the_sum_of_its_parts_told() -> None:
    values = {"disputes.review.upheld": 3.0, "disputes.review.pending": 1.0, "disputes.review.total": 5.0}
    cells, findings = checked("2021", "disputes", values)
    (finding,) = findings
    assert (finding.rule, finding.severity, finding.item) == (
        "disputes.total",
        "error",
        "disputes.review.total",
    )
    assert (finding.actual, finding.expected, finding.cause) == (5, 4, "source")
    assert cells["disputes.review.total"].computed == 4
    assert cells["disputes.review.total"].value == 5
    # Five cells could be the wrong one.
    assert not any(cell.suggested is not None for cell in cells.values())


def test_a_blank_part_leaves_a_sum_open_but_parts_may_not_exceed_their_total() -> None:
    values: dict[str, float | None] = {"disputes.review.upheld": None, "disputes.review.total": 5.0}
    assert checked("2021", "disputes", values)[1] == []
    (finding,) = checked("2021", "disputes", values | {"disputes.review.other_result": 6.0})[1]
    assert (finding.rule, finding.actual, finding.expected) == ("disputes.total", 5, 6)


def test_a_blank_total_breaks_nothing_and_is_computed() -> None:
    cells, findings = checked(
        "2021", "disputes", {"disputes.review.upheld": 2.0, "disputes.review.total": None}
    )
    assert findings == []
    assert (cells["disputes.review.total"].value, cells["disputes.review.total"].computed) == (None, 2)


@pytest.mark.parametrize(
    ("item", "rules"),
    [
        ("granted.natural_person", {"applications.row_total", "applications.outcome_total"}),
        ("granted.total", {"applications.row_total", "applications.outcome_total"}),
        (
            "concluded.enterprise",
            {"applications.row_total", "applications.outcome_total", "applications.balance"},
        ),
        ("received.natural_person", {"applications.row_total", "applications.balance"}),
        ("carried_in.other_org", {"applications.row_total", "applications.balance"}),
        ("carried_out.total", {"applications.row_total", "applications.balance"}),
    ],
)
@pytest.mark.parametrize("wrong_by", [1, 40])
def test_one_wrong_cell_is_singled_out_by_the_sums_it_breaks(
    item: str, rules: set[str], wrong_by: int
) -> None:
    values = {f"applications.{row}.{column}": 0.0 for row, column in items_of("2021", "applications")}
    for row in ("received", "granted", "concluded"):
        values |= {f"applications.{row}.{column}": 9.0 for column in ("natural_person", "total")}
    true = values[f"applications.{item}"]
    cells, findings = checked("2021", "applications", values | {f"applications.{item}": true + wrong_by})
    assert {finding.rule for finding in findings} == rules
    assert {name: cell.suggested for name, cell in cells.items() if cell.suggested is not None} == {
        f"applications.{item}": true
    }


def test_two_wrong_cells_in_one_row_name_nobody() -> None:
    values = {"applications.received.total": 3.0}
    cells, findings = checked("2021", "applications", values)
    assert {finding.item for finding in findings} == {
        "applications.received.total",
        "applications.carried_out.total",
    }
    values = {"disputes.review.total": 3.0, "disputes.litigation_direct.total": 2.0}
    cells, findings = checked("2021", "disputes", values)
    assert len(findings) == 2
    assert not any(cell.suggested is not None for cell in cells.values())


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["2021", "2019"]), st.integers(1, 50))
def test_a_suggestion_mends_all_its_sums(seed: int, place: int, form: str, wrong_by: int) -> None:
    values = true_values(seed, form)
    cells = cells_of(form, "applications", values)
    number = place % len(cells)
    if cells[number].value is None:
        return
    cells[number] = cells[number]._replace(value=(cells[number].value or 0.0) + wrong_by)
    read, findings = check(cells, form, "applications", "source")
    suggested = [cell for cell in read if cell.suggested is not None]
    assert all(finding.severity == "error" for finding in findings)
    if suggested:
        assert [cell.item for cell in suggested] == [cells[number].item]
        assert suggested[0].suggested == values[cells[number].item]


@pytest.mark.parametrize(
    ("values", "fails"),
    [
        ({"stats_publicity.disclosed_total.value": 9.0, "stats_publicity.by_website.value": 12.0}, []),
        ({"stats_publicity.disclosed_total.value": 9.0, "stats_publicity.by_website.value": 8.0}, [(9, 8)]),
        ({"stats_publicity.disclosed_total.value": 9.0, "stats_publicity.by_website.value": None}, []),
        ({"stats_response.press_conferences_by_head.value": 2.0}, [(2, 0)]),
        (
            {
                "stats_response.press_conferences_by_head.value": 2.0,
                "stats_response.press_conferences.value": None,
            },
            [],
        ),
    ],
)
def test_what_is_counted_among_other_things_cannot_be_more(
    values: dict[str, float | None], fails: list[tuple[float, float]]
) -> None:
    cells, findings = checked("2014", "statistics", values)
    assert [(f.rule, f.severity, f.actual, f.expected) for f in findings] == [
        ("statistics.bound", "warning", *pair) for pair in fails
    ]
    assert all(cell.computed is None for item, cell in cells.items() if "publicity" in item)
    assert not any(cell.suggested is not None for cell in cells.values())


def test_a_blank_on_one_side_of_the_balance_leaves_the_other_a_bound() -> None:
    values: dict[str, float | None] = {
        "applications.carried_out.total": None,
        "applications.concluded.total": 9.0,
        "applications.concluded.natural_person": 9.0,
        "applications.granted.total": 9.0,
        "applications.granted.natural_person": 9.0,
        "applications.received.total": 5.0,
        "applications.received.natural_person": 9.0,
        "applications.received.enterprise": None,
    }
    rules = {(f.rule, f.item) for f in checked("2021", "applications", values)[1]}
    assert ("applications.balance", "applications.carried_out.total") in rules
    assert ("applications.row_total", "applications.received.total") in rules
