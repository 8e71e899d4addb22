"""The pieces above a table's first row: which of them are its header."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.fold import fold
from transforms.tables.headers import joined, names_columns
from transforms.tables.pieces import Piece

# No cell of a header that names a column is longer; the note in the corner of section 三 is.
_NOTE = 12


def heads_of(section: str, header: Sequence[Piece]) -> tuple[Piece, ...]:
    """A header printed side by side is the rows in which a column is named; what else came is not of it.

    In flattened text blanks behind its last column, which fill up its row, end it.
    """
    if section != "disclosure":
        return tuple(header)
    last = max((n for n, piece in enumerate(header) if names_columns(section, fold(piece.text))), default=0)
    blank = next(
        (n for n, piece in enumerate(header) if n > last and not (piece.text or piece.column)), len(header)
    )
    header = header[:blank]
    named = {piece.row for piece in header if names_columns(section, fold(piece.text))}
    beside = [piece for piece in header if piece.row in named]
    return tuple(beside if len(beside) > len(named) else header)


def head_text(section: str, header: Sequence[Piece]) -> str:
    """The folded header without the long note in its corner."""
    folded = [fold(piece.text) for piece in header]
    return joined(text for text in folded if len(text) <= _NOTE or names_columns(section, text))
