"""What was read of a prefecture's documents, kept beside the tables until the document or the reader changes.

Everything in it can be made again from the archive: deleting it costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import structlog
from pydantic import TypeAdapter, ValidationError

import extractors
import transforms
from extractors.records import Capture
from transforms.records import Context, Extraction

log = structlog.get_logger()

Documents = tuple[Extraction, ...]
_DOCUMENTS: TypeAdapter[Documents] = TypeAdapter(Documents)
# Parts of `extractors` that fetch and never read.
_FETCHING = ("crawl", "families", "sites.csv", "sites.py")
_NAME = re.compile(r"[\w.-]+")
_NOT_FOR_READING = re.compile(r"extra == .(dev|dask)")
_COLUMNS: list[tuple[str, pa.DataType]] = [("key", pa.string()), ("documents", pa.binary())]
_SCHEMA = pa.schema(_COLUMNS)


class Readings:
    """The readings of one prefecture, in the file at `path`; `known` false starts with none."""

    def __init__(self, path: Path, *, known: bool) -> None:
        self._path = path
        self._before = _load(path) if known else {}
        self._now: dict[str, bytes] = {}

    def get(self, capture: Capture, context: Context) -> Documents | None:
        """What was read of a capture's bytes in this context, by these very modules."""
        key = _key(capture, context)
        held = self._before.get(key)
        if held is None:
            return None
        try:
            documents = _DOCUMENTS.validate_json(held)
        except ValidationError:
            return None
        self._now[key] = held
        return documents

    def put(self, capture: Capture, context: Context, documents: Documents) -> None:
        """Keep a reading. What could not be read may be readable tomorrow, and is not kept."""
        if not any(document.error for document in documents):
            self._now[_key(capture, context)] = _DOCUMENTS.dump_json(documents)

    def save(self) -> None:
        """Write what was used or added, where that is not what the file holds."""
        if self._now == self._before:
            return
        keys = sorted(self._now)
        data = pa.table({"key": keys, "documents": [self._now[key] for key in keys]}, schema=_SCHEMA)
        sink = io.BytesIO()
        pq.write_table(data, sink, compression="zstd")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        beside.write_bytes(sink.getvalue())
        beside.replace(self._path)


def _load(path: Path) -> dict[str, bytes]:
    if not path.is_file():
        return {}
    try:
        data = pq.read_table(path, schema=_SCHEMA, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        log.warning("readings are damaged, documents are read again", path=str(path), why=str(error))
        return {}
    return {str(row["key"]): row["documents"] for row in data.to_pylist()}


def _key(capture: Capture, context: Context) -> str:
    parts = [reader(), capture.sha256, capture.media_type, *asdict(context).values()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def reader() -> str:
    """A digest of everything that a reading depends on: modules, data files and libraries."""
    digest = hashlib.sha256()
    for package in (extractors, transforms):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*")):
            part = path.relative_to(root).parts
            if path.is_file() and "__pycache__" not in part and part[0] not in _FETCHING:
                digest.update(path.name.encode() + path.read_bytes())
    for name in sorted(_libraries()):
        digest.update(f"{name} {_installed(name)}".encode())
    return digest.hexdigest()


def _libraries() -> set[str]:
    """The distributions that this one needs for reading, wanted or not."""
    needed = (one for one in requires("gongkai") or () if not _NOT_FOR_READING.search(one))
    return {name[0] for one in needed if (name := _NAME.match(one))}


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
