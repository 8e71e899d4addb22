"""How many fields the rows of one table have: what tells a pad from a blank cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.forms import columns_of
from transforms.pieces import Piece
from transforms.sequence import Reading, Row


@dataclass(frozen=True, slots=True)
class Widths:
    """The usual number of fields of a row, labels and pads included, and whether rows have pads at all.

    In flattened text a span's swallowed positions are printed as empty fields, so that all rows of a table
    have as many fields as the table has columns.
    """

    usual: int
    pads: bool

    @classmethod
    def of(cls, form: str, reading: Reading) -> Widths:
        """Counted over all rows of the table."""

        def extra(row: Row) -> int:
            return len(row.values) - len(row.columns or columns_of(form, reading.section, row.key))

        widths = Counter(row.depth + len(row.values) for row in reading.rows)
        usual = max(sorted(widths), key=lambda width: widths[width]) if widths else 0
        return cls(usual, any(extra(row) > 0 for row in reading.rows))

    def place(self, row: Row, columns: Sequence[str]) -> dict[str, Piece] | None:
        """Values to columns, in order, where exactly one way of counting them fits; else null."""
        wanted = len(columns)
        printed = [piece for piece in row.values if piece.text]
        if len(printed) == wanted and _together(row.values):
            return dict(zip(columns, printed, strict=True))
        first, rest = row.values[:wanted], row.values[wanted:]
        if len(first) < wanted or any(piece.text for piece in rest):
            return None
        as_usual = row.depth + len(row.values) == self.usual or not self.pads
        # With pads about, a row of another width may lack a cell: its last blank may then be a pad.
        if not first[-1].text and not as_usual and printed:
            return None
        return dict(zip(columns, first, strict=True))


def _together(values: Sequence[Piece]) -> bool:
    texts = "".join("x" if piece.text else " " for piece in values)
    return " " not in texts.strip()
