"""The warehouse and the builds that are kept: whether they open, and whether they are of this version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.doctor.faults import Fault
from flows.lake import Lake
from warehouse.generations import FOLDER, NAME
from warehouse.version import SCHEMA_VERSION

_VERSION = "SELECT max_by(schema_version, build) FROM builds"
# Reads every block of the tables that hold nearly all there is.
_ALL = "SELECT count(DISTINCT raw), sum(value) FROM cells"


def warehouse_faults(lake: Lake) -> Iterator[Fault]:
    """What is wrong with the published warehouse and the earlier builds."""
    if not lake.warehouse.is_file():
        if any(lake.parquet.glob("reports/*/*.parquet")):
            yield Fault("warehouse_missing", NAME)
    elif (version := _version(lake.warehouse)) is None:
        yield Fault("warehouse_damaged", NAME)
    elif version != SCHEMA_VERSION:
        yield Fault(
            "warehouse_other_version", NAME, f"data model {version}, this program has {SCHEMA_VERSION}"
        )
    for path in sorted((lake.root / FOLDER).glob("*.duckdb")):
        same = lake.warehouse.is_file() and path.samefile(lake.warehouse)
        if not same and _version(path) is None:
            yield Fault("build_damaged", f"{FOLDER}/{path.name}")


def _version(path: Path) -> int | None:
    """The version of a warehouse's data model; None where the file cannot be read to its end."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute(_ALL).fetchall()
            ((version,),) = connection.execute(_VERSION).fetchall()
    except duckdb.Error:
        return None
    return int(version) if version is not None else None
