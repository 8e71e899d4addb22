"""The geometry aligner: values to columns by their place on the table's grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.fold import fold
from transforms.forms import vocabulary
from transforms.tables.headers import UNDER, UNOFFICIAL, column_named
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Row

# Where a column's header stands: its first column on the grid and how many it spans.
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Headed:
    """A header and the places of its columns."""

    header: Sequence[Piece]
    places: Places


def header_places(section: str, header: Sequence[Piece]) -> Headed:
    """Column and span of each header cell that names exactly one column.

    Empty outside a grid, and where two of them overlap or one reaches out of its group or out of 申请人情况
    above all of them, or the group is lost: the header's own spans are wrong then.
    """
    places = {
        key: (piece.column, piece.span)
        for piece in header
        if piece.column and (key := _column(section, piece.text))
    }
    return Headed(header, places if _is_sound(section, header, places) else {})


def _is_sound(section: str, header: Sequence[Piece], places: Places) -> bool:
    ends = 0
    for column, span in sorted(places.values()):
        if column < ends:
            return False
        ends = column + span
    if section != "applications":
        return True
    words = vocabulary(section)
    # In a header of one row it stands beside the columns.
    first = min([piece.row for piece in header if _column(section, piece.text)], default=0)
    above = [piece for piece in header if piece.row < first and fold(piece.text) in words.openers]
    if not all(_covers(piece, header, places.values()) for piece in above):
        return False
    groups = [piece for piece in header if fold(piece.text) in words.group]
    if not groups:
        # What stands below a lost cell has moved to the left of what stands beside it.
        return len({piece.row for piece in header if piece.column and _column(section, piece.text)}) <= 1
    if len(groups) != 1:
        return True
    return _covers(groups[0], header, [places[key] for key in UNDER if key in places])


def _covers(group: Piece, header: Sequence[Piece], under: Iterable[tuple[int, int]]) -> bool:
    """Whether columns, each with its span, stand below a cell of the header's upper rows."""
    first, last = group.column, _reach(group, header)
    return all(first <= column and column + span <= last for column, span in under)


def _reach(group: Piece, header: Sequence[Piece]) -> int:
    """Where a group ends: where its cells were unmerged, blank ones stand beside it."""
    blank = {piece.column for piece in header if piece.row == group.row and not piece.text}
    end = group.column + group.span
    while end in blank:
        end += 1
    return end


@lru_cache(maxsize=4096)
def _column(section: str, text: str) -> str | None:
    return column_named(section, fold(text))


def stand_as_counted(counted: Mapping[str, Piece], headed: Headed) -> bool:
    """Whether the values of one printed row stand exactly under the headers of the columns to which counting
    put them: their places then tell nothing else."""
    values = list(counted.values())
    under = list(map(headed.places.get, counted))
    return values[0].row == values[-1].row and under == [(piece.column, piece.span) for piece in values]


def by_grid(row: Row, columns: Sequence[str], headed: Headed) -> dict[str, Piece] | None:
    """The values that stand exactly under the header of their column; the others are left out.

    Null where headers have no places of their own, or the row does not begin and end where the header does
    (a cell may be lost or doubled, and the others then stand one place off), or prints a value under none.
    """
    values = row.values
    if not values or not headed.places or end_of(values) != end_of(headed.header):
        return None
    begins = row.label.column + row.label.span if row.label.row == values[0].row else values[0].column
    begun = {piece.column for piece in headed.header}
    if begins not in begun or not begun.issuperset([piece.column for piece in values]):
        return None
    named = {piece.column for piece in headed.header if piece.text}
    if not named.issuperset([piece.column for piece in values if piece.text]):
        return None
    by_place = {(piece.column, piece.span): piece for piece in values}
    placed = {}
    for key in columns:
        if key not in UNOFFICIAL:
            place = headed.places.get(key)
            if place is None:
                return None
            if place in by_place:
                placed[key] = by_place[place]
    return placed


def end_of(pieces: Sequence[Piece]) -> int:
    """The first column of the grid behind the pieces; 0 outside of grids."""
    return max([piece.column + piece.span for piece in pieces if piece.column], default=0)


def merged_down(rows: Sequence[Row]) -> tuple[frozenset[str], frozenset[int]]:
    """Rows into which a value printed further up reaches, and the `id` of every value that does so.

    Such a value belongs to both rows, or is their sum, or is the upper row's alone.
    """
    tall = [piece for row in rows for piece in row.values if piece.height > 1]
    if not tall:
        return frozenset(), frozenset()
    lines = {row.values[0].row: row.key for row in rows if row.values}
    below: set[str] = set()
    reaching: set[int] = set()
    for piece in tall:
        under = {lines[line] for line in range(piece.row + 1, piece.row + piece.height) if line in lines}
        if under:
            below |= under
            reaching.add(id(piece))
    return frozenset(below), frozenset(reaching)
