"""The sequence aligner: labels in printed order, the values between them counted, never forced into place."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.fold import fold
from transforms.forms import STATISTICS
from transforms.tables.gather import gather
from transforms.tables.headers import applications_columns, disclosure_columns, names_columns
from transforms.tables.heads import head_text, heads_of
from transforms.tables.labelled import label_at
from transforms.tables.labels import Label, is_heading
from transforms.tables.openings import table_at
from transforms.tables.pieces import Piece, run_together, runs_of
from transforms.tables.statistics import unit_and_values
from transforms.values import Value, is_value, parse_value

# So many unknown pieces in a row mean that the table has ended, or never was one.
_PATIENCE = 60


class Row(NamedTuple):
    """One labelled row as printed. `values` are the pieces after the label, blanks and pads included.

    `columns` are its keys by the header: null where the header is lost, empty where it contradicts the form.
    `depth` counts the labels printed for it (block and row), each of which takes a field; `form` is told by
    the header, if at all; `header` are the pieces of the header above, `unit` is text that may name a unit.
    """

    key: str
    label: Piece
    values: tuple[Piece, ...]
    columns: tuple[str, ...] | None
    form: str | None = None
    depth: int = 1
    header: tuple[Piece, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One table of one section: its rows in printed order, where it begins and where the stream goes on.

    `passed` is what stands before the end of its last row and is neither label nor value of one: each run of
    pieces without either between them.
    """

    section: str
    rows: tuple[Row, ...]
    start: int
    end: int
    passed: tuple[tuple[Piece, ...], ...] = ()


def read_rows(
    section: str, pieces: Sequence[Piece], start: int, carried: Set[str], year: int | None
) -> Reading:
    """Read the table of `section` (disclosure, applications or statistics) that begins at `start`.

    `carried` are the rows of this section read before: a table cut at the foot of a page goes on after them.
    `year` is that of the report: a column may be headed with it.
    """
    reader = _Reader(section, pieces, carried=carried, year=year)
    position = start
    while position < len(pieces) and reader.unknown < _PATIENCE and not reader.ended:
        position = reader.step(position)
    rows = [_in_doubt_if_wide(row) for row in reader.rows] if reader.unnamed else reader.rows
    return Reading(section, tuple(rows), start, position, runs_of(reader.passed, reader.last))


def _in_doubt_if_wide(row: Row) -> Row:
    return row._replace(columns=()) if len(row.values) > len(row.columns or ()) else row


