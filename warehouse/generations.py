"""The last builds of a warehouse, kept as links beside it: a bad one is taken back in one step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.whole import link_whole
from warehouse.errors import BuildError
from warehouse.lock import only_builder

NAME = "gongkai.duckdb"
FOLDER = "generations"
# So many where nobody says otherwise; the published one counts.
KEPT = 3
_NUMBERED = re.compile(r"(\d{6})\.duckdb")


@dataclass(frozen=True, slots=True)
class Generation:
    """One kept build: its number, what it holds, and whether it is the published one."""

    number: int
    path: Path
    built_at: str
    reports: int
    cells: int
    published: bool


def kept(lake: Path) -> list[Generation]:
    """The kept builds, newest first. Raises BuildError for one that cannot be opened."""
    published = _published(lake)
    return [
        _generation(number, path, published == number) for number, path in sorted(_paths(lake), reverse=True)
    ]


def newest(lake: Path) -> int:
    """The highest number among the kept builds, 0 where there is none."""
    return max((number for number, _ in _paths(lake)), default=0)


def keep(lake: Path, count: int = KEPT) -> None:
    """Give the published warehouse its place among the `count` kept builds and let go of the oldest.

    It is called before and after every build, so that a crash between the two loses nothing.
    """
    published = _published(lake)
    if published and not _place(lake, published).is_file():
        link_whole(lake / NAME, _place(lake, published))
    for number, path in sorted(_paths(lake))[:-count]:
        if number != published:
            path.unlink()
    for leftover in (lake / FOLDER).glob(".*.tmp"):
        leftover.unlink()


def rollback(lake: Path, number: int | None = None) -> Generation:
    """Publish a kept build again, the one before the published where none is named; nothing is removed.

    Readers see the change when they open the file anew. Raises BuildError where there is no such build, it
    cannot be opened, or a build is running.
    """
    try:
        with only_builder(lake / f"{NAME}.lock"):
            chosen = _chosen(kept(lake), number)
            beside = lake / f"{NAME}.next"
            link_whole(chosen.path, beside)
            beside.replace(lake / NAME)
    except OSError as error:
        raise BuildError(f"{lake}: the earlier build could not be published: {error}") from error
    return chosen


def _chosen(generations: list[Generation], number: int | None) -> Generation:
    published = next((one.number for one in generations if one.published), None)
    for one in generations:
        if one.number == number or (number is None and published is not None and one.number < published):
            return one
    there = ", ".join(str(one.number) for one in generations) or "none"
    wanted = "no build before the published one" if number is None else f"no build {number}"
    raise BuildError(f"{wanted} is kept (kept: {there}); `gongkai build --list` shows them")


def _generation(number: int, path: Path, published: bool) -> Generation:
    query = "SELECT built_at, reports, cells FROM builds ORDER BY build DESC LIMIT 1"
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            ((built_at, reports, cells),) = connection.execute(query).fetchall()
    except (duckdb.Error, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BuildError(f"{path}: no warehouse that can be read ({reason}): remove it") from None
    return Generation(number, path, built_at, reports, cells, published)


def _published(lake: Path) -> int | None:
    """The number of the published build; None where nothing is published, or it tells none."""
    if not (lake / NAME).is_file():
        return None
    try:
        with duckdb.connect(str(lake / NAME), read_only=True) as connection:
            ((number,),) = connection.execute("SELECT max(build) FROM builds").fetchall()
    except duckdb.Error:
        return None
    return int(number) if number is not None else None


def _paths(lake: Path) -> Iterator[tuple[int, Path]]:
    for path in (lake / FOLDER).glob("*.duckdb"):
        if named := _NUMBERED.fullmatch(path.name):
            yield int(named[1]), path


def _place(lake: Path, number: int) -> Path:
    return lake / FOLDER / f"{number:06}.duckdb"
