"""How many fields the rows of one table have: what tells a pad from a blank cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.forms import columns_of
from transforms.tables.headers import UNPLACED
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading, Row

# A table of which every fourth row with figures enough prints too many has a column that is not known.
_CROWDED = 4
# So many rows without the last figure tell that a blank there is nothing unusual.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Widths:
    """The usual number of fields of a row, labels and pads included, and whether rows have pads at all.

    In flattened text a span's swallowed positions are printed as empty fields, so that all rows of a table
    have as many fields as the table has columns; `leading` tells that they stand before the values.
    `open_ended` tells whether all rows of the table with figures lack the last one, so that a blank there is
    nothing unusual; `crowded` whether a fair part of the rows print more than they have columns: a column is
    unknown then, and a count that fits does so by chance. `lone` tells that but one row prints too many: a
    cell doubled in it is no pad. `mixed` tells that pads stand before the values, but not in all rows.
    """

    usual: int
    pads: bool
    leading: bool
    open_ended: bool
    crowded: bool
    lone: bool
    mixed: bool

    @classmethod
    def of(cls, form: str, reading: Reading) -> Widths:
        """Counted over all rows of the table."""

        widths = Counter(row.depth + len(row.values) for row in reading.rows)
        usual = max(sorted(widths), key=lambda width: widths[width]) if widths else 0
        # The values of each row and how many columns it has.
        rows = [
            (row.values, len(row.columns or columns_of(form, reading.section, row.key)))
            for row in reading.rows
        ]
        filled = [row for row in rows if any(piece.text for piece in row[0])]
        ends = [values[wanted - 1].text for values, wanted in filled if len(values) >= wanted > 1]
        padded = [values for values, wanted in filled if len(values) > wanted]
        before = sum(bool(values[-1].text and not values[0].text) for values in padded)
        after = sum(bool(values[0].text and not values[-1].text) for values in padded)
        # One such row alone may have a blank first cell and a figure too many.
        neither = any(values[0].text and values[-1].text for values in padded)
        leading = before > 1 and not after and not neither
        # Rows with few figures tell nothing of how many columns there are.
        surplus = [more for values, wanted in filled if (more := _reach(values) - wanted) >= 0]
        over = sum([more > 0 for more in surplus])
        crowded = over > 1 and over * _CROWDED > len(surplus)
        wide = sum([len(values) > wanted for values, wanted in rows])
        open_ended = len(ends) >= _TELLING and not any(ends)
        mixed = before > after and not leading
        return cls(usual, wide > 0, leading, open_ended, crowded, wide == 1, mixed)

    def place(self, row: Row, columns: Sequence[str]) -> dict[str, Piece] | None:
        """Values to columns, in order, where exactly one way of counting them fits; else null."""
        wanted = len(columns)
        if self.crowded or UNPLACED in columns:
            return None
        if len(row.values) != wanted and any(piece.column for piece in row.values):
            # Cells of a grid have places, which tell more than counting.
            return None
        values = row.values[::-1] if self.leading else row.values
        first, rest = values[:wanted], values[wanted:]
        if len(first) < wanted or (rest and any(piece.text for piece in rest)):
            return None
        if self._may_lack_one(row, first) or (rest and (self.lone or self.mixed)):
            return None
        return dict(zip(columns, first[::-1] if self.leading else first, strict=True))

    def _may_lack_one(self, row: Row, first: Sequence[Piece]) -> bool:
        """Whether the last blank may be a pad that fills up for a cell lost before it."""
        if first[-1].text or first[-1].column or not self.pads or not any(piece.text for piece in first):
            return False
        return not self.open_ended or row.depth + len(row.values) != self.usual


def _reach(values: Sequence[Piece]) -> int:
    """How many fields lie between the first that is filled and the last, both included."""
    if values[0].text and values[-1].text:
        return len(values)
    before = next(number for number, piece in enumerate(values) if piece.text)
    behind = next(number for number, piece in enumerate(reversed(values)) if piece.text)
    return len(values) - before - behind
