"""The state of a lake that its archive does not give back, as one file; and the way back.

In it are the records of runs, the corrections, the sites, the published warehouse (for the history of builds
and changes) and the tables of prefectures that hold reports which cannot be read again. The archive itself
(`raw/`) is not: its files never change once a run has ended, so any copying tool keeps a copy of them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.counting import counted
from flows.errors import CallError, WorkError
from flows.lake import Lake
from transforms.reports.normalise import TABLES
from transforms.whole import whole
from warehouse.generations import NAME

_MANIFEST = "manifest.json"
_FORMAT = 1
_PART = re.compile(
    r"runs/[^/]+\.json|corrections\.csv|lake\.json|gongkai\.duckdb"
    r"|parquet/(sites|reports|cells|findings|claims|extras)/prefecture=\d{4}/data\.parquet"
)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """How many files a backup put back, and how many stood there already as they are in it."""

    written: int
    same: int


def state_files(lake: Lake) -> list[str]:
    """The files of a lake's state, relative to it, in order."""
    kept = [lake.table(name, prefecture) for prefecture in _not_readable(lake) for name in TABLES]
    found = [
        *lake.runs.glob("*.json"),
        *lake.parquet.glob("sites/prefecture=*/data.parquet"),
        *(lake.root / name for name in ("corrections.csv", "lake.json")),
        lake.warehouse,
        *kept,
    ]
    return sorted({path.relative_to(lake.root).as_posix() for path in found if path.is_file()})


def backup(lake: Lake, target: Path) -> Path:
    """Write the state to a file, or into a folder under the name of the last run; the file.

    The same state gives the same bytes. Raises CallError where there is nothing to keep or the file cannot
    be written.
    """
    names = state_files(lake)
    if not names:
        raise CallError(f"lake {lake.name} has no state to keep yet: no run, no sites, no warehouse")
    last = next((record["run_id"] for record in lake.run_records()), "none")
    file = target / f"gongkai-state-{last}.tar.gz" if target.is_dir() else target
    try:
        with whole(file) as beside, beside.open("wb") as sink:
            _write(lake, names, sink)
    except OSError as error:
        raise CallError(f"{file}: the backup could not be written: {error.strerror}") from None
    return file


def restore(file: Path, lake: Lake, *, overwrite: bool) -> Restored:
    """Put a backup's files into a lake once each of them was found to be what it was.

    One that was interrupted while it put them there is finished by the same call again, with `overwrite`.

    Raises CallError for what is no backup, or where the lake holds other files of these names and
    `overwrite` does not allow it; WorkError for a damaged backup.
    """
    lake.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=lake.root, prefix=".restore-", suffix=".tmp") as folder:
        names = list(_unpacked(file, Path(folder)))
        other = [name for name in names if (lake.root / name).is_file() and not _same(lake, folder, name)]
        if other and not overwrite:
            raise CallError(
                f"lake {lake.name} has {counted(len(other), 'file')} that differ from the backup's, such as "
                f"{other[0]}: restore into an empty folder, or with --overwrite"
            )
        wanted = [name for name in names if name in other or not (lake.root / name).exists()]
        # The warehouse last: readers see the old state until the new one is whole.
        for name in sorted(wanted, key=lambda name: name == NAME):
            (lake.root / name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).replace(lake.root / name)
    return Restored(len(wanted), len(names) - len(wanted))


def _not_readable(lake: Lake) -> list[str]:
    """Prefectures whose last reading kept rows of documents that the archive does not give back."""
    seen: dict[str, bool] = {}
    for record in lake.run_records():
        for one in record.get("prefectures", []):
            seen.setdefault(one["prefecture"], bool(one.get("kept") or one.get("lost")))
    return sorted(prefecture for prefecture, kept in seen.items() if kept)


def _write(lake: Lake, names: list[str], sink: Any) -> None:
    files = {name: _digest(lake.root / name) for name in names}
    manifest = {"format": _FORMAT, "gongkai": version("gongkai"), "files": files}
    text = json.dumps(manifest, indent=1).encode()
    with (
        gzip.GzipFile(fileobj=sink, mode="wb", mtime=0, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.addfile(_entry(_MANIFEST, len(text)), io.BytesIO(text))
        for name in names:
            path = lake.root / name
            with path.open("rb") as content:
                tar.addfile(_entry(name, path.stat().st_size), content)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry


def _unpacked(file: Path, folder: Path) -> Iterator[str]:
    """The names of the backup's files, each unpacked below `folder` and found to be what it was."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
            wanted = _manifest(file, tar, first)
            for entry in tar:
                if entry.name == _MANIFEST:
                    continue
                _unpack(tar, entry, folder)
                if wanted.pop(entry.name, None) != _digest(folder / entry.name):
                    raise WorkError(f"{file}: {entry.name} is damaged; nothing was put back")
                yield entry.name
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise WorkError(f"{file}: cannot be read as a backup: {error}") from None
    if wanted:
        raise WorkError(f"{file}: lacks {min(wanted)}; nothing was put back")


def _manifest(file: Path, tar: tarfile.TarFile, entry: tarfile.TarInfo | None) -> dict[str, str]:
    source = tar.extractfile(entry) if entry is not None and entry.name == _MANIFEST else None
    if source is None:
        raise CallError(f"{file}: no backup of gongkai, it begins with no {_MANIFEST}")
    manifest = json.loads(source.read())
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise CallError(f"{file}: no backup of gongkai, its {_MANIFEST} names no files")
    if manifest.get("format") != _FORMAT:
        raise CallError(f"{file}: a backup of form {manifest.get('format')}, this version reads {_FORMAT}")
    files: dict[str, str] = manifest["files"]
    return files


def _unpack(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    source = tar.extractfile(entry) if entry.isreg() and _PART.fullmatch(entry.name) else None
    if source is None:
        raise CallError(f"a backup holds no {entry.name}; nothing was put back")
    path = folder / entry.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as sink:
        shutil.copyfileobj(source, sink)


def _same(lake: Lake, folder: str, name: str) -> bool:
    return _digest(lake.root / name) == _digest(Path(folder, name))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
