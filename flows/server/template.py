"""An empty, migrated database of Prefect's, kept for later servers: to migrate one anew takes seconds.

It stands in this user's folder for temporary files, under Prefect's version and a digest of its migrations.
Where it cannot be kept or used, a server migrates its own, as ever.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import structlog

from transforms.whole import whole

# As Prefect calls it within its home.
DATABASE = "prefect.db"
_MIGRATIONS = Path("server", "database", "_migrations", "versions", "sqlite")

log = structlog.get_logger()


def put(home: Path) -> bool:
    """Put the kept database into the home of a server that has none. False where none can be used."""
    target = home / DATABASE
    try:
        if not _ours(kept().parent):
            return False
        shutil.copyfile(kept(), target)
        _check(target)
    except (OSError, sqlite3.Error) as error:
        log.debug("no migrated database of Prefect's is at hand", why=str(error))
        target.unlink(missing_ok=True)
        return False
    return True


def keep(home: Path) -> None:
    """Keep a copy of a server's database, which was migrated just now and holds nothing yet."""
    place = kept()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _ours(place.parent):
            with whole(place) as beside:
                _copy(home / DATABASE, beside)
    except (OSError, sqlite3.Error) as error:
        log.debug("Prefect's migrated database could not be kept", why=str(error))


def kept() -> Path:
    """Where it stands, for the Prefect of this installation."""
    found = find_spec("prefect")
    package = Path(found.origin).parent if found and found.origin else Path()
    names = sorted(path.name for path in (package / _MIGRATIONS).glob("*.py"))
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"gongkai-{os.getuid()}" / "prefect"
    return folder / f"{version('prefect')}-{digest}.db"


def _ours(folder: Path) -> bool:
    """Whether nobody else can have put something there."""
    held = folder.lstat()
    others = stat.S_IWGRP | stat.S_IWOTH
    return stat.S_ISDIR(held.st_mode) and held.st_uid == os.getuid() and not held.st_mode & others


def _copy(source: Path, target: Path) -> None:
    """A copy of a database that a server has open; raises sqlite3.Error."""
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(target)) as copy:
        made.backup(copy)


def _check(path: Path) -> None:
    """Raise sqlite3.Error where the file is damaged or was not migrated."""
    with closing(sqlite3.connect(path)) as database:
        [(sound,)] = database.execute("PRAGMA quick_check(1)").fetchall()
        if sound != "ok" or not database.execute("SELECT version_num FROM alembic_version").fetchall():
            raise sqlite3.DatabaseError(f"{path.name} is damaged: {sound}")
