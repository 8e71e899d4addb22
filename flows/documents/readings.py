"""What was read of a prefecture's documents, kept beside the tables until the document or the reader changes.

Everything in it can be made again from the archive: deleting it costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import structlog
from pydantic import TypeAdapter, ValidationError

from extractors.records import Capture
from flows.documents.fingerprints import fingerprint
from transforms.records import Context, Extraction
from transforms.reports.outline import Outline, Reading
from transforms.whole import whole

log = structlog.get_logger()

_OUTLINES = TypeAdapter(tuple[Outline, ...])
_EXTRACTION = TypeAdapter(Extraction)
# In the file: the outlines are read every night, the documents where something of their report has changed.
_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("key", pa.string()),
    ("kind", pa.string()),
    ("reader", pa.string()),
    ("outlines", pa.binary()),
    ("documents", pa.list_(pa.binary())),
]
_SCHEMA = pa.schema(_COLUMNS)
_RECORD = b"gongkai.rows"


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of a document of a kind, by the reader with this fingerprint.

    `row` is its place in the former file; `documents` are at hand where they were read now.
    """

    kind: str | None
    reader: str
    outlines: bytes
    row: int | None
    documents: tuple[bytes, ...] = ()


class Readings:
    """The readings of one prefecture, in the file at `path`; `known` false starts with none.

    `record` is kept with them: what the rows of the tables were made of. `made` counts the readings that were
    added, so how many documents were read and not taken from here.
    """

    def __init__(self, path: Path, *, known: bool) -> None:
        self._path = path
        self._file = _load(path) if known else _SCHEMA.empty_table()
        rows = self._file.drop_columns(["documents"]).to_pylist()
        self._before = {str(one.pop("key")): _Held(**one, row=row) for row, one in enumerate(rows)}
        self._now: dict[str, _Held] = {}
        self._recorded = self.record = (self._file.schema.metadata or {}).get(_RECORD, b"")
        self.made = 0

    def get(self, capture: Capture, context: Context) -> Sequence[Reading] | None:
        """What was read of a capture's bytes in this context, unless the reader of its kind has changed."""
        key = _key(capture, context)
        held = self._before.get(key)
        if held is None or held.row is None or held.reader != _reader(held.kind, context):
            return None
        try:
            outlines = _OUTLINES.validate_json(held.outlines)
        except ValidationError:
            return None
        self._now[key] = held
        return [
            Reading(outline, partial(self._document, held.row, place))
            for place, outline in enumerate(outlines)
        ]

    def _document(self, row: int, place: int) -> Extraction:
        text: Any = self._file.column("documents")[row][place]
        return _EXTRACTION.validate_json(text.as_py())

    def put(self, capture: Capture, context: Context, kind: str | None, readings: Sequence[Reading]) -> None:
        """Keep a reading. What could not be read may be readable tomorrow, and is not kept."""
        self.made += 1
        if any(one.outline.error for one in readings):
            return
        outlines = _OUTLINES.dump_json(tuple(one.outline for one in readings))
        documents = tuple(_EXTRACTION.dump_json(one.whole()) for one in readings)
        held = _Held(kind, _reader(kind, context), outlines, None, documents)
        self._now[_key(capture, context)] = held

    def save(self) -> None:
        """Write what was used or added, where that is not what the file holds."""
        if self._now == self._before and self.record == self._recorded:
            return
        sink = io.BytesIO()
        data = self._table().replace_schema_metadata({_RECORD: self.record})
        pq.write_table(data, sink, compression="zstd", use_dictionary=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with whole(self._path, lasting=False) as beside:
            beside.write_bytes(sink.getvalue())

    def _table(self) -> pa.Table:
        """The readings in order of their keys; the documents of former ones are not looked at."""
        old = [held.row for held in self._now.values() if held.row is not None]
        new = [
            {"key": key, **{name: value for name, value in asdict(held).items() if name != "row"}}
            for key, held in self._now.items()
            if held.row is None
        ]
        parts = [self._file.take(pa.array(old, pa.int64())), pa.Table.from_pylist(new, schema=_SCHEMA)]
        return pa.concat_tables([part.cast(_SCHEMA) for part in parts]).sort_by("key")


def _load(path: Path) -> pa.Table:
    if not path.is_file():
        return _SCHEMA.empty_table()
    try:
        with pq.ParquetFile(path) as file:
            # Those of an earlier version have other columns, and are read anew.
            data = file.read() if file.schema_arrow.equals(_SCHEMA) else _SCHEMA.empty_table()
    except (OSError, pa.ArrowException) as error:
        log.warning("readings are damaged, documents are read again", path=str(path), why=str(error))
        return _SCHEMA.empty_table()
    return data


def _reader(kind: str | None, context: Context) -> str:
    return fingerprint(kind, pictured=bool(context.pictures))


def _key(capture: Capture, context: Context) -> str:
    parts = [capture.sha256, capture.media_type, *asdict(context).values()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
