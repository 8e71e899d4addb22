"""The forms' own sums held against tables: computed totals, contradictions, and the cells they single out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.tuples import maker
from transforms.checks.localise import Explanation, explain, recovered
from transforms.checks.system import Assessed, Bools, Floats, Sum, System, assess, sums_of, system_of
from transforms.records import Cause, Cell, Finding
from transforms.values import shown

__all__ = ["Checked", "check", "check_values", "sums_of"]

_cell = maker(Cell)
_NAMES = {
    "swap": "neighbours that look swapped",
    "shift": "a row that looks shifted by one column",
    "split": "a row in which one number looks torn in two",
    "fused": "a row in which two numbers look fused",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch of tables of one form, checked.

    `computed` and `suggested` are arrays of documents x items (NaN where nothing is told), `assessed` those
    of documents x equations; `explained` holds for each document what its failing sums single out.
    """

    system: System
    values: Floats
    assessed: Assessed
    computed: Floats
    suggested: Floats
    explained: list[list[Explanation]]


def check_values(form: str, section: str, values: Floats) -> Checked:
    """Check many tables of one form at once.

    `values` is an array of documents x items, in the order of `items_of(form, section)`, NaN for whatever is
    no number.
    """
    system = system_of(form, section)
    empty = np.full(values.shape, np.nan)
    if not system.sums:
        none = np.zeros((len(values), 0))
        assessed = Assessed(none, none.astype(np.bool_), none.astype(np.bool_))
        return Checked(system, values, assessed, empty, empty, [[] for _ in values])
    assessed = assess(system, values)
    explained = explain(system, values, assessed)
    suggested = empty.copy()
    for document, explanations in enumerate(explained):
        for one in explanations:
            for item, value in zip(one.change.items, one.change.values, strict=True):
                if one.is_sure and value != values[document, item]:
                    suggested[document, item] = value
    return Checked(system, values, assessed, _computed(system, values, assessed), suggested, explained)


def _computed(system: System, values: Floats, assessed: Assessed) -> Floats:
    """What the known parts of each total add up to; of two sums for one total the form's first."""
    totals = values[:, system.total_item]
    lacking = np.isnan(totals)
    sums = np.round(assessed.gap + np.where(lacking, 0.0, totals), 6)
    told = assessed.complete | _only_total_lacks(system, values) if lacking.any() else assessed.complete
    computed = np.full(values.shape, np.nan)
    for turn in reversed(system.turns):
        items = system.total_item[turn]
        computed[:, items] = np.where(told[:, turn], sums[:, turn], computed[:, items])
    return computed


def _only_total_lacks(system: System, values: Floats) -> Bools:
    lacking = np.isnan(values[:, system.term_item])
    parts: Bools = np.logical_or.reduceat(lacking & ~system.is_total, system.starts, axis=1)
    return ~parts & ~system.at_most


def check(
    cells: Sequence[Cell],
    form: str,
    section: str,
    cause: Cause,
    untold: Mapping[str, Sequence[float]] | None = None,
) -> tuple[list[Cell], list[Finding]]:
    """One table: its cells with `computed` and `suggested`, and a finding for every sum that fails.

    `untold` are rows, by key, whose printed numbers do not fit their columns.
    """
    system = system_of(form, section)
    if not system.sums or (not untold and system.holds([cell.value for cell in cells])):
        return _borne_out(system, cells), []
    values = np.array([[math.nan if cell.value is None else cell.value for cell in cells]], dtype=np.float64)
    checked = check_values(form, section, values)
    read = list(cells)
    told = ~np.isnan(checked.computed[0]) | ~np.isnan(checked.suggested[0])
    for number in np.flatnonzero(told).tolist():
        computed, suggested = (float(found[0, number]) for found in (checked.computed, checked.suggested))
        read[number] = cells[number]._replace(computed=_known(computed), suggested=_known(suggested))
    findings = [*_failures(cells, checked, cause), *_slips(cells, checked)]
    findings += _untold(cells, checked, untold or {})
    return read, findings


