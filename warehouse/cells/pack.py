"""Cells to wide rows: one row a report and table, one column an item, and what is unusual of a cell in lists.

A cell is usual where it is a number printed in plain digits, in the item's unit, with no correction
suggested: then its value is all there is to keep. Of any other, the row's lists hold everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.cells.files import NONE, Bools, CellFile, Floats, Ints, all_places, states, units
from warehouse.cells.places import GROUPS, Place, places

# What a cell is, for the lists and for the indicators: the smaller, the further from a figure.
MISSING, UNREADABLE, UNIT_UNKNOWN, PLACEHOLDER, BLANK, NEGATIVE, NUMBER = 1, 2, 3, 4, 5, 6, 9
_CODES = {
    "number": NUMBER,
    "blank": BLANK,
    "placeholder": PLACEHOLDER,
    "unreadable": UNREADABLE,
    "missing": MISSING,
}
# Up to here every whole number has a double of its own, and DuckDB writes it in plain digits.
_EXACT = 2**53


@dataclass(slots=True)
class Layouts:
    """Which items a table has, and where on its page each stands: the same for many reports."""

    numbers: dict[tuple[str, bytes], int] = field(default_factory=dict)
    locators: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, str, int, str | None]] = field(default_factory=list)

    def of(self, group: str, places_here: NDArray[np.int32]) -> Ints:
        """The number of each row's layout; a row of `places_here` has a locator's code an item."""
        width = places_here.shape[1] * places_here.itemsize
        rows = np.ascontiguousarray(places_here).view(np.dtype((np.void, width))).ravel()
        distinct, inverse = np.unique(rows, return_inverse=True)
        numbers = [self._number(group, one.tobytes()) for one in distinct]
        return np.array(numbers, dtype=np.int32)[inverse]

    def _number(self, group: str, layout: bytes) -> int:
        number = self.numbers.setdefault((group, layout), len(self.numbers) + 1)
        if number == len(self.numbers) and (not self.rows or self.rows[-1][0] != number):
            texts = list(self.locators)
            for place, code in enumerate(np.frombuffer(layout, dtype=np.int32).tolist(), start=1):
                if code != _ABSENT:
                    self.rows.append((number, group, place, None if code == NONE else texts[code]))
        return number

    def code(self, texts: list[str]) -> Ints:
        """The codes of locators."""
        return np.array(
            [self.locators.setdefault(text, len(self.locators)) for text in texts], dtype=np.int32
        )


_ABSENT = -3


def pack(cells: CellFile, layouts: Layouts) -> dict[str, pa.Table]:
    """The wide rows of a file's cells, by table."""
    usual = _usual(cells)
    codes = _codes(cells)
    locator = np.append(layouts.code(list(cells.locator.texts)), np.int32(NONE))[cells.locator.codes]
    group = np.array([GROUPS.index(place.group) for place in all_places()], dtype=np.int8)[cells.item]
    start, packed = 0, {}
    for number, name in enumerate(GROUPS):
        chosen = np.flatnonzero(group == number)
        if len(chosen):
            table = _Rows(cells, chosen, start, places(name))
            layout = layouts.of(name, table.spread(locator, _ABSENT))
            packed[name] = table.packed(layout, usual, codes)
        start += len(places(name))
    return packed


@cache
def _unit() -> Ints:
    return np.array([units()[place.item.unit] for place in all_places()], dtype=np.int32)


def _usual(cells: CellFile) -> Bools:
    """Whether a cell's value tells all of it."""
    plain = np.array([*map(_plain_value, cells.raw.texts), np.nan])[cells.raw.codes]
    summed = np.array([place.summed for place in all_places()])[cells.item]
    usual: Bools = (plain == cells.value) & (cells.unit == _unit()[cells.item]) & np.isnan(cells.suggested)
    usual &= summed | np.isnan(cells.computed)
    return usual