@dataclass(slots=True)
class _Reader:
    """Walks over one table. `mark` is where the labels of the row to come began, `unnamed` whether a row
    has a field to which the header gives no name; `last` is where the last row ended, `passed` what is none.
    """

    section: str
    pieces: Sequence[Piece]
    rows: list[Row] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    header: list[Piece] = field(default_factory=list)
    header_read: bool = False
    header_closed: bool = False
    heads: tuple[Piece, ...] = ()
    head_text: str = ""
    carried: Set[str] = frozenset()
    year: int | None = None
    depth: int = 0
    unknown: int = 0
    mark: int | None = None
    ended: bool = False
    unnamed: bool = False
    passed: list[tuple[int, Piece]] = field(default_factory=list)
    last: int = 0

    def step(self, position: int) -> int:
        """Read what stands at `position` and return where to go on."""
        found = label_at(self.section, self.pieces, position, self._before())
        if found is None:
            return self._other(position)
        label, after = found
        if label.kind != "row" or label.words is None:
            return self._block(label, position, after)
        if label.words.key not in self.seen:
            return self._row(label.words.key, after)
        end = self._again(label.words.key, position, after) if self.mark is None else None
        self.ended = end is None
        return end or (position if self.mark is None else self.mark)

    def _again(self, key: str, position: int, after: int) -> int | None:
        """A row printed before, with nothing behind its label or with as many values.

        Where the two differ, which of them is the row is not told. Null where another table begins.
        """
        first = next(row for row in self.rows if row.key == key)
        blank = not any(piece.text for piece in first.values)
        values, end = gather(self.section, self.pieces, after, len(first.columns or ()), self.seen)
        if table_at(self.pieces, position) or not (blank or len(values) == len(first.values)):
            return None
        if blank or _read(values) != _read(first.values):
            again = first._replace(values=values if blank else first.values, columns=())
            self.rows = [again if row.key == key else row for row in self.rows]
        return end

    def _before(self) -> Set[str]:
        """The rows before this one; a table cut in two must repeat its header whole before 其他 is a row."""
        if not self.carried or self.rows or not self.header:
            return self.seen
        whole = applications_columns(head_text(self.section, self.header))
        return self.seen | self.carried if whole else self.seen

    def _other(self, position: int) -> int:
        """A piece of the header, or one that is not of the form."""
        piece = self.pieces[position]
        if table_at(self.pieces, position) or (self.rows and is_heading(piece.text)):
            self.ended = True
            return position
        if (
            (self.header_read or self.header_closed)
            and self.section == "disclosure"
            and names_columns(self.section, fold(piece.text))
        ):
            self._new_header()
        if not self.header_read:
            self._head(piece)
        self.passed.append((position, piece))
        self.unknown, self.depth = self.unknown + 1, 0
        return position + 1

    def _head(self, piece: Piece) -> None:
        """A piece between the labels above and the first row's: of the header, unless figures ended that."""
        if is_value(piece.text):
            # A column of line numbers prints figures between the three header rows of section 三.
            self.header_closed = self.section == "disclosure" and self._named()
            # Figures stand behind a label: it is a local row's, not a column's.
            last = self.header[-1:]
            self.header = [p for p in self.header if self._names(p) or (p.row != piece.row and p not in last)]
        elif not self.header_closed:
            self.header.append(piece)

    def _named(self) -> bool:
        return any(map(self._names, self.header))

    def _names(self, piece: Piece) -> bool:
        # Local copies of the form of 2014 name columns as they like.
        return self.section == STATISTICS or names_columns(self.section, fold(piece.text))

    def _opens_again(self, position: int) -> bool:
        """Whether the head is printed a second time before any row: pages keep a copy of it in view."""
        text = fold(self.pieces[position].text)
        return not self.rows and any(fold(piece.text) == text for piece in self.header)

    def _new_header(self) -> None:
        self.header, self.header_read, self.header_closed = [], False, False

    def _read_header(self) -> None:
        """Settle what the header is: for all rows below it the same tuple and the same text."""
        self.heads = heads_of(self.section, self.header)
        self.head_text = head_text(self.section, self.heads)
        self.header_read = True

    def _block(self, label: Label, position: int, after: int) -> int:
        if label.kind == "opener" and self.rows and self.section == "applications":
            self.ended = True
            return position
        self.mark = position if self.mark is None else self.mark
        if self.section == "disclosure" or (label.kind == "opener" and self._opens_again(position)):
            self._new_header()
        elif not self.header_read:
            parts = self.pieces[position:after]
            if label.kind == "opener" or names_columns(self.section, "".join(fold(p.text) for p in parts)):
                self.header.extend(parts)
        self.depth += label.kind == "block"
        return after

    def _row(self, key: str, after: int) -> int:
        if not self.header_read:
            self._read_header()
        header = self.head_text
        form, columns = _columns(self.section, header, key)
        values, end = gather(self.section, self.pieces, after, len(columns or ()), self.seen | {key})
        if self.section == STATISTICS:
            header, values, columns = unit_and_values(self.heads, values, self.year)
        surplus = len(values) - len(columns or ())
        beside = bool(values) and values[0].row == self.pieces[after - 1].row
        self.unnamed |= beside and self._is_wider(values, surplus)
        if run_together(values) or (surplus and _run_on(self.pieces, values, end)):
            columns = ()
        label = self.pieces[after - 1]
        self.rows.append(Row(key, label, values, columns, form, self.depth + 1, self.heads, header))
        self.seen.add(key)
        # A label without values heads the rows below it.
        self.depth = 0 if values else self.depth + 1
        self.unknown, self.mark, self.last = 0, None, end
        return end

    def _is_wider(self, values: Sequence[Piece], surplus: int) -> bool:
        """Whether the row prints more fields than its header's row, which has no pads."""
        if self.section != "disclosure" or surplus < 0 or not values or values[0].column or not self.heads:
            return False
        header = [piece for piece in self.pieces if piece.row == self.heads[0].row]
        return len(values) >= len(header) > 2 and all(piece.text for piece in header)


def _columns(section: str, header: str, key: str) -> tuple[str | None, tuple[str, ...] | None]:
    if section == STATISTICS:
        return "2014", ("value",)
    if section == "applications":
        return None, applications_columns(header)
    return disclosure_columns(header, key)


def _run_on(pieces: Sequence[Piece], values: Sequence[Piece], end: int) -> bool:
    """Whether the printed row runs on into the next: the blank that would be a pad may belong to either."""
    joined_on = bool(values) and end < len(pieces) and pieces[end].row == values[-1].row
    return joined_on and not values[0].column


def _read(values: Sequence[Piece]) -> list[Value]:
    return [parse_value(piece.text) for piece in values]
