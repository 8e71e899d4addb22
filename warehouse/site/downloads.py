"""Files to take away: tables of the warehouse as Parquet, the cells in a file a prefecture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb
import pyarrow as pa

from transforms.schema import dictionary
from transforms.whole import whole
from warehouse.export.describe import Field, fields
from warehouse.export.tables import write_parquet
from warehouse.site.files import Folder
from warehouse.site.parts import short
from warehouse.wide import cells_of, rows_of

TABLES = (
    "reports", "panel", "coverage", "findings", "claims", "extras", "corrections", "indicators",
    "indicator_terms", "items", "checks", "divisions", "builds",
)  # fmt: skip
_CELLS = """
    SELECT left(r.division_code, 4), sum(d.cells)::BIGINT, sum(hash(d.report_id, d.cells, d.digest))
    FROM reports AS r JOIN report_digests AS d USING (report_id)
    GROUP BY ALL ORDER BY ALL
"""
_DIGEST = 'SELECT count(*), coalesce(sum(hash(t)), 0) FROM "{}" AS t'


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site with the table that it holds."""

    path: str
    table: str
    size: int
    rows: int

    @property
    def megabytes(self) -> str:
        """Its size for people."""
        return f"{self.size / 1e6:,.1f} MB" if self.size >= 100_000 else f"{self.size / 1e3:,.0f} kB"


@dataclass(frozen=True, slots=True)
class Downloads:
    """Everything to take away, and the columns of every table with their meaning."""

    tables: tuple[Download, ...]
    cells: tuple[Download, ...]
    columns: Mapping[str, Sequence[Field]]

    @property
    def meanings(self) -> Mapping[str, tuple[str, str]]:
        """What each table is, in Chinese and English."""
        return {name: (one.zh, one.en) for name, one in dictionary().items()}


def write_downloads(connection: duckdb.DuckDBPyConnection, folder: Folder) -> Downloads:
    """Bring the files up to date; a table whose rows are as they were is not written."""
    columns = fields(connection)
    tables = tuple(_table(connection, folder, name, columns[name]) for name in TABLES)
    return Downloads(tables, tuple(_cells(connection, folder, columns["cells"])), columns)


def _table(
    connection: duckdb.DuckDBPyConnection, folder: Folder, name: str, columns: Sequence[Field]
) -> Download:
    ((count, digest),) = connection.execute(_DIGEST.format(name)).fetchall()
    file, told = f"download/{name}.parquet", short(f"{count} {digest}")
    _write(folder, file, told, partial(rows_of, connection, name), columns)
    return Download(file, name, (folder.root / file).stat().st_size, int(count))


def _cells(connection: duckdb.DuckDBPyConnection, folder: Folder, columns: Sequence[Field]) -> list[Download]:
    """A file a prefecture, from the warehouse that the pages show and not from the lake: what was read in a
    night that was not published stands in the lake, too.
    """
    found = []
    for prefecture, count, digest in connection.execute(_CELLS).fetchall():
        file, told = f"download/cells/{prefecture}.parquet", short(f"{count} {digest}")
        _write(folder, file, told, partial(cells_of, connection, prefecture), columns)
        found.append(Download(file, "cells", (folder.root / file).stat().st_size, int(count)))
    wanted = {one.path for one in found}
    for file in [name for name in folder.parts if name.startswith("download/cells/") and name not in wanted]:
        folder.remove(file)
        del folder.parts[file]
    return found


def _write(
    folder: Folder, file: str, told: str, rows: Callable[[], pa.RecordBatchReader], columns: Sequence[Field]
) -> None:
    """Write a file unless it was made of what is `told` already."""
    path = folder.root / file
    if folder.parts.get(file) == told and path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path, lasting=False) as beside:
        write_parquet(rows(), columns, beside)
    folder.written += 1
    folder.parts[file] = told
