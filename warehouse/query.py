"""Read-only access to a lake's warehouse: SQL and the questions that commands ask."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.build import NAME, SCHEMA_VERSION
from warehouse.errors import DamagedError, LakeError, QueryError

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
_READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.PRAGMA,
    duckdb.StatementType.MULTI,  # PIVOT, which DuckDB runs in two steps
}
LEVELS = ("province", "prefecture", "county")
_NEWEST = """
    SELECT max(year) FROM panel
    WHERE value IS NOT NULL AND indicator = ? AND year = coalesce(?, year) AND level = coalesce(?, level)
        AND starts_with(division_code, division_prefix(?))
"""
_RANKED = "SELECT ?::BIGINT AS year, * FROM compare(?, ?, level := ?, within := ?) LIMIT ?"


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a query, typed; column names are unique."""

    table: pa.Table

    def rows(self) -> list[dict[str, object]]:
        """The rows as dictionaries."""
        return self.table.to_pylist()


def connect(lake: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches nothing but the warehouse: no files, no extensions, no settings.

    Raises LakeError when there is no lake, no warehouse in it, or one that this version cannot read,
    DamagedError when its file is damaged.
    """
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


def run_sql(lake: Path, query: str) -> QueryResult:
    """The answer to the last of the statements in `query`.

    Raises QueryError, one line, for wrong SQL and for statements that do more than read.
    """
    with connect(lake) as connection:
        return _ask(connection, query)


def compare(
    lake: Path,
    indicator: str,
    year: int | None = None,
    level: str | None = None,
    within: str | None = None,
    top: int | None = None,
) -> QueryResult:
    """Regions ranked by an indicator, within a division or in all; without a year the newest with values.

    Raises QueryError for an indicator or level that does not exist, and when no region has a value.
    """
    if level is not None and level not in LEVELS:
        raise QueryError(f"no level {level!r}: it is one of {', '.join(LEVELS)}")
    with connect(lake) as connection:
        _known_indicator(connection, indicator)
        ((newest,),) = connection.execute(_NEWEST, [indicator, year, level, within]).fetchall()
        if newest is None:
            raise QueryError(f"no region has a value of {indicator}{_where(year, within)}")
        return _ask(connection, _RANKED, [newest, indicator, newest, level, within, top])


def trace(lake: Path, report_id: str, item: str | None = None) -> list[dict[str, object]]:
    """Where a report's cells come from, one row a cell: page, time, archived bytes, place, text and value.

    A report without cells gives one row for itself. Raises QueryError for an unknown report or item.
    """
    with connect(lake) as connection:
        result = _ask(connection, "FROM trace(?, ?)", [report_id, item]).rows()
        if not result:
            near = _near(connection, "SELECT report_id FROM reports", report_id)
            raise QueryError(f"no report {report_id!r} in {lake}{near}")
        if item is not None and result[0]["item"] is None:
            near = _near(connection, "SELECT DISTINCT item FROM items", item)
            raise QueryError(f"report {report_id} has no item {item!r}{near}")
    return result


def coverage(lake: Path, year: int | None = None, within: str | None = None) -> QueryResult:
    """The ledger of who has published, of one year or all, within a division (a code or its first digits).

    Raises QueryError when no body is known there.
    """
    query = (
        "FROM coverage WHERE (? IS NULL OR year = ?) AND starts_with(division_code, division_prefix(?)) "
        "ORDER BY division_code, publisher, year, report_id"
    )
    with connect(lake) as connection:
        answer = _ask(connection, query, [year, year, within])
    if not answer.table.num_rows:
        raise QueryError(f"no report is known or expected{_where(year, within)}")
    return answer


def _ask(
    connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None
) -> QueryResult:
    """Run every statement; the last one's answer."""
    try:
        statements = connection.extract_statements(query)
        for statement in statements:
            _only_reading(statement.type)
        if not statements:
            raise QueryError("the query is empty")
        answers = [_answer(connection, statement, values) for statement in statements]
    except (duckdb.IOException, duckdb.InternalException, duckdb.FatalException) as error:
        raise DamagedError(f"the warehouse is damaged ({_one_line(error)}): `gongkai build`") from None
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from None
    return QueryResult(answers[-1])


def _answer(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, values: list[object] | None
) -> pa.Table:
    relation = connection.sql(statement, params=values)
    table: pa.Table = relation.to_arrow_table() if relation is not None else pa.table({})
    return table.rename_columns(_unique(table.column_names))


def _only_reading(kind: duckdb.StatementType) -> None:
    if kind not in _READING:
        name = kind.name.replace("_", " ")
        raise QueryError(f"the warehouse is read-only: {name} is not allowed, only SELECT and the like")


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


def _where(year: int | None, within: str | None) -> str:
    return "".join(f" {word} {given}" for word, given in (("in", year), ("within", within)) if given)


def _known_indicator(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    known = "FROM indicators WHERE indicator = ?"
    if not connection.execute(known, [name]).fetchall():
        near = _near(connection, "SELECT indicator FROM indicators", name)
        raise QueryError(f"no indicator {name!r}{near}; table indicators lists them all")


def _near(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> str:
    names = [known for (known,) in connection.execute(query).fetchall()]
    close = difflib.get_close_matches(name, names, n=3)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def _one_line(error: duckdb.Error) -> str:
    """DuckDB's message without its picture of the query; hints are kept."""
    text = str(error).split("\n\nLINE")[0].split("\nLINE")[0]
    return " ".join(text.split())
