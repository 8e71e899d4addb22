"""A document is gone from its first empty answer on, until it is there again."""

from __future__ import annotations

import pytest

from extractors.records import Capture
from transforms.reports.vanished import gone_since


def log(*outcomes: str) -> list[Capture]:
    return [
        Capture("http://x/a", "x", f"2026-01-{day:02}T00:00:00Z", None, outcome, *[None] * 5, "r", "report")
        for day, outcome in enumerate(outcomes, 1)
    ]


@pytest.mark.parametrize(
    ("outcomes", "since"),
    [
        (["ok", "not_modified"], None),
        (["ok", "not_found", "gone"], "2026-01-02T00:00:00Z"),
        (["ok", "soft_404"], "2026-01-02T00:00:00Z"),
        (["ok", "not_found", "ok"], None),
        (["ok", "not_found", "ok", "gone"], "2026-01-04T00:00:00Z"),
        (["ok", "timeout", "waf"], None),
        (["ok", "not_found", "timeout"], "2026-01-02T00:00:00Z"),
    ],
)
def test_since_when(outcomes: list[str], since: str | None) -> None:
    captures = log(*outcomes)
    assert gone_since(reversed(captures)).get("http://x/a") == since
