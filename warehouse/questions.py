"""The questions that commands and notebooks ask of a lake."""

from __future__ import annotations

import difflib
from pathlib import Path

import duckdb

from warehouse.comparison import Comparison, Definition
from warehouse.errors import QueryError
from warehouse.query import QueryResult, ask, connect

LEVELS = ("province", "prefecture", "county")
_NEWEST = """
    SELECT max(year) FROM panel
    WHERE value IS NOT NULL AND indicator = ? AND year = coalesce(?, year) AND level = coalesce(?, level)
        AND starts_with(division_code, division_prefix(?))
"""
_RANKED = "SELECT ?::BIGINT AS year, * FROM compare(?, ?, level := ?, within := ?)"
_DEFINITION = (
    "SELECT indicator, name_en, name_zh, kind, unit, min_n, note FROM indicators WHERE indicator = ?"
)
_WITHIN = """
    SELECT any_value(name ORDER BY valid_from DESC NULLS LAST) FROM divisions
    WHERE rpad(division_prefix(division_code), 6, '0') = rpad(division_prefix(?), 6, '0')
"""
_ABOUT = "SELECT as_of, EXISTS (FROM runs WHERE kind = 'demo') FROM warehouse_info"
_COVERAGE = """
    FROM coverage WHERE (? IS NULL OR year = ?) AND starts_with(division_code, division_prefix(?))
    ORDER BY division_code, publisher, year, report_id
"""


def compare(
    lake: str | Path,
    indicator: str,
    year: int | None = None,
    level: str | None = None,
    within: str | None = None,
    top: int | None = None,
) -> Comparison:
    """Regions ranked by an indicator, within a division or in all; without a year the newest with values.

    Raises QueryError for an indicator or level that does not exist, and when no region has a value.
    """
    if level is not None and level not in LEVELS:
        raise QueryError(f"no level {level!r}: it is one of {', '.join(LEVELS)}")
    with connect(lake) as connection:
        definition = _definition(connection, indicator)
        ((newest,),) = connection.execute(_NEWEST, [indicator, year, level, within]).fetchall()
        if newest is None:
            at = f" at {level} level" if level else ""
            raise QueryError(f"no region has a value of {indicator}{_where(year, within)}{at}")
        answer = ask(connection, _RANKED, [newest, indicator, newest, level, within])
        ((place,),) = connection.execute(_WITHIN, [within or "none"]).fetchall()
        ((as_of, invented),) = connection.execute(_ABOUT).fetchall()
    found, valued = answer.table.num_rows, answer.table.num_rows - answer.table.column("value").null_count
    table = answer.table.slice(0, top)
    return Comparison(table, definition, newest, level, place or within, found, valued, as_of, invented)


def trace(lake: str | Path, report_id: str, item: str | None = None) -> list[dict[str, object]]:
    """Where a report's cells come from, one row a cell: page, time, archived bytes, place, text and value.

    A report without cells gives one row for itself. Raises QueryError for an unknown report or item.
    """
    with connect(lake) as connection:
        result = ask(connection, "FROM trace(?, ?)", [report_id, item]).rows()
        if not result:
            near = _near(connection, "SELECT report_id FROM reports", report_id)
            raise QueryError(f"no report {report_id!r} in {lake}{near}")
        if item is not None and result[0]["item"] is None:
            near = _near(connection, "SELECT DISTINCT item FROM items", item)
            raise QueryError(f"report {report_id} has no item {item!r}{near}")
    return result


def coverage(lake: str | Path, year: int | None = None, within: str | None = None) -> QueryResult:
    """The ledger of who has published, of one year or all, within a division (a code or its first digits).

    Raises QueryError when no body is known there.
    """
    with connect(lake) as connection:
        answer = ask(connection, _COVERAGE, [year, year, within])
    if not answer.table.num_rows:
        raise QueryError(f"no report is known or expected{_where(year, within)}")
    return answer


def _where(year: int | None, within: str | None) -> str:
    return "".join(f" {word} {given}" for word, given in (("in", year), ("within", within)) if given)


def _definition(connection: duckdb.DuckDBPyConnection, name: str) -> Definition:
    found = connection.execute(_DEFINITION, [name]).fetchall()
    if not found:
        near = _near(connection, "SELECT indicator FROM indicators", name)
        raise QueryError(f"no indicator {name!r}{near}; table indicators lists them all")
    return Definition(*found[0])


def _near(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> str:
    names = [known for (known,) in connection.execute(query).fetchall()]
    close = difflib.get_close_matches(name, names, n=3)
    return f" (did you mean {' or '.join(close)}?)" if close else ""
