"""Whose reports of which years a made-up lake holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from transforms import divisions

YEARS = range(2016, 2026)
_GOVERNMENTS = frozenset({"province", "prefecture", "county"})
_DEPARTMENTS = (
    "发展和改革局", "教育局", "公安局", "民政局", "财政局", "自然资源局", "生态环境局", "住房和城乡建设局",
    "交通运输局", "水利局", "农业农村局", "卫生健康局", "市场监督管理局", "统计局", "审计局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """Whose report of which year, and the form that the body used."""

    division_code: str
    place: str
    level: str
    publisher: str
    year: int

    @property
    def report_id(self) -> str:
        """As the flow makes it."""
        digest = hashlib.sha256(f"{self.division_code}|{self.publisher}|{self.year}".encode())
        return f"{self.division_code}-{self.year}-{digest.hexdigest()[:8]}"

    @property
    def form(self) -> str:
        """The form of the year."""
        return "2014" if self.year < 2019 else "2019" if self.year < 2021 else "2021"


def plan(count: int) -> dict[str, list[Report]]:
    """`count` reports by prefecture: every government before any department, then by department."""
    rows = [row for row in divisions.load().rows if row.level in _GOVERNMENTS]
    chosen: dict[str, list[Report]] = {}
    left = count
    for report in _by_turns(rows):
        if not left:
            break
        chosen.setdefault(report.division_code[:4], []).append(report)
        left -= 1
    return dict(sorted(chosen.items()))


def _by_turns(rows: list[divisions.Division]) -> Iterator[Report]:
    for body in ("人民政府", *_DEPARTMENTS):
        level = None if body == "人民政府" else "department"
        for row in rows:
            # Of the form of 2014, which is short, only so many that a report has some 200 cells.
            first = 2019 if row.level == "county" or level else YEARS.start
            for year in range(first, YEARS.stop):
                if row.holds(year):
                    yield Report(row.division_code, row.name, level or row.level, row.name + body, year)
