"""Thresholds proposed from past runs: what was normal passes, what was never seen does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from command_line import ROOT

from flows import lake as lakes


def night(number: int, figures: int, *, published: bool = True) -> dict[str, Any]:
    """Thirty sites with five reports each, and what one prefecture's tables held."""
    sites = [{"site_id": f"s{one}", "visit": {"reports": 5}} for one in range(30)]
    read = {"prefecture": "1311", "reports": 150, "figures": figures, "findings": {"error": 60}}
    run_id = f"2027{number:04}T180000Z"
    return {"run_id": run_id, "published": published, "site_results": sites, "prefectures": [read]}


def proposed(lake: Path, *records: dict[str, Any]) -> tuple[str, dict[str, dict[str, Any]]]:
    held = lakes.create(str(lake))
    held.raw.mkdir()
    for record in records:
        (held.runs / f"{record['run_id']}.json").write_text(json.dumps(record))
    words = [sys.executable, str(ROOT / "tools" / "propose_thresholds.py"), str(lake), "--runs", "5"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return told, yaml.safe_load(told)


def test_a_minimum_lies_below_what_published_runs_brought(tmp_path: Path) -> None:
    figures = [10_000, 9_800, 9_900, 9_000, 9_900, 9_950, 9_900]
    withheld = night(99, 2_000, published=False)
    told, entries = proposed(tmp_path, *(night(*one) for one in enumerate(figures)), withheld)
    # The least was 9,000 after 9,900: 0.91, a tenth less is 0.82; the most 1.10, half more is 1.7.
    assert (entries["figures"]["min"], entries["figures"]["max"]) == (0.82, 1.7)
    assert entries["sites_yielding"] == {**current()["sites_yielding"], "min": 0.9}
    assert "# figures: 6 runs, 0.91 to 1.10, median" in told


def test_too_few_runs_move_nothing(tmp_path: Path) -> None:
    assert proposed(tmp_path, night(1, 10_000), night(2, 9_000))[1] == current()


def current() -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = yaml.safe_load(
        (ROOT / "flows" / "runs" / "thresholds.yml").read_text()
    )
    return entries
