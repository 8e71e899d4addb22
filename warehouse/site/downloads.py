"""Files to take away: tables of the warehouse as Parquet, the cells in a file a prefecture and year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import dictionary
from transforms.whole import whole
from warehouse.cells.unpack import Unpacker
from warehouse.export.describe import Field, fields
from warehouse.export.tables import write_coded, write_parquet
from warehouse.site.files import Folder
from warehouse.site.parts import Stale, batches, short, want
from warehouse.wide import rows_of

TABLES = (
    "reports", "panel", "coverage", "findings", "claims", "extras", "corrections", "indicators",
    "indicator_terms", "items", "checks", "divisions", "builds",
)  # fmt: skip
# Cut by prefecture and year: what a night brings is of few years.
_FILED = """
    SELECT left(r.division_code, 4) || '-' || r.year AS file, r.report_id, n.number, d.cells, d.digest
    FROM reports AS r
    JOIN stored.report_numbers AS n USING (report_id)
    JOIN cell_digests AS d USING (report_id)
"""
_CELLS = (
    "SELECT file, sum(cells)::BIGINT, sum(hash(report_id, digest)) FROM filed GROUP BY file ORDER BY file"
)
_REPORTS = "SELECT file, number, report_id FROM filed SEMI JOIN wanted ON part = file ORDER BY file, number"
# About so many cells are held at a time.
_HELD = 500_000
_DIGEST = 'SELECT count(*), coalesce(sum(hash(t)), 0) FROM "{}" AS t'
_DIGESTS = {
    # The texts of the panel are those of its reports, once and not once an indicator.
    "panel": """
        SELECT count(*), coalesce(sum(hash(f)), 0)
            + (SELECT coalesce(sum(hash(g)), 0) FROM stored.governments AS g)
        FROM figures AS f
    """
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site with the table that it holds."""

    path: str
    table: str
    size: int
    rows: int

    @property
    def name(self) -> str:
        """Its name in its folder."""
        return self.path.rpartition("/")[2]

    @property
    def year(self) -> str:
        """The year of a file of cells."""
        return self.name.removesuffix(".parquet").partition("-")[2]

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
    ((count, digest),) = connection.execute(_DIGESTS.get(name, _DIGEST.format(name))).fetchall()
    file, told = f"download/{name}.parquet", short(f"{count} {digest}")
    _write(folder, file, told, lambda path: write_parquet(rows_of(connection, name), columns, path))
    return Download(file, name, (folder.root / file).stat().st_size, int(count))


def _cells(connection: duckdb.DuckDBPyConnection, folder: Folder, columns: Sequence[Field]) -> list[Download]:
    """A file a prefecture and year, from the warehouse that the pages show and not from the lake: what was
    read in a night that was not published stands in the lake, too.
    """
    connection.execute(f"CREATE TEMP VIEW filed AS {_FILED}")
    found = connection.execute(_CELLS).fetchall()
    now = {f"download/cells/{name}.parquet": short(f"{count} {digest}") for name, count, digest in found}
    for file in [name for name in folder.parts if name.startswith("download/cells/") and name not in now]:
        folder.remove(file)
        del folder.parts[file]
    stale = [
        Stale(name, told, int(count))
        for (name, count, _), (file, told) in zip(found, now.items(), strict=True)
        if not folder.holds(file, told)
    ]
    for name, cells in _unpacked(connection, stale):
        file = f"download/cells/{name}.parquet"
        _write(folder, file, now[file], partial(write_coded, cells, columns))
    sizes = {file: (folder.root / file).stat().st_size for file in now}
    return [
        Download(file, "cells", sizes[file], int(count))
        for (_, count, _), file in zip(found, now, strict=True)
    ]


def _unpacked(
    connection: duckdb.DuckDBPyConnection, stale: Sequence[Stale]
) -> Iterator[tuple[str, pa.Table]]:
    """The files of cells with their rows."""
    unpacker = Unpacker(connection)
    for batch in batches(stale, _HELD):
        want(connection, [one.part for one in batch])
        reports = connection.execute(_REPORTS).fetchall()
        cells = unpacker.cells([(number, report_id) for _, number, report_id in reports])
        end = 0
        for name, same in groupby(reports, key=lambda row: str(row[0])):
            start, end = end, end + sum(1 for _ in same)
            yield name, cells.of(start, end)


def _write(folder: Folder, file: str, told: str, write: Callable[[Path], None]) -> None:
    """Write a file unless it was made of what is `told` already."""
    if folder.holds(file, told):
        return
    path = folder.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path, lasting=False) as beside:
        write(beside)
    folder.written += 1
    folder.parts[file] = told
