"""The geometry aligner: values to columns by their place on the table's grid."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.fold import fold
from transforms.headers import column_named
from transforms.pieces import Piece
from transforms.sequence import Row


def by_grid(section: str, row: Row, columns: Sequence[str]) -> dict[str, Piece] | None:
    """The values that stand exactly under the header of their column; the others are left out.

    Used where counting does not tell: an extra column, cells merged over columns or rows. Null where headers
    have no places of their own, or the row ends before the last column (a cell of it may be lost, and the
    others then stand one place off).
    """
    headed = _places(section, row.header)
    if not set(columns) <= headed.keys():
        return None
    by_place = {(piece.column, piece.span): piece for piece in row.values if piece.column}
    reached = max((piece.column + piece.span for piece in row.values if piece.column), default=0)
    if reached < max(column + span for column, span in headed.values()):
        return None
    return {key: by_place[headed[key]] for key in columns if headed[key] in by_place}


def _places(section: str, header: Sequence[Piece]) -> dict[str, tuple[int, int]]:
    """Column and span of each header cell that names exactly one column."""
    named = ((column_named(section, fold(piece.text)), piece) for piece in header if piece.column)
    return {key: (piece.column, piece.span) for key, piece in named if key}
