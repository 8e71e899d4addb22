"""Files to take away: tables of the warehouse as Parquet, the cells in a file a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from transforms.schema import dictionary
from warehouse.export.describe import Field, fields
from warehouse.export.tables import write_parquet
from warehouse.site import cells
from warehouse.site.files import Folder
from warehouse.site.panel import write_panel
from warehouse.site.parts import short
from warehouse.wide import rows_of

TABLES = (
    "reports", "panel", "coverage", "findings", "claims", "extras", "corrections", "indicators",
    "indicator_terms", "items", "checks", "divisions", "builds",
)  # fmt: skip
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
        known = {name: (one.zh, one.en) for name, one in dictionary().items()}
        return known | {name: (one["zh"], one["en"]) for name, one in cells.texts("tables").items()}


def write_downloads(connection: duckdb.DuckDBPyConnection, folder: Folder) -> Downloads:
    """Bring the files up to date; a table whose rows are as they were is not written."""
    columns = fields(connection)
    tables = [_table(connection, folder, name, columns[name]) for name in TABLES]
    rows = cells.write_cells(connection, folder)
    filed = [_download(folder, file, "cells", count) for file, count in rows.items() if file != cells.LAYOUTS]
    layouts = _download(folder, cells.LAYOUTS, "layouts", rows[cells.LAYOUTS])
    described = {**columns, cells.FILES: cells.fields(), "layouts": cells.layout_fields()}
    return Downloads((*tables, layouts), tuple(filed), described)


def _download(folder: Folder, file: str, name: str, rows: int) -> Download:
    return Download(file, name, (folder.root / file).stat().st_size, rows)


def _table(
    connection: duckdb.DuckDBPyConnection, folder: Folder, name: str, columns: Sequence[Field]
) -> Download:
    ((count, digest),) = connection.execute(_DIGESTS.get(name, _DIGEST.format(name))).fetchall()
    file, told = f"download/{name}.parquet", short(f"{count} {digest}")
    folder.make(file, told, partial(_write, connection, name, columns))
    return _download(folder, file, name, int(count))


def _write(connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Field], path: Path) -> None:
    if name == "panel":
        write_panel(connection, columns, path)
    else:
        write_parquet(rows_of(connection, name), columns, path)
