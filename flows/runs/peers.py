"""Sites that differ from their peers, the bodies of their kind and level in the same province."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from transforms.divisions import level_of

Record = Mapping[str, Any]
_FILE = Path(__file__).with_name("peers.yml")


@dataclass(frozen=True, slots=True)
class Unlike:
    """A site whose measure lies outside of what peers.yml allows; `peers` are so many, with that `median`."""

    site_id: str
    publisher: str
    means: str
    value: float
    median: float
    peers: int


def unlike_their_peers(site_results: Sequence[Record]) -> Iterator[Unlike]:
    """The sites of a run's record of which there is something to say, in the record's order by measure."""
    groups: dict[tuple[str, str, bool], list[Record]] = defaultdict(list)
    for row in site_results:
        if row.get("read"):
            groups[_kind(row)].append(row)
    for name, rule in _rules()["measures"].items():
        for group in groups.values():
            yield from _outside(name, rule, group)


def _outside(name: str, rule: Record, group: Sequence[Record]) -> Iterator[Unlike]:
    values = [_measure(name, row["read"]) for row in group]
    for place, (row, value) in enumerate(zip(group, values, strict=True)):
        others = [one for one in (*values[:place], *values[place + 1 :]) if one is not None]
        if value is None or len(others) < _rules()["least_peers"]:
            continue
        middle = median(others)
        low, high = rule.get("min", 0.0) * middle, rule.get("max", float("inf")) * middle
        if middle >= rule["from"] and not low <= value <= high:
            yield Unlike(row["site_id"], row["publisher"], rule["means"], value, middle, len(others))


def _measure(name: str, read: Record) -> float | None:
    """A measure of a site; null where it has no report of which a share could be taken."""
    if name == "reports":
        return float(read["reports"])
    return read[name] / read["reports"] if read["reports"] else None


def _kind(row: Record) -> tuple[str, str, bool]:
    """Province, level and whether it is a government, as the division code and the name tell."""
    code = str(row["division_code"])
    return code[:2], level_of(code), str(row["publisher"]).endswith("人民政府")


@cache
def _rules() -> Record:
    rules: Record = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules
