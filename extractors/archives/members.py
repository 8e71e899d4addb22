"""The files of an archive in the order of their names, those of archives directly inside it included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractors.archives import rars, zips
from extractors.archives.member import MAX_MEMBERS, Member, is_litter, label
from extractors.document import UnreadableError
from extractors.magic import MAGIC, ZIP
from extractors.packages import Budget
from extractors.readers.kinds import kind_of

# Told first, for most documents are no archives.
_STARTS = (*ZIP, *(magic.start for magic in MAGIC if magic.kind == "rar"))
_OPENERS: dict[str, Callable[[bytes, Budget], rars.Entries]] = {"zip": zips.entries, "rar": rars.entries}


class _Part(NamedTuple):
    name: str
    read: Callable[[], bytes]


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP or RAR archive of other files (a docx or xlsx is none)."""
    return data.startswith(_STARTS) and _kind(data) in _OPENERS


def members(data: bytes) -> Iterator[Member]:
    """The files of an archive, unpacked one at a time.

    A file that is locked, damaged or too large is a Member with its error. Raises UnreadableError where the
    archive as a whole cannot be read.
    """
    return _members(data, Budget(), inner=False)


def _members(data: bytes, budget: Budget, inner: bool) -> Iterator[Member]:
    for part in _parts(data, budget):
        try:
            body = part.read()
            nested = is_archive(body)
            if nested and inner:
                raise UnreadableError("an archive in an archive in an archive is not opened")
            if not nested:
                yield Member(part.name, body)
                continue
            for member in _members(body, budget, inner=True):
                yield Member(f"{part.name}/{member.name}", member.data, member.error)
        except UnreadableError as error:
            yield Member(part.name, error=str(error))


def _parts(data: bytes, budget: Budget) -> list[_Part]:
    """The documents among the entries, each under a name of its own, sorted."""
    named = sorted(
        ((label(name), read) for name, read in _OPENERS[_kind(data)](data, budget)), key=lambda part: part[0]
    )
    wanted = [(name, read) for name, read in named if not is_litter(name)]
    if not wanted:
        raise UnreadableError("the archive holds no document")
    if len(wanted) > MAX_MEMBERS:
        raise UnreadableError(f"the archive holds {len(wanted)} files, more than {MAX_MEMBERS}")
    seen: Counter[str] = Counter()
    parts = []
    for name, read in wanted:
        seen[name] += 1
        parts.append(_Part(name if seen[name] == 1 else f"{name} ({seen[name]})", read))
    return parts


def _kind(data: bytes) -> str:
    try:
        return kind_of(data)
    except UnreadableError:
        return "document"
