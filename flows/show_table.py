"""A query's answer as a table for people, or as CSV, JSON or Parquet for programs."""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import click
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.errors import CallError
from transforms import values
from transforms.harmless import no_formula, visible

_NO_WIDTH = 100_000
FORMATS = ("table", "csv", "json", "parquet")


def write(out: Console, answer: pa.Table, form: str) -> None:
    """Print the answer on standard output. Raises CallError for Parquet on a terminal.

    Spans of time (INTERVAL) are written in every form as ISO 8601 has them: Parquet has no type for them.
    """
    answer = pa.Table.from_arrays([_spans(column) for column in answer.columns], names=answer.column_names)
    match form:
        case "csv":
            click.echo(_csv(answer), nl=False)
        case "json":
            click.echo(_json(answer.to_pylist(), indent=1))
        case "parquet":
            if sys.stdout.isatty():
                raise CallError(
                    "Parquet is not for a terminal: send it to a file, … --format parquet > answer.parquet"
                )
            click.echo(_parquet(answer), nl=False)
        case _:
            show_rows(out, answer.column_names, [list(row.values()) for row in answer.to_pylist()])


def show_rows(
    out: Console, columns: Sequence[str], rows: Sequence[Sequence[object]], right: Collection[str] = ()
) -> None:
    """A table for people: numbers and the columns of `right` to the right, nulls empty, long texts folded."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, column in enumerate(columns):
        numeric = column in right or any(
            isinstance(row[place], int | float | Decimal) and not isinstance(row[place], bool) for row in rows
        )
        table.add_column(Text(visible(column)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(shown(value))) for value in row))
    # A file or a pipe has no width to keep to.
    wide = out if out.is_terminal else Console(file=out.file, width=_NO_WIDTH, highlight=False)
    wide.print(table)
    if not rows:
        out.print("no rows", style="dim")


def shown(value: object) -> str:
    """One value in a table: every digit of a number."""
    match value:
        case None:
            return ""
        case float():
            return values.shown(value)
        case Decimal():
            return f"{value:f}"
        case bytes():
            return value.hex()
        case dict() | list():
            return _json(value)
    return str(value)


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=_plain)


def _finite(value: Any) -> Any:
    """NaN and infinity as null: JSON has no word for them."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, Decimal):
        # Sums of whole numbers come as decimals without places, and may be longer than a float is exact.
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else shown(value)


def _csv(answer: pa.Table) -> str:
    buffer = io.BytesIO()
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    columns = [_flat(column) for column in answer.columns]
    flat = pa.Table.from_arrays(columns, names=answer.column_names)
    pyarrow.csv.write_csv(flat, buffer, options)
    return buffer.getvalue().decode("utf-8")


def _flat(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """A column that Arrow can write as CSV; others, such as lists and bytes, as text that is no formula."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return column
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return column
    texts = [None if value is None else no_formula(shown(value)) for value in column.to_pylist()]
    return pa.chunked_array([texts], pa.string())


def _spans(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    if not pa.types.is_interval(column.type):
        return column
    texts = [None if value is None else _span(*value) for value in column.to_pylist()]
    return pa.chunked_array([texts], pa.string())


def _span(months: int, days: int, nanoseconds: int) -> str:
    """A span of time as ISO 8601 has it: P1M2DT3.5S."""
    seconds = f"{Decimal(nanoseconds).scaleb(-9).normalize():f}"
    return f"P{months}M{days}DT{seconds}S"


def _parquet(answer: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(answer, buffer)
    return buffer.getvalue()