def _plain_value(text: str) -> float:
    """The value whose text in the warehouse is just this one; NaN where it is another's, or no number's."""
    digits = text.removeprefix("-")
    if not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return np.nan
    value = float(text)
    if "." in text:
        return value if repr(value) == text and value != int(value) and 1e-4 <= abs(value) < 1e15 else np.nan
    return value if abs(value) < _EXACT and text == str(int(value)) else np.nan


def _codes(cells: CellFile) -> NDArray[np.int8]:
    """What each cell is."""
    by_state = np.array([_CODES[name] for name in states()], dtype=np.int8)
    decimal = np.array([place.item.type == "decimal" for place in all_places()])[cells.item]
    codes: NDArray[np.int8] = by_state[cells.state]
    codes[cells.value < 0] = NEGATIVE
    codes[(codes >= NEGATIVE) & decimal & (cells.unit != _unit()[cells.item])] = UNIT_UNKNOWN
    return codes


@dataclass(frozen=True, slots=True)
class _Rows:
    """The chosen cells, which are of one table, as a matrix of reports x items."""

    cells: CellFile
    chosen: NDArray[np.intp]
    start: int
    places: tuple[Place, ...]

    def packed(self, layout: Ints, usual: Bools, codes: NDArray[np.int8]) -> pa.Table:
        reports, row, place = self._matrix()
        odd = ~usual[self.chosen]
        told = ~np.isnan(self.cells.value[self.chosen])
        columns: dict[str, pa.Array[Any]] = {
            "number": pa.array(reports),
            "layout": pa.array(layout),
            "cells": pa.array(np.bincount(row, minlength=len(reports)).astype(np.int16)),
            "numbers": pa.array(np.bincount(row[told], minlength=len(reports)).astype(np.int16)),
        }
        values = self.spread(self.cells.value, np.nan).T
        computed = self.spread(self.cells.computed, np.nan).T
        columns |= {one.name: _known(values[one.place - 1]) for one in self.places}
        columns |= {one.computed: _known(computed[one.place - 1]) for one in self.places if one.summed}
        return pa.table(columns | self._lists(len(reports), row[odd], place[odd], self.chosen[odd], codes))

    def spread(self, values: NDArray[Any], empty: float) -> NDArray[Any]:
        """A matrix of reports x items, `empty` where a report has no such cell."""
        reports, row, place = self._matrix()
        matrix = np.full((len(self.places), len(reports)), empty, dtype=values.dtype)
        matrix[place, row] = values[self.chosen]
        return matrix.T

    def _matrix(self) -> tuple[Ints, NDArray[np.intp], NDArray[np.int32]]:
        reports, row = np.unique(self.cells.report[self.chosen], return_inverse=True)
        return reports, row, self.cells.item[self.chosen] - self.start

    def _lists(
        self,
        reports: int,
        row: NDArray[np.intp],
        place: NDArray[np.int32],
        chosen: NDArray[np.intp],
        codes: NDArray[np.int8],
    ) -> dict[str, pa.Array[Any]]:
        """Of the unusual cells, row by row, all that their value does not tell."""
        order = np.lexsort((place, row))
        chosen = chosen[order]
        ends = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=reports))))
        offsets: Any = pa.array(ends.astype(np.int32))
        of = self.cells
        parts = {
            "odd_places": pa.array((place[order] + 1).astype(np.int16)),
            "odd_codes": pa.array(codes[chosen]),
            "odd_raws": _texts(pa.array(of.raw.texts, pa.string()), of.raw.codes[chosen]),
            "odd_units": _texts(pa.array(list(units()), pa.string()), of.unit[chosen]),
            "odd_computed": _known(of.computed[chosen]),
            "odd_suggested": _known(of.suggested[chosen]),
        }
        return {name: pa.ListArray.from_arrays(offsets, part) for name, part in parts.items()}


def _known(values: Floats) -> pa.Array[Any]:
    return pa.array(values, mask=np.isnan(values))


def _texts(texts: pa.Array[Any], codes: Ints) -> pa.Array[Any]:
    places: Any = pa.array(codes, mask=codes == NONE)
    return texts.take(places)
