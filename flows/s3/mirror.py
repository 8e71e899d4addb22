"""A copy on disk of what is needed of a lake on S3, so that everything else works with files.

`pull` makes the copy what the server holds, `push` gives the server what was changed here, file by file. Each
is put whole, and only in place of what the copy was made of, so that nothing that others did is lost.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from flows.errors import WorkError
from flows.s3.bucket import Bucket, ChangedError
from transforms.whole import whole

# Made once and never changed; a file of these that the server lacks is one that could not be sent yet.
FACTS = ("raw/", "runs/")
_AT_ONCE = 16
_Known = dict[str, tuple[str, int, int]]


class Mirror:
    """The copy at `root` of what `bucket` holds, and from which ETag each of its files was copied."""

    def __init__(self, bucket: Bucket, root: Path) -> None:
        self.bucket, self.root = bucket, root
        self._index = root / ".index.sqlite"
        self._pushing = threading.Lock()
        # Called before anything is changed on the server; raises where that is not allowed (any more).
        self.check: Callable[[], None] = lambda: None
        root.mkdir(parents=True, exist_ok=True)

    @property
    def identity(self) -> str:
        """A name that no other copy has."""
        path = self.root / ".id"
        if not path.is_file():
            path.write_text(uuid.uuid4().hex, encoding="ascii")
        return path.read_text(encoding="ascii")

    def pull(self, *below: str) -> None:
        """Make every file below these paths what the server holds; derived ones that it lacks are removed."""
        for prefix in below:
            there = self.bucket.listed(prefix)
            known = self._known(prefix)
            stale = [key for key, etag in there.items() if known.get(key) != (etag, *_seen(self.root / key))]
            self._get(stale)
            gone = [key for key in self._files(prefix) if key not in there and not key.startswith(FACTS)]
            for key in gone:
                (self.root / key).unlink(missing_ok=True)
            self._forget([*gone, *(key for key in known if key not in there)])

    def fetch(self, *keys: str) -> None:
        """Have these files at hand, which never change; those that the server lacks are left out."""
        self._get([key for key in keys if not (self.root / key).is_file()])

    def names(self, below: str) -> list[str]:
        """Every key below a path, on the server or only here, in order."""
        return sorted({*self.bucket.listed(below), *self._files(below)})

    def push(self, *below: str) -> None:
        """Give the server every file below these paths that was made or changed here.

        Raises WorkError where another has changed the same object to something else.
        """
        with self._pushing, ThreadPoolExecutor(_AT_ONCE) as threads:
            for prefix in below:
                changed = self.unsent(prefix)
                if changed:
                    self.check()
                self._note(threads.map(self._put, changed, changed.values()))

    def unsent(self, below: str) -> dict[str, str | None]:
        """Every file below a path that was made or changed here, with the ETag of what it was copied from."""
        known = self._known(below)
        return {
            key: known[key][0] if key in known else None
            for key in self._files(below)
            if key not in known or known[key][1:] != _seen(self.root / key)
        }

    def prune(self, below: str) -> None:
        """Remove from the server what was removed here below a path."""
        for key in self._known(below):
            if not (self.root / key).is_file():
                self.check()
                self.bucket.delete(key)
                self._forget([key])

    def release(self, *keys: str) -> None:
        """Give back the room of these copies, where they are what the server holds."""
        sent = [key for key in keys if not self.unsent(key)]
        for key in sent:
            (self.root / key).unlink(missing_ok=True)
        self._forget(sent)

    def _put(self, key: str, instead_of: str | None) -> tuple[str, str, int, int]:
        path = self.root / key
        seen = _seen(path)
        try:
            return (key, self.bucket.put(key, path, instead_of), *seen)
        except ChangedError:
            return (key, self._same(key), *seen)

    def _same(self, key: str) -> str:
        """The ETag of an object that turned out to be what was to be put: our own, or an equal one."""
        beside = _beside(self.root / key)
        try:
            etag = self.bucket.get(key, beside)
            if beside.read_bytes() == (self.root / key).read_bytes():
                return etag
        except FileNotFoundError:
            pass
        finally:
            beside.unlink(missing_ok=True)
        raise WorkError(
            f"{self.bucket.address}: {key} was changed by somebody else meanwhile; run the command again"
        )

    def _get(self, keys: Iterable[str]) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            self._note(row for row in threads.map(self._get_one, keys) if row)

    def _get_one(self, key: str) -> tuple[str, str, int, int] | None:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with whole(path, lasting=False) as beside:
                etag = self.bucket.get(key, beside)
        except FileNotFoundError:
            return None
        return (key, etag, *_seen(path))

    def _files(self, below: str) -> Iterator[str]:
        """The files at or below a path; hidden ones are parts of what is being written."""
        place = self.root / below
        paths = place.rglob("*") if place.is_dir() else [place]
        for path in paths:
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(".tmp"):
                yield path.relative_to(self.root).as_posix()

    def _known(self, below: str) -> _Known:
        with self._opened() as index:
            rows = index.execute(
                "SELECT key, etag, size, written FROM files WHERE substr(key, 1, ?) = ?", (len(below), below)
            )
            return {key: (etag, size, written) for key, etag, size, written in rows}

    def _note(self, rows: Iterable[tuple[str, str, int, int]]) -> None:
        made = list(rows)  # before the index is locked, for the rows come as files are transferred
        with self._opened() as index:
            index.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", made)

    def _forget(self, keys: Iterable[str]) -> None:
        with self._opened() as index:
            index.executemany("DELETE FROM files WHERE key = ?", ((key,) for key in keys))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._index, timeout=60)) as index, index:
            index.execute(
                "CREATE TABLE IF NOT EXISTS files (key TEXT PRIMARY KEY, etag TEXT, size INT, written INT)"
            )
            yield index


def _seen(path: Path) -> tuple[int, int]:
    """What tells whether a file was changed; (-1, -1) where there is none."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return -1, -1
    return state.st_size, state.st_mtime_ns


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
