"""The shared samples, where they stand beside the project: every key of every expected answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from transforms.extract import extract_bytes
from transforms.extraction_json import to_json

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
EXPECTED = sorted((SAMPLES / "expected").glob("*.json"))
SUMS = ("applications.", "disputes.", "statistics.")

pytestmark = pytest.mark.skipif(not EXPECTED, reason="needs ../shared/samples")


def document_of(answer: Path) -> Path:
    return next(p for p in (*SAMPLES.glob("*"), *(SAMPLES / "layouts").glob("*")) if p.stem == answer.stem)


def read(answer: Path) -> dict[str, Any]:
    document = document_of(answer)
    return to_json(extract_bytes(document.read_bytes()), document.name)


@pytest.fixture(params=EXPECTED, ids=lambda p: p.stem)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    return json.loads(request.param.read_text(encoding="utf-8")), read(request.param)


def test_identity_is_as_expected(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, got = pair
    keys = [key for key in ("status", "year", "place", "division_code", "forms") if key in expected]
    assert {key: got[key] for key in keys} == {key: expected[key] for key in keys}


def test_every_cell_is_as_expected(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, got = pair
    cells = {cell["item"]: cell for cell in got["cells"]}
    values = {item: cell["value"] for item, cell in cells.items() if cell["value"] is not None}
    assert values == {item: v for item, v in expected.get("cells", {}).items() if v is not None}
    states = expected.get("states", {})
    assert {item: cells[item]["state"] for item in states} == states


def test_findings_are_as_expected(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, got = pair
    rules = {finding["rule"] for finding in got["findings"]}
    assert set(expected["must_find"]) <= rules
    assert "table.unaccounted" not in rules
    false_alarms = {rule for rule in rules if rule.startswith(SUMS)} - set(expected["must_find"])
    assert not false_alarms


def test_computed_and_suggested_are_as_expected(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, got = pair
    cells = {cell["item"]: cell for cell in got["cells"]}
    for key in ("computed", "suggested"):
        wanted = expected.get(key, {})
        assert {item: cells[item].get(key) for item in wanted} == wanted
    suggested = {item for item, cell in cells.items() if "suggested" in cell}
    assert suggested == set(expected.get("suggested", {}))


def test_claims_are_as_expected(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, got = pair
    claims = {claim["claim"]: claim["value"] for claim in reversed(got["claims"])}
    wanted = expected.get("claims", {})
    assert {name: claims.get(name) for name in wanted} == wanted
