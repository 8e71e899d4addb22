"""Copies of section 三 with fewer columns than the form: 总计 alone, or 自然人 and 总计."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.fold import fold
from transforms.forms import columns_of, counts, forms_of
from transforms.tables.headers import EXTRA, OTHER, column_named, year_named
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading

_SECTION = "applications"
_OFFICIAL = columns_of(forms_of(_SECTION)[0], _SECTION, "received")
_TOTAL = _OFFICIAL[-1]


def with_narrow_columns(reading: Reading, pieces: Sequence[Piece], year: int | None) -> Reading:
    """The reading with the columns that its header names, where they are fewer than the form's.

    Every row then stands with a cell under each of them on a grid. The reading begins with its header.
    """
    values = reading.rows[0].values if reading.rows else ()
    if not values or len(values) >= len(_OFFICIAL) or any(row.columns for row in reading.rows):
        return reading
    places = _places(values)
    # （六）其他处理 heads rows in the form of 2021.
    filled = [row for row in reading.rows if row.values or row.key != "closed_all"]
    if not values[0].column or any(_places(row.values) != places for row in filled):
        return reading
    above = reading.rows[0].label.row - 1
    line = [
        (n, piece) for n, piece in enumerate(pieces[: reading.end]) if piece.column and piece.row == above
    ]
    heads = tuple(piece for _, piece in line if (piece.column, piece.span) in places)
    columns = _columns(heads, year) if _places(heads) == places else ()
    if not columns:
        return reading
    rows = tuple(row._replace(columns=columns, header=heads) for row in reading.rows)
    return replace(reading, rows=rows, start=min(line[0][0], reading.start))


def _places(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    return [(piece.column, piece.span) for piece in pieces]


def _columns(heads: Sequence[Piece], year: int | None) -> tuple[str, ...]:
    """The key of each column; empty unless one of them is the total and all that name one are in order."""
    keys = [_key(piece, year) for piece in heads]
    named = [key for key in keys if key in _OFFICIAL]
    in_order = named == [key for key in _OFFICIAL if key in named]
    return tuple(keys) if named[-1:] == [_TOTAL] and in_order else ()


def _key(head: Piece, year: int | None) -> str:
    text = fold(head.text)
    if named := year_named(text):
        return _TOTAL if named == str(year) else OTHER
    if text in counts():
        return _TOTAL
    key = column_named(_SECTION, text)
    return key if key in _OFFICIAL else EXTRA
