"""The build's place in history: what it is compared with, and the record of all builds before it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb
import structlog

from transforms.schema import table
from warehouse.load import create

log = structlog.get_logger()

_COPIED = ("builds", "changes")
# What the script of the changes compares with; empty where nothing was published before.
_NOTHING = """
    CREATE TEMP TABLE former_reports AS
        SELECT report_id, division_code, publisher, year, revision FROM reports LIMIT 0;
    CREATE TEMP TABLE former_digests AS
        SELECT ''::TEXT AS report_id, 0::BIGINT AS cells, 0::BIGINT AS digest LIMIT 0;
    CREATE TEMP TABLE former_cells AS SELECT report_id, item, state, value, raw FROM cells LIMIT 0
"""
_FORMER = """
    CREATE TEMP VIEW former_reports AS
        SELECT report_id, division_code, publisher, year, revision FROM former.reports;
    CREATE TEMP VIEW former_digests AS SELECT report_id, cells, digest FROM former.report_digests;
    CREATE TEMP VIEW former_cells AS SELECT report_id, item, state, value, raw FROM former.cells
"""


@dataclass(frozen=True, slots=True)
class Former:
    """The warehouse at `path` that a new build follows, of the number `build`."""

    path: Path
    build: int


def former_at(path: Path, schema_version: int) -> Former | None:
    """The warehouse to compare with; None, and why in the log, where there is none of this version."""
    if not path.is_file():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            ((found,),) = connection.execute("SELECT schema_version FROM warehouse_info").fetchall()
            if found == schema_version:
                ((build,),) = connection.execute("SELECT max(build) FROM builds").fetchall()
                return Former(path, int(build))
        reason = f"it is of version {found}"
    except (duckdb.Error, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0]
    log.warning("history starts anew: the warehouse before tells none", path=str(path), why=reason)
    return None


def attach(connection: duckdb.DuckDBPyConnection, former: Former | None) -> None:
    """Copy the record of earlier builds, and name what this one is compared with `former_…`."""
    for name in _COPIED:
        create(connection, table(name))
    if former is None:
        connection.execute(_NOTHING)
        return
    path = str(former.path).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS former (READ_ONLY)")
    connection.execute(_FORMER)
    for name in _COPIED:
        connection.execute(f'INSERT INTO "{name}" BY NAME FROM former."{name}"')


def begin(connection: duckdb.DuckDBPyConnection, build: int, built_at: str, former: Former | None) -> None:
    """Tell the scripts which build this is."""
    connection.execute(
        "CREATE TEMP TABLE this_build AS "
        "SELECT ?::BIGINT AS build, ? AS built_at, ? AS version, ?::BIGINT AS compared_with",
        [build, built_at, version("gongkai"), former.build if former else None],
    )
