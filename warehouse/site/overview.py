"""What the first page says without a script: the figures of a year and what the last build changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.amounts import amount

# Of the change list so many reports are named.
_SHOWN = 30
_YEAR = """
    SELECT year
    FROM (SELECT year, count(*) AS n, max(count(*)) OVER () AS most FROM reports GROUP BY year)
    WHERE n >= most / 2 ORDER BY year DESC LIMIT 1
"""
_FIGURES = """
    SELECT
        count(*) FILTER (report_id IS NOT NULL) AS held,
        count(*) FILTER (status <> 'not_due') AS due
    FROM coverage WHERE year = $year
"""
_SUMS = """
    SELECT indicator, sum(value), median(value), count(value) FROM panel
    WHERE year = $year AND level = $level
        AND indicator IN ('received', 'disclosure_rate', 'review_total', 'litigation_total')
    GROUP BY indicator
"""
_ERRORS = """
    SELECT count(DISTINCT f.report_id), count(DISTINCT r.report_id) FROM reports r
    LEFT JOIN findings f ON f.report_id = r.report_id AND f.severity = 'error' AND f.cause = 'source'
    WHERE r.year = $year
"""
_LEVEL = """
    SELECT level FROM panel WHERE indicator = 'disclosure_rate' AND year = $year AND value IS NOT NULL
    GROUP BY level ORDER BY count(DISTINCT division_code[:2]) DESC, level DESC LIMIT 1
"""
_LAST = "FROM builds ORDER BY build DESC LIMIT 1"
_CHANGES = """
    SELECT
        report_id, division_code || '/' || year AS part, coalesce(publisher, report_id) AS publisher,
        year, change, cells
    FROM changes WHERE item IS NULL AND build = $build
    ORDER BY list_position(['vanished', 'revised', 'reread', 'added'], change), year DESC, report_id
    LIMIT $shown
"""


@dataclass(frozen=True, slots=True)
class About:
    """The warehouse in a few facts. `as_of` is the day of its newest fetch."""

    as_of: str
    reports: int
    cells: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the year: the text's name, the value, and what its note says."""

    name: str
    value: str
    facts: dict[str, str]


def about(connection: duckdb.DuckDBPyConnection) -> About:
    """The facts that every page shows."""
    query = """
        SELECT coalesce(as_of::VARCHAR, ''), (SELECT count(*) FROM reports),
            coalesce((SELECT cells FROM builds ORDER BY build DESC LIMIT 1), 0),
            EXISTS (FROM runs WHERE kind = 'demo')
        FROM warehouse_info
    """
    return About(*connection.execute(query).fetchall()[0])


def overview(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the template of the first page is filled with."""
    year = next((row[0] for row in connection.execute(_YEAR).fetchall()), 0)
    level = next((row[0] for row in connection.execute(_LEVEL, {"year": year}).fetchall()), "province")
    last = next(iter(connection.sql(_LAST).to_arrow_table().to_pylist()), None)
    number = {"build": last["build"], "shown": _SHOWN} if last else {"build": 0, "shown": 0}
    changes = connection.sql(_CHANGES, params=number).to_arrow_table().to_pylist()
    changed = (
        sum(last[f"reports_{kind}"] or 0 for kind in ("added", "revised", "reread", "vanished"))
        if last
        else 0
    )
    return {
        "year": {"year": year},
        "level": level,
        "figures": _figures(connection, year, level),
        "last": last,
        "changes": changes,
        "changed": changed,
    }


def _figures(connection: duckdb.DuckDBPyConnection, year: int, level: str) -> list[Figure]:
    # Sums are over one level: a report may hold the figures of the levels below it.
    asked = {"year": year}
    ((held, due),) = connection.execute(_FIGURES, asked).fetchall()
    ((wrong, reports),) = connection.execute(_ERRORS, asked).fetchall()
    sums = {
        name: (total, middle, n)
        for name, total, middle, n in connection.execute(_SUMS, {**asked, "level": level}).fetchall()
    }
    received, _, receiving = sums.get("received", (None, None, 0))
    _, rate, rated = sums.get("disclosure_rate", (None, None, 0))
    reviews, lawsuits = (sums.get(name, (None, None, 0))[0] for name in ("review_total", "litigation_total"))
    disputes = None if reviews is None or lawsuits is None else reviews + lawsuits
    parts = {"reviews": _count(reviews), "lawsuits": _count(lawsuits)}
    return [
        Figure("figure_reports", _count(held), {"due": _count(due), "share": _share(held, due)}),
        Figure("figure_received", _count(received), {"n": _count(receiving)}),
        Figure("figure_disclosed", amount(rate, "share") or "–", {"n": _count(rated)}),
        Figure("figure_disputes", _count(disputes), parts),
        Figure("figure_errors", _count(wrong), {"reports": _count(reports), "share": _share(wrong, reports)}),
    ]


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _share(part: int, whole: int) -> str:
    return amount(part / whole, "share") if whole else "–"
