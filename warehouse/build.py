"""The warehouse from Parquet: built beside the old one and swapped in whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import duckdb
import structlog

from transforms.schema import dictionary, table
from warehouse.cells.places import places
from warehouse.checks import checks
from warehouse.comments import apply_comments
from warehouse.corrections import load_corrections
from warehouse.errors import BuildError, LakeError
from warehouse.facts import values_fields
from warehouse.generations import KEPT, NAME, keep, newest
from warehouse.history import Former, attach, begin, former_at
from warehouse.load import create, load
from warehouse.lock import only_builder
from warehouse.version import SCHEMA_VERSION

_SQL = Path(__file__).with_name("sql")
MEMORY = "3GB"
_BLOCK = 65_536
# The oldest DuckDB that can open the file. Files for 1.4 are a quarter larger, files for 2.0 no smaller.
_READABLE_SINCE = "v1.5.0"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the file and the rows of every table, in the order of the dictionary."""

    path: Path
    rows: Mapping[str, int]


def build(lake: Path, memory: str = MEMORY, builds: int = KEPT) -> BuildResult:
    """Build the warehouse of a lake and put it in place of the old one, which readers may hold open.

    The content depends on the Parquet files and run summaries alone, but for `builds` and `changes`, which
    tell of this lake's builds, of which the last `builds` are kept. DuckDB takes no more than `memory` and
    then goes to disk. Raises LakeError
    when there is no lake, BuildError when a file of it is wrong, the disk is full or another build is
    running; the old warehouse then stays as it was.
    """
    if not lake.is_dir():
        raise LakeError(f"no lake at {lake}: `gongkai run --lake {lake}` makes one")
    target = lake / NAME
    try:
        with only_builder(lake / f"{NAME}.lock"):
            keep(lake, builds)
            rows = _swap_in(lake, target, memory)
            keep(lake, builds)
    except duckdb.Error as error:
        raise BuildError(_why(lake, error)) from error
    except OSError as error:
        raise BuildError(f"{lake}: the warehouse could not be written: {error}") from error
    log.info("warehouse built", path=str(target), reports=rows["reports"], cells=rows["cells"])
    return BuildResult(target, rows)


def _why(lake: Path, error: duckdb.Error) -> str:
    reason = str(error).splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"{lake}: the build needs more memory than it may take ({reason}): raise GONGKAI_BUILD_MEMORY"
    return f"{lake}: the warehouse could not be built: {reason}"


def _swap_in(lake: Path, target: Path, memory: str) -> dict[str, int]:
    beside = target.with_name(f"{NAME}.next")
    _remove(beside)
    try:
        rows = _compared(lake, beside, former_at(target, SCHEMA_VERSION), memory)
        if not rows["reports"]:
            _refuse_empty(lake, target)
        _sync(beside)
        beside.replace(target)
    finally:
        _remove(beside)
    return rows


def _compared(lake: Path, beside: Path, former: Former | None, memory: str) -> dict[str, int]:
    """A build that is compared with the warehouse before it, unless that one turns out to be damaged."""
    try:
        return _build(lake, beside, former, memory)
    except (duckdb.IOException, duckdb.InternalException, duckdb.FatalException) as error:
        if former is None or str(former.path) not in str(error):
            raise
        log.warning("history starts anew: the warehouse before is damaged", why=str(error).splitlines()[0])
        _remove(beside)
        return _build(lake, beside, None, memory)


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


def _build(lake: Path, path: Path, former: Former | None, memory: str) -> dict[str, int]:
    number = max(newest(lake), former.build if former else 0) + 1
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(_spill(path)),
        # In blocks of the usual size dozens of small tables would leave most of the file empty.
        "default_block_size": _BLOCK,
        # Put into the file once, at the end: what goes in and is written anew leaves holes.
        "checkpoint_threshold": "64GB",
        "storage_compatibility_version": _READABLE_SINCE,
    }
    with duckdb.connect(str(path), config=config) as connection:
        load(connection, lake)
        load_corrections(connection, lake)
        for name in ("warehouse_info", "coverage"):
            create(connection, table(name))
        attach(connection, former)
        begin(connection, number, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", former)
        for script in sorted(_SQL.glob("*.sql")):
            connection.execute(_filled(script))
        if former:
            connection.execute("DETACH former")
        apply_comments(connection)
        return _counts(connection)


def _filled(script: Path) -> str:
    """A script filled in; one about a `$section` or `$rule` comes once for each of them."""
    text = Template(script.read_text(encoding="utf-8"))
    named = set(text.get_identifiers())
    if "section" in named:
        turns = [{"section": s, "columns": _spread(s)} for s in ("disclosure", "applications", "disputes")]
    elif "rule" in named:
        turns = [{"rule": check.rule, "query": check.query} for check in checks() if check.query]
    else:
        turns = [{"schema_version": str(SCHEMA_VERSION), **values_fields()}]
    return "\n".join(text.substitute(turn) for turn in turns)


def _spread(section: str) -> str:
    return ",\n".join(f'    w."{place.name}"' for place in places(section))


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = [one.name for one in dictionary().values() if one.kind not in ("view", "stored")]
    queries = {name: f'SELECT count(*) FROM "{name}"' for name in tables}  # noqa: S608
    queries["cells"] = "SELECT coalesce(sum(cells), 0)::BIGINT FROM report_digests"
    return {name: connection.execute(query).fetchall()[0][0] for name, query in queries.items()}


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _spill(path: Path) -> Path:
    """Where DuckDB puts what memory does not hold."""
    return path.with_name(f"{path.name}.tmp")


def _remove(path: Path) -> None:
    """Remove a warehouse and what DuckDB keeps beside it."""
    for leftover in (path, path.with_name(f"{path.name}.wal")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(_spill(path), ignore_errors=True)
