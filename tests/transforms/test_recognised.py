"""Findings on figures that were recognised from images."""

from __future__ import annotations

from transforms.facts import _unsure
from transforms.records import Finding


def test_what_was_not_recognised_is_the_readings_and_a_contradiction_may_be_either() -> None:
    found = _unsure(
        [
            Finding("cells.unreadable", "warning", "", "source", "disputes.review.total"),
            Finding("value.negative", "error", "", "source", "disputes.review.upheld"),
        ]
    )
    assert [(one.rule, one.cause) for one in found] == [
        ("cells.recognised", "extraction"),
        ("cells.unreadable", "extraction"),
        ("value.negative", "unknown"),
    ]
    assert "1 cells" in found[0].message