def _borne_out(system: System, cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a table in which every sum holds: each total is what its parts add up to."""
    read = list(cells)
    for total, at_most, _, _ in system.whole:
        if not at_most:
            *printed, _, suggested = cells[total]
            read[total] = _cell((*printed, cells[total].value, suggested))
    return read


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _failures(cells: Sequence[Cell], checked: Checked, cause: Cause) -> list[Finding]:
    """A finding for each sum that fails; `extraction` is its cause where a slip of a row explains it."""
    by_sum = {number: one for one in checked.explained[0] for number in one.mends}
    found = []
    for number in np.flatnonzero(checked.assessed.fails[0]).tolist():
        sum_ = checked.system.sums[number]
        total = cells[checked.system.total_item[number]]
        gap = float(checked.assessed.gap[0, number])
        expected = round((total.value or 0.0) + gap, 6)
        complete = bool(checked.assessed.complete[0, number])
        message = f"{_says(sum_, total, expected, complete)}: {sum_.meaning_zh}"
        explanation = by_sum.get(number)
        moved = explanation is not None and explanation.change.row is not None
        found.append(
            Finding(
                sum_.rule,
                sum_.severity,
                message + _hint(cells, explanation),
                "extraction" if moved else cause,
                sum_.total,
                total.value,
                expected,
            )
        )
    return found


def _says(sum_: Sum, total: Cell, expected: float, complete: bool) -> str:
    if total.value is None:
        return f"{sum_.total} ({total.locator}) is no number, and its known parts give {shown(expected)}"
    if sum_.at_most:
        names = " and ".join(item for _, item in sum_.parts)
        bound = f"more than {names} allow, {shown(expected)}"
        return f"{sum_.total} ({total.locator}) is printed as {shown(total.value)}, {bound}"
    parts = "its parts add" if complete else "its known parts alone add"
    return (
        f"{sum_.total} ({total.locator}) is printed as {shown(total.value)}, {parts} up to {shown(expected)}"
    )


def _hint(cells: Sequence[Cell], explanation: Explanation | None) -> str:
    """The cell that would mend the sum, and whether one misread digit would make the difference."""
    if explanation is None or explanation.change.kind != "cell":
        return ""
    cell, wanted = cells[explanation.change.items[0]], explanation.change.values[0]
    digit = " (one digit differs)" if one_digit_differs(cell.value or 0.0, wanted) else ""
    return f"; {cell.item} ({cell.locator}) as {shown(wanted)} would mend all its sums{digit}"


def one_digit_differs(printed: float, wanted: float) -> bool:
    """Whether two numbers are written alike but for one digit, as misreading a character leaves them."""
    one, other = shown(printed), shown(wanted)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _slips(cells: Sequence[Cell], checked: Checked) -> list[Finding]:
    """A finding for each row or pair of cells that a slip moved."""
    found = []
    for change in (one.change for one in checked.explained[0]):
        if change.kind == "cell":
            continue
        first = cells[change.items[0]]
        printed = ", ".join(_shown(cells[item].value) for item in change.items)
        wanted = ", ".join(map(shown, change.values))
        names = f"{first.section}.{change.row}" if change.row else first.item
        other = "" if change.row else f" and {cells[change.items[1]].item}"
        message = (
            f"{names}{other} ({first.locator}): {_NAMES[change.kind]}; printed {printed}, "
            f"all sums would hold with {wanted}"
        )
        rule = "cells.shifted" if change.row else "cells.swapped"
        found.append(Finding(rule, "warning", message, "extraction" if change.row else "unknown", names))
    return found


def _shown(value: float | None) -> str:
    return "(none)" if value is None else shown(value)


def _untold(cells: Sequence[Cell], checked: Checked, untold: Mapping[str, Sequence[float]]) -> list[Finding]:
    """What a row with a value too many or too few would hold, where the sums single it out."""
    if not checked.system.sums:
        return []
    found = []
    for row, printed in untold.items():
        wanted = recovered(checked.system, checked.values[0], row, printed)
        if wanted is not None:
            name = f"{cells[0].section}.{row}"
            message = (
                f"{name}: printed {', '.join(map(shown, printed))}, {len(printed)} values for {len(wanted)} "
                f"cells; all sums would hold with {', '.join(map(shown, wanted))}"
            )
            found.append(Finding("cells.shifted", "warning", message, "unknown", name))
    return found
