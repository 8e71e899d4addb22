"""The geometry aligner: values to columns by their place on the table's grid."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.fold import fold
from transforms.headers import UNOFFICIAL, column_named
from transforms.pieces import Piece
from transforms.sequence import Row


def by_grid(section: str, row: Row, columns: Sequence[str]) -> dict[str, Piece] | None:
    """The values that stand exactly under the header of their column; the others are left out.

    Used where counting does not tell: an extra column, cells merged over columns or rows. Null where headers
    have no places of their own, or the row does not begin and end where the header does (a cell may be lost
    or doubled, and the others then stand one place off).
    """
    headed = _places(section, row.header)
    official = [key for key in columns if key not in UNOFFICIAL]
    if not set(official) <= headed.keys() or _end(row.values) != _end(row.header):
        return None
    if all(piece.column != row.label.column + row.label.span for piece in row.header):
        return None
    by_place = {(piece.column, piece.span): piece for piece in row.values}
    return {key: by_place[headed[key]] for key in official if headed[key] in by_place}


def _end(pieces: Sequence[Piece]) -> int:
    return max((piece.column + piece.span for piece in pieces if piece.column), default=0)


def _places(section: str, header: Sequence[Piece]) -> dict[str, tuple[int, int]]:
    """Column and span of each header cell that names exactly one column."""
    named = ((column_named(section, fold(piece.text)), piece) for piece in header if piece.column)
    return {key: (piece.column, piece.span) for key, piece in named if key}
