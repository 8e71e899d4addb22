"""Rows to Parquet and back: deterministic bytes, atomic replacement, every fault named by file and column."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import Column, Table, arrow_schema, table
from transforms.whole import whole

Row = Mapping[str, object]

_KINDS: Mapping[str, frozenset[type]] = {
    "string": frozenset({str}),
    "integer": frozenset({int}),
    "double": frozenset({float, int}),
    "boolean": frozenset({bool}),
    "date": frozenset({str, dt.date}),
}


class ParquetError(Exception):
    """A file or row that is not what the dictionary says; the message is one sentence."""


def write_rows(path: Path, table_name: str, rows: Iterable[Row]) -> bool:
    """Write `rows` as the Parquet file of a table; the same rows in any order give the same bytes.

    Returns False, and leaves the file alone, when it holds these bytes already. Raises ParquetError as
    `as_table` does.
    """
    return write_table(path, table_name, as_table(path, table_name, rows))


def as_table(path: Path, table_name: str, rows: Iterable[Row]) -> pa.Table:
    """The rows in order, as the Parquet file at `path` is to hold them.

    Dates may be `datetime.date` or ISO text. Raises ParquetError for a missing or unknown column and for a
    value that does not fit.
    """
    data = list(rows)
    definition = table(table_name)
    _check_names(path, definition, data)
    columns = {column.name: _values(path, column, data) for column in definition.stored}
    order = _order(path, definition, columns)
    arrays = [
        pa.array([columns[field.name][index] for index in order], field.type)
        for field in arrow_schema(table_name)
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table_name))


def write_table(path: Path, table_name: str, data: pa.Table) -> bool:
    """Write rows that are checked and in order already; as `write_rows` in all else."""
    return _replace(path, _bytes(data.select(arrow_schema(table_name).names)))


def read_rows(path: Path, table_name: str) -> list[dict[str, object]]:
    """The rows of a table's Parquet file, dates as ISO text, partition columns taken from the path.

    Raises ParquetError when the file cannot be read or its columns are not those of the dictionary.
    """
    check_schema(path, table_name)
    try:
        data = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise ParquetError(f"{path}: cannot be read as Parquet: {_first_line(error)}") from None
    outside = {
        column.name: _partition(path, column) for column in table(table_name).columns if column.partition
    }
    later = dict.fromkeys(name for name in arrow_schema(table_name).names if name not in data.column_names)
    return [{**row, **later, **outside} for row in map(_plain, data.to_pylist())]


def check_schema(path: Path, table_name: str) -> None:
    """Raise ParquetError unless the file's columns are those of the dictionary.

    Columns that may be null may be missing: files of an earlier version lack what came later.
    """
    try:
        found = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise ParquetError(f"{path}: cannot be read as Parquet: {_first_line(error)}") from None
    wanted = arrow_schema(table_name)
    later = {column.name for column in table(table_name).stored if not column.required}
    for name in wanted.names:
        if name not in found.names:
            if name in later:
                continue
            raise ParquetError(f"{path}: column {name} of table {table_name} is missing")
        if found.field(name).type != wanted.field(name).type:
            raise ParquetError(
                f"{path}: column {name} is {found.field(name).type}, not {wanted.field(name).type}"
            )
    extra = [name for name in found.names if name not in wanted.names]
    if extra:
        raise ParquetError(f"{path}: column {extra[0]} is unknown in table {table_name}")


def _check_names(path: Path, definition: Table, rows: Sequence[Row]) -> None:
    """Every row has every column of the file, no other, and lies in the partition of the path."""
    known = {column.name for column in definition.columns}
    needed = {column.name for column in definition.stored}
    outside = {column.name: _partition(path, column) for column in definition.columns if column.partition}
    for number, row in enumerate(rows, start=1):
        names = row.keys()
        if not needed <= names:
            raise ParquetError(f"{path}: row {number}: column {min(needed - names)} is missing")
        if not names <= known:
            unknown = min(names - known)
            raise ParquetError(
                f"{path}: row {number}: column {unknown} is unknown in table {definition.name}"
            )
        for name, value in outside.items():
            if row.get(name, value) != value:
                raise ParquetError(f"{path}: row {number}: {name} {row[name]!r} belongs in another folder")


def _values(path: Path, column: Column, rows: Sequence[Row]) -> list[Any]:
    """The values of one column, checked; dates become dates."""
    values: list[Any] = [row[column.name] for row in rows]
    fitting = {kind for kind in set(map(type, values)) if _fits(column, kind)}
    allowed = set(column.values)
    for number, value in enumerate(values, start=1):
        if type(value) not in fitting or (allowed and value is not None and value not in allowed):
            raise ParquetError(
                f"{path}: row {number}: column {column.name} is {value!r}, not {_wanted(column)}"
            )
    if column.type == "double":
        return [_finite(path, column, value) for value in values]
    return [_date(path, column, value) for value in values] if column.type == "date" else values


def _finite(path: Path, column: Column, value: float | None) -> float | None:
    """The number as a float; minus zero becomes zero, for the two sort alike."""
    if value is None:
        return None
    if not math.isfinite(value):
        raise ParquetError(f"{path}: column {column.name} is {value!r}, not a finite number")
    return value + 0.0


def _fits(column: Column, kind: type) -> bool:
    return not column.required if kind is type(None) else kind in _KINDS[column.type]


def _wanted(column: Column) -> str:
    return f"one of {', '.join(column.values)}" if column.values else column.type


def _date(path: Path, column: Column, value: str | dt.date | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        message = f"{path}: column {column.name} is {value!r}, not a date such as 2022-02-20"
        raise ParquetError(message) from None


def _order(path: Path, definition: Table, columns: Mapping[str, list[Any]]) -> list[int]:
    """The rows' order: key columns first, then all others, so that no two different rows compare equal."""
    rest = () if definition.unique else tuple(name for name in columns if name not in definition.key)
    keys = list(zip(*(_sortable(columns[name]) for name in (*definition.key, *rest)), strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    if definition.unique:
        for before, after in pairwise(order):
            if keys[before] == keys[after]:
                named = ", ".join(f"{name} {columns[name][after]}" for name in definition.key)
                raise ParquetError(f"{path}: two rows of table {definition.name} have {named}")
    return order


def _sortable(values: list[Any]) -> list[Any]:
    """Values that can be compared; nulls come first."""
    if None not in values:
        return values
    return [(value is not None, 0 if value is None else value) for value in values]


def _partition(path: Path, column: Column) -> str:
    """The value of a partition column, from a folder such as prefecture=1311."""
    for folder in path.parts:
        if folder.startswith(f"{column.name}="):
            return folder.partition("=")[2]
    raise ParquetError(f"{path}: no folder {column.name}=… in the path")


def _bytes(data: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(data, sink, compression="zstd", version="2.6", row_group_size=1_000_000)
    return bytes(sink.getvalue())


def _replace(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step, unless it is there already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as beside:
        beside.write_bytes(content)
    return True


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
