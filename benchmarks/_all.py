"""Run all benchmarks, keep their figures, and put them into docs/benchmarks.md.

    .venv/bin/python benchmarks/_all.py [--quick] [NAME ...]

Each script of this folder ends with one JSON object. Those of a day go into benchmarks/results/<day>.json,
with what machine they were taken on; the page shows them. One that is run again that day takes the place of
its former figures; one that fails is told, the others are run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
_HEAD = """# Benchmarks

Made by `make bench` (`benchmarks/_all.py`); what each figure is stands at the head of its script. A ratio is
ours ÷ the other's time in the same run, so below 1 is faster; `vs_scrapy` and `dask_speedup` are how many
times faster. Short runs, marked (quick), are for orientation.
"""


def scripts(names: list[str]) -> list[Path]:
    """The benchmarks by name, all where none is named."""
    found = sorted(HERE.glob("[a-z]*.py"))
    return [script for script in found if not names or script.stem in names]


def run(script: Path, *, quick: bool) -> dict[str, Any]:
    """What became of one benchmark: its figures, seconds and exit status; its lines go on to stdout."""
    print(f"== {script.stem}", flush=True)
    words = [sys.executable, str(script), *(["--quick"] if quick else [])]
    started, last = time.monotonic(), ""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line if line.strip() else last
    seconds = round(time.monotonic() - started, 1)
    return {"figures": _figures(last), "quick": quick, "seconds": seconds, "status": process.returncode}


def _figures(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}


def page(result: dict[str, Any]) -> str:
    """The figures as Markdown, a row each."""
    on = result["machine"]
    lines = [
        _HEAD,
        f"{result['day']}, {on['processors']} processors, Python {on['python']}.\n",
        "| benchmark | figure | value |",
        "| --- | --- | ---: |",
    ]
    for name, one in sorted(result["benchmarks"].items()):
        shown = f"{name} (quick)" if one["quick"] else name
        if one["figures"] is None:
            lines.append(f"| {shown} | failed, exit status {one['status']} | |")
        else:
            lines += [f"| {shown} | {figure} | {_shown(value)} |" for figure, value in _flat(one["figures"])]
    return "\n".join(lines) + "\n"


def _flat(figures: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in figures.items():
        rows += _flat(value, f"{before}{name}: ") if isinstance(value, dict) else [(f"{before}{name}", value)]
    return rows


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> int:
    """Exit 1 where a benchmark failed or missed a floor of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="under a minute each")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    given = parser.parse_args()
    done = {script.stem: run(script, quick=given.quick) for script in scripts(given.names)}
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    file = HERE / "results" / f"{day}.json"
    file.parent.mkdir(exist_ok=True)
    before = json.loads(file.read_text(encoding="utf-8"))["benchmarks"] if file.exists() else {}
    result = {"day": day, "machine": machine(), "benchmarks": {**before, **done}}
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(result), encoding="utf-8")
    failed = [name for name, one in done.items() if one["status"]]
    print(f"{file}; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
