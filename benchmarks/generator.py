"""Made-up reports in every layout with every slip: how much is read exactly, and is any error silent.

    .venv/bin/python benchmarks/generator.py [--quick] [--cases N] [--first-seed S]

Runs rounds, for each pair of layout and slip one case with it alone and one with a second slip, until N
cases are done; the pairs of a round come in an order of its own, so that a part of it meets all layouts. The
last line is one JSON object: `cases`, `silent` (wrong figures without a finding), `exact` and `missing`
(shares of all cells), `whole` (share of documents read without any loss), `doubted` (share of those read so
though `table.unaccounted` names a table), `seconds`. Exit 1 where a silent error was found.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "transforms"))

from generator.cases import Verdict, case, judge, read_case, slips, two_slips
from generator.layouts import LAYOUTS


def pairs(seed: int) -> Iterator[tuple[str, str]]:
    """Every layout with every slip it can have, alone and with another one, in an order of this round."""
    single = [(layout, slip, False) for layout in LAYOUTS for slip in slips(layout)]
    double = [(layout, slip, True) for layout, slip, _ in single if slip != "none"]
    found = single + double
    Random(seed).shuffle(found)  # noqa: S311
    return ((layout, two_slips(layout, slip, seed) if two else slip) for layout, slip, two in found)


def verdict(layout: str, slip: str, seed: int) -> Verdict:
    """What became of the cells of one case."""
    made = case(layout, slip, seed)
    return judge(made.report, read_case(made))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="2,000 cases, under a minute")
    parser.add_argument("--cases", type=int, default=50_000, help="so many (default 50000)")
    parser.add_argument("--first-seed", type=int, default=0, help="where to begin, to run in slices")
    options = parser.parse_args()
    start, seed = time.perf_counter(), options.first_seed
    wanted = 2_000 if options.quick else options.cases
    cells: Counter[str] = Counter()
    silent: Counter[tuple[str, str]] = Counter()
    cases = whole = doubted = 0
    while cases < wanted:
        for layout, slip in islice(pairs(seed), wanted - cases):
            found = verdict(layout, slip, seed)
            cells.update(right=found.right, missing=len(found.lost), named=len(found.found))
            cells["silent"] += len(found.silent)
            cases, whole = cases + 1, whole + found.exact
            doubted += found.exact and found.doubted
            if found.silent:
                silent[layout, slip] += 1
                print(f"silent: case({layout!r}, {slip!r}, {seed}): {found.silent[0]}", flush=True)
        seed += 1
    total = cells.total()
    for (layout, slip), count in silent.most_common():
        print(f"{count:5d}  {layout} / {slip}")
    result = {
        "cases": cases,
        "silent": cells["silent"],
        "exact": round(cells["right"] / total, 5),
        "missing": round(cells["missing"] / total, 5),
        "whole": round(whole / cases, 4),
        "doubted": round(doubted / cases, 4),
        "seconds": round(time.perf_counter() - start, 1),
    }
    print(json.dumps(result))
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
