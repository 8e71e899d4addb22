"""How exactly scans and pictures of reports are read: made-up reports of three forms, printed and worn.

    .venv/bin/python benchmarks/ocr.py [--quick] [--seeds N] [--first-seed S] [--wear NAME ...]

What a real site's files look like: `office` (a desk scanner's), `copier` (black and white, as copiers mail
it), `sealed` (a stamp over the table) and `screen` (a picture of a web page's table) are what is mostly met;
`photo`, `turned` and `spread` (two pages in one picture) now and then; `photocopy` (a copy of a copy) and
`fax` are rare, and a table without borders (`no_lines`) is hardly ever scanned. The others vary one thing:
style sheets (`web`, `hidpi`), white text on coloured heads (`coloured`), kinds of lines (`framed`), shading,
landscape (`wide`), low rows (`tight`), few dots (`coarse`), `skewed`, holes, pens and the back of the sheet
(`marked`), a gray seal over figures (`stamped`), a sheet on a desk, a watermark; `mixed` is any print with
any wear. Needs the Debian packages
fonts-noto-cjk, fonts-wqy-zenhei, fonts-wqy-microhei, fonts-arphic-{uming,ukai,gbsn00lp}, fonts-liberation.
A cell is `exact`, `missing` (openly: missing or unreadable) or `wrong`; a wrong cell without a finding is
`silent`. The last line is one JSON object: `exact`, `missing`, `wrong` (shares of all cells), `silent`,
`cells`, `by_wear` (shares exact), `seconds` a picture, `peak_mb` of the process. Exit 1 where one is silent.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "transforms"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "extractors" / "ocr"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from generator.cases import Verdict, judge
from generator.grid import PUBLISHER
from levels import LEVELS, pictures

from extractors.readers.ocr import read_images
from transforms.tables.read import read_tables


def measure(wear: str, seed: int) -> tuple[Verdict, int, float]:
    """What became of the cells of one report, how many pictures it is, and how long they took to read."""
    report, files = pictures(wear, seed)
    start = time.perf_counter()
    document = read_images(files, "image/png")
    tables = read_tables(document, report.year, PUBLISHER)
    return judge(report, tables), len(files), time.perf_counter() - start


def counted(wear: str, seed: int) -> tuple[Counter[str], float]:
    verdict, files, seconds = measure(wear, seed)
    lost, wrong = len(verdict.lost), len(verdict.found)
    silent = len(verdict.silent)
    if lost or wrong or silent:
        print(f"{wear} {seed}: {lost} missing, {wrong + silent} wrong, {silent} silent", flush=True)
    for line in (*verdict.silent, *verdict.found):
        print(f"    {line}")
    cells = verdict.right + lost + wrong + silent
    return Counter(exact=verdict.right, missing=lost, wrong=wrong + silent, silent=silent, cells=cells,
                   files=files), seconds  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one report of each of the four usual levels")
    parser.add_argument("--seeds", type=int, default=3, help="reports a level (default 3: one of each form)")
    parser.add_argument("--first-seed", type=int, default=0, help="where to begin, for reports not seen yet")
    parser.add_argument("--wear", nargs="+", choices=LEVELS, default=list(LEVELS))
    options = parser.parse_args()
    wears = options.wear[:4] if options.quick else options.wear
    seeds = range(options.first_seed, options.first_seed + (1 if options.quick else options.seeds))
    by_wear: dict[str, Counter[str]] = {}
    seconds = 0.0
    print(f"{'wear':<10}{'cells':>8}{'exact':>10}{'missing':>9}{'wrong':>7}{'silent':>8}{'s/picture':>11}")
    for wear in wears:
        took = 0.0
        by_wear[wear] = Counter()
        for seed in seeds:
            counts, one = counted(wear, seed)
            by_wear[wear] += counts
            took += one
        n = by_wear[wear]
        print(f"{wear:<10}{n['cells']:>8}{n['exact'] / n['cells']:>10.2%}{n['missing']:>9}{n['wrong']:>7}"
              f"{n['silent']:>8}{took / n['files']:>11.1f}", flush=True)  # fmt: skip
        seconds += took
    total = sum(by_wear.values(), Counter())
    result = {name: round(total[name] / total["cells"], 5) for name in ("exact", "missing", "wrong")}
    result |= {"silent": total["silent"], "cells": total["cells"]}
    result |= {"by_wear": {wear: round(n["exact"] / n["cells"], 5) for wear, n in by_wear.items()}}
    result |= {"seconds": round(seconds / total["files"], 2)}
    print(json.dumps(result | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
    return 1 if total["silent"] else 0


if __name__ == "__main__":
    sys.exit(main())
