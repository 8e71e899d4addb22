"""The gold set: every document against its golden answer, and the floors of exact cells a kind.

Golden answers come from what the documents were written from (tools/gold), never from our own reading.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
GOLDENS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))}
KINDS = sorted({golden["kind"] for golden in GOLDENS.values()})
SUMS = ("applications.", "disputes.", "statistics.")
# What the reading still gets wrong, by document: told, never excused. An entry that passes fails the test.
WRONG_IDENTITY: dict[str, str] = {}
WRONG_FINDINGS: dict[str, str] = {}
WRONG_CLAIMS: dict[str, str] = {}
SILENT: dict[str, str] = {}


def _accuracy() -> ModuleType:
    """benchmarks/accuracy.py, which is no package."""
    spec = importlib.util.spec_from_file_location("accuracy", HERE.parents[1] / "benchmarks" / "accuracy.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


ACCURACY = _accuracy()


def known(wrong: dict[str, str]) -> list[Any]:
    """Every document, those that are known to fail marked with the reason."""
    assert wrong.keys() <= set(GOLDENS), "no such document"
    return [pytest.param(stem, marks=pytest.mark.xfail(reason=wrong[stem], strict=True))
            if stem in wrong else stem for stem in GOLDENS]  # fmt: skip


@functools.cache
def got(stem: str) -> dict[str, Any]:
    """The document read once for all tests; skips where what its kind needs is not installed."""
    return ACCURACY.read(GOLDENS[stem])


def reading(stem: str) -> tuple[dict[str, Any], dict[str, Any]]:
    golden = GOLDENS[stem]
    if reason := ACCURACY.lacking(golden["kind"]):
        pytest.skip(f"{golden['file']} {reason}")
    return golden, got(stem)


@pytest.mark.parametrize("stem", known(SILENT))
def test_no_cell_is_wrong_without_a_finding(stem: str) -> None:
    golden, answer = reading(stem)
    verdicts = ACCURACY.judge(golden, answer)
    assert [item for item, verdict in verdicts.items() if verdict == "silent"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_exact_cells_of_a_kind_reach_their_floor(kind: str) -> None:
    stems = [stem for stem, golden in GOLDENS.items() if golden["kind"] == kind]
    total = sum((ACCURACY.score(*reading(stem)) for stem in stems), ACCURACY.Score())
    assert total.share("exact") >= ACCURACY.floors()["exact"][kind]


@pytest.mark.parametrize("stem", known(WRONG_IDENTITY))
def test_who_and_when_and_which_forms(stem: str) -> None:
    golden, answer = reading(stem)
    keys = ("status", "year", "place", "division_code", "publisher", "published_on", "forms")
    wanted = {key: golden[key] for key in keys if key in golden}
    assert {key: answer.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("stem", known(WRONG_FINDINGS))
def test_wrong_sums_are_found_and_right_ones_raise_no_alarm(stem: str) -> None:
    golden, answer = reading(stem)
    rules = {finding["rule"] for finding in answer.get("findings", ())}
    assert set(golden["must_find"]) <= rules
    assert {rule for rule in rules if rule.startswith(SUMS)} <= set(golden["must_find"])


@pytest.mark.parametrize("stem", [s for s, g in GOLDENS.items() if "scan" not in g["kind"]])
def test_all_that_a_table_with_text_prints_is_accounted_for(stem: str) -> None:
    _, answer = reading(stem)
    assert "table.unaccounted" not in {finding["rule"] for finding in answer.get("findings", ())}


@pytest.mark.parametrize("stem", known(WRONG_CLAIMS))
def test_figures_of_the_prose_are_claimed(stem: str) -> None:
    golden, answer = reading(stem)
    claims = {claim["claim"]: claim["value"] for claim in reversed(answer.get("claims", ()))}
    wanted = golden.get("claims", {})
    assert {name: claims.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("stem", [s for s, g in GOLDENS.items() if "suggested" in g or "computed" in g])
def test_a_cell_that_the_sums_single_out_is_suggested(stem: str) -> None:
    golden, answer = reading(stem)
    cells = {cell["item"]: cell for cell in answer["cells"]}
    for key in ("computed", "suggested"):
        wanted = golden.get(key, {})
        assert {item: cells[item].get(key) for item in wanted} == wanted


def test_the_set_is_whole_and_small() -> None:
    files = {golden["file"] for golden in GOLDENS.values()}
    kept = {p.name for p in HERE.iterdir() if p.suffix not in {".json", ".py", ".md", ".yml"} and p.is_file()}
    assert files == kept
    assert len(files) >= 60
    sizes = [(HERE / name).stat().st_size for name in files]
    assert max(sizes) < 400_000
    assert sum(sizes) + sum(p.stat().st_size for p in HERE.glob("*.json")) < 8_000_000


def test_a_wrong_number_is_called_silent_unless_its_line_is_named() -> None:
    golden = {"cells": {"applications.received.total": 12}, "states": {}}
    cell = {"item": "applications.received.total", "value": 1, "state": "number"}
    error = {"rule": "x", "severity": "error", "item": "applications.received.natural_person"}
    assert ACCURACY.judge(golden, {"cells": [cell]}) == {"applications.received.total": "silent"}
    named = ACCURACY.judge(golden, {"cells": [cell], "findings": [error]})
    assert named == {"applications.received.total": "wrong"}
