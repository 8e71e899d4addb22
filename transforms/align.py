"""From the stream of pieces to tables: which form each is, which piece is which cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transforms import disputes
from transforms.forms import STATISTICS, columns_of, items_of
from transforms.geometry import by_grid
from transforms.openings import table_at
from transforms.pieces import Piece
from transforms.sequence import Reading, Row, read_rows
from transforms.widths import Widths

# Rows that only one form has (forms.md §5).
_ONLY_2021 = frozenset({"closed_no_correction", "closed_no_payment", "closed_other"})
_ONLY_2019 = frozenset({"other_services", "procurement"})


@dataclass(frozen=True, slots=True)
class Aligned:
    """One table with its pieces put to cells.

    `cells` maps (row, column) to the piece that prints it, `rows` each row's key to the row as printed;
    `certain` is false where columns were taken on trust from the official order; `headed` tells whether it
    stands under the heading of its own section.
    """

    section: str
    form: str
    cells: Mapping[tuple[str, str], Piece]
    rows: Mapping[str, Row]
    certain: bool = True
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


def align(readings: Iterable[Reading], headed: Iterable[bool], year: int | None) -> list[Aligned]:
    """Put the pieces of each table to the cells of its form. `year` settles what no label tells."""
    aligned = []
    earlier: dict[str, str] = {}
    for reading, under_own in zip(readings, headed, strict=True):
        guess = earlier.get("applications") or earlier.get("disclosure") or _by_year(year)
        form = _form(reading) or guess
        earlier[reading.section] = form
        aligned.append(replace(_align(reading, form), headed=under_own))
    return aligned


def _by_year(year: int | None) -> str:
    return "2019" if year is not None and year <= 2020 else "2021"


def _form(reading: Reading) -> str | None:
    """The form that the table's own labels tell."""
    if reading.section == STATISTICS:
        return "2014"
    if reading.section == "applications":
        if any(row.key in _ONLY_2021 for row in reading.rows):
            return "2021"
        return "2019" if any(row.key == "closed_all" and row.values for row in reading.rows) else None
    votes = Counter(row.form for row in reading.rows if row.form)
    if votes["2019"] > votes["2021"] or any(row.key in _ONLY_2019 for row in reading.rows):
        return "2019"
    return "2021" if votes else None


def _align(reading: Reading, form: str) -> Aligned:
    cells: dict[tuple[str, str], Piece] = {}
    widths = Widths.of(form, reading)
    rows = {row.key: row for row in reading.rows if columns_of(form, reading.section, row.key)}
    for row in rows.values():
        columns = row.columns or columns_of(form, reading.section, row.key)
        placed = None
        if not _untold(reading, row):
            placed = widths.place(row, columns) or by_grid(reading.section, row, columns)
        cells.update({(row.key, key): piece for key, piece in (placed or {}).items()})
    official = items_of(form, reading.section)
    certain = all(row.columns is not None for row in rows.values())
    return Aligned(
        reading.section, form, {key: cells[key] for key in official if key in cells}, rows, certain
    )


def _untold(reading: Reading, row: Row) -> bool:
    """Whether nothing tells the columns: the forms share row labels, and only headers tell them apart."""
    if row.columns == ():
        return True
    if reading.section == "disclosure":
        return not any(other.form for other in reading.rows)
    return reading.section == "disputes" and row.columns is None
