"""Wide rows back to cells: what the view `cells` gives, for files of all cells, in a quarter of the time.

The rows of many reports become matrices of reports x items, items in the order in which cells are sorted, so
that the cells that are there are just the matrix read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.cells.files import NONE, Bools, Coded, Floats, Ints, states
from warehouse.cells.pack import BLANK, MISSING, PLACEHOLDER, UNREADABLE

_ABSENT = -3
_STATES = {BLANK: "blank", PLACEHOLDER: "placeholder", UNREADABLE: "unreadable", MISSING: "missing"}
_ITEMS = """
    SELECT "group", place, section, "row", "column", item, unit FROM stored.cell_items ORDER BY item
"""
_LAYOUTS = 'SELECT layout, "group", place, locator FROM stored.layouts ORDER BY layout, place'
_WIDE = "SELECT w.* FROM stored.{group}_cells w SEMI JOIN reports_wanted USING (number) ORDER BY number"
_ODD = ("odd_codes", "odd_raws", "odd_units", "odd_computed", "odd_suggested")
_ORDER = (
    "report_id", "section", "row", "column", "item", "value", "state", "raw", "unit", "computed", "suggested",
    "locator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in the order of the reports asked for and by item; `report` is the place of each one's.

    `usual` as in the view `stored.cell_rows`: a cell's value tells all of it.
    """

    report: NDArray[np.intp]
    usual: Bools
    texts: dict[str, Coded]
    numbers: dict[str, Floats]

    def table(self) -> pa.Table:
        """A row each, with `usual`."""
        columns = {name: _encoded(column) for name, column in self.texts.items()}
        columns |= {name: _known(column) for name, column in self.numbers.items()}
        rows = pa.table({name: columns[name] for name in _ORDER})
        return rows.append_column("usual", pa.array(self.usual))


def _encoded(column: Coded) -> pa.Array[Any]:
    indices: Any = pa.array(column.codes, mask=column.codes == NONE)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.texts, pa.string()))


def _known(values: Floats) -> pa.Array[Any]:
    return pa.array(values, mask=np.isnan(values))


class Unpacker:
    """The cells of a warehouse, for one report after the other or many at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = connection.execute(_ITEMS).fetchall()
        self._at: dict[str, dict[int, int]] = {}
        for n, (group, place, *_) in enumerate(rows):
            self._at.setdefault(group, {})[place] = n
        columns = zip(*rows, strict=True) if rows else ([],) * 7
        names = ("group", "place", "section", "row", "column", "item", "unit")
        self._texts = {name: _coded(texts) for name, texts in zip(names[2:], list(columns)[2:], strict=True)}
        self._layouts: dict[int, Ints] = {}
        locators: dict[str, int] = {}
        for layout, group, place, locator in connection.execute(_LAYOUTS).fetchall():
            held = self._layouts.setdefault(layout, np.full(len(rows), _ABSENT, dtype=np.int32))
            code = NONE if locator is None else locators.setdefault(locator, len(locators))
            held[self._at[group][place]] = code
        self._locators = list(locators)

    @property
    def items(self) -> list[str]:
        """The items by name, in the order of the matrices' columns."""
        texts = self._texts["item"].texts
        return [texts[code] for code in self._texts["item"].codes]

    def wide(self, reports: Sequence[tuple[int, str]]) -> Wide:
        """The cells of these reports, each its number in the warehouse and its identifier, as matrices."""
        wide = Wide([report_id for _, report_id in reports], self._texts, self._locators)
        numbers = np.array([number for number, _ in reports], dtype=np.int64)
        self._connection.register("reports_wanted", pa.table({"number": pa.array(numbers)}))
        order = np.argsort(numbers)
        for group, at in self._at.items():
            rows = self._connection.sql(_WIDE.format(group=group)).to_arrow_table().combine_chunks()
            here = order[np.searchsorted(numbers, rows["number"].to_numpy(), sorter=order)]
            self._place(wide, rows, here, at)
        self._connection.unregister("reports_wanted")
        return wide

    def _place(self, wide: Wide, rows: pa.Table, here: NDArray[np.intp], at: dict[int, int]) -> None:
        """The wide rows of one table into the matrices."""
        first = rows.column_names.index("numbers") + 1
        names = rows.column_names[first : first + len(at)]
        for place, name in enumerate(names, start=1):
            wide.value[here, at[place]] = rows[name].to_numpy()
            if f"computed_{name}" in rows.column_names:
                wide.computed[here, at[place]] = rows[f"computed_{name}"].to_numpy()
        for layout in np.unique(rows["layout"].to_numpy()):
            own = np.array(sorted(at.values()))
            same = here[rows["layout"].to_numpy() == layout]
            wide.locator[np.ix_(same, own)] = self._layouts[int(layout)][own]
        places: Any = rows["odd_places"].combine_chunks()
        to = np.array([at.get(place, 0) for place in range(len(at) + 1)])
        wide.odd_report.append(here[pc.list_parent_indices(places).to_numpy()])
        wide.odd_item.append(to[places.flatten().to_numpy()])
        wide.odd.append(pa.table({name: pc.list_flatten(rows[name]) for name in _ODD}))


