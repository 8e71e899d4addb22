"""One indicator across regions, with its definition and what a reader must know to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.amounts import PERCENT, amount, ranked, remark
from warehouse.query import QueryResult


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is. `kind`: as in indicators.yml; `min_n`: the least denominator to compare."""

    indicator: str
    name_en: str
    name_zh: str
    kind: str
    unit: str
    min_n: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Region:
    """One region's line. Without a value it has no rank, and `flag` says why.

    `older`: its value follows another definition than the newest form's, so it is ranked apart.
    """

    rank: int | None
    ties: int | None
    division_code: str
    place: str
    province: str | None
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    flag: str | None
    doubts: int
    report_id: str
    url: str
    older: bool

    def remark(self, definition: Definition) -> str:
        """What to know about the value, or why there is none."""
        return remark(self.flag, self.doubts, definition.min_n, older=self.older)

    def texts(self, definition: Definition) -> tuple[str, ...]:
        """The line for people: rank, place, province, value, interval, what it is made of, remark."""
        kind = definition.kind
        interval = f"{amount(self.low, kind)} – {amount(self.high, kind)}"
        made_of = f"{amount(self.numerator, 'count')} / {amount(self.denominator, 'count')}"
        return (
            ranked(self.rank, self.ties),
            self.place,
            self.province or "",
            amount(self.value, kind),
            interval if self.low is not None else "",
            made_of if self.denominator else "",
            self.remark(definition),
        )


@dataclass(frozen=True, slots=True)
class Comparison(QueryResult):
    """Regions ranked, the highest value first, those without a value last.

    `table` has those asked for, with all columns;
    `found` and `valued` count all regions and those with a value, whether asked for or not.
    """

    definition: Definition
    year: int
    level: str | None
    within: str | None
    found: int
    valued: int
    as_of: date | None
    invented: bool

    def regions(self) -> list[Region]:
        """The lines, typed."""
        wanted = Region.__dataclass_fields__.keys() - {"place", "older"}
        # Those of the newest definition stand first.
        newest = self.table.column("series")[0].as_py() if self.table.num_rows else None
        return [
            Region(
                **{name: row[name] for name in wanted},  # type: ignore[arg-type]
                place=str(row["place"] or row["division_code"]),
                older=row["value"] is not None and row["series"] != newest,
            )
            for row in self.rows()
        ]

    @property
    def title(self) -> str:
        """What is compared, in both languages, and of which year."""
        return f"{self.definition.name_zh} {self.definition.name_en}, {self.year}"

    @property
    def subtitle(self) -> str:
        """Which regions, and how many of them have a value."""
        parts = [self.within or "all regions", f"{self.level} level" if self.level else "all levels"]
        unit = "percent 百分比" if self.definition.kind in PERCENT else self.definition.unit
        return f"{', '.join(parts)}: {self.valued} of {self.found} with a value; unit: {unit}"

    @property
    def legend(self) -> str:
        """How to read a line."""
        parts = []
        if self.definition.kind == "share":
            parts.append("Line: 95 % interval (Wilson)")
        if self.definition.min_n:
            parts.append(f"hollow: made of fewer than {self.definition.min_n}")
        if any((ties or 1) > 1 for ties in self.table.column("ties").to_pylist()):
            parts.append("= equal ranks")
        if any(region.older for region in self.regions()):
            parts.append("older form: another definition, ranked apart")
        return "; ".join(parts)

    @property
    def origin(self) -> str:
        """Where the numbers come from."""
        source = "governments' own annual reports (政府信息公开工作年度报告) as printed"
        if self.invented:
            source = "the demo, whose figures are invented (演示数据，数字为虚构)"
        return f"{self.definition.indicator}; source: {source}; collected until {self.as_of}"
