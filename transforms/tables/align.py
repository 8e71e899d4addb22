"""From the stream of pieces to tables: which form each is, which piece is which cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from transforms.forms import STATISTICS, Item, columns_of, form_for, forms, forms_of, items_of, rows_of
from transforms.tables import disputes
from transforms.tables.geometry import Headed, by_grid, end_of, header_places, merged_down, stand_as_counted
from transforms.tables.headers import UNOFFICIAL
from transforms.tables.narrow import with_narrow_columns
from transforms.tables.odd_rows import before_lost_labels, oddly_padded
from transforms.tables.openings import table_at
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading, Row, read_rows
from transforms.tables.widths import Widths
from transforms.values import parse_value


@dataclass(frozen=True, slots=True)
class Aligned:
    """One table with its pieces put to cells.

    `cells` maps (row, column) to the piece that prints it, `rows` each row's key to the row as printed;
    `certain` is false where columns were taken on trust from the official order; `doubted` holds what stands
    by its place in cells where the count put something else; `headed` tells whether it
    stands under the heading of its own section.
    """

    section: str
    form: str
    cells: Mapping[tuple[str, str], Piece]
    rows: Mapping[str, Row]
    certain: bool = True
    doubted: Mapping[tuple[str, str], Piece] = field(default_factory=dict)
    headed: bool = False


def find_tables(pieces: Sequence[Piece], year: int | None = None) -> list[Reading]:
    """Every standard table of the stream, in printed order; a table printed twice comes twice.

    `year` is that of the report, if known.
    """
    readings: list[Reading] = []
    read: dict[str, set[str]] = {}
    position = 0
    while position < len(pieces):
        section = table_at(pieces, position)
        if section is None:
            position += 1
            continue
        if section == "disputes":
            reading = disputes.read_disputes(section, pieces, position)
        else:
            reading = read_rows(section, pieces, position, read.get(section, frozenset()), year)
            if section == "applications":
                reading = with_narrow_columns(reading, pieces, year)
        if reading.rows:
            read.setdefault(section, set()).update(row.key for row in reading.rows)
            readings.append(reading)
        position = max(reading.end, position + 1) if reading.rows else position + 1
    return readings


def align(readings: Sequence[Reading], headed: Iterable[bool], year: int | None) -> list[Aligned]:
    """Put the pieces of each table to the cells of its form. `year` settles what no label tells."""
    aligned = []
    printed: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        printed[reading.section].update(row.key for row in reading.rows)
    earlier: dict[str, str] = {}
    for reading, under_own in zip(readings, headed, strict=True):
        other = earlier.get("applications") or earlier.get("disclosure")
        form = _form(reading) or form_for(reading.section, forms()[other] if other else year)
        earlier[reading.section] = form
        aligned.append(replace(_align(reading, form, printed[reading.section]), headed=under_own))
    return aligned


def _form(reading: Reading) -> str | None:
    """The form that labels tell: by rows that came with a form or went with it, then by headers."""
    if reading.section == STATISTICS:
        return "2014"
    known = forms_of(reading.section)
    printed = {row.key for row in reading.rows}
    filled = {row.key for row in reading.rows if row.values}
    for newer, older in pairwise(known):
        if printed & _only_in(newer, older, reading.section):
            return newer
    for newer, older in pairwise(known):
        if filled & _only_in(older, newer, reading.section):
            return older
    votes = Counter(row.form for row in reading.rows if row.form)
    return max(votes, key=lambda form: (votes[form], -known.index(form)), default=None)


@cache
def _only_in(form: str, other: str, section: str) -> frozenset[str]:
    return frozenset(rows_of(form, section)).difference(rows_of(other, section))


def _align(reading: Reading, form: str, printed: Set[str]) -> Aligned:
    section = reading.section
    official = items_of(form, section)
    aligner = _Aligner(reading, Widths.of(form, reading), official)
    rows = {row.key: row for row in reading.rows if columns_of(form, section, row.key)}
    doubtful = before_lost_labels(form, reading, printed)
    if aligner.widths.leading:
        doubtful |= oddly_padded(form, reading)
    for row in rows.values():
        if row.key not in doubtful and not _untold(reading, row):
            aligner.place(row, row.columns or columns_of(form, section, row.key))
    certain = all(row.columns is not None or key in aligner.without_total for key, row in rows.items())
    doubted = aligner.doubted and {
        place: aligner.doubted[place] for place in official if place in aligner.doubted
    }
    return Aligned(section, form, aligner.cells, rows, certain, doubted)


class _Aligner:
    """Reads the rows of one table twice: by the count of their values and by the values' places."""

    def __init__(self, reading: Reading, widths: Widths, official: Mapping[tuple[str, str], Item]) -> None:
        self.section, self.widths, self.official = reading.section, widths, official
        self.merged, self.reaching = merged_down(reading.rows)
        self.without_total: set[str] = set()
        self.ends = {end_of(row.values) for row in reading.rows if row.values}
        self.headers: dict[int, Headed] = {}
        self.cells: dict[tuple[str, str], Piece] = {}
        self.doubted: dict[tuple[str, str], Piece] = {}

    def place(self, row: Row, columns: Sequence[str]) -> None:
        """Put the values of one row to its columns; what the two readings see differently is in doubt."""
        headed = self._places(row)
        if row.columns is None and self._has_no_total(columns, headed):
            columns = columns[:-1]
            self.without_total.add(row.key)
        counted = None if row.key in self.merged else self.widths.place(row, columns)
        placed = counted
        if not counted or not stand_as_counted(counted, headed):
            placed = by_grid(row, columns, headed)
            for key in _differing(counted, placed):
                self.doubted[row.key, key] = (placed or {})[key]
        self.cells |= {
            place: piece
            for key, piece in (counted or placed or {}).items()
            if (place := (row.key, key)) in self.official and id(piece) not in self.reaching
        }

    def _has_no_total(self, columns: Sequence[str], headed: Headed) -> bool:
        """Whether a grid prints all columns but the last, the total: its rows end where its header does."""
        return (
            self.section == "applications"
            and headed.places.keys() == set(columns[:-1])
            and self.ends == {end_of(headed.header)} == {max(sum(place) for place in headed.places.values())}
        )

    def _places(self, row: Row) -> Headed:
        """Where the row's header stands; rows share one header."""
        places = self.headers.get(id(row.header))
        if places is None:
            places = self.headers[id(row.header)] = header_places(self.section, row.header)
        return places


def _differing(counted: Mapping[str, Piece] | None, placed: Mapping[str, Piece] | None) -> list[str]:
    """Columns to which the two readings put different values.

    Only a row of which every value stands exactly under a header contradicts its count: on many pages value
    cells span other columns than their headers do, and stand in order all the same.
    """
    if not counted or not placed or len(placed) < len(counted.keys() - UNOFFICIAL):
        return []
    return [
        key
        for key, piece in placed.items()
        if piece is not counted[key] and parse_value(piece.text) != parse_value(counted[key].text)
    ]


def _untold(reading: Reading, row: Row) -> bool:
    """Whether nothing tells the columns: the forms share row labels, and only headers tell them apart."""
    if row.columns == ():
        return True
    if reading.section == "disclosure":
        return not any(other.form for other in reading.rows)
    return reading.section == "disputes" and row.columns is None
