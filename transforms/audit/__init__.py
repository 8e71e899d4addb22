"""What a table prints that its reading does not account for: figures there may stand in another cell's place.

A table is read without a warning only where its header is whole, every row of the form is printed, each row
has as many fields as its like, and nothing else stands between them but what is known: subtotals, local rows
with a figure for every column, line numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import chain

from transforms.audit import between, columns, counts, ends, rows
from transforms.audit.audited import Audited, Doubt
from transforms.audit.unread import headless_below
from transforms.forms import row_name
from transforms.records import Cell, Finding
from transforms.tables.align import Aligned
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading

__all__ = ["Doubt", "audit", "doubt_findings"]


def audit(
    reading: Reading,
    table: Aligned,
    taken: Mapping[tuple[str, str], Piece],
    printed: Mapping[str, Set[str]],
    pieces: Sequence[Piece],
    filled_up: bool,
) -> list[Doubt]:
    """What a table's reading does not account for.

    `taken` are the cells of all tables of its section, `printed` the rows of all tables by section;
    `filled_up` tells whether documents of this kind show a cell that a row lacks as a blank at its end.
    """
    if not table.cells:
        return []
    audited = Audited(reading, table)
    doubts = chain(
        columns.headers(audited),
        columns.local(audited),
        between.passed(audited),
        rows.lengths(audited),
        rows.by_chance(audited),
        rows.lost_labels(audited, printed),
        rows.lost_groups(audited),
        rows.same_labels(audited, printed),
        rows.apart(audited),
        rows.on_one_line(audited),
        rows.labels(audited),
        rows.cut_numbers(audited),
        rows.fused(audited),
        ends.ending_blank(audited, taken, filled_up),
        ends.untotalled(audited, taken),
        ends.worded(audited, taken),
        counts.unplaced(audited),
        counts.short(audited),
        rows.units(audited),
        headless_below(audited, pieces),
    )
    return list(doubts)


def doubt_findings(section: str, doubts: Sequence[Doubt], cells: Sequence[Cell]) -> list[Finding]:
    """One `table.unaccounted` a row, or one for the table, where cells in doubt are read all the same.

    `item` is then `section.row`, or the section's name. In a blank form no figure can be displaced.
    """
    some = any(cell.state == "number" for cell in cells) or any(doubt.left for doubt in doubts)
    if not doubts or not some:
        return []
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    for doubt in doubts:
        reasons[_name(section, doubt.key)][doubt.reason] = None
    read = {f"{cell.section}.{cell.row}" for cell in cells if cell.state != "missing"}
    return [
        Finding(
            "table.unaccounted",
            "warning",
            f"{name}: figures may stand in the wrong cells, for {'; '.join(told)}",
            "unknown",
            name,
        )
        for name, told in reasons.items()
        if name in read or (name == section and read)
    ]


def _name(section: str, key: str | None) -> str:
    return row_name(section, key) if key else section
