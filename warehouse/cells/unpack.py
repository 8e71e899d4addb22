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

    def all(self) -> pa.Table:
        """All of them, with `usual`."""
        return self.of(0, int(max(self.report, default=0)) + 1).append_column("usual", pa.array(self.usual))

    def of(self, first: int, end: int) -> pa.Table:
        """The cells of the reports from `first` up to `end`. A text that none of them has leaves no trace."""
        rows = slice(*np.searchsorted(self.report, (first, end)))
        columns = {name: _encoded(column, rows) for name, column in self.texts.items()}
        columns |= {name: _known(column[rows]) for name, column in self.numbers.items()}
        return pa.table({name: columns[name] for name in _ORDER})


def _encoded(column: Coded, rows: slice) -> pa.Array[Any]:
    """Texts as codes of their own, in the order of the texts: the same whatever else was asked for."""
    codes = column.codes[rows]
    there = np.zeros(len(column.texts) + 1, dtype=np.bool_)
    there[codes] = True
    there[NONE] = False
    used = sorted(np.flatnonzero(there).tolist(), key=column.texts.__getitem__)
    places = np.zeros(len(column.texts) + 1, dtype=np.int32)
    places[used] = np.arange(len(used))
    texts = pa.array([column.texts[code] for code in used], pa.string())
    indices: Any = pa.array(places[codes], mask=codes == NONE)
    return pa.DictionaryArray.from_arrays(indices, texts)


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

    def cells(self, reports: Sequence[tuple[int, str]]) -> Cells:
        """The cells of these reports, each its number in the warehouse and its identifier."""
        wide = _Wide(len(reports), len(self._texts["item"].codes))
        numbers = np.array([number for number, _ in reports], dtype=np.int64)
        self._connection.register("reports_wanted", pa.table({"number": pa.array(numbers)}))
        order = np.argsort(numbers)
        for group, at in self._at.items():
            rows = self._connection.sql(_WIDE.format(group=group)).to_arrow_table().combine_chunks()
            here = order[np.searchsorted(numbers, rows["number"].to_numpy(), sorter=order)]
            self._place(wide, rows, here, at)
        self._connection.unregister("reports_wanted")
        return wide.long([report_id for _, report_id in reports], self._texts, self._locators)

    def _place(self, wide: _Wide, rows: pa.Table, here: NDArray[np.intp], at: dict[int, int]) -> None:
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


class _Wide:
    """Matrices of reports x items; of what is unusual report, item and all that its value does not tell."""

    def __init__(self, reports: int, items: int) -> None:
        self.value = np.full((reports, items), np.nan)
        self.computed = np.full((reports, items), np.nan)
        self.locator = np.full((reports, items), _ABSENT, dtype=np.int32)
        self.odd_report: list[NDArray[np.intp]] = []
        self.odd_item: list[NDArray[np.intp]] = []
        self.odd: list[pa.Table] = []

    def long(self, reports: list[str], items: dict[str, Coded], locators: list[str]) -> Cells:
        """The matrices read row by row."""
        report, item = np.nonzero(self.locator != _ABSENT)
        value, computed = self.value[report, item], self.computed[report, item]
        texts = {name: Coded(column.codes[item], column.texts) for name, column in items.items()}
        texts["report_id"] = Coded(report.astype(np.int32), reports)
        texts["locator"] = Coded(self.locator[report, item], locators)
        texts["state"] = Coded(np.zeros(len(report), dtype=np.int32), list(states()))
        texts["raw"] = _plain(value)
        usual = np.ones(len(report), dtype=np.bool_)
        suggested = np.full(len(report), np.nan)
        if self.odd:
            place = np.zeros(self.value.shape, dtype=np.int64)
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
