"""The rows of a made-up lake's other tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from _lake_figures import Figures
from _lake_plan import YEARS, Report

Row = dict[str, object]

RUNS = ("20260401T020000Z", "20260402T020000Z")
_CLAIMED = {
    "received": "新收政府信息公开申请",
    "carried_in": "上年结转政府信息公开申请",
    "concluded": "办结政府信息公开申请",
    "review_total": "发生行政复议",
}


def at(run: str) -> str:
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}T{run[9:11]}:{run[11:13]}:{run[13:15]}Z"


def _url(report: Report) -> str:
    return f"https://{_host(report)}/zwgk/zfxxgknb/{report.year}/t{report.report_id}.html"


def _host(report: Report) -> str:
    return f"www.d{report.division_code}.gov.cn"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def report_row(report: Report, n: int, *, revised: bool) -> Row:
    revision = 2 if revised else 1
    month, day = 4 if n % 29 == 0 else 1, n % 27 + 1
    return {
        "report_id": report.report_id,
        "division_code": report.division_code,
        "place": report.place,
        "publisher": report.publisher,
        "publisher_level": report.level,
        "scope": ("consolidated", "unknown", "own")[n % 7 % 3],
        "year": report.year,
        "title": f"{report.publisher}{report.year}年政府信息公开工作年度报告",
        "status": "ok",
        **{f"form_{section}": report.form for section in ("disclosure", "applications", "disputes")},
        "published_on": None if n % 53 == 0 else date(report.year + 1, month, day),
        "url": _url(report),
        "document_url": _url(report),
        "media_type": "text/html",
        "sha256": _sha(f"{report.report_id} {revision}"),
        "retrieved_at": at(RUNS[revision - 1]),
        "revision": revision,
        "content_hash": _sha(f"{report.report_id} content {revision}"),
        "site_id": f"d{report.division_code}",
        "link_text": f"{report.year}年年度报告",
        "listed_on": f"{report.year + 1}-01-{day:02}",
        "first_seen": at(RUNS[0]),
    }


def claims(report: Report, claims: list[tuple[str, str, float]]) -> Iterator[Row]:
    for claim, item, value in claims:
        yield {
            "report_id": report.report_id,
            "claim": claim,
            "value": value,
            "sentence": f"{report.year}年，{_CLAIMED[claim]}{value:.0f}件。",
            "item": item,
            "agrees": True,
        }


def findings(report: Report, figures: Figures, n: int) -> Iterator[Row]:
    if n in figures.slips:
        item, actual, expected = figures.slips[n]
        yield {
            "report_id": report.report_id,
            "rule": "applications.row_total",
            "severity": "error",
            "item": item,
            "actual": actual,
            "expected": expected,
            "cause": "source",
            "message": f"{item} is printed as {actual:g}, its parts add up to {expected:g}",
        }
    if n in figures.lacking:
        yield {
            "report_id": report.report_id,
            "rule": "cells.missing",
            "severity": "warning",
            "item": figures.lacking[n],
            "cause": "unknown",
            "message": f"{figures.lacking[n]}: 7 of 7 cells cannot be told; the row is not printed",
        }


def extra_row(report: Report, n: int) -> Row:
    return {
        "report_id": report.report_id,
        "section": "statistics" if report.form == "2014" else "disclosure",
        "label": "其他对外管理服务事项",
        "column": "处理决定数量",
        "state": "number",
        "value": float(n),
        "raw": str(n),
        "unit": "件",
        "locator": "table 1 row 20 column 4",
    }


def sites(reports: list[Report]) -> list[Report]:
    """One report of the first body of each division, whose site it is."""
    first = {
        report.division_code: report
        for report in sorted(reports, key=lambda one: one.level == "department")[::-1]
    }
    return [first[code] for code in sorted(first)]


def site(report: Report) -> Row:
    return {
        "site_id": f"d{report.division_code}",
        "division_code": report.division_code,
        "publisher": f"{report.place}人民政府",
        "url": f"https://{_host(report)}/",
        "delay": 1.0,
    }


def captures(prefecture: str, run: str, reports: list[Report]) -> Iterator[Row]:
    """The first run fetches everything, the second asks for the lists and the newest reports again."""
    again = run != RUNS[0]
    for site in sites(reports):
        for name, role in (
            ("robots.txt", "robots"),
            ("", "page"),
            ("zwgk/", "page"),
            ("zwgk/zfxxgknb/", "list"),
        ):
            yield _capture(prefecture, run, site, f"https://{_host(site)}/{name}", role, 0, again=again)
    for offset, report in enumerate(reports):
        if not again or report.year == YEARS[-1]:
            yield _capture(prefecture, run, report, _url(report), "report", offset, again=again)


def _capture(
    prefecture: str, run: str, report: Report, url: str, role: str, offset: int, *, again: bool
) -> Row:
    return {
        "url": url,
        "site_id": f"d{report.division_code}",
        "fetched_at": at(run),
        "status": 304 if again else 200,
        "outcome": "not_modified" if again else "ok",
        "media_type": "text/html",
        "sha256": _sha(f"{report.report_id} 1" if role == "report" else url),
        "bytes": None if again else 60_000,
        "warc_file": f"raw/{prefecture}/{RUNS[0]}.warc.gz",
        "warc_offset": offset * 17_000,
        "run_id": run,
        "role": role,
        "via": f"https://{_host(report)}/zwgk/zfxxgknb/" if role == "report" else None,
        "link_text": f"{report.year}年年度报告" if role == "report" else None,
        "etag": f'"{_sha(url)[:16]}"',
    }
