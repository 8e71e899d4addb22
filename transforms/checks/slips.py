"""Slips that move figures about: shifted rows, torn and fused numbers, swapped neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np

from transforms.checks.system import Floats, System

Kind = Literal["cell", "swap", "shift", "split", "fused"]
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which a table may differ from what should stand in it.

    `items` are the numbers of the cells it touches, `values` what they should hold; `row` is the row that
    moved, null for single and swapped cells. `solved` tells that one value was taken from the row's own sum.
    """

    kind: Kind
    items: tuple[int, ...]
    values: Row
    row: str | None = None
    solved: bool = False


@cache
def rows_of(system: System) -> dict[str, tuple[int, ...]]:
    """The numbers of each row's cells, in printed order."""
    rows: dict[str, tuple[int, ...]] = {}
    for (row, _), item in system.places.items():
        rows[row] = (*rows.get(row, ()), item)
    return rows


@cache
def _neighbours(system: System) -> tuple[tuple[int, int], ...]:
    """Cells side by side or one above the other, where sums run both ways: others prove too little."""
    crossed = np.bincount(system.term_item, minlength=len(system.items)) > 1
    rows = [items for items in rows_of(system).values() if len(items) > 1 and crossed[list(items)].all()]
    beside = [pair for items in rows for pair in pairwise(items)]
    above = [pair for upper, lower in pairwise(rows) for pair in zip(upper, lower, strict=True)]
    return (*beside, *above)


def swaps(system: System, values: Floats) -> Iterator[Change]:
    """Each pair of neighbours that hold different numbers, exchanged."""
    for one, other in _neighbours(system):
        first, second = float(values[one]), float(values[other])
        if first != second and not math.isnan(first + second):
            yield Change("swap", (one, other), (second, first))


def moved_rows(system: System, values: Floats) -> Iterator[Change]:
    """Each row as it would be without a shift by one column, a torn number or a fused one."""
    for row, items in rows_of(system).items():
        if len(items) < 2:
            continue
        printed = tuple(float(values[item]) for item in items)
        readings: tuple[tuple[Kind, Iterable[Row]], ...] = (
            ("shift", _unshifted(printed)),
            ("split", (_with_total(joined) for joined in joined_once(printed))),
            ("fused", _torn_again(printed)),
        )
        for kind, rows in readings:
            for wanted in rows:
                if wanted != printed and not any(math.isnan(v) or v < 0 for v in wanted):
                    yield Change(kind, items, wanted, row, solved=kind != "fused")


def _unshifted(printed: Row) -> Iterator[Row]:
    yield _with_total(printed[1:])
    yield (printed[-2] - sum(printed[:-2]), *printed[:-1])


def _with_total(parts: Row) -> Row:
    return (*parts, sum(parts))


def joined_once(printed: Sequence[float]) -> Iterator[Row]:
    """The row with two figures that stand side by side read as one: 1, 2 as 12."""
    for place, (high, low) in enumerate(pairwise(printed)):
        if _is_count(high) and _is_count(low) and high > 0:
            joined = float(f"{high:.0f}{low:.0f}")
            yield (*printed[:place], joined, *printed[place + 2 :])


def filled_once(printed: Sequence[float]) -> Iterator[Row]:
    """The row with one figure put in at each place, such that its parts add up to its total."""
    for place in range(len(printed)):
        lacking = printed[-1] - sum(printed[:-1])
        if lacking >= 0:
            yield (*printed[:place], lacking, *printed[place:])
    yield _with_total(tuple(printed))


def _torn_again(printed: Row) -> Iterator[Row]:
    """12 read as 1, 2 where the end of the row is free for what moves on."""
    if printed[-1] > 0:
        return
    for place, value in enumerate(printed[:-1]):
        digits = f"{value:.0f}" if _is_count(value) else ""
        for cut in range(1, len(digits)):
            if digits[cut] != "0" or cut == len(digits) - 1:
                parts = (float(digits[:cut]), float(digits[cut:]))
                yield (*printed[:place], *parts, *printed[place + 1 : -1])


def _is_count(value: float) -> bool:
    return value >= 0 and value == int(value) if not math.isnan(value) else False
