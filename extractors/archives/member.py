"""One file of an archive, and which files of an archive nobody means to publish."""

from __future__ import annotations

import re
from dataclasses import dataclass

# All departments of a prefecture with their townships are a few hundred.
MAX_MEMBERS = 2000
_LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_LITTER_STARTS = (".", "~$")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its bytes, or why they cannot be had (then `data` is empty).

    `name` is a label with `/` between folders, never a path to write to; a file in an inner archive has that
    archive's name before its own.
    """

    name: str
    data: bytes = b""
    error: str | None = None


def label(name: str) -> str:
    """The name without empty, `.` and `..` steps and without characters that no console should print."""
    steps = (_UNPRINTABLE.sub("", step).strip() for step in name.replace("\\", "/").split("/"))
    return "/".join(step for step in steps if step not in ("", ".", "..")) or "unnamed"


def is_litter(name: str) -> bool:
    """Whether the file is what macOS, Windows or Word leave behind, not a document."""
    return any(step.lower() in _LITTER or step.startswith(_LITTER_STARTS) for step in name.split("/"))
