"""Parts of tables that nothing was read under: their figures may stand with those that were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise, takewhile

from transforms.audit.audited import Audited, Doubt, shown
from transforms.records import SECTIONS
from transforms.tables.labels import is_heading, match, row_named
from transforms.tables.openings import results_at, table_at
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading
from transforms.values import Value, is_value, parse_value

# Fewer may be numbers of lines or of pages.
_MANY = 5


def places_read(readings: Sequence[Reading]) -> frozenset[int]:
    """The positions of all pieces that stand within a table that was read."""
    return frozenset(place for reading in readings for place in range(reading.start, reading.end))


def places_unread(pieces: Sequence[Piece], read: Set[int]) -> list[int]:
    """The positions of all other pieces."""
    return [place for place in range(len(pieces)) if place not in read]


def unread_results(pieces: Sequence[Piece], unread: Sequence[int]) -> Iterator[Doubt]:
    """Headers of section 四, its five results in order, under which no table was read.

    One of its blocks may be printed twice, or another one read.
    """
    for place in unread:
        if results_at(pieces, place):
            where = pieces[place].locator
            yield Doubt(None, f"another header ({where}) heads figures of its own that are not read")


def unread_rows(
    section: str, pieces: Sequence[Piece], readings: Sequence[Reading], labels: Sequence[int]
) -> Iterator[Doubt]:
    """Rows printed with other values where no table was read: which is the report's is not told.

    `labels` are those of `labels_unread`.
    """
    rows = [row for reading in readings if reading.section == section for row in reading.rows]
    for place in labels:
        key = row_named(section, pieces[place].text, frozenset())
        printed = [row.values for row in rows if row.key == key]
        if printed and _values_behind(pieces, place) not in map(_parsed, printed):
            where = pieces[place].locator
            yield Doubt(key, f"it is printed again ({where}) with other values that are not read")


def _values_behind(pieces: Sequence[Piece], place: int) -> tuple[Value, ...]:
    """The values beside a label; where none is, those below it."""
    beside = pieces[place + 1].row == pieces[place].row
    behind = takewhile(
        lambda piece: is_value(piece.text) and (not beside or piece.row == pieces[place].row),
        pieces[place + 1 :],
    )
    return _parsed(behind)


def _parsed(pieces: Iterable[Piece]) -> tuple[Value, ...]:
    return tuple(parse_value(piece.text) for piece in pieces)


def labels_unread(pieces: Sequence[Piece], unread: Sequence[int]) -> list[int]:
    """Texts with a value behind them where no table was read."""
    return [
        place
        for place in unread
        if place + 1 < len(pieces) and is_value(pieces[place + 1].text) and not is_value(pieces[place].text)
    ]


def figures_above(reading: Reading, pieces: Sequence[Piece], read: Set[int]) -> Iterator[Doubt]:
    """Figures between the heading of a section and its table: those of another table, which was not read."""
    figures = 0
    for place in range(reading.start - 1, -1, -1):
        if place in read:
            return
        figures += is_value(pieces[place].text)
        if is_heading(pieces[place].text):
            break
    else:
        return
    if figures >= _MANY:
        yield Doubt(
            None, f"{figures} figures stand above it ({pieces[reading.start].locator}) that are not read"
        )


def headless_below(of: Audited, pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The last row, where a label of the next table follows without that table's head.

    In flattened text the figures before that label may be the next table's own.
    """
    following = dict(pairwise(SECTIONS)).get(of.section)
    if of.grid or not of.rows or following is None:
        return
    last = of.rows[-1]
    inside = {id(piece) for piece in (last.label, *last.values)}
    end = next(place for place in range(of.reading.end - 1, -1, -1) if id(pieces[place]) in inside)
    below = next((place for place in range(end + 1, len(pieces)) if pieces[place].text), None)
    label = match(following, pieces[below].text, frozenset()) if below is not None else None
    if below is None or label is None or label.kind == "opener":
        return
    # The head of section 四 begins with the label of its first row.
    if not (following == "disputes" and table_at(pieces, below)):
        text = shown(pieces[below])
        yield Doubt(last.key, f"{text} of the next table stands below without that table's head")
