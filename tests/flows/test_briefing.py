"""The morning report: what an operator reads first, and that nothing a site sent is taken for markup."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.crawl.outcomes import outcome
from flows.notices.briefing import briefing, headline

QUJING = {
    "site_id": "qujing",
    "division_code": "530300",
    "publisher": "曲靖市人民政府",
    "found_before": 12,
    "outcome": f"waf: {outcome('waf').remedy}; 0 reports found, 12 last time",
    "visit": {"pages": 3, "reports": 0, "failures": {"waf": 3}, "error": "waf: …"},
}
REDESIGNED = {
    "site_id": "lixian",
    "division_code": "621223",
    "publisher": "礼县人民政府",
    "found_before": 9,
    "outcome": "2 reports found, 9 last time",
    "visit": {"pages": 8, "reports": 2, "failures": {}, "error": None},
}
WELL = {
    "site_id": "taocheng",
    "division_code": "131102",
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
    assert "| requests | 20 | 31 |" in lines
    assert "| figures in the tables | 5000 | 0 |" in lines


def read(reports: int, **more: int) -> dict[str, int]:
    """What the tables hold of a site: 40 figures and no contradiction a report, unless told otherwise."""
    counts = dict.fromkeys(("new", "changed", "vanished", "cells", "errors", "warnings"), 0)
    return {**counts, "reports": reports, "figures": 40 * reports, **more}


def test_sites_whose_tables_changed_stand_beside_what_they_were() -> None:
    then = run({**WELL, "read": read(5)}, {**REDESIGNED, "read": read(9, errors=1)})
    now = run({**WELL, "read": read(6, new=1)}, {**REDESIGNED, "read": read(9, vanished=2, errors=3)})
    lines = briefing(now, then).splitlines()
    at = lines.index("## Sites whose tables changed")
    assert lines[at + 4 : at + 6] == [
        "| lixian | 礼县人民政府 | 9 | 0 | 0 | 2 | 360 | 1 → 3 |",
        "| taocheng | 桃城区人民政府 | 6 | 1 | 0 | 0 | 200 → 240 | 0 |",
    ]
    assert "| reports vanished | 2 | 0 |" in lines
    assert "## Sites whose tables changed" not in briefing(then, then)


def county(number: int, **counts: int) -> dict[str, Any]:
    return {
        **WELL,
        "site_id": f"s{number}",
        "division_code": f"1311{number:02}",
        "publisher": f"第{number}区人民政府",
        "read": read(**{"reports": 6, **counts}),
    }


def test_a_site_far_below_its_peers_in_the_province_is_named() -> None:
    peers = [county(number) for number in range(2, 8)]
    lines = briefing(run(county(1, reports=2), *peers)).splitlines()
    assert "| s1 | 第1区人民政府 | reports in the tables | 2 | 6 | 6 |" in lines
    lines = briefing(run(county(1, errors=30), *[county(number, errors=6) for number in range(2, 8)]))
    assert "| s1 | 第1区人民政府 | contradictions found, a report | 5 | 1 | 6 |" in lines


def test_few_peers_other_levels_and_departments_are_no_measure() -> None:
    few = [county(number) for number in range(2, 6)]
    department = {**county(9), "publisher": "某区教育局"}
    prefecture = {**county(8), "division_code": "131100"}
    elsewhere = {**county(7), "division_code": "140102"}
    text = briefing(run(county(1, reports=1), *few, department, prefecture, elsewhere))
    assert "unlike their peers" not in text


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
