"""What one reading made of each site: counts that an operator compares from night to night."""

from __future__ import annotations

import pyarrow as pa

from flows.runs.yields import SiteYield, counted, merged, severities, yields

Row = dict[str, object]


def report(report_id: str, site_id: str = "taocheng", revision: int = 1, gone: str | None = None) -> Row:
    return {"report_id": report_id, "site_id": site_id, "revision": revision, "gone_since": gone}


def test_reports_are_new_changed_or_vanished() -> None:
    before = [report("2020"), report("2021"), report("2022"), report("2019", gone="2026-01-01T00:00:00Z")]
    now = [
        report("2020", revision=2),
        report("2021", gone="2027-01-15T00:00:00Z"),
        report("2019", gone="2026-01-01T00:00:00Z"),
        report("2023"),
    ]
    # 2021 was taken down, 2022 is held no more; 2019 had gone before.
    assert yields(now, before, {}) == {"taocheng": SiteYield(reports=4, new=1, changed=1, vanished=2)}


def test_cells_and_findings_count_for_the_site_of_their_report() -> None:
    cells: list[Row] = [
        {"report_id": "a", "state": "number"},
        {"report_id": "a", "state": "blank"},
        {"report_id": "b", "state": "number"},
    ]
    findings: list[Row] = [
        {"report_id": "b", "severity": severity} for severity in ("error", "warning", "info")
    ]
    tables = {"cells": pa.Table.from_pylist(cells), "findings": pa.Table.from_pylist(findings)}
    assert severities(tables["findings"]) == {"error": 1, "warning": 1, "info": 1}
    assert yields([report("a", "x"), report("b", "y")], [], counted(tables)) == {
        "x": SiteYield(reports=1, new=1, cells=2, figures=1),
        "y": SiteYield(reports=1, new=1, cells=1, figures=1, errors=1, warnings=1),
    }


def test_a_site_with_documents_in_two_prefectures_is_one() -> None:
    assert merged([SiteYield(reports=2, figures=80), SiteYield(reports=1, errors=1)]) == SiteYield(
        reports=3, figures=80, errors=1
    )
    assert merged([]) is None
