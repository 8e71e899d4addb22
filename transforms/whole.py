"""A file that is there whole or not at all, whatever becomes of its writer or the machine."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path, *, lasting: bool = True) -> Iterator[Path]:
    """A place beside `path` to write the file to; once it is written it takes its name.

    Where that fails, nothing is left of it and what stood at `path` stays. `lasting` waits until it is on
    the disk; what can be made or fetched again need not.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        yield beside
        if lasting:
            with beside.open("rb") as file:
                os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def link_whole(source: Path, path: Path) -> None:
    """The same file at `path`, too; a copy, with its times, where the file system has no links."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as beside:
        try:
            os.link(source, beside)
        except OSError:
            shutil.copy2(source, beside)
