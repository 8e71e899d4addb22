"""What the figures of the forms count, and how large they may be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _data() -> Any:
    text = files(__package__).joinpath("measures.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, _data()["counted_alike"]))


def counts_alike(unit: str, other: str) -> bool:
    """Whether two units say the same of what is counted: 件 and 宗 do, 件 and 人次 do not."""
    return unit == other or any({unit, other} <= words for words in _groups())


@cache
def _bounds(level: str | None) -> Mapping[str, float]:
    """By the beginnings of items' names; of a level that is not known the widest."""
    levels = _data()["levels"]
    place = levels.index(level) if level in levels else -1
    return {name: float(bounds[place]) for name, bounds in _data()["at_most"].items()}


@cache
def at_most(item: str, level: str | None) -> float:
    """More than a body of a level (township to central, null where not known) can have of an item."""
    bounds = _bounds(level)
    names = [name for name in bounds if item.startswith(name)]
    return bounds[max(names, key=len)]
