"""Read-only access to a lake's warehouse with SQL."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.errors import DamagedError, LakeError, QueryError
from warehouse.generations import NAME
from warehouse.version import SCHEMA_VERSION

if TYPE_CHECKING:
    import pandas as pd

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    # What does not fit into memory fails, and fills no disk.
    "memory_limit": "2GB",
    "temp_directory": "",
    "lock_configuration": True,
}
# The longest that an answer may take, and how large it may be: beyond that it is a mistake, or an export.
SECONDS = 300.0
_MOST_BYTES = 2_000_000_000
# Pragmas that tell something; others switch something on or off.
_TELLING = frozenset({"database_list", "database_size", "show_tables", "show_tables_expanded", "storage_info",
                      "table_info", "version", "functions", "collations", "platform"})  # fmt: skip
_PRAGMA = re.compile(r"(?:\s|--[^\n]*+|/\*.*?\*/)*+PRAGMA\s+(\w+)", re.IGNORECASE | re.DOTALL)
_READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.PRAGMA,
    duckdb.StatementType.MULTI,  # PIVOT, which DuckDB runs in two steps
}


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a query, typed; column names are unique."""

    table: pa.Table

    def rows(self) -> list[dict[str, object]]:
        """The rows as dictionaries."""
        return self.table.to_pylist()

    def df(self) -> pd.DataFrame:
        """The rows as a pandas frame; whole numbers with nulls among them become floats there."""
        return self.table.to_pandas()


def connect(lake: str | Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches nothing but the warehouse: no files, no extensions, no settings.

    Raises LakeError when there is no lake, no warehouse in it, or one that this version cannot read,
    DamagedError when its file is damaged.
    """
    lake = Path(lake)
    path = lake / NAME
    if not lake.is_dir():
        raise LakeError(f"no lake at {lake}: `gongkai run --lake {lake}` makes one")
    if not path.is_file():
        raise LakeError(f"the lake {lake} has no warehouse yet: `gongkai build --lake {lake}` makes it")
    again = f"`gongkai build --lake {lake}` makes it anew"
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_CONFIG)
        version = connection.execute("SELECT schema_version FROM warehouse_info").fetchall()
    except duckdb.CatalogException:
        raise LakeError(f"{path} is no warehouse of Gongkai: {again}") from None
    except duckdb.Error as error:
        raise DamagedError(f"{path} cannot be opened ({_one_line(error)}): {again}") from None
    if version != [(SCHEMA_VERSION,)]:
        connection.close()
        raise LakeError(f"{path} was built by another version: {again}")
    return connection


def run_sql(lake: str | Path, query: str, seconds: float = SECONDS) -> QueryResult:
    """The answer to the last of the statements in `query`. Raises QueryError as `ask` does."""
    with connect(lake) as connection:
        return ask(connection, query, seconds=seconds)


def ask(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    values: list[object] | None = None,
    seconds: float = SECONDS,
) -> QueryResult:
    """Run every statement on a connection of `connect`; the last one's answer.

    Raises QueryError, one line, for wrong SQL, for statements that do more than read, and for an answer that
    takes longer than `seconds` or is larger than two gigabytes.
    """
    stop = threading.Timer(seconds, connection.interrupt)
    try:
        statements = _only_reading(connection, query)
        stop.start()
        answers = [_answer(connection, statement, values) for statement in statements]
    except duckdb.InterruptException:
        raise QueryError(f"stopped after {seconds:g} s: ask for less, or for one division or year") from None
    except (duckdb.IOException, duckdb.InternalException, duckdb.FatalException) as error:
        raise DamagedError(f"the warehouse is damaged ({_one_line(error)}): `gongkai build`") from None
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from None
    finally:
        stop.cancel()
    return QueryResult(answers[-1])


def _answer(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, values: list[object] | None
) -> pa.Table:
    relation: duckdb.DuckDBPyRelation | None = connection.sql(statement, params=values)
    if relation is None:
        return pa.table({})
    reader = relation.to_arrow_reader()
    batches, size = [], 0
    for batch in reader:
        batches.append(batch)
        size += batch.nbytes
        if size > _MOST_BYTES:
            raise QueryError(f"the answer is larger than {_MOST_BYTES / 1e9:g} GB: ask for less, or LIMIT it")
    table = pa.Table.from_batches(batches, schema=reader.schema)
    return table.rename_columns(_unique(table.column_names))


def _only_reading(connection: duckdb.DuckDBPyConnection, query: str) -> list[duckdb.Statement]:
    """The statements of a query, all of which read. Raises QueryError that names one which does not."""
    statements = connection.extract_statements(query)
    for statement in statements:
        try:
            kind = statement.type
        except ValueError:
            # A kind of statement that DuckDB's Python library has no name for, such as UPDATE EXTENSIONS.
            raise QueryError("the warehouse is read-only: only SELECT and the like is allowed") from None
        pragma = _PRAGMA.match(statement.query)
        told = pragma[1] if pragma else ""
        unread = kind is duckdb.StatementType.PRAGMA and told.lower() not in _TELLING
        if kind not in _READING or unread:
            name = f"PRAGMA {told}" if told else kind.name.replace("_", " ")
            raise QueryError(f"the warehouse is read-only: {name} is not allowed, only SELECT and the like")
    if not statements:
        raise QueryError("the query is empty")
    return statements


def _unique(names: Iterable[str]) -> list[str]:
    """Column names, with a number added where one comes again."""
    unique: list[str] = []
    for name in names:
        number, free = 1, name
        while free in unique:
            number += 1
            free = f"{name}_{number}"
        unique.append(free)
    return unique


def _one_line(error: duckdb.Error) -> str:
    """DuckDB's message without its picture of the query; hints are kept."""
    text = str(error).split("\n\nLINE")[0].split("\nLINE")[0]
    return " ".join(text.split())
