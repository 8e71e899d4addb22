"""Which files a call of `gongkai extract` means: files as named, folders searched for documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extractors.readers.kinds import KINDS

SUFFIXES = frozenset(f".{ending}" for kind in KINDS.values() for ending in kind.endings)


@dataclass(slots=True)
class Found:
    """The files to read, in the order of the call, and what was left aside in folders."""

    paths: list[str] = field(default_factory=list)
    other: int = 0
    closed: list[str] = field(default_factory=list)


def find(names: Iterable[str]) -> Found:
    """Files as named, whatever they are called; of a folder its documents, by name, with those below it.

    Hidden files are passed over, files of other kinds counted in `other`, folders that cannot be opened named
    in `closed`. Links to folders below are not followed, so that no circle of them is.
    """
    found = Found()
    for name in names:
        if Path(name).is_dir():
            _search(name, found)
        else:
            found.paths.append(name)
    return found


def _search(folder: str, found: Found) -> None:
    for place, folders, files in os.walk(folder, onerror=lambda error: found.closed.append(_said(error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in SUFFIXES:
                found.paths.append(str(Path(place) / name))
            else:
                found.other += 1


def _said(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}"
