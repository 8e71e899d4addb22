"""One indicator across regions, for people."""

from __future__ import annotations

from rich.console import Console

from flows.terminal.show_table import show_rows
from warehouse.comparison import Comparison

COLUMNS = ("rank", "place", "province", "value", "95 % interval", "of", "remark")


def show(out: Console, comparison: Comparison) -> None:
    """Regions in order of the indicator, equal values at equal ranks; shares are rounded, `of` is exact."""
    definition = comparison.definition
    out.print(f"{comparison.title} ({definition.indicator})", style="bold", markup=False)
    out.print(comparison.subtitle, style="dim", markup=False)
    lines = [region.texts(definition) for region in comparison.regions()]
    kept = [place for place in range(len(COLUMNS)) if any(line[place] for line in lines)]
    show_rows(
        out,
        [COLUMNS[place] for place in kept],
        [[line[place] for place in kept] for line in lines],
        right=("rank", "value", "of"),
    )
