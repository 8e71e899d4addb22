"""Tables of the warehouse into files, row group by row group, so that no table has to fit into memory."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from transforms.harmless import MAY_BE_FORMULA, no_formula
from warehouse.export.describe import Field
from warehouse.wide import rows_of

_ROWS = 100_000
# Bytes up to which texts stay codes in a file.
_CODES = 64 * 2**20
_BOM = b"\xef\xbb\xbf"


def write_parquet(reader: pa.RecordBatchReader, columns: Sequence[Field], path: Path) -> None:
    """Rows of a table as Parquet; each column carries its meaning as metadata."""
    schema = commented(reader.schema, columns)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(reader):
            writer.write_batch(pa.record_batch(batch.columns, schema=schema))


def write_coded(tables: Iterator[pa.Table], columns: Sequence[Field], path: Path) -> None:
    """At least one table whose texts are codes, as Parquet: written as they are coded, read as texts.

    Each table is a group of rows; those that follow have the columns of the first.
    """
    first = next(tables)
    texts = [
        pa.field(field.name, pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in first.schema
    ]
    read_as = commented(pa.schema(texts), columns).serialize()
    with pyarrow.parquet.ParquetWriter(
        path, first.schema, compression="zstd", dictionary_pagesize_limit=_CODES, store_schema=False
    ) as writer:
        for rows in chain([first], tables):
            writer.write_table(rows)
        # Where Arrow itself keeps the schema that a file is read with.
        writer.add_key_value_metadata({"ARROW:schema": base64.b64encode(read_as).decode()})


def commented(schema: pa.Schema, columns: Sequence[Field]) -> pa.Schema:
    """The schema with the meaning of each column as its metadata."""
    comments: dict[str, dict[bytes | str, bytes | str]] = {
        field.name: {"comment": field.comment} for field in columns
    }
    return pa.schema([field.with_metadata(comments[field.name]) for field in schema])


def write_csv(connection: duckdb.DuckDBPyConnection, table: str, path: Path, *, bom: bool) -> None:
    """A table as CSV in UTF-8, with a byte-order mark for Excel if asked for; no text in it is a formula."""
    reader = rows_of(connection, table)
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    with path.open("wb") as file:
        file.write(_BOM if bom else b"")
        with pyarrow.csv.CSVWriter(file, reader.schema, write_options=options) as writer:
            for batch in _batches(reader):
                writer.write_batch(_harmless(batch))


def _batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Batches of one size, whatever sizes the database gives: equal rows must give equal bytes."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS:
            whole = pa.Table.from_batches(waiting).combine_chunks()
            full = rows - rows % _ROWS
            yield from whole.slice(0, full).to_batches(max_chunksize=_ROWS)
            waiting, rows = whole.slice(full).to_batches(), rows - full
    if rows:
        yield from pa.Table.from_batches(waiting).combine_chunks().to_batches(max_chunksize=_ROWS)


def _harmless(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        _no_formulas(column) if pa.types.is_string(column.type) else column for column in batch.columns
    ]
    return pa.record_batch(columns, schema=batch.schema)


def _no_formulas(column: pa.Array[Any]) -> pa.Array[Any]:
    """Only few columns have a text that begins like a formula; the others stay as they are."""
    if not pc.any(pc.match_substring_regex(column, MAY_BE_FORMULA)).as_py():
        return column
    return pa.array([None if text is None else no_formula(text) for text in column.to_pylist()], pa.string())
