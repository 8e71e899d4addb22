"""All rows of a table or view, a part at a time, so that none has to fit into memory.

A wide view is quick for a few columns or reports. For all of them a pivot is, of some thousand reports at a
time: an eighth of the work on a lake of 12,000 reports, and no more memory on a larger one.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from transforms.schema import table
from warehouse.comments import item_columns

_ROWS = 100_000
_REPORTS = 10_000
# Stored in another order than that of their key, and too many to be sorted at once.
_CELLS = "FROM cells WHERE report_id BETWEEN $first AND $last ORDER BY report_id, item"


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> pa.RecordBatchReader:
    """Every row of a table or view, in its order."""
    schema: pa.Schema = connection.sql(f'FROM "{name}" LIMIT 0').to_arrow_table().schema
    return pa.RecordBatchReader.from_batches(schema, _batches(connection, name))


def _batches(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    section = table(name).items
    if section is None and name != "cells":
        yield from connection.table(f'"{name}"').to_arrow_reader(_ROWS)
        return
    query = _pivot(name, section) if section else _CELLS
    for first, last in _parts(connection):
        part = {"first": first, "last": last}
        yield from connection.sql(query, params=part).to_arrow_table().to_batches()


def _parts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The first and last identifier of each part of the reports."""
    query = """
        SELECT min(report_id), max(report_id)
        FROM (SELECT report_id, (row_number() OVER (ORDER BY report_id) - 1) // ? AS part FROM reports)
        GROUP BY part ORDER BY part
    """
    return connection.execute(query, [_REPORTS]).fetchall()


def _pivot(name: str, section: str) -> str:
    columns = item_columns(section)
    heads = [f"form_{section}" if column.name == "form" else column.name for column in table(name).columns]
    items = ", ".join(f"'{item}' AS \"{column}\"" for column, item in columns.items())
    return f"""
        SELECT {", ".join(f"r.{head}" for head in heads)}, {", ".join(f'c."{column}"' for column in columns)}
        FROM reports r
        JOIN (
            PIVOT (
                SELECT report_id, item, value FROM cells
                WHERE section = '{section}' AND report_id BETWEEN $first AND $last
            )
            ON item IN ({items}) USING max(value) GROUP BY report_id
        ) c USING (report_id)
        WHERE r.report_id BETWEEN $first AND $last
        ORDER BY r.report_id
    """  # noqa: S608
