"""What stands around archive and tables: run records, kept readings, unfinished and foreign files, room."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.doctor import copies
from flows.doctor.faults import Fault
from flows.lake import Lake

# Files being written are called so until they are whole.
_UNFINISHED = re.compile(r"\.tmp(/|$)|^gongkai\.duckdb\.next")
_KNOWN = (
    r"raw/\d{4}/[^/]+\.warc\.gz",
    r"parquet/(sites|captures|reports|cells|findings|claims|extras)/prefecture=\d{4}/[^/]+\.parquet",
    r"parquet/divisions/data\.parquet",
    r"readings/\d{4}\.parquet",
    r"runs/[^/]+\.json",
    r"generations/\d{6}\.duckdb",
    r"damaged/.+",
    r"gongkai\.duckdb(\.lock|\.wal)?",
    r"lake\.(lock|json)",
    r"corrections\.csv",
    r"site/.+",
)
_PART = re.compile("|".join(_KNOWN))
_NEEDED_IN_A_RUN = ("run_id", "kind", "started_at")
# Bytes that a night's archive and tables may take beside one more build.
_NIGHT = 500 * 10**6


def file_faults(lake: Lake) -> Iterator[Fault]:
    """Unfinished files and files that are no part of a lake."""
    for name in copies.names(lake):
        if _UNFINISHED.search(name):
            yield Fault("unfinished", name)
        elif not _PART.fullmatch(name):
            yield Fault("stranger", name)


def run_faults(lake: Lake) -> Iterator[Fault]:
    """Records of runs that cannot be read."""
    for path in sorted(lake.runs.glob("*.json")):
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            yield Fault("run_damaged", f"runs/{path.name}", f"cannot be read as JSON: {error}")
            continue
        lacking = [name for name in _NEEDED_IN_A_RUN if not isinstance(run, dict) or name not in run]
        if lacking:
            yield Fault("run_damaged", f"runs/{path.name}", f"has no {lacking[0]}")


def reading_faults(lake: Lake) -> Iterator[Fault]:
    """Kept readings that cannot be read."""
    for path in sorted(lake.readings("x").parent.glob("*.parquet")):
        try:
            pq.ParquetFile(path).read()
        except (OSError, pa.ArrowException) as error:
            yield Fault("readings_damaged", f"readings/{path.name}", str(error).splitlines()[0])


def room_faults(lake: Lake) -> Iterator[Fault]:
    """Whether the disk has room for what comes next."""
    free, needed = shutil.disk_usage(lake.root).free, 2 * _size(lake.warehouse) + _NIGHT
    if free < needed:
        yield Fault("disk_low", ".", f"{free // 10**6} MB are free, {needed // 10**6} MB may be needed")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
