"""Rows of reports that are made of the same sources as before: carried over, not made again.

What the rows of each report were made of is recorded beside the readings. The record is of use as long as
what makes rows is the same and every file is as it was written then; else all rows are made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.documents.fingerprints import fingerprint_of_rows
from flows.lake import Lake
from transforms.reports.normalise import TABLES

# The row of `reports` is made every night: it tells what became of the document.
CARRIED = tuple(name for name in TABLES if name != "reports")


@dataclass(frozen=True, slots=True)
class Carried:
    """The former rows of a prefecture, and by report the digest of what they are made of."""

    tables: Mapping[str, pa.Table]
    made_of: Mapping[str, str]

    def of(self, name: str, reports: Iterable[str]) -> pa.Table:
        """The rows of these reports."""
        table = self.tables[name]
        return table.filter(pc.is_in(table["report_id"], value_set=pa.array(list(reports), pa.string())))

    def joined(self, name: str, made: pa.Table, reports: Iterable[str]) -> pa.Table:
        """The rows `made` now and the former ones of `reports`, in the order of the file.

        Files are in order of their reports first; it is the former table itself where nothing has changed.
        """
        if not self.tables:
            return made
        former = self.of(name, reports)
        if not len(made) and len(former) == len(self.tables[name]):
            return self.tables[name]
        both = pa.concat_tables([former, made]).combine_chunks()
        return both.take(pc.sort_indices(both["report_id"]))


def carried(lake: Lake, prefecture: str, record: bytes) -> Carried:
    """What may be carried over, by the record that `recorded` made; nothing where that is not certain."""
    nothing = Carried({}, {})
    held = _record(record)
    if held.get("made_by") != fingerprint_of_rows():
        return nothing
    tables = {}
    for name in CARRIED:
        path = lake.table(name, prefecture)
        content = path.read_bytes() if path.is_file() else b""
        if _digest(content) != held["files"][name]:
            return nothing
        tables[name] = pq.ParquetFile(pa.BufferReader(content)).read()
    return Carried(tables, held["made_of"])


def recorded(lake: Lake, prefecture: str, made_of: Mapping[str, str]) -> bytes:
    """The record of the tables as they are now."""
    files = {name: _digest(lake.table(name, prefecture).read_bytes()) for name in CARRIED}
    held = {"made_by": fingerprint_of_rows(), "files": files, "made_of": made_of}
    return json.dumps(held, sort_keys=True).encode()


def _record(record: bytes) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(record) if record else {}
    return held


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
