"""Answers as text and files: tables that stay aligned with Chinese in them, CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from rich.cells import cell_len, set_cell_size

from warehouse.query import QueryResult

_NARROWEST = 8


def format_table(result: QueryResult, width: int | None = None) -> str:
    """The answer as a table for people, at most `width` terminal cells wide where that can be.

    Text that is too long ends in …, nulls are empty, fractions have four digits; a last line counts the rows.
    """
    names = result.columns
    columns = [[_shown(value) for value in column] for column in result.table.to_pydict().values()]
    natural = [max(map(cell_len, [name, *column])) for name, column in zip(names, columns, strict=True)]
    widths = _fitted(natural, width)
    right = [
        pa.types.is_integer(field.type) or pa.types.is_floating(field.type) for field in result.table.schema
    ]
    lines = [_line(names, widths, right), "  ".join("─" * size for size in widths)]
    lines += [_line(row, widths, right) for row in zip(*columns, strict=True)]
    count = result.table.num_rows
    return "\n".join([*lines, f"({count} row{'' if count == 1 else 's'})"])


def to_csv(result: QueryResult) -> str:
    """The answer as CSV with a header; a null is an empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(row.values() for row in result.rows())
    return text.getvalue()


def to_json(result: QueryResult) -> str:
    """The answer as a JSON array of objects, one a line; what is no finite number becomes null."""
    rows = [
        json.dumps({name: _finite(value) for name, value in row.items()}, ensure_ascii=False, default=_plain)
        for row in result.rows()
    ]
    return "[" + ",\n ".join(rows) + "]\n"


def to_parquet(result: QueryResult) -> bytes:
    """The answer as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(result.table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (float, Decimal)):
        return (
            f"{value:.0f}"
            if value == value // 1
            else f"{value:.4f}"
            if abs(value) >= 0.001
            else f"{value:.3g}"
        )
    return str(value).replace("\n", "⏎")


def _fitted(natural: Sequence[int], width: int | None) -> list[int]:
    """Column widths: the widest give way first, none below what is still readable."""
    widths = list(natural)
    excess = sum(widths) + 2 * (len(widths) - 1) - width if width else 0
    while excess > 0 and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        excess -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    return "  ".join(map(_cell, cells, widths, right)).rstrip()


def _cell(text: str, width: int, right: bool) -> str:
    size = cell_len(text)
    if size > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return " " * (width - size) + text if right else text + " " * (width - size)


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> object:
    """What JSON has no type for."""
    if isinstance(value, Decimal):
        return int(value) if value == value // 1 else float(value)
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)
