"""Propose flows/runs/thresholds.yml from what past runs of a lake brought.

    python tools/propose_thresholds.py LAKE [--runs 20]

Every published run is measured by the last published one before it, as a run is. A minimum lies a tenth below
the least that a published run brought, a maximum half above the most: what has been normal passes, what has
never been seen does not. Measures with fewer runs than --runs keep their thresholds. The last lines are the
file's entries, to be looked at and put there by hand: who was published by --publish-anyway was normal, too.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from flows import lake as lakes  # noqa: E402
from flows.runs.baseline import Read, found_of, read_of  # noqa: E402
from flows.runs.thresholds import Threshold, compared, thresholds  # noqa: E402

_BELOW, _ABOVE = 0.9, 1.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold with what it is made of: the shares (now ÷ before) of the published runs."""

    threshold: Threshold
    shares: tuple[float, ...]


def shares(records: Iterable[Mapping[str, Any]]) -> dict[str, list[float]]:
    """By measure what each published run brought of the one before it; `records` oldest first."""
    found: dict[str, int] = {}
    read: dict[str, Read] = {}
    least = {one.measure: one.least for one in thresholds()}
    seen: dict[str, list[float]] = defaultdict(list)
    for record in records:
        if not record.get("published"):
            continue
        now_found, now_read = dict(found_of(record)), dict(read_of(record))
        for measure, (now, before) in compared(now_found, found, now_read, read).items():
            if before >= least[measure]:
                seen[measure].append(now / before)
        found |= now_found
        read |= now_read
    return seen


def propose(seen: Mapping[str, list[float]], runs: int) -> Iterator[Proposal]:
    """A threshold a measure, in their order."""
    for one in thresholds():
        known = tuple(seen.get(one.measure, ()))
        if len(known) >= runs:
            low = None if one.min is None else min(round(_BELOW * min(known), 2), 0.99)
            high = None if one.max is None else max(round(_ABOVE * max(known), 1), 1.1)
            one = replace(one, min=low, max=high)
        yield Proposal(one, known)


def as_yaml(threshold: Threshold) -> str:
    """The entry of thresholds.yml."""
    lines = [f"{threshold.measure}:", f"  means: {threshold.means}"]
    lines += [
        f"  {name}: {value}" for name in ("min", "max") if (value := getattr(threshold, name)) is not None
    ]
    return "\n".join([*lines, f"  from: {threshold.least}"])


def main() -> None:
    """Print the evidence, then the entries."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("lake")
    parser.add_argument("--runs", type=int, default=20, help="runs that a measure needs to be moved")
    given = parser.parse_args()
    records = reversed(list(lakes.existing(given.lake).run_records()))
    proposals = list(propose(shares(records), given.runs))
    for one in proposals:
        spread = (
            f"{min(one.shares):.2f} to {max(one.shares):.2f}, median {median(one.shares):.2f}"
            if one.shares
            else "none"
        )
        sys.stdout.write(f"# {one.threshold.measure}: {len(one.shares)} runs, {spread}\n")
    sys.stdout.write("\n".join(as_yaml(one.threshold) for one in proposals) + "\n")


if __name__ == "__main__":
    main()
