"""The demo is wide enough to be a country in small: families, provinces, years, forms, layouts, flaws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from flows.demo.data import load_sites
from flows.demo.truth import truth_of

SITES = load_sites()
REPORTS = [report for site in SITES for report in site.reports()]


def _count(key: Callable[[str], str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for site in SITES:
        counts[key(site.division_code)] += 1
    return counts


def test_the_farm_is_wide_enough() -> None:
    assert len(SITES) >= 14
    assert len({site.family for site in SITES}) >= 6
    assert len(_count(lambda code: code[:2])) >= 8
    assert sum(count >= 2 for count in _count(lambda code: code[:4]).values()) >= 2
    assert {site.charset for site in SITES} == {"utf-8", "gb2312"}
    years = [len({report.year for report in site.reports()}) for site in SITES]
    assert min(years) >= 3
    assert {report.applications_form for report in REPORTS} == {"2019", "2021"}
    assert len({report.layout for report in REPORTS}) == 8


def test_every_kind_of_flaw_is_there_once() -> None:
    kinds = [flaw.kind for site in SITES for flaw in site.flaws] + [
        flaw.kind for r in REPORTS for flaw in r.flaws
    ]
    assert set(kinds) >= {
        *(
            "wrong_row_total",
            "balance_fails",
            "wrong_dispute_total",
            "prose_disagrees",
            "carry_over_break",
            "late",
        ),
        *(
            "headings_without_tables",
            "negative",
            "unit_in_cell",
            "sentence_in_cell",
            "challenge",
            "gone",
            "robots",
        ),
        *("down", "values_missing", "old_form", "hybrid", "totals_only", "placeholders"),
    }


def test_no_two_reports_are_of_one_body_and_year() -> None:
    assert len(truth_of(SITES)) == len(REPORTS)
