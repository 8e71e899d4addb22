"""The tables that people look at, as one Excel workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import xlsxwriter

from transforms.harmless import visible
from warehouse.export.describe import About, Field
from warehouse.wide import rows_of

# What a sheet can hold, its header included, and what a cell can.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
SHEETS = (
    "reports", "applications", "disclosure", "disputes", "coverage", "lateness", "panel", "known_issues",
    "indicators", "divisions",
)  # fmt: skip
# Text is never taken for formulas, links or numbers; a day that is no day would damage the file.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write_workbook(
    connection: duckdb.DuckDBPyConnection, known: About, columns: Mapping[str, Sequence[Field]], path: Path
) -> list[str]:
    """A sheet a table and one with the meaning of every column; returns the tables too long for a sheet."""
    left_out: list[str] = []
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        created = datetime.fromisoformat(known.as_of)
        book.set_properties({"title": known.title, "author": "Gongkai", "created": created})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _dictionary(book.add_worksheet("dictionary"), columns, bold)
        for table in SHEETS:
            ((rows,),) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()  # noqa: S608
            if rows >= MOST_ROWS:
                left_out.append(table)
                continue
            sheet = book.add_worksheet(table)
            _head(sheet, [field.name for field in columns[table]], bold)
            _fill(sheet, connection, table, day)
    return left_out


def _dictionary(
    sheet: xlsxwriter.worksheet.Worksheet, columns: Mapping[str, Sequence[Field]], bold: object
) -> None:
    _head(sheet, ["table", "column", "meaning 含义"], bold)
    meanings = [(table, field.name, field.comment) for table in SHEETS for field in columns[table]]
    for place, row in enumerate(meanings, start=1):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)


def _head(sheet: xlsxwriter.worksheet.Worksheet, names: Sequence[str], bold: object) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 1, 16)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet, connection: duckdb.DuckDBPyConnection, table: str, day: object
) -> None:
    place = 0
    for batch in rows_of(connection, table):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            place += 1
            for column, value in enumerate(row):
                _write(sheet, place, column, value, day)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, day: object) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date() if value.year >= 1900:
            sheet.write_datetime(row, column, value, day)
        case _:
            text = visible(str(value))
            whole = len(text) <= MOST_CHARACTERS
            sheet.write_string(row, column, text if whole else f"{text[: MOST_CHARACTERS - 1]}…")
