"""A query's answer for programs: CSV, JSON or Parquet; the values of every type as text."""

from __future__ import annotations

import io
import json
import math
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from transforms import values
from transforms.harmless import no_formula

FORMATS = ("table", "csv", "json", "parquet")


def encoded(answer: pa.Table, form: str) -> bytes:
    """The answer as CSV, JSON or Parquet.

    Spans of time (INTERVAL) are written as ISO 8601 has them: Parquet has no type for them. In CSV a text
    that a spreadsheet would take for a formula begins with an apostrophe; JSON and Parquet have it as it is.
    """
    answer = plain(answer)
    match form:
        case "csv":
            return _csv(answer)
        case "json":
            return (_json(answer.to_pylist(), indent=1) + "\n").encode()
    return _parquet(answer)


def plain(answer: pa.Table) -> pa.Table:
    """The answer with spans of time as text."""
    return pa.Table.from_arrays([_spans(column) for column in answer.columns], names=answer.column_names)


def shown(value: object) -> str:
    """One value as text: every digit of a number."""
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


def _csv(answer: pa.Table) -> bytes:
    buffer = io.BytesIO()
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    columns = [_flat(column) for column in answer.columns]
    flat = pa.Table.from_arrays(columns, names=answer.column_names)
    pyarrow.csv.write_csv(flat, buffer, options)
    return buffer.getvalue()


def _flat(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    """A column that Arrow can write as CSV; others, such as lists and bytes, as text that is no formula."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return column
    if pa.types.is_decimal(kind) or pa.types.is_date(kind) or pa.types.is_timestamp(kind):
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
