"""Where things lie in a lake, a folder or `s3://bucket/prefix`; nothing else in `flows` knows the layout.

Of a lake on S3 the files are a copy on this disk (flows/s3): `pull` and `fetch` have it hold what is needed,
`push` sends what was changed. For a folder these do nothing.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import layout
from flows.errors import CallError, WorkError
from flows.runs.run_ids import following
from warehouse.generations import FOLDER, NAME
from warehouse.lock import HeldError, exclusive

if TYPE_CHECKING:
    from flows.s3.mirror import Mirror

TIME = "%Y-%m-%dT%H:%M:%SZ"

# What stands where below a lake, as `pull`, `push` and `to_read` want it.
RAW, RUNS, SITES, CAPTURES = "raw/", "runs/", "parquet/sites/", "parquet/captures/"
TABLES, GENERATIONS, WAREHOUSE, CORRECTIONS = "parquet/", f"{FOLDER}/", NAME, "corrections.csv"
# The copies of a lake on S3, one a use, so that none finds half of what another is about to send.
WORK, READ, WORKER = "work", "read", "worker"
_S3, _use = "s3://", [WORK]


@dataclass(frozen=True, slots=True)
class Lake:
    """The paths of one lake; where it is on S3, those of its `mirror`."""

    root: Path
    mirror: Mirror | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.mirror.bucket.address if self.mirror else str(self.root)

    def pull(self, *below: str) -> None:
        """On S3: have what is below these paths as it is there, whatever was changed here and not sent."""
        if self.mirror:
            self.mirror.pull(*below)

    def fetch(self, *files: str) -> None:
        """On S3: have these archive files at hand."""
        if self.mirror:
            self.mirror.fetch(*files)

    def push(self, *below: str) -> None:
        """On S3: send what was changed below these paths, in this order. Raises WorkError."""
        if self.mirror:
            self.mirror.push(*below)

    def prune(self, below: str) -> None:
        """On S3: remove there what was removed here."""
        if self.mirror:
            self.mirror.prune(below)

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
        paths = (path for path in self._warcs(prefecture) if _run_of(path) == run_id)
        return sorted(paths, key=lambda path: len(path.name))

    def archived(self, prefecture: str = "*") -> list[tuple[str, str]]:
        """(prefecture, run) of every WARC, of one prefecture where it is named, in order."""
        return sorted({(path.parent.name, _run_of(path)) for path in self._warcs(prefecture)})

    def _warcs(self, prefecture: str) -> list[Path]:
        """Every WARC; on S3 the files need not be at hand."""
        if not self.mirror:
            return list(self.raw.glob(f"{prefecture}/*.warc.gz"))
        below = RAW if prefecture == "*" else f"{RAW}{prefecture}/"
        return [self.root / name for name in self.mirror.names(below) if name.endswith(".warc.gz")]

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
        """As `run_ids.following` the newest run of this lake."""
        newest = max((path.stem for path in self.runs.glob("[0-9]*T*Z.json")), default="")
        return following(newest, self.name)


@contextmanager
def changing(lake: Lake, command: str) -> Iterator[None]:
    """Keep others from changing the lake meanwhile; readers are never kept out.

    Raises WorkError that says who changes it, and since when, or why it cannot be. Who crashed holds nothing
    more. On S3 what a former command could not send is sent first, then the copy made what the server holds.
    """
    owner = f"`gongkai {command}`, process {os.getpid()} on {socket.gethostname()}, since {now()}"
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(lake.root / "lake.lock", owner))
        except HeldError as error:
            raise WorkError(f"lake {lake.name} is in use by {error}; try again when it is done") from None
        except OSError as error:
            raise WorkError(f"lake {lake.name} cannot be changed: {error.strerror}") from None
        held.enter_context(_alone(lake, owner))
        yield


def _run_of(warc: Path) -> str:
    """The run id in a WARC's name; a run id holds no hyphen."""
    return warc.name.removesuffix(".warc.gz").partition("-")[0]


def existing(address: str) -> Lake:
    """The lake at `address`. Raises CallError when there is none, or it is of a later version."""
    lake = _at(address, _use[-1])
    layout.check(lake.root)
    if not _is_there(lake):
        raise CallError(f"no lake at {address}: `gongkai run --lake {address}` makes one")
    return lake


def to_read(address: str, *below: str, new: bool = False) -> Lake:
    """The lake at `address` for who changes nothing, with these parts at hand. Raises CallError when there is
    none, unless it may be `new`.
    """
    lake = _at(address, READ)
    if not new and not _is_there(lake):
        raise CallError(f"no lake at {address}: `gongkai run --lake {address}` makes one")
    lake.pull(layout.FILE, *below)
    layout.check(lake.root)
    if below == (WAREHOUSE,) and lake.mirror and not lake.warehouse.is_file():
        raise CallError(f"the lake {address} has no warehouse yet: `gongkai build --lake {address}` makes it")
    return lake


def create(address: str) -> Lake:
    """The lake at `address`, its folder made where missing. Raises CallError when that cannot be."""
    lake = _at(address, _use[-1])
    layout.check(lake.root)
    try:
        lake.runs.mkdir(parents=True, exist_ok=True)
        layout.mark(lake.root)
    except OSError as error:
        raise CallError(f"cannot make a lake at {address}: {error.strerror}") from None
    return lake


def absolute(address: str) -> str:
    """The address of a lake as it holds anywhere on this machine."""
    return address if address.startswith(_S3) else str(_folder(address).absolute())


def use_copy(name: str) -> None:
    """From now on this process changes this copy of lakes on S3."""
    _use[:] = [name]


def _at(address: str, use: str) -> Lake:
    if not address.startswith(_S3):
        return Lake(_folder(address))
    mirror: Mirror = _s3().mirror_of(address.rstrip("/"), use)
    return Lake(mirror.root, mirror)


def _alone(lake: Lake, owner: str) -> AbstractContextManager[None]:
    return _s3().alone(lake.mirror, owner) if lake.mirror else nullcontext()


def _s3() -> Any:
    try:
        # Its library takes a second to load, and folders do without.
        return import_module("flows.s3.opening")
    except ModuleNotFoundError:
        raise CallError("lakes on S3 need a part that is not installed: pip install 'gongkai[s3]'") from None


def _is_there(lake: Lake) -> bool:
    if lake.mirror:
        return any(map(lake.mirror.bucket.holds_any, (RAW, TABLES, WAREHOUSE)))
    return lake.raw.is_dir() or lake.parquet.is_dir() or lake.warehouse.is_file()


def _folder(address: str) -> Path:
    if "://" in address:
        raise CallError(f"lake {address}: a lake is a folder or s3://bucket/prefix")
    return Path(address)


def now() -> str:
    """The time as the lake's tables write it, UTC."""
    return f"{datetime.now(UTC):{TIME}}"
