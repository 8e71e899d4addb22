"""The panel to take away: what it says of a report is looked up once and not once an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.export.describe import Field
from warehouse.export.tables import write_coded

# About so many rows are held at a time, and stand together in the file.
_ROWS = 400_000
_REPORTS = """
    SELECT
        division_code, place, level, province, prefecture, year, scope, today_code, today_parts,
        report_id, url
    FROM stored.governments ORDER BY year, division_code
"""
_FIGURES = """
    WITH numbered AS (
        SELECT division_code, year, row_number() OVER (ORDER BY year, division_code) - 1 AS report
        FROM stored.governments
    )
    SELECT f.* EXCLUDE (division_code, year, level, scope), n.report
    FROM figures f
    JOIN numbered n USING (division_code, year)
    WHERE f.indicator IN (SELECT unnest($indicators))
    ORDER BY f.indicator, n.report
"""


def write_panel(connection: duckdb.DuckDBPyConnection, columns: Sequence[Field], path: Path) -> None:
    """Every row of the panel, by indicator, year and division."""
    write_coded(_tables(connection, [field.name for field in columns]), columns, path)


def _tables(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> Iterator[pa.Table]:
    reports = connection.sql(_REPORTS).to_arrow_table().combine_chunks()
    coded = {name: _coded(reports[name]) for name in reports.column_names}
    indicators = [
        row[0] for row in connection.sql("SELECT indicator FROM indicators ORDER BY ALL").fetchall()
    ]
    at_once = max(1, _ROWS // max(1, len(reports)))
    for start in range(0, max(1, len(indicators)), at_once):
        asked = {"indicators": indicators[start : start + at_once]}
        figures = connection.sql(_FIGURES, params=asked).to_arrow_table().combine_chunks()
        report = figures["report"].combine_chunks()
        found = {name: _coded(figures[name]) for name in figures.column_names}
        found |= {name: column.take(report) for name, column in coded.items()}
        yield pa.table({name: found[name] for name in names})


def _coded(column: Any) -> Any:
    """Texts as codes."""
    flat = column.combine_chunks()
    return flat.dictionary_encode() if pa.types.is_string(flat.type) else flat
