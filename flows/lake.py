"""Where things lie in a lake; nothing else in `flows` knows the layout."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows import layout
from flows.errors import CallError, WorkError
from warehouse.lock import HeldError, exclusive

TIME = "%Y-%m-%dT%H:%M:%SZ"
RUN_ID = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Lake:
    """The paths of one lake."""

    root: Path

    @property
    def raw(self) -> Path:
        """The archive: a folder a prefecture, a WARC a run."""
        return self.root / "raw"

    @property
    def parquet(self) -> Path:
        """The normalised tables."""
        return self.root / "parquet"

    @property
    def runs(self) -> Path:
        """One JSON file a run."""
        return self.root / "runs"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.root / "gongkai.duckdb"

    @property
    def divisions(self) -> Path:
        """The Parquet file of the divisions."""
        return self.parquet / "divisions" / "data.parquet"

    def table(self, name: str, prefecture: str) -> Path:
        """The Parquet file of one table of one prefecture."""
        return self.parquet / name / f"prefecture={prefecture}" / "data.parquet"

    def readings(self, prefecture: str) -> Path:
        """What was read of the documents of one prefecture: can be made again at any time."""
        return self.root / "readings" / f"{prefecture}.parquet"

    def captures(self, prefecture: str, run_id: str) -> Path:
        """The log of one run in one prefecture."""
        return self.parquet / "captures" / f"prefecture={prefecture}" / f"{run_id}.parquet"

    def archives(self, prefecture: str, run_id: str) -> list[Path]:
        """The WARCs of one run in one prefecture: one, and `<run>-2` where a task was tried again."""
        paths = self.raw.joinpath(prefecture).glob(f"{run_id}*.warc.gz")
        return sorted((path for path in paths if _run_of(path) == run_id), key=lambda path: len(path.name))

    def archived(self) -> list[tuple[str, str]]:
        """(prefecture, run) of every WARC, in order."""
        return sorted({(path.parent.name, _run_of(path)) for path in self.raw.glob("*/*.warc.gz")})

    def prefectures(self) -> list[str]:
        """Every prefecture with an archive, a log or tables, in order."""
        folders = (
            path.name.removeprefix("prefecture=")
            for name in ("captures", "reports", "sites")
            for path in self.parquet.glob(f"{name}/prefecture=*")
        )
        return sorted({prefecture for prefecture, _ in self.archived()} | set(folders))

    def run_records(self) -> Iterator[dict[str, Any]]:
        """The JSON of every run, newest first. Raises CallError for a file that holds none."""
        for path in sorted(self.runs.glob("*.json"), reverse=True):
            try:
                record = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise CallError(f"{path} is no JSON, repair or remove it: {error}") from None
            yield record

    def new_run_id(self) -> str:
        """A run id that stands for now (UTC) and that no run of this lake has."""
        moment = datetime.now(UTC)
        while (self.runs / f"{moment:{RUN_ID}}.json").exists():
            moment += timedelta(seconds=1)
        return f"{moment:{RUN_ID}}"


@contextmanager
def changing(lake: Lake, command: str) -> Iterator[None]:
    """Keep others from changing the lake meanwhile; readers are never kept out.

    Raises WorkError that says who changes it, and since when. One who crashed holds nothing any more.
    """
    owner = f"`gongkai {command}`, process {os.getpid()} on {socket.gethostname()}, since {now()}"
    try:
        with exclusive(lake.root / "lake.lock", owner):
            yield
    except HeldError as error:
        raise WorkError(f"lake {lake.root} is in use by {error}; try again when it is done") from None


def _run_of(warc: Path) -> str:
    """The run id in a WARC's name; a run id holds no hyphen."""
    return warc.name.removesuffix(".warc.gz").partition("-")[0]


def existing(address: str) -> Lake:
    """The lake at `address`. Raises CallError when there is none, or it is of a later version."""
    lake = Lake(_folder(address))
    layout.check(lake.root)
    if not (lake.raw.is_dir() or lake.parquet.is_dir() or lake.warehouse.is_file()):
        raise CallError(f"no lake at {address}: `gongkai run --lake {address}` makes one")
    return lake


def create(address: str) -> Lake:
    """The lake at `address`, its folder made where missing. Raises CallError when that cannot be."""
    lake = Lake(_folder(address))
    layout.check(lake.root)
    try:
        lake.runs.mkdir(parents=True, exist_ok=True)
        layout.mark(lake.root)
    except OSError as error:
        raise CallError(f"cannot make a lake at {address}: {error.strerror}") from None
    return lake


def absolute(address: str) -> str:
    """The address of a lake as it holds anywhere on this machine."""
    return str(_folder(address).absolute())


def _folder(address: str) -> Path:
    if "://" in address:
        raise CallError(f"lake {address}: only folders are lakes in this version")
    return Path(address)


def now() -> str:
    """The time as the lake's tables write it, UTC."""
    return f"{datetime.now(UTC):{TIME}}"
