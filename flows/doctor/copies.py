"""What a lake on S3 has to have at hand while it is examined, and what of a repair is sent to it.

For a folder all of this does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.lake import GENERATIONS, RAW, RUNS, TABLES, Lake

_READINGS, _ASIDE = "readings/", "damaged/"
# The archive is no part of it: of that nothing is ever removed.
_MENDED = (RUNS, TABLES, _READINGS, GENERATIONS)


def take(lake: Lake) -> None:
    """Have at hand what who holds the lake's lock does not have anyway."""
    lake.pull(_READINGS, _ASIDE)


@contextmanager
def archive(lake: Lake, prefecture: str) -> Iterator[None]:
    """Have a prefecture's archive at hand as the server holds it, and the room for it back afterwards."""
    below = f"{RAW}{prefecture}/"
    before = set(lake.raw.glob(f"{prefecture}/*"))
    lake.pull(below)
    yield
    if lake.mirror:
        came = set(lake.raw.glob(f"{prefecture}/*")) - before
        lake.mirror.release(*(path.relative_to(lake.root).as_posix() for path in came))


def names(lake: Lake) -> list[str]:
    """Every file of the lake, in order."""
    if lake.mirror:
        return lake.mirror.names("")
    paths = (path for path in lake.root.rglob("*") if not path.is_dir())
    return sorted(path.relative_to(lake.root).as_posix() for path in paths)


def send(lake: Lake) -> None:
    """Give the server what was repaired, and take from it what was set aside."""
    lake.push(RAW, *_MENDED, _ASIDE)
    for below in _MENDED:
        lake.prune(below)
