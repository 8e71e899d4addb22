"""What the demo reports say in words, and the figures they state there."""

from __future__ import annotations

import csv
from functools import cache
from string import Formatter
from typing import Any
from zlib import crc32

from flows.demo.data import Report
from flows.demo.figures import Key, number
from flows.demo.forms import HERE, load_yaml

PLAIN = ("body", "year")


@cache
def texts() -> Any:
    """`prose.yml`."""
    return load_yaml(HERE / "prose.yml")


def sentences(report: Report, section: str) -> list[str]:
    """The sentences of a section whose figures are all known."""
    return [template.format(**_words(report)) for template in _templates(report, section)]


def claims(report: Report) -> dict[str, float]:
    """The figures that the prose states, by the contract's claim names."""
    used = [field for section in ("overview", "others") for field in _fields(report, section)]
    known = stated(report)
    return {field: known[field] for field in used if field not in PLAIN}


def stated(report: Report) -> dict[str, float]:
    """Figures the prose may state: totals of the tables, unless a flaw declares another."""
    if not report.tables:
        return {}
    totals = {name: number(report.printed[f"applications.{name}.total"]) for name in _COUNTS}
    known = {name: value for name, value in totals.items() if value is not None}
    if not report.dispute_values:
        known["review_total"] = _dispute_total(report, "review")
        known["litigation_total"] = sum(_dispute_total(report, row) for row in _LITIGATION)
    items = _disclosed_items().get((report.publisher, report.year))
    known |= {"processing_fee": 0.0} | ({} if items is None else {"disclosed_items": items})
    return known | {name: value for flaw in report.flaws for name, value in flaw.says.items()}


_COUNTS = ("received", "carried_in", "concluded", "carried_out")
_LITIGATION = ("litigation_direct", "litigation_after_review")


def _dispute_total(report: Report, row: str) -> float:
    return number(report.printed[f"disputes.{row}.total"]) or 0.0


@cache
def _disclosed_items() -> dict[Key, float]:
    with (HERE / "figures" / "invented" / "prose.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["publisher"], int(row["year"])): float(row["disclosed_items"])
            for row in csv.DictReader(file)
        }


def _templates(report: Report, section: str) -> list[str]:
    voices = texts()[section]
    voice = voices[crc32(report.publisher.encode()) % len(voices)]
    known = {*PLAIN, *stated(report)}
    return [text for text in ([voice] if isinstance(voice, str) else voice) if _names(text) <= known]


def _fields(report: Report, section: str) -> list[str]:
    return [field for text in _templates(report, section) for field in sorted(_names(text))]


def _names(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


def _words(report: Report) -> dict[str, str]:
    figures = {name: f"{value:g}" for name, value in stated(report).items()}
    return {"body": report.publisher, "year": str(report.year)} | figures
