"""Rows of flattened text that the other rows of their table put in doubt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from itertools import pairwise

from transforms.forms import columns_of, level_of, rows_of
from transforms.tables.sequence import Reading, Row

# So many rows of one level tell how many pads such a row has.
_TELLING = 3


def oddly_padded(form: str, reading: Reading) -> frozenset[str]:
    """Rows that print another number of fields beyond their columns than most rows of their level do.

    Pads before the values stand for positions that the label spans, so that rows of one level have equally
    many, or as many as make all rows equally long. A row that has not may have a figure split in two.
    """
    levels: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in reading.rows:
        columns = columns_of(form, reading.section, row.key)
        if columns and not any(piece.column for piece in row.values):
            levels[level_of(form, reading.section, row.key), len(columns)].append(row)
    excess = {row.key: _excess(form, reading.section, row) for rows in levels.values() for row in rows}
    odd: set[str] = set()
    for rows in levels.values():
        whole = [row for row in rows if excess[row.key] >= 0]
        if len(whole) >= _TELLING:
            alike = Counter(excess[row.key] for row in whole)
            long = Counter(excess[row.key] + row.depth for row in whole)
            by_pads = max(alike.values()) >= max(long.values())
            usual = (alike if by_pads else long).most_common(1)[0][0]
            odd.update(r.key for r in whole if excess[r.key] + (0 if by_pads else r.depth) != usual)
    return frozenset(odd)


def _excess(form: str, section: str, row: Row) -> int:
    return len(row.values) - len(row.columns or columns_of(form, section, row.key))


def before_lost_labels(form: str, reading: Reading, printed: Set[str]) -> frozenset[str]:
    """Rows whose figures may be those of the next row of the form, the label of which is nowhere `printed`.

    Where a text prints no blanks, a row without figures leaves nothing between its label and the next; where
    figures stand beside their labels, those on a line of their own have none.
    """
    order = rows_of(form, reading.section)
    lost = {row for row, below in pairwise(order) if row in printed and below not in printed}
    if not lost or any(piece.column for row in reading.rows for piece in row.values):
        return frozenset()
    return frozenset(lost if _prints_no_blanks(form, reading) else lost & _apart(reading))


def _prints_no_blanks(form: str, reading: Reading) -> bool:
    lacking = any(_excess(form, reading.section, row) < 0 for row in reading.rows)
    return lacking and all(piece.text for row in reading.rows for piece in row.values)


def _apart(reading: Reading) -> set[str]:
    """Rows with figures on another line than their label, where most have them beside it."""
    filled = [row for row in reading.rows if row.values]
    apart = {row.key for row in filled if row.values[0].row != row.label.row}
    return apart if 2 * len(apart) < len(filled) else set()
