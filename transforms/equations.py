"""The forms' own sums: computed totals, contradictions, and the one cell they single out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf

from transforms.forms import Equation, equations, items_of
from transforms.records import Cause, Cell, Finding, Severity
from transforms.values import shown


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation of one table: total = sum of sign x part, all item names."""

    rule: str
    total: str
    parts: tuple[tuple[int, str], ...]
    meaning_zh: str
    severity: Severity

    def items(self) -> tuple[str, ...]:
        """Every item in it."""
        return (self.total, *(item for _, item in self.parts))


@cache
def sums_of(form: str, section: str) -> tuple[Sum, ...]:
    """All equations of one table of one form."""
    return tuple(
        sum_ for equation in equations() if equation.section == section for sum_ in _sums(form, equation)
    )


def _sums(form: str, equation: Equation) -> list[Sum]:
    places = items_of(form, equation.section)
    by_rows = equation.over == "rows"
    lines = dict.fromkeys(row if by_rows else column for row, column in places)

    def item(line: str, key: str) -> str | None:
        found = places.get((line, key) if by_rows else (key, line))
        return found.item if found else None

    sums = []
    for line in lines:
        parts = [(sign, name) for sign, key in equation.parts if (name := item(line, key))]
        total = item(line, equation.total)
        if total and parts:
            sums.append(Sum(equation.rule, total, tuple(parts), equation.meaning_zh, equation.severity))
    return sums


@dataclass(frozen=True, slots=True)
class _Assessed:
    """`expected` is the sum of the parts, null where one is no number; `at_least` that of the known ones."""

    sum: Sum
    actual: float | None
    expected: float | None
    at_least: float

    @property
    def fails(self) -> bool:
        """Counts are not negative, so that known parts alone must not exceed the total."""
        if self.actual is None:
            return False
        return self.at_least > self.actual if self.expected is None else self.actual != self.expected

    def finding(self, locator: str | None, cause: Cause) -> Finding:
        """What contradicts what, and where it is printed."""
        expected = self.at_least if self.expected is None else self.expected
        parts = "its known parts alone add" if self.expected is None else "its parts add"
        message = (
            f"{self.sum.total} ({locator}) is printed as {shown(self.actual or 0.0)}, "
            f"{parts} up to {shown(expected)}: {self.sum.meaning_zh}"
        )
        return Finding(
            self.sum.rule, self.sum.severity, message, cause, self.sum.total, self.actual, expected
        )


def check(cells: Sequence[Cell], form: str, section: str, cause: Cause) -> tuple[list[Cell], list[Finding]]:
    """The cells with `computed` and `suggested` filled in, and a finding for every sum that fails."""
    values = {cell.item: cell.value for cell in cells}
    locators = {cell.item: cell.locator for cell in cells}
    assessed = [_assess(sum_, values) for sum_ in sums_of(form, section)]
    computed: dict[str, float] = {}
    for one in assessed:
        if one.expected is not None:
            computed.setdefault(one.sum.total, one.expected)
    suggested = _single_out(
        [one for one in assessed if one.actual is not None and one.expected is not None], values
    )
    told = computed.keys() | suggested.keys()
    checked = [
        replace(c, computed=computed.get(c.item), suggested=suggested.get(c.item)) if c.item in told else c
        for c in cells
    ]
    return checked, [one.finding(locators[one.sum.total], cause) for one in assessed if one.fails]


def _assess(sum_: Sum, values: Mapping[str, float | None]) -> _Assessed:
    known = [(sign, value) for sign, item in sum_.parts if (value := values.get(item)) is not None]
    total = round(sum(sign * value for sign, value in known), 6)
    additive = all(sign > 0 for sign, _ in sum_.parts)
    complete = len(known) == len(sum_.parts)
    return _Assessed(sum_, values.get(sum_.total), total if complete else None, total if additive else -inf)


def _single_out(assessed: Sequence[_Assessed], values: Mapping[str, float | None]) -> dict[str, float]:
    """Cells whose single change mends every failing sum they are in, two at least, and breaks none.

    Where two cells would mend the same sum, neither is named.
    """
    sound = {item for one in assessed if not one.fails for item in one.sum.items()}
    needs: dict[str, list[float]] = defaultdict(list)
    sums: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(one for one in assessed if one.fails):
        short = (one.expected or 0.0) - (one.actual or 0.0)
        for sign, item in ((-1, one.sum.total), *one.sum.parts):
            needs[item].append(round((values[item] or 0.0) - sign * short, 6))
            sums[item].append(number)
    candidates = {
        item: wanted[0]
        for item, wanted in needs.items()
        if len(wanted) > 1 and len(set(wanted)) == 1 and wanted[0] >= 0 and item not in sound
    }
    claims = Counter(number for item in candidates for number in sums[item])
    return {item: value for item, value in candidates.items() if all(claims[n] == 1 for n in sums[item])}
