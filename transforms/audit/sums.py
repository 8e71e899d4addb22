"""Tables of which most rows do not add up: their columns, not single figures, are in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.audit.audited import Doubt
from transforms.records import Cell, Finding

# Fewer rows may well hold a publisher's slips.
_MANY = 5


def broken(cells: Sequence[Cell], failed: Sequence[Finding]) -> list[Doubt]:
    """A doubt of the whole table where most rows with figures break their total.

    The few rows that add up may do so by chance, as rows of zeros do wherever they stand.
    """
    rows = {f"{cell.section}.{cell.row}" for cell in cells if cell.value}
    wrong = {finding.item for finding in failed if finding.rule == "applications.row_total"}
    if len(wrong) < _MANY or 2 * len(wrong) <= len(rows):
        return []
    return [Doubt(None, f"{len(wrong)} of its {len(rows)} rows with figures do not add up to their totals")]
