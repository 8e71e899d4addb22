"""The warehouse from Parquet: built beside the old one and swapped in whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import duckdb
import structlog

from transforms.schema import dictionary, table
from warehouse.comments import apply_comments, item_columns
from warehouse.errors import BuildError, LakeError
from warehouse.load import create, load
from warehouse.lock import only_builder

NAME = "gongkai.duckdb"
# Goes up whenever a table, view or column changes its name or meaning.
SCHEMA_VERSION = 1
_SQL = Path(__file__).with_name("sql")
_MEMORY = "3GB"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the file and the rows of every table, in the order of the dictionary."""

    path: Path
    rows: Mapping[str, int]


def build(lake: Path) -> BuildResult:
    """Build the warehouse of a lake and put it in place of the old one, which readers may hold open.

    The content depends on the Parquet files and run summaries alone. Raises LakeError when there is no lake,
    BuildError when a file of it is wrong or another build is running; the old warehouse then stays as it was.
    """
    if not lake.is_dir():
        raise LakeError(f"no lake at {lake}: `gongkai run --lake {lake}` makes one")
    target = lake / NAME
    try:
        with only_builder(lake / f"{NAME}.lock"):
            rows = _swap_in(lake, target)
    except duckdb.Error as error:
        raise BuildError(f"{lake}: the warehouse could not be built: {str(error).splitlines()[0]}") from error
    except OSError as error:
        raise BuildError(f"{lake}: the warehouse could not be written: {error}") from error
    log.info("warehouse built", path=str(target), reports=rows["reports"], cells=rows["cells"])
    return BuildResult(target, rows)


def _swap_in(lake: Path, target: Path) -> dict[str, int]:
    beside = target.with_name(f"{NAME}.next")
    _remove(beside)
    try:
        rows = _build(lake, beside)
        if not rows["reports"]:
            _refuse_empty(lake, target)
        _sync(beside)
        beside.replace(target)
    finally:
        _remove(beside)
    return rows


def _refuse_empty(lake: Path, target: Path) -> None:
    """Nothing takes the place of a warehouse with reports: reports do not vanish, files do."""
    if not target.is_file():
        return
    try:
        with duckdb.connect(str(target), read_only=True) as former:
            ((reports,),) = former.execute("SELECT count(*) FROM reports").fetchall()
    except duckdb.Error:
        # A damaged warehouse, or none of ours, holds nothing that could be lost.
        return
    if reports:
        raise BuildError(
            f"{lake / 'parquet'} holds no report, the warehouse {reports}: it stays as it is; "
            f"`gongkai replay --lake {lake}` makes the Parquet files again from the archive"
        )


def _build(lake: Path, path: Path) -> dict[str, int]:
    with duckdb.connect(str(path), config={"memory_limit": _MEMORY}) as connection:
        load(connection, lake)
        create(connection, table("warehouse_info"))
        for script in sorted(_SQL.glob("*.sql")):
            connection.execute(_filled(script))
        apply_comments(connection)
        return _counts(connection)


def _filled(script: Path) -> str:
    """A script without its placeholders; one about `$section` comes once for each standard table."""
    text = Template(script.read_text(encoding="utf-8"))
    if "section" not in text.get_identifiers():
        return text.substitute(schema_version=SCHEMA_VERSION)
    return "\n".join(
        text.substitute(section=section, columns=_spread(section))
        for section in ("disclosure", "applications", "disputes")
    )


def _spread(section: str) -> str:
    return ",\n".join(
        f"        max(value) FILTER (item = '{item}') AS \"{name}\""
        for name, item in item_columns(section).items()
    )


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = [definition.name for definition in dictionary().values() if definition.kind != "view"]
    queries = (f'SELECT count(*) FROM "{name}"' for name in tables)  # noqa: S608
    return {
        name: connection.execute(query).fetchall()[0][0] for name, query in zip(tables, queries, strict=True)
    }


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """Remove a warehouse and what DuckDB keeps beside it."""
    for leftover in (path, path.with_name(f"{path.name}.wal")):
        leftover.unlink(missing_ok=True)
