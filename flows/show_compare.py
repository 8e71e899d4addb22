"""One indicator across regions, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from flows.show_table import show_rows, shown

COLUMNS = ("rank", "place", "province", "value", "95 % interval", "of", "remark")


def show(out: Console, indicator: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Regions in order of the indicator, equal values at equal ranks; shares are rounded, `of` is exact."""
    show_rows(out, COLUMNS, [_line(row) for row in rows], title=f"{indicator}, {rows[0]['year']}")


def _line(row: Mapping[str, object]) -> list[object]:
    interval = (
        f"{shown(_rounded(row['low']))} – {shown(_rounded(row['high']))}" if row["low"] is not None else None
    )
    parts = f"{shown(row['numerator'])} / {shown(row['denominator'])}" if row["denominator"] else None
    doubts = f"{row['doubts']} errors found" if row["doubts"] else None
    remark = ", ".join(str(part) for part in (row["flag"], doubts) if part)
    return [row["rank"], row["place"], row["province"], _rounded(row["value"]), interval, parts, remark]


def _rounded(value: object) -> object:
    """A share to four digits behind the point; a count stays as it is."""
    return round(value, 4) if isinstance(value, float) else value
