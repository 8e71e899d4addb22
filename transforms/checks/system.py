"""The sums of one table of one form as one sparse matrix, built once, applied to many documents at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from transforms.forms import Equation, equations, items_of
from transforms.records import Severity

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

# Figures are whole numbers or amounts with few decimals: anything below this is the computer's rounding.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation of one table: total = sum of sign x part, or `at_most` that; all item names."""

    rule: str
    total: str
    parts: tuple[tuple[int, str], ...]
    meaning_zh: str
    severity: Severity
    at_most: bool = False

    def items(self) -> tuple[str, ...]:
        """Every item in it."""
        return (self.total, *(item for _, item in self.parts))


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """The equations of a table; `places` puts each (row, column) to its number among the items.

    The matrix is kept as its terms, equation by equation, the total (sign -1, `is_total`) first: `term_item`
    and `term_sign`, with `starts` where each equation begins. `by_item` orders the terms by item instead,
    where `item_starts` begins each of `summed`, the items that stand in an equation at all. `turns` are the
    equations in groups, the first one of every total, then the second ones. `whole` are the equations as
    plain numbers of items: total, whether it is a bound, parts that are added and parts taken away.
    """

    items: tuple[str, ...]
    places: Mapping[tuple[str, str], int]
    sums: tuple[Sum, ...]
    total_item: Ints
    term_item: Ints
    term_sign: Floats
    term_sum: Ints
    is_total: Bools
    starts: Ints
    by_item: Ints
    item_starts: Ints
    summed: Ints
    at_most: Bools
    turns: tuple[Ints, ...]
    whole: tuple[tuple[int, bool, tuple[int, ...], tuple[int, ...]], ...]

    def holds(self, values: Sequence[float | None]) -> bool:
        """Whether all cells of one table are whole numbers and every equation holds; told fast."""
        if not all(value is not None and not value % 1 for value in values):
            return False
        known = cast("Sequence[float]", values).__getitem__
        for total, at_most, plus, minus in self.whole:
            lacking = sum(map(known, plus)) - sum(map(known, minus)) - known(total)
            if lacking < 0 or (lacking and not at_most):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Assessed:
    """Each equation of each document, as arrays of documents x equations.

    `gap` is the sum of the known signed terms, so that an equation holds where it is zero; `complete` tells
    whether all terms of an equation proper (no `at_most`) are numbers. Counts are not negative, so that an
    incomplete equation still fails where what is lacking could only widen its gap.
    """

    gap: Floats
    complete: Bools
    fails: Bools


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
            sums.append(
                Sum(
                    equation.rule,
                    total,
                    tuple(parts),
                    equation.meaning_zh,
                    equation.severity,
                    equation.at_most,
                )
            )
    return sums


@cache
def system_of(form: str, section: str) -> System:
    """The equations of one table of one form, ready for arithmetic."""
    places = items_of(form, section)
    number = {item.item: index for index, item in enumerate(places.values())}
    sums = sums_of(form, section)
    terms = [
        (index, number[item], sign)
        for index, sum_ in enumerate(sums)
        for sign, item in ((-1, sum_.total), *sum_.parts)
    ]
    term_sum = np.array([term[0] for term in terms], dtype=np.intp)
    term_item = np.array([term[1] for term in terms], dtype=np.intp)
    by_item = np.argsort(term_item, kind="stable")
    summed, item_starts = np.unique(term_item[by_item], return_index=True)
    return System(
        items=tuple(number),
        places={place: index for index, place in enumerate(places)},
        sums=sums,
        total_item=np.array([number[sum_.total] for sum_ in sums], dtype=np.intp),
        term_item=term_item,
        term_sign=np.array([term[2] for term in terms], dtype=np.float64),
        term_sum=term_sum,
        is_total=np.diff(term_sum, prepend=-1) > 0,
        starts=np.searchsorted(term_sum, np.arange(len(sums))),
        by_item=by_item,
        item_starts=item_starts,
        summed=summed,
        at_most=np.array([sum_.at_most for sum_ in sums], dtype=np.bool_),
        turns=_turns([sum_.total for sum_ in sums]),
        whole=tuple((number[sum_.total], sum_.at_most, *_parts(sum_, number)) for sum_ in sums),
    )


def _parts(sum_: Sum, number: Mapping[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    plus = tuple(number[item] for sign, item in sum_.parts if sign > 0)
    return plus, tuple(number[item] for sign, item in sum_.parts if sign < 0)


def _turns(totals: list[str]) -> tuple[Ints, ...]:
    turn = [totals[:place].count(total) for place, total in enumerate(totals)]
    return tuple(np.flatnonzero(np.array(turn) == number) for number in range(max(turn, default=-1) + 1))


def assess(system: System, values: Floats) -> Assessed:
    """Every equation over `values`, an array of documents x items in which NaN is no number."""
    terms = values[:, system.term_item]
    unknown = np.isnan(terms)
    gap = np.add.reduceat(np.where(unknown, 0.0, terms * system.term_sign), system.starts, axis=1)
    # A term that is lacking may close a gap on its own side only; a bounded total may be less than its parts.
    less = np.broadcast_to(system.at_most, gap.shape)
    if not unknown.any():
        return Assessed(gap, ~less, (gap < -TOLERANCE) | ((gap > TOLERANCE) & ~less))
    more = np.logical_or.reduceat(unknown & (system.term_sign > 0), system.starts, axis=1)
    less = less | np.logical_or.reduceat(unknown & (system.term_sign < 0), system.starts, axis=1)
    return Assessed(gap, ~(more | less), (gap < -TOLERANCE) & ~more | (gap > TOLERANCE) & ~less)
