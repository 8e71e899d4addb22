"""The morning report: what an operator reads first, and that nothing a site sent is taken for markup."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.crawl.outcomes import outcome
from flows.briefing import briefing, headline

QUJING = {
    "site_id": "qujing",
    "publisher": "曲靖市人民政府",
    "found_before": 12,
    "outcome": f"waf: {outcome('waf').remedy}; 0 reports found, 12 last time",
    "visit": {"pages": 3, "reports": 0, "failures": {"waf": 3}, "error": "waf: …"},
}
REDESIGNED = {
    "site_id": "lixian",
    "publisher": "礼县人民政府",
    "found_before": 9,
    "outcome": "2 reports found, 9 last time",
    "visit": {"pages": 8, "reports": 2, "failures": {}, "error": None},
}
WELL = {
    "site_id": "taocheng",
    "publisher": "桃城区人民政府",
    "found_before": 5,
    "outcome": "ok",
    "visit": {"pages": 9, "reports": 5, "failures": {}, "error": None},
}


def run(*sites: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The record of a run, as runs/<run>.json has it."""
    return {
        "run_id": "20270115T180000Z",
        "kind": "run",
        "finished_at": "2027-01-15T19:00:00Z",
        "published": True,
        "sites": len(sites),
        "pages": 20,
        "reports_new": 1,
        "reports_changed": 0,
        "failures": 1,
        "prefectures": [
            {"reports": 26, "figures": 5000, "findings": {"error": 4}, "left_out": {"no table": 2}}
        ],
        "site_results": list(sites),
        **more,
    }


def test_a_failing_site_stands_in_the_report_with_its_remedy() -> None:
    lines = briefing(run(WELL, REDESIGNED, QUJING)).splitlines()
    assert lines[0] == "# run 20270115T180000Z: published, 1 site failed"
    sites = [line for line in lines if line.startswith(("| qujing", "| lixian", "| taocheng"))]
    assert sites == [
        (
            "| qujing | 曲靖市人民政府 | 0 | 12 | waf; 0 reports found, 12 last time "
            "| A firewall blocks the crawler; ask the site's operator to let it pass. |"
        ),
        (
            "| lixian | 礼县人民政府 | 2 | 9 | 2 reports found, 9 last time "
            "| Look at the site by hand: it was redesigned, or reports were taken down. |"
        ),
    ]


def test_what_was_withheld_is_said_first() -> None:
    lines = briefing(run(QUJING, published=False, warnings=["reports found on the sites: 1 now, 90 before"]))
    assert lines.splitlines()[:3] == [
        "# run 20270115T180000Z: not published, the old warehouse stays",
        "",
        "- reports found on the sites: 1 now, 90 before",
    ]


def test_the_last_published_run_stands_beside() -> None:
    earlier = run(WELL, pages=31, prefectures=[])
    lines = briefing(run(WELL), earlier).splitlines()
    assert "| pages | 20 | 31 |" in lines
    assert "| figures in the tables | 5000 | 0 |" in lines


def test_a_run_that_was_killed_did_not_finish() -> None:
    assert headline(run(WELL, finished_at=None)) == "has no end: still under way, or killed"


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "a | b", "[x](http://e)", "line\nbreak", "\u202egnp"]
)
def test_text_of_a_site_is_no_markup(hostile: str) -> None:
    line = next(
        line
        for line in briefing(run({**QUJING, "publisher": hostile})).splitlines()
        if line.startswith("| qujing")
    )
    assert line.replace("\\|", "").count("|") == 7
    assert "<script>" not in line.replace("\\<", "")
    assert "\u202e" not in line
