"""Files to take away: tables of the warehouse as Parquet, and the cells as the lake has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schema import dictionary
from transforms.whole import link_whole, whole
from warehouse.export.describe import Field, fields
from warehouse.export.tables import write_parquet
from warehouse.site.files import Folder
from warehouse.site.parts import short

TABLES = (
    "reports", "panel", "coverage", "findings", "claims", "extras", "corrections", "indicators",
    "indicator_terms", "items", "checks", "divisions", "builds",
)  # fmt: skip
_DIGEST = 'SELECT count(*), coalesce(sum(hash(t)), 0) FROM "{}" AS t'


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site with the table that it holds. `rows` is not told for parts of the cells."""

    path: str
    table: str
    size: int
    rows: int | None = None

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


def write_downloads(connection: duckdb.DuckDBPyConnection, lake: Path, folder: Folder) -> Downloads:
    """Bring the files up to date; a table whose rows are as they were is not written."""
    columns = fields(connection)
    tables = tuple(_table(connection, folder, name, columns[name]) for name in TABLES)
    return Downloads(tables, tuple(_cells(lake, folder)), columns)


def _table(
    connection: duckdb.DuckDBPyConnection, folder: Folder, name: str, columns: Sequence[Field]
) -> Download:
    file = f"download/{name}.parquet"
    path = folder.root / file
    ((rows, digest),) = connection.execute(_DIGEST.format(name)).fetchall()
    told = short(f"{rows} {digest}")
    if folder.parts.get(file) != told or not path.is_file():
        path.parent.mkdir(exist_ok=True)
        with whole(path, lasting=False) as beside:
            write_parquet(connection, name, columns, beside)
        folder.written += 1
        folder.parts[file] = told
    return Download(file, name, path.stat().st_size, int(rows))


def _cells(lake: Path, folder: Folder) -> list[Download]:
    """The same files as in the lake, by a link where the file system has them: no byte is stored twice."""
    found = []
    for source in sorted((lake / "parquet" / "cells").glob("prefecture=*/data.parquet")):
        prefecture = source.parent.name.removeprefix("prefecture=")
        file = f"download/cells/{prefecture}.parquet"
        target = folder.root / file
        held, now = target.stat() if target.is_file() else None, source.stat()
        if held is None or (held.st_size, held.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
            link_whole(source, target)
            folder.written += 1
        folder.parts[file] = "cells"
        found.append(Download(file, "cells", now.st_size))
    wanted = {one.path for one in found}
    for file in [name for name in folder.parts if name.startswith("download/cells/") and name not in wanted]:
        folder.remove(file)
        del folder.parts[file]
    return found
