"""The geometry aligner: values to columns by their place on the table's grid."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.pieces import Piece
from transforms.sequence import Row


def by_grid(row: Row, columns: Sequence[str]) -> dict[str, Piece] | None:
    """The cells that stand under exactly one column, where the row fills the grid without a gap.

    A cell merged over several columns belongs to none of them for certain: those columns are left out.
    Null where the row does not fill the columns, so that nothing can be told from places.
    """
    values = [piece for piece in row.values if piece.column]
    if not values or len(values) != len(row.values) or sum(piece.span for piece in values) != len(columns):
        return None
    placed: dict[str, Piece] = {}
    offset = 0
    for piece in values:
        if piece.span == 1:
            placed[columns[offset]] = piece
        offset += piece.span
    return placed
