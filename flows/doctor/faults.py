"""One thing that is wrong with a lake, and what faults.yml knows of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("faults.yml")


@dataclass(frozen=True, slots=True)
class FaultKind:
    """An entry of faults.yml; `repair` is None where nothing is done without somebody's judgement."""

    means: str
    remedy: str
    repair: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the kind `code` at `path`, relative to the lake; `detail` says what exactly."""

    code: str
    path: str
    detail: str = ""

    @property
    def kind(self) -> FaultKind:
        """What its kind means and what is done about it."""
        return kinds()[self.code]

    def __str__(self) -> str:
        return f"{self.path}: {self.detail or self.kind.means}"


@cache
def kinds() -> Mapping[str, FaultKind]:
    """Every kind of fault by its code, in the order of their file."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {code: FaultKind(**entry) for code, entry in entries.items()}
