"""The cells of a lake into the tables `stored.<table>_cells`, under the view `cells` that gives each back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from transforms.schema import table
from warehouse.cells.files import CellFile, all_places, read_cells, twice
from warehouse.cells.pack import Layouts, pack
from warehouse.cells.places import GROUPS, places
from warehouse.cells.views import create_views
from warehouse.errors import BuildError
from warehouse.files import files

_NUMBERS = """
    CREATE TABLE stored.report_numbers AS
    SELECT (row_number() OVER (ORDER BY report_id))::INTEGER AS number, report_id
    FROM reports
    ORDER BY report_id
"""
_LAYOUTS = """
    CREATE TABLE stored.layouts (
        layout INTEGER NOT NULL, "group" VARCHAR NOT NULL, place SMALLINT NOT NULL, locator VARCHAR
    )
"""
_ITEMS = """
    CREATE TABLE stored.cell_items (
        "group" VARCHAR NOT NULL, place SMALLINT NOT NULL, section VARCHAR NOT NULL, "row" VARCHAR NOT NULL,
        "column" VARCHAR NOT NULL, item VARCHAR NOT NULL, unit VARCHAR
    )
"""
# Of a report that several prefectures hold, one has the cells.
_LEFT_OUT = "SELECT report_id, prefecture FROM rivals WHERE prefecture <> kept"
_LISTS = (
    "odd_places SMALLINT[], odd_codes TINYINT[], odd_raws VARCHAR[], odd_units VARCHAR[], "
    "odd_computed DOUBLE[], odd_suggested DOUBLE[]"
)


def load_cells(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Fill the tables under `cells` from the Parquet files; `reports` and `rivals` are there.

    Raises BuildError that names the file and the row where a cell cannot be, or is there twice.
    """
    connection.execute("CREATE SCHEMA stored")
    for statement in (_NUMBERS, _LAYOUTS, _ITEMS, *map(_table, GROUPS)):
        connection.execute(statement)
    _insert(connection, "cell_items", _items())
    layouts = Layouts()
    connection.execute("BEGIN")
    for packed in _provinces(connection, lake, layouts):
        for group, parts in packed.items():
            _insert(connection, f"{group}_cells", pa.concat_tables(parts))
    columns = zip(*layouts.rows, strict=True) if layouts.rows else [[]] * 4
    names = ("layout", "group", "place", "locator")
    _insert(connection, "layouts", pa.table(dict(zip(names, map(list, columns), strict=True))))
    connection.execute("COMMIT")
    create_views(connection)


def _table(group: str) -> str:
    named = places(group)
    columns = [f'"{place.name}" DOUBLE' for place in named]
    columns += [f'"{place.computed}" DOUBLE' for place in named if place.summed]
    return (
        f"CREATE TABLE stored.{group}_cells (number INTEGER NOT NULL, layout INTEGER NOT NULL, "
        f"cells SMALLINT NOT NULL, numbers SMALLINT NOT NULL, {', '.join(columns)}, {_LISTS})"
    )


def _items() -> pa.Table:
    rows = [
        {
            "group": one.group,
            "place": one.place,
            **{name: getattr(one.item, name) for name in ("section", "row", "column", "item", "unit")},
        }
        for one in all_places()
    ]
    return pa.Table.from_pylist(rows)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("rows_to_load", rows)
    connection.execute(f"INSERT INTO stored.{name} FROM rows_to_load")
    connection.unregister("rows_to_load")


def _provinces(
    connection: duckdb.DuckDBPyConnection, lake: Path, layouts: Layouts
) -> Iterator[dict[str, list[pa.Table]]]:
    """The wide rows of all files, province by province, in the order of their paths."""
    reports = dict(connection.execute("SELECT report_id, number FROM stored.report_numbers").fetchall())
    left_out = connection.execute(_LEFT_OUT).fetchall()
    seen = np.zeros(len(reports) + 1, dtype=np.bool_)
    paths = files(lake, table("cells"))
    for _, group in groupby(paths, key=lambda path: _prefecture(path)[:2]):
        packed: dict[str, list[pa.Table]] = {}
        for path in group:
            here = frozenset(
                report_id for report_id, prefecture in left_out if prefecture == _prefecture(path)
            )
            cells = read_cells(path, reports, here)
            _refuse_again(cells, seen, reports)
            for name, rows in pack(cells, layouts).items():
                packed.setdefault(name, []).append(rows)
        yield packed


def _prefecture(path: str) -> str:
    found = re.search("prefecture=([^/\\\\]+)", path)
    return found[1] if found else ""


def _refuse_again(cells: CellFile, seen: NDArray[np.bool_], reports: dict[str, int]) -> None:
    """Refuse a report of which another file has cells, too."""
    if seen[cells.report].any():
        row = int(seen[cells.report].argmax())
        named = {number: report_id for report_id, number in reports.items()}
        item = all_places()[cells.item[row]].item.item
        raise BuildError(twice(cells.path, named[int(cells.report[row])], item))
    seen[cells.report] = True
