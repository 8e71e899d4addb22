"""Copies of the form of 2014 with several columns: which of them holds the report's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.fold import fold
from transforms.forms import STATISTICS, vocabulary
from transforms.tables.headers import EXTRA, year_named
from transforms.tables.pieces import Piece
from transforms.values import parse_value

_VALUE, _UNIT = "value", "unit"

Told = tuple[str, tuple[Piece, ...], tuple[str, ...]]


def unit_and_values(header: Sequence[Piece], values: tuple[Piece, ...], year: int | None) -> Told:
    """What a row prints as its unit, its other cells, and their columns, empty where they are not told.

    A header of several columns tells them where the row has a cell under each of them.
    """
    heads = _heads(header)
    if sum(_word(piece) != _UNIT for piece in heads) <= 1:
        return *_official(values), (_VALUE,)
    columns = _columns(heads, year)
    if not columns or [_place(piece) for piece in values] != [_place(piece) for piece in heads]:
        return *_official(values), ()
    units = [piece.text for piece, key in zip(values, columns, strict=True) if key == _UNIT]
    figures = [piece for piece, key in zip(values, columns, strict=True) if key != _UNIT]
    return "".join(units[:1]), tuple(figures), tuple(key for key in columns if key != _UNIT)


def _official(values: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]]:
    """The form prints a unit (or a dash for a group) before the value."""
    if len(values) > 1 and parse_value(values[0].text).state != "number":
        return fold(values[0].text) or values[0].text, values[1:]
    return "", values


def _heads(header: Sequence[Piece]) -> list[Piece]:
    """The cells of the header behind 统计指标, on its line."""
    openers = vocabulary(STATISTICS).openers
    opener = next((piece for piece in reversed(header) if fold(piece.text) in openers), None)
    if opener is None:
        return []
    line = [piece for piece in header if piece.row == opener.row]
    return [piece for piece in line[line.index(opener) + 1 :] if piece.text or piece.column]


def _columns(heads: Sequence[Piece], year: int | None) -> tuple[str, ...]:
    """`value` once, `unit` at most once, EXTRA for all others; empty where the own column is not told.

    It is the one of the report's year, else the one called 统计数 or the like, else the total of the parts.
    """
    words = [_word(piece) for piece in heads]
    years = [word for word in words if word.isdigit()]
    own = str(year) if years else _VALUE if _VALUE in words else "total"
    if words.count(own) != 1 or words.count(_UNIT) > 1:
        return ()
    return tuple(_VALUE if word == own else word if word == _UNIT else EXTRA for word in words)


def _word(head: Piece) -> str:
    """What a header cell names: a key of the vocabulary's columns, a year, or nothing known."""
    text = fold(head.text)
    if year := year_named(text):
        return year
    known = (column.key for column in vocabulary(STATISTICS).columns if text in column.labels)
    return next(known, "")


def _place(piece: Piece) -> tuple[int, int]:
    """Where the piece stands on a grid; in flattened text only their number tells the columns."""
    return piece.column, piece.span
