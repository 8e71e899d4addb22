"""The rules of the findings as data: what they mean, what to do, and the SQL of those across documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_KINDS = {
    "report": "Within one report 报告内",
    "years": "Against the year before 与上年对照",
    "history": "Against the body's other years 与历年对照",
    "bodies": "Against other bodies 与其他机关对照",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `query` gives a row for each thing tested; rules without one are made in reading a report.

    A query's columns: report_no, other_no, item, actual, expected, ok (null = not assessable), reason.
    """

    rule: str
    name_en: str
    name_zh: str
    kind: str
    severity: str
    meaning: str
    action: str
    cause: str | None
    message: str | None
    query: str | None


@cache
def checks() -> tuple[Check, ...]:
    """All rules in the order of the file."""
    data: Mapping[str, Any] = yaml.safe_load((_FOLDER / "checks.yml").read_text(encoding="utf-8"))
    return tuple(_check(rule, entry) for rule, entry in data.items())


def _check(rule: str, entry: Mapping[str, Any]) -> Check:
    severity, query = entry["severity"], entry.get("query")
    return Check(
        rule=rule,
        name_en=entry["name"]["en"],
        name_zh=entry["name"]["zh"],
        kind=entry["kind"],
        severity=severity if isinstance(severity, str) else ", ".join(severity),
        meaning=entry["meaning"],
        action=entry["action"],
        cause=entry.get("cause"),
        message=entry.get("message"),
        query=(_FOLDER / query).read_text(encoding="utf-8") if query else None,
    )


def as_markdown() -> str:
    """The page docs/checks.md."""
    lines = [
        "# Checks",
        "",
        "Every rule that `findings` can name. `tools/build_docs.py` makes this page from",
        "`warehouse/checks/checks.yml`.",
        "The checks across documents also stand in `check_results`, one row a report: `pass`, `fail` or",
        "`not_assessable` with the reason.",
    ]
    for kind, title in _KINDS.items():
        lines += ["", f"## {title}"]
        for check in (c for c in checks() if c.kind == kind):
            meaning, action = check.meaning.split(" | "), check.action.split(" | ")
            lines += ["", f"### `{check.rule}`: {check.name_en} {check.name_zh}", ""]
            lines += [f"{check.severity}. {meaning[0]}. *{action[0]}.*", "", f"{meaning[1]}。*{action[1]}。*"]
    return "\n".join(lines) + "\n"
