"""How long checking the forms' sums takes: a batch of tables at once against one table after another.

    .venv/bin/python benchmarks/equations.py [--quick]

Both do the same arithmetic with the same rules, on the same tables in the same run; a tenth of them hold one
wrong cell, so that finding it is part of the work. The last line is one JSON object: `batch_speedup` (how
many times faster a batch is), `us_per_table` (batch) and `us_alone` (one by one), in microseconds.
"""

from __future__ import annotations

import argparse
import json
import time
from random import Random

import numpy as np

from transforms.checks.equations import check_values
from transforms.checks.system import Floats, system_of

FORM, SECTION = "2021", "applications"


def tables(count: int, rng: Random) -> Floats:
    """Applications tables whose sums hold, but for one cell in every tenth."""
    system = system_of(FORM, SECTION)
    rows = list(dict.fromkeys(row for row, _ in system.places))
    grids = np.zeros((count, len(rows), 7))
    outcomes = [
        n for n, row in enumerate(rows) if row not in ("received", "carried_in", "concluded", "carried_out")
    ]
    index = {row: number for number, row in enumerate(rows)}
    generator = np.random.default_rng(rng.randrange(2**31))
    grids[:, outcomes, :6] = generator.poisson(1.5, (count, len(outcomes), 6))
    grids[:, index["carried_out"], :6] = generator.poisson(1, (count, 6))
    grids[:, index["concluded"], :6] = grids[:, outcomes, :6].sum(axis=1)
    grids[:, index["received"], :6] = grids[:, index["concluded"], :6] + grids[:, index["carried_out"], :6]
    grids[:, :, 6] = grids[:, :, :6].sum(axis=2)
    values = grids.reshape(count, -1)
    for number in range(0, count, 10):
        values[number, rng.randrange(values.shape[1])] += 1
    return values


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer tables, a few seconds")
    count = 2_000 if parser.parse_args().quick else 20_000
    values = tables(count, Random(1))  # noqa: S311
    check_values(FORM, SECTION, values[:10])
    start = time.perf_counter()
    batch = check_values(FORM, SECTION, values)
    together = time.perf_counter() - start
    start = time.perf_counter()
    single = [check_values(FORM, SECTION, values[number : number + 1]) for number in range(count)]
    alone = time.perf_counter() - start
    same = np.concatenate([one.suggested for one in single])
    if not np.array_equal(same, batch.suggested, equal_nan=True):
        raise SystemExit("the batch and the single tables give different suggestions")
    named = int((~np.isnan(batch.suggested)).any(axis=1).sum())
    wrong = int(batch.assessed.fails.any(axis=1).sum())
    print(f"{count} tables, {wrong} with a wrong cell, {named} of them named")
    print(f"one by one {alone / count * 1e6:8.1f} us a table")
    print(f"in a batch {together / count * 1e6:8.1f} us a table, {alone / together:.1f} times faster")
    result = {
        "batch_speedup": round(alone / together, 2),
        "us_per_table": round(together / count * 1e6, 1),
        "us_alone": round(alone / count * 1e6, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
