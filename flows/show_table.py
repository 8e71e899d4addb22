"""A query's answer as a table for people, or as CSV, JSON or Parquet for programs."""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich import box
from rich.console import Console
from rich.table import Table

from flows.errors import CallError
from transforms import values

_NO_WIDTH = 100_000
FORMATS = ("table", "csv", "json", "parquet")


def write(out: Console, answer: pa.Table, form: str) -> None:
    """Print the answer on standard output. Raises CallError for Parquet on a terminal."""
    match form:
        case "csv":
            click.echo(_csv(answer), nl=False)
        case "json":
            text = json.dumps(_finite(answer.to_pylist()), ensure_ascii=False, indent=1, default=_plain)
            click.echo(text)
        case "parquet":
            if sys.stdout.isatty():
                raise CallError(
                    "Parquet is not for a terminal: send it to a file, … --format parquet > answer.parquet"
                )
            click.echo(_parquet(answer), nl=False)
        case _:
            show_rows(out, answer.column_names, [list(row.values()) for row in answer.to_pylist()])


def show_rows(
    out: Console, columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = ""
) -> None:
    """A table for people: numbers to the right, nulls empty, long texts folded."""
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD)
    for place, column in enumerate(columns):
        numeric = any(isinstance(row[place], int | float) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(shown, row))
    # A file or a pipe has no width to keep to.
    wide = out if out.is_terminal else Console(file=out.file, width=_NO_WIDTH, highlight=False)
    wide.print(table, markup=False)
    if not rows:
        out.print("no rows", style="dim")


def shown(value: object) -> str:
    """One value in a table: every digit of a number."""
    if value is None:
        return ""
    return values.shown(value) if isinstance(value, float) else str(value)


def _finite(value: Any) -> Any:
    """NaN and infinity as null: JSON has no word for them."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


def _csv(answer: pa.Table) -> str:
    buffer = io.BytesIO()
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    pyarrow.csv.write_csv(answer, buffer, options)
    return buffer.getvalue().decode("utf-8")


def _parquet(answer: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(answer, buffer)
    return buffer.getvalue()
