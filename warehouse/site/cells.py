"""Cells to take away: a file a year, one row a report, one column an item; a script makes rows of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from string import Template

import duckdb
import numpy as np
import pyarrow as pa
import yaml
from numpy.typing import NDArray
from pyarrow.parquet import ParquetWriter

from transforms.schema import comment, table
from warehouse.cells.columns import REPORT, Columns, column, computed, layout, schema
from warehouse.cells.places import GROUPS, places
from warehouse.comments import item_comments
from warehouse.export.describe import Field
from warehouse.export.tables import commented, write_parquet
from warehouse.site.files import Folder
from warehouse.site.parts import short

FOLDER = "download/cells"
# How the files are named where one text stands for all.
FILES = "cells/*.parquet"
LAYOUTS = "download/layouts.parquet"
SCRIPT = "download/cells.sql"
_HERE = Path(__file__).parent
# So many rows are held at a time, and stand together in a file.
_ROWS = 40_000
_YEARS = f"""
    SELECT
        year, list(n.number ORDER BY n.number),
        sum(hash({", ".join(f"r.{name}" for name in REPORT)}, d.digest))
    FROM reports r
    JOIN cell_digests d USING (report_id)
    JOIN stored.report_numbers n USING (report_id)
    GROUP BY year
    ORDER BY year
"""  # noqa: S608
_LAYOUTS = """
    SELECT n.name AS layout, l.place::BIGINT AS place, i.item, i.unit, l.locator
    FROM stored.layouts l
    JOIN layout_names n USING (layout)
    JOIN stored.cell_items i ON i."group" = l."group" AND i.place = l.place
    ORDER BY ALL
"""
_TABLE = """\
        SELECT report_id, $layout AS layout, [$values] AS all_values, [$sums]::DOUBLE[] AS all_computed,
            unusual, [u.item FOR u IN unusual] AS unusual_items
        FROM '$files' WHERE $layout IS NOT NULL"""


def write_cells(connection: duckdb.DuckDBPyConnection, folder: Folder) -> dict[str, int]:
    """Bring the files up to date and return how many rows each holds.

    From the warehouse that the pages show and not from the lake: what was read in a night that was not
    published stands in the lake, too.
    """
    found = connection.execute(_YEARS).fetchall()
    named = " ".join(schema().names)
    now = {
        f"{FOLDER}/{year}.parquet": short(f"{len(numbers)} {digest} {named}")
        for year, numbers, digest in found
    }
    for file in [name for name in folder.parts if name.startswith(f"{FOLDER}/") and name not in now]:
        folder.remove(file)
        del folder.parts[file]
    names = connection.execute("SELECT layout, name FROM layout_names").fetchall()
    cells = Columns(connection, dict(names))
    for (_, numbers, _), file in zip(found, now, strict=True):
        folder.make(file, now[file], partial(_write, cells, np.array(numbers, dtype=np.int32)))
    folder.write(SCRIPT, script())
    counts = {file: len(numbers) for (_, numbers, _), file in zip(found, now, strict=True)}
    return {**counts, LAYOUTS: _write_layouts(connection, folder)}


def _write(cells: Columns, numbers: NDArray[np.int32], path: Path) -> None:
    """The file of these reports, in groups of rows of one size: equal rows must give equal bytes."""
    columns = commented(schema(), fields())
    with ParquetWriter(path, columns, compression="zstd") as writer:
        for start in range(0, len(numbers), _ROWS):
            rows = cells.of(numbers[start : start + _ROWS])
            writer.write_table(rows.combine_chunks().cast(columns))


def _write_layouts(connection: duckdb.DuckDBPyConnection, folder: Folder) -> int:
    query = "SELECT coalesce(sum(places), 0)::BIGINT, sum(hash(name)) FROM layout_names"
    ((count, digest),) = connection.execute(query).fetchall()
    rows = connection.sql(_LAYOUTS)
    folder.make(
        LAYOUTS,
        short(f"{count} {digest}"),
        lambda path: write_parquet(rows.to_arrow_reader(), layout_fields(), path),
    )
    return int(count)


@cache
def texts(part: str) -> Mapping[str, Mapping[str, str]]:
    """What the tables and columns are, in both languages."""
    all_texts: dict[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(
        (_HERE / "cells.yml").read_text(encoding="utf-8")
    )
    return all_texts[part]


def _comment(name: str) -> str:
    return comment(**texts("columns")[name])


@cache
def fields() -> tuple[Field, ...]:
    """The columns of the files of cells with their meaning."""
    comments = {one.name: one.comment for one in table("reports").columns if one.name in REPORT}
    for group in GROUPS:
        comments[layout(group)] = _comment("table_layout")
        told = item_comments(table(f"stored.{group}_cells"))
        comments |= {column(place): told[place.name] for place in places(group)}
        comments |= {computed(place): told[place.computed] for place in places(group) if place.summed}
    comments["unusual"] = _comment("unusual")
    return tuple(Field(one.name, _type(one.type), comments[one.name]) for one in schema())


@cache
def layout_fields() -> tuple[Field, ...]:
    """The columns of the file of layouts with their meaning."""
    types = {
        "layout": "VARCHAR",
        "place": "BIGINT",
        "item": "VARCHAR",
        "unit": "VARCHAR",
        "locator": "VARCHAR",
    }
    return tuple(Field(name, kind, _comment(name)) for name, kind in types.items())


def _type(kind: pa.DataType) -> str:
    """As DuckDB names it."""
    if pa.types.is_list(kind):
        told = ", ".join(f"{one.name} {_type(one.type)}" for one in kind.value_type)
        return f"STRUCT({told})[]"
    return {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE"}[str(kind)]


def script() -> str:
    """What makes rows of the columns, in DuckDB."""
    template = Template((_HERE / "cells.sql").read_text(encoding="utf-8"))
    tables = "\n        UNION ALL\n".join(map(_table, GROUPS))
    return template.substitute(files=f"{FOLDER}/*.parquet", layouts=LAYOUTS, script=SCRIPT, tables=tables)


def _table(group: str) -> str:
    """The reports that have a table, with their values and what the sums give, in lists by place."""
    named = places(group)
    values = ", ".join(column(place) for place in named)
    sums = ", ".join(computed(place) if place.summed else "NULL" for place in named)
    return Template(_TABLE).substitute(
        layout=layout(group), values=values, sums=sums, files=f"{FOLDER}/*.parquet"
    )
