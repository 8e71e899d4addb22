"""All rows of a table or view, a part at a time, so that none has to fit into memory."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from transforms.schema import table

_ROWS = 100_000
_REPORTS = 10_000
# Views of many rows, which a join gives in no order of their own.
_BY_REPORT = ("cells", "cells_corrected", "check_results")
_BY_INDICATOR = ("indicator_values", "panel", "panel_today")


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> pa.RecordBatchReader:
    """Every row of a table or view, in its order."""
    schema: pa.Schema = connection.sql(f'FROM "{name}" LIMIT 0').to_arrow_table().schema
    return pa.RecordBatchReader.from_batches(schema, _batches(connection, name))


def _batches(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    if name in _BY_INDICATOR:
        yield from _by_indicator(connection, name)
        return
    if table(name).items is None and name not in _BY_REPORT:
        yield from connection.table(f'"{name}"').to_arrow_reader(_ROWS)
        return
    order = ", ".join(table(name).key)
    query = f'FROM "{name}" WHERE report_id BETWEEN $first AND $last ORDER BY {order}'
    for first, last in _parts(connection):
        part = {"first": first, "last": last}
        yield from connection.sql(query, params=part).to_arrow_table().to_batches()


def _by_indicator(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    order = ", ".join(("indicator", *table(name).key[1:]))
    for indicators in _indicators(connection):
        # A list of values and no subquery: it is looked for within the view.
        values = ", ".join("?" * len(indicators))
        query = f'FROM "{name}" WHERE indicator IN ({values}) ORDER BY {order}'
        yield from connection.sql(query, params=indicators).to_arrow_table().to_batches()


def _indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """All indicators in order; in a small warehouse many at once, for each query costs its planning."""
    found = connection.execute("SELECT indicator FROM indicators ORDER BY ALL").fetchall()
    names = [name for (name,) in found]
    [(reports,)] = connection.execute("SELECT count(*) FROM reports").fetchall()
    at_once = max(1, _ROWS // max(1, reports))
    for start in range(0, len(names), at_once):
        yield names[start : start + at_once]


def _parts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The first and last identifier of each part of the reports."""
    query = """
        SELECT min(report_id), max(report_id)
        FROM (SELECT report_id, (row_number() OVER (ORDER BY report_id) - 1) // ? AS part FROM reports)
        GROUP BY part ORDER BY part
    """
    return connection.execute(query, [_REPORTS]).fetchall()
