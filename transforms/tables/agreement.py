"""Two readings of one table, by count and by place: what both see is trusted, the sums decide the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from transforms.checks.equations import check
from transforms.forms import row_name
from transforms.records import Finding
from transforms.tables.align import Aligned
from transforms.tables.cells import cells_of

Place = tuple[str, str]


def settle(table: Aligned) -> tuple[Aligned, list[Finding]]:
    """The table with one reading for each cell.

    `table.doubted` holds what the places on the grid say where they contradict the count. The reading that
    breaks no sum is taken where the other breaks one; else the cells in doubt are `missing`, with a finding.
    """
    if not table.doubted:
        return table, []
    placed = replace(table, cells={**table.cells, **table.doubted}, doubted={})
    counted = replace(table, doubted={})
    breaks = _breaks(counted), _breaks(placed)
    if 0 in breaks and breaks[0] != breaks[1]:
        return (counted if breaks[0] == 0 else placed), []
    cells = {place: piece for place, piece in table.cells.items() if place not in table.doubted}
    return replace(counted, cells=cells), _findings(table)


def _breaks(table: Aligned) -> int:
    return len(check(cells_of(table), table.form, table.section, "unknown")[1])


def _findings(table: Aligned) -> list[Finding]:
    return [
        Finding(
            "cells.missing",
            "warning",
            f"{row_name(table.section, row)}: {len(columns)} cells read otherwise by their order than by "
            f"their places under the header ({table.rows[row].label.locator}), and no sum decides",
            "extraction",
            row_name(table.section, row),
        )
        for row, columns in _rows(table.doubted).items()
    ]


def _rows(places: Iterable[Place]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for row, column in places:
        rows.setdefault(row, []).append(column)
    return rows
