"""One indicator across regions, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from flows.show_table import show_rows, shown

COLUMNS = ("rank", "place", "province", "value", "95 % interval", "of", "remark")


def show(out: Console, indicator: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Regions in order of the indicator; ranks count among those shown."""
    above = 0
    lines = []
    for row in rows:
        above += row["value"] is not None
        lines.append(_line(row, above))
    show_rows(out, COLUMNS, lines, title=f"{indicator}, {rows[0]['year']}")


def _line(row: Mapping[str, object], place: int) -> list[object]:
    interval = f"{shown(row['low'])} – {shown(row['high'])}" if row["low"] is not None else None
    parts = f"{shown(row['numerator'])} / {shown(row['denominator'])}" if row["denominator"] else None
    doubts = f"{row['doubts']} errors found" if row["doubts"] else None
    remark = ", ".join(str(part) for part in (row["flag"], doubts) if part)
    rank = place if row["value"] is not None else None
    return [rank, row["place"], row["province"], row["value"], interval, parts, remark]
