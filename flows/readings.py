"""What was read of a prefecture's documents, kept beside the tables until the document or the reader changes.

Everything in it can be made again from the archive: deleting it costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import structlog
from pydantic import TypeAdapter, ValidationError

from extractors.records import Capture
from flows.fingerprints import fingerprint
from transforms.records import Context, Extraction
from transforms.whole import whole

log = structlog.get_logger()

Documents = tuple[Extraction, ...]
_DOCUMENTS: TypeAdapter[Documents] = TypeAdapter(Documents)
_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("key", pa.string()),
    ("kind", pa.string()),
    ("reader", pa.string()),
    ("documents", pa.binary()),
]
_SCHEMA = pa.schema(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document of a kind, by the reader with this fingerprint; `documents` as JSON."""

    kind: str | None
    reader: str
    documents: bytes


class Readings:
    """The readings of one prefecture, in the file at `path`; `known` false starts with none.

    `made` counts those that were added, so how many documents were read and not taken from here.
    """

    def __init__(self, path: Path, *, known: bool) -> None:
        self._path = path
        self._before = _load(path) if known else {}
        self._now: dict[str, Reading] = {}
        self.made = 0

    def get(self, capture: Capture, context: Context) -> Documents | None:
        """What was read of a capture's bytes in this context, unless the reader of its kind has changed."""
        key = _key(capture, context)
        held = self._before.get(key)
        if held is None or held.reader != _reader(held.kind, context):
            return None
        try:
            documents = _DOCUMENTS.validate_json(held.documents)
        except ValidationError:
            return None
        self._now[key] = held
        return documents

    def put(self, capture: Capture, context: Context, kind: str | None, documents: Documents) -> None:
        """Keep a reading. What could not be read may be readable tomorrow, and is not kept."""
        self.made += 1
        if not any(document.error for document in documents):
            held = Reading(kind, _reader(kind, context), _DOCUMENTS.dump_json(documents))
            self._now[_key(capture, context)] = held

    def save(self) -> None:
        """Write what was used or added, where that is not what the file holds."""
        if self._now == self._before:
            return
        keys = sorted(self._now)
        rows = [{"key": key, **asdict(self._now[key])} for key in keys]
        data = pa.Table.from_pylist(rows, schema=_SCHEMA)
        sink = io.BytesIO()
        pq.write_table(data, sink, compression="zstd")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with whole(self._path, lasting=False) as beside:
            beside.write_bytes(sink.getvalue())


def _load(path: Path) -> dict[str, Reading]:
    if not path.is_file():
        return {}
    try:
        data = pq.read_table(path, schema=_SCHEMA, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        log.warning("readings are damaged, documents are read again", path=str(path), why=str(error))
        return {}
    return {str(row.pop("key")): Reading(**row) for row in data.to_pylist()}


def _reader(kind: str | None, context: Context) -> str:
    return fingerprint(kind, pictured=bool(context.pictures))


def _key(capture: Capture, context: Context) -> str:
    parts = [capture.sha256, capture.media_type, *asdict(context).values()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
