"""Cells of many reports as columns: one row a report, one column an item, for files that others read.

Of a cell that is a number printed in plain digits, in its item's unit, the value is all there is to tell; the
list `unusual` of its report tells the rest of any other. Which cells a table has, and where in its document
each stands, is the same for many reports: they share a layout, named by a digest of what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.cells.pack import BLANK, MISSING, NUMBER, PLACEHOLDER, UNREADABLE
from warehouse.cells.places import GROUPS, Place, places

# Of a report, what it takes to compare like with like.
REPORT = ("report_id", "division_code", "place", "publisher", "publisher_level", "scope", "year")
_REPORTS = f"""
    SELECT {", ".join(f"r.{name}" for name in REPORT)}
    FROM stored.report_numbers n
    SEMI JOIN reports_wanted USING (number)
    JOIN reports r USING (report_id)
    ORDER BY n.number
"""  # noqa: S608
_CELLS = "FROM stored.{group}_cells SEMI JOIN reports_wanted USING (number)"
_STATES = {BLANK: "blank", PLACEHOLDER: "placeholder", UNREADABLE: "unreadable", MISSING: "missing"}
_LISTS = {"raw": "odd_raws", "unit": "odd_units", "computed": "odd_computed", "suggested": "odd_suggested"}


def column(place: Place) -> str:
    """The column of an item: applications_received_total."""
    return place.item.item.replace(".", "_")


def computed(place: Place) -> str:
    """The column of what the form's equations give for an item."""
    return f"computed_{column(place)}"


def layout(group: str) -> str:
    """The column that names the layout of a table; null where a report has no such table."""
    return f"{group}_layout"


@cache
def schema() -> pa.Schema:
    """The columns with their types."""
    told: list[tuple[str, pa.DataType]] = [(name, pa.string()) for name in ("item", "state", "raw", "unit")]
    told += [(name, pa.float64()) for name in ("computed", "suggested")]
    fields: list[tuple[str, pa.DataType]] = [(name, pa.string()) for name in REPORT if name != "year"]
    fields.append(("year", pa.int64()))
    fields += [(layout(group), pa.string()) for group in GROUPS]
    fields += [(name, pa.float64()) for group in GROUPS for place in places(group) for name in _names(place)]
    return pa.schema([*fields, ("unusual", pa.list_(pa.struct(told)))])


def _names(place: Place) -> list[str]:
    return [column(place), computed(place)] if place.summed else [column(place)]


class Columns:
    """The cells of a warehouse; `layouts` are the names of its layouts by number."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, layouts: dict[int, str]) -> None:
        self._connection = connection
        self._layouts = pa.array([layouts.get(n) for n in range(max(layouts, default=0) + 1)], pa.string())

    def of(self, numbers: NDArray[np.int32]) -> pa.Table:
        """The reports of these numbers, which are in order."""
        self._connection.register("reports_wanted", pa.table({"number": pa.array(numbers)}))
        reports = self._table(_REPORTS)
        columns: dict[str, Any] = {name: reports[name] for name in REPORT}
        unusual = []
        for group in GROUPS:
            rows = self._table(_CELLS.format(group=group))
            here = np.searchsorted(numbers, rows["number"].to_numpy())
            columns |= self._columns(group, _spread(rows, here, len(numbers)))
            unusual.append(_Unusual.of(group, rows, here))
        self._connection.unregister("reports_wanted")
        return pa.table({**columns, "unusual": _lists(unusual, len(numbers))}).select(schema().names)

    def _table(self, query: str) -> pa.Table:
        rows: pa.Table = self._connection.sql(query).to_arrow_table()
        return rows.combine_chunks()

    def _columns(self, group: str, rows: pa.Table) -> dict[str, Any]:
        columns: dict[str, Any] = {layout(group): self._layouts.take(_flat(rows["layout"]))}
        for place in places(group):
            columns[column(place)] = rows[place.name]
            if place.summed:
                columns[computed(place)] = rows[place.computed]
        return columns


def _spread(rows: pa.Table, here: NDArray[np.intp], reports: int) -> pa.Table:
    """A row for each report, of nulls where it has none; `here` is the report of each row there is."""
    if len(rows) == reports and (np.diff(here) > 0).all():
        return rows
    row = np.full(reports, -1)
    row[here] = np.arange(len(here))
    return rows.take(pa.array(row, mask=row < 0))


@dataclass(frozen=True, slots=True)
class _Unusual:
    """What is unusual in the rows of one table, and the report of each such cell."""

    report: NDArray[np.intp]
    told: pa.Array[Any]

    @classmethod
    def of(cls, group: str, rows: pa.Table, here: NDArray[np.intp]) -> _Unusual:
        """Those of a table; `here` is the report of each row."""
        odd = _flat(rows["odd_places"])
        items: Any = pa.array([place.item.item for place in places(group)])
        told = {
            "item": items.take(pc.subtract(odd.flatten(), 1)),
            "state": _states().take(_flat(pc.list_flatten(rows["odd_codes"]))),
        }
        told |= {name: _flat(pc.list_flatten(rows[lists])) for name, lists in _LISTS.items()}
        struct = pa.StructArray.from_arrays(list(told.values()), names=list(told))
        return cls(here[pc.list_parent_indices(odd).to_numpy()], struct)


def _lists(parts: list[_Unusual], reports: int) -> pa.Array[Any]:
    """A list for each report, in the order of the forms."""
    report = np.concatenate([part.report for part in parts])
    ends = np.concatenate(([0], np.cumsum(np.bincount(report, minlength=reports))))
    told: Any = pa.concat_arrays([part.told for part in parts])
    offsets: Any = pa.array(ends.astype(np.int32))
    return pa.ListArray.from_arrays(offsets, told.take(pa.array(np.argsort(report, kind="stable"))))


def _flat(column: Any) -> Any:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


@cache
def _states() -> Any:
    """The state that each code stands for."""
    return pa.array([_STATES.get(code, "number") for code in range(NUMBER + 1)])