class Wide:
    """Matrices of reports x items; of what is unusual report, item and all that its value does not tell.

    A value is NaN where no number is printed, and where there is no such cell: `there` tells.
    """

    def __init__(self, reports: list[str], items: dict[str, Coded], locators: list[str]) -> None:
        shape = (len(reports), len(items["item"].codes))
        self._reports, self._items, self._locators = reports, items, locators
        self.value = np.full(shape, np.nan)
        self.computed = np.full(shape, np.nan)
        self.locator = np.full(shape, _ABSENT, dtype=np.int32)
        self.odd_report: list[NDArray[np.intp]] = []
        self.odd_item: list[NDArray[np.intp]] = []
        self.odd: list[pa.Table] = []

    @property
    def there(self) -> Bools:
        """Which cells there are."""
        found: Bools = self.locator != _ABSENT
        return found

    def cells(self) -> Cells:
        """All cells, the matrices read row by row."""
        return self._long(self.there)

    def remarkable(self) -> Cells:
        """The cells of which there is more to say than their number: unusual ones, and what a sum denies."""
        chosen = (self.computed != self.value) & ~np.isnan(self.computed)
        if self.odd:
            chosen[np.concatenate(self.odd_report), np.concatenate(self.odd_item)] = True
        return self._long(chosen)

    def _long(self, chosen: Bools) -> Cells:
        """The chosen cells, all that are unusual among them."""
        report, item = np.nonzero(chosen)
        value, computed = self.value[report, item], self.computed[report, item]
        texts = {name: Coded(column.codes[item], column.texts) for name, column in self._items.items()}
        texts["report_id"] = Coded(report.astype(np.int32), self._reports)
        texts["locator"] = Coded(self.locator[report, item], self._locators)
        texts["state"] = Coded(np.zeros(len(report), dtype=np.int32), list(states()))
        texts["raw"] = _plain(value)
        usual = np.ones(len(report), dtype=np.bool_)
        suggested = np.full(len(report), np.nan)
        if self.odd:
            place = np.zeros(chosen.shape, dtype=np.int64)
            place[report, item] = np.arange(len(report))
            odd = pa.concat_tables(self.odd)
            rows = place[np.concatenate(self.odd_report), np.concatenate(self.odd_item)]
            usual[rows] = False
            texts["state"].codes[rows] = _states(odd["odd_codes"].to_numpy())
            texts["raw"] = _replaced(texts["raw"], rows, odd["odd_raws"])
            texts["unit"] = _replaced(texts["unit"], rows, odd["odd_units"])
            computed[rows] = odd["odd_computed"].to_numpy()
            suggested[rows] = odd["odd_suggested"].to_numpy()
        numbers = {"value": value, "computed": computed, "suggested": suggested}
        return Cells(report, usual, texts, numbers)


def _coded(texts: Sequence[str | None]) -> Coded:
    known = list(dict.fromkeys(text for text in texts if text is not None))
    places = {text: code for code, text in enumerate(known)}
    return Coded(np.array([NONE if t is None else places[t] for t in texts], dtype=np.int32), known)


def _states(codes: NDArray[np.int8]) -> Ints:
    numbers = np.zeros(int(max(codes, default=0)) + 1, dtype=np.int32)
    for code, name in _STATES.items():
        if code < len(numbers):
            numbers[code] = states()[name]
    return numbers[codes]


def _plain(values: Floats) -> Coded:
    """The text of a usual cell: its number in plain digits."""
    coded: Any = pa.array(values, mask=np.isnan(values)).dictionary_encode()
    codes = coded.indices.fill_null(NONE).to_numpy(zero_copy_only=False)
    texts = [str(int(value)) if value.is_integer() else repr(value) for value in coded.dictionary.to_pylist()]
    return Coded(np.array(codes, dtype=np.int32), texts)


def _replaced(column: Coded, rows: NDArray[np.int64], texts: pa.ChunkedArray[Any]) -> Coded:
    """A column with other texts in some rows."""
    known = {text: code for code, text in enumerate(column.texts)}
    others = pc.unique(texts).to_pylist()
    coded = pc.index_in(texts, pa.array(others, pa.string())).to_numpy()
    codes = [NONE if text is None else known.setdefault(text, len(known)) for text in others]
    column.codes[rows] = np.array(codes, dtype=np.int32)[coded]
    return Coded(column.codes, list(known))
