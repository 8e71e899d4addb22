"""From the stream of pieces to tables: which form each is, which piece is which cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transforms import disputes
from transforms.forms import STATISTICS, columns_of, form_for, forms, forms_of, items_of, rows_of
from transforms.geometry import Headed, by_grid, header_places, merged_down
from transforms.headers import UNOFFICIAL
from transforms.odd_rows import before_lost_labels, oddly_padded
from transforms.openings import table_at
from transforms.pieces import Piece
from transforms.sequence import Reading, Row, read_rows
from transforms.values import parse_value
from transforms.widths import Widths


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


def find_tables(pieces: Sequence[Piece]) -> list[Reading]:
    """Every standard table of the stream, in printed order; a table printed twice comes twice."""
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
            reading = read_rows(section, pieces, position, read.get(section, frozenset()))
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
    rows = {form: set(rows_of(form, reading.section)) for form in known}
    printed = {row.key for row in reading.rows}
    filled = {row.key for row in reading.rows if row.values}
    for newer, older in pairwise(known):
        if printed & (rows[newer] - rows[older]):
            return newer
    for newer, older in pairwise(known):
        if filled & (rows[older] - rows[newer]):
            return older
    votes = Counter(row.form for row in reading.rows if row.form)
    return max(votes, key=lambda form: (votes[form], -known.index(form)), default=None)


def _align(reading: Reading, form: str, printed: Set[str]) -> Aligned:
    section = reading.section
    aligner = _Aligner(reading, Widths.of(form, reading))
    rows = {row.key: row for row in reading.rows if columns_of(form, section, row.key)}
    doubtful = before_lost_labels(form, reading, printed)
    if aligner.widths.leading:
        doubtful |= oddly_padded(form, reading)
    for row in rows.values():
        if row.key not in doubtful and not _untold(reading, row):
            aligner.place(row, row.columns or columns_of(form, section, row.key))
    official = items_of(form, section)
    cells, doubted = (_in_order(found, official) for found in (aligner.cells, aligner.doubted))
    certain = all(row.columns is not None for row in rows.values())
    return Aligned(section, form, cells, rows, certain, doubted)


def _in_order(
    found: Mapping[tuple[str, str], Piece], official: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Piece]:
    return {place: found[place] for place in official if place in found} if found else {}


class _Aligner:
    """Reads the rows of one table twice: by the count of their values and by the values' places."""

    def __init__(self, reading: Reading, widths: Widths) -> None:
        self.section, self.widths = reading.section, widths
        self.merged, self.reaching = merged_down(reading.rows)
        self.headers: dict[int, Headed] = {}
        self.cells: dict[tuple[str, str], Piece] = {}
        self.doubted: dict[tuple[str, str], Piece] = {}

    def place(self, row: Row, columns: Sequence[str]) -> None:
        """Put the values of one row to its columns; what the two readings see differently is in doubt."""
        counted = None if row.key in self.merged else self.widths.place(row, columns)
        placed = by_grid(row, columns, self._places(row))
        for key, piece in (counted or placed or {}).items():
            if id(piece) not in self.reaching:
                self.cells[row.key, key] = piece
        for key in _differing(counted, placed):
            self.doubted[row.key, key] = (placed or {})[key]

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
