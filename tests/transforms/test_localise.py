"""Injected slips: all that break a sum are found, those that the sums single out named, nothing else is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from generator.figures import make_report

from transforms.checks.equations import check_values, one_digit_differs
from transforms.checks.system import Floats, system_of
from transforms.forms import items_of

SECTIONS = {
    "2021": ("applications", "disputes"),
    "2019": ("applications", "disputes"),
    "2014": ("statistics",),
}
REPORTS = 150
# What of the form of 2014 is counted among something else.
BOUNDED = {
    "stats_publicity.disclosed_total.value": "stats_publicity.normative_documents_disclosed.value",
    "stats_publicity.by_website.value": "stats_publicity.disclosed_total.value",
    "stats_response.press_conferences.value": "stats_response.press_conferences_by_head.value",
    "stats_response.online_interviews.value": "stats_response.online_interviews_by_head.value",
}


def true_tables(form: str, section: str, rng: Random) -> Floats:
    """Tables whose sums hold, sparse and dense, with blanks and without."""
    if form == "2014":
        return np.array([statistics(rng) for _ in range(REPORTS)])
    items = [item.item for item in items_of(form, section).values()]
    truths = (make_report(rng, form).truth for _ in range(REPORTS))
    return np.array([[math.nan if (v := truth[i][1]) is None else v for i in items] for truth in truths])


def statistics(rng: Random) -> list[float]:
    system = system_of("2014", "statistics")
    values = dict.fromkeys(system.items, 0.0)
    totals = {sum_.total for sum_ in system.sums}
    for item in values:
        if item not in totals:
            values[item] = rng.choice((0, 0, 1, rng.randrange(300)))
    for sum_ in reversed(system.sums):
        values[sum_.total] = sum(values[item] for _, item in sum_.parts)
    for whole, part in BOUNDED.items():
        values[whole] = max(values[whole], values[part])
    if rng.random() < 0.3:
        values[rng.choice(list(values))] = math.nan
    return list(values.values())


def error(value: float, rng: Random) -> float:
    """Another count: one more, a digit misread, a digit lost or doubled, anything."""
    digits = f"{value:.0f}"
    place = rng.randrange(len(digits))
    wrong = rng.choice(
        (
            f"{value + rng.choice((1, 2, -1)):.0f}",
            digits[:place] + rng.choice("0123456789") + digits[place + 1 :],
            digits[:place] + digits[place + 1 :] or "0",
            digits[: place + 1] + digits[place:],
            str(rng.randrange(500)),
        )
    )
    return float(wrong) if float(wrong) not in (value, -1.0) else value + 1


@pytest.mark.parametrize("form", SECTIONS)
def test_true_tables_break_no_sum(form: str) -> None:
    for section in SECTIONS[form]:
        true = true_tables(form, section, Random(1))  # noqa: S311
        assert not check_values(form, section, true).assessed.fails.any()


@pytest.mark.parametrize("form", SECTIONS)
def test_single_errors_are_found_and_those_that_two_sums_show_are_named(form: str) -> None:
    rng, seen = Random(2), Counter[str]()  # noqa: S311
    for section in SECTIONS[form]:
        system = system_of(form, section)
        shown_by = np.bincount(system.term_item, minlength=len(system.items))
        for true in true_tables(form, section, rng):
            summed = [i for i in system.summed.tolist() if not math.isnan(true[i])]
            places = [rng.choice(summed) for _ in range(20)] if summed else []
            wrong = np.repeat(true[np.newaxis], len(places), axis=0)
            for number, place in enumerate(places):
                wrong[number, place] = error(true[place], rng)
            checked = check_values(form, section, wrong) if places else None
            for number, place in enumerate(places):
                assert checked is not None
                of_cell = system.term_sum[system.term_item == place]
                complete = checked.assessed.complete[number, of_cell]
                fails = checked.assessed.fails[number, of_cell]
                # Every complete sum of the cell is broken, so it must be found.
                assert fails[complete].all()
                suggested = np.flatnonzero(~np.isnan(checked.suggested[number])).tolist()
                assert suggested in ([], [place])
                if suggested:
                    assert checked.suggested[number, place] == true[place]
                if fails.sum() > 1 and complete.any():
                    seen["telling"] += 1
                    seen["named"] += bool(suggested)
                assert not suggested or shown_by[place] > 1
    assert seen["telling"] > 50
    assert seen["named"] >= 0.99 * seen["telling"]


def shifted(row: list[float], rng: Random) -> list[float]:
    return [0.0, *row[:-1]] if rng.random() < 0.5 else [*row[1:], 0.0]


def torn(row: list[float], rng: Random) -> list[float]:
    place = rng.randrange(len(row) - 1)
    digits = f"{row[place]:.0f}"
    if len(digits) < 2:
        return row
    cut = rng.randrange(1, len(digits))
    return [*row[:place], float(digits[:cut]), float(digits[cut:]), *row[place + 1 :]][:7]


def swapped(row: list[float], rng: Random) -> list[float]:
    place = rng.randrange(len(row) - 1)
    return [*row[:place], row[place + 1], row[place], *row[place + 2 :]]


def two_errors(row: list[float], rng: Random) -> list[float]:
    places = rng.sample(range(len(row)), 2)
    return [error(value, rng) if place in places else value for place, value in enumerate(row)]


@pytest.mark.parametrize(
    ("slip", "named"),
    [(shifted, 0.9), (torn, 0.7), (swapped, 0.5), (two_errors, 0.0)],
    ids=lambda x: str(x)[:16],
)
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_slips_of_a_row_are_named_and_never_mistaken(
    form: str, slip: Callable[[list[float], Random], list[float]], named: float
) -> None:
    rng, seen = Random(3), Counter[str]()  # noqa: S311
    rows = list(dict.fromkeys(row for row, _ in items_of(form, "applications")))
    tables = [true for true in true_tables(form, "applications", rng) if not np.isnan(true).any()]
    for true in [true for true in tables for _ in range(4)]:
        row = rng.randrange(len(rows)) * 7
        wrong = true.copy()
        wrong[row : row + 7] = slip(true[row : row + 7].tolist(), rng)
        checked = check_values(form, "applications", wrong[np.newaxis])
        told = checked.suggested[0]
        places = np.flatnonzero(~np.isnan(told)).tolist()
        seen["wrong"] += bool((told[places] != true[places]).any())
        if checked.assessed.fails.sum() >= 3:
            seen["broken"] += 1
            changes = [one.change for one in checked.explained[0]]
            seen["named"] += any(
                list(c.values) == true[list(c.items)].tolist() and len(c.items) > 1 for c in changes
            )
    assert seen["broken"] > 10, seen
    assert seen["wrong"] == 0
    assert seen["named"] >= named * seen["broken"], seen


@pytest.mark.parametrize(
    ("printed", "wanted", "one"),
    [(9, 7, True), (18, 13, True), (18, 81, False), (1, 11, False), (5, 5, False)],
)
def test_one_misread_digit_is_told(printed: float, wanted: float, one: bool) -> None:
    assert one_digit_differs(printed, wanted) is one
