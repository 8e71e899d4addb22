"""A table under audit: its reading, what kind of text it is, and what its rows should look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.forms import columns_of
from transforms.tables.align import Aligned
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading, Row


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why figures may be displaced: those of the row `key`, of the whole table where that is null.

    `left` tells that a figure is in no cell, so that a form read as blank is not.
    """

    key: str | None
    reason: str
    left: bool = False


@dataclass(slots=True)
class Audited:
    """One table, its reading, and its rows in printed order.

    `grid` tells whether its cells have places, `stacked` whether each cell has a line of its own; `usual` is
    the most common number of fields of a row, its labels included.
    """

    reading: Reading
    table: Aligned
    rows: Sequence[Row] = field(init=False)
    grid: bool = field(init=False)
    stacked: bool = field(init=False)
    usual: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [row for row in self.reading.rows if row.key in self.table.rows]
        self.grid = any(row.label.column or (row.values and row.values[0].column) for row in self.rows)
        below = sum(bool(row.values) and row.values[0].row != row.label.row for row in self.rows)
        self.stacked = not self.grid and 2 * below > len(self.rows)
        lengths = Counter(row.depth + len(row.values) for row in self.rows)
        self.usual = max(sorted(lengths), key=lambda length: lengths[length], default=0)

    @property
    def section(self) -> str:
        """The section whose table it is."""
        return self.table.section

    def columns(self, row: Row) -> tuple[str, ...]:
        """The columns of a row, those of the form where the header is lost."""
        return row.columns or columns_of(self.table.form, self.section, row.key)


def shown(piece: Piece) -> str:
    """What is printed, and where."""
    return f"{piece.text!r} ({piece.locator})"
