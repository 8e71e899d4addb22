"""The sequence aligner: labels in printed order, the values between them counted, never forced into place."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from transforms.fold import fold
from transforms.forms import STATISTICS
from transforms.gather import gather
from transforms.headers import applications_columns, disclosure_columns, joined, names_columns
from transforms.labelled import label_at
from transforms.labels import Label, is_heading
from transforms.openings import table_at
from transforms.pieces import Piece, run_together
from transforms.values import is_value, parse_value

# So many unknown pieces in a row mean that the table has ended, or never was one.
_PATIENCE = 60
# No cell of a header that names a column is longer; the note in the corner of section 三 is.
_NOTE = 12


@dataclass(frozen=True, slots=True)
class Row:
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
    """One table of one section: its rows in printed order, where it begins and where the stream goes on."""

    section: str
    rows: tuple[Row, ...]
    start: int
    end: int


def read_rows(section: str, pieces: Sequence[Piece], start: int, carried: Set[str] = frozenset()) -> Reading:
    """Read the table of `section` (disclosure, applications or statistics) that begins at `start`.

    `carried` are the rows of this section read before: a table cut at the foot of a page goes on after them.
    """
    reader = _Reader(section, pieces, carried=carried)
    position = start
    while position < len(pieces) and reader.unknown < _PATIENCE and not reader.ended:
        position = reader.step(position)
    return Reading(section, tuple(reader.rows), start, position)


@dataclass(slots=True)
class _Reader:
    """Walks over one table. `mark` is where the labels of the row to come began."""

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
    depth: int = 0
    unknown: int = 0
    mark: int | None = None
    ended: bool = False

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
        if self.mark is None and self._was_blank(label.words.key) and not table_at(self.pieces, position):
            return self._again(label.words.key, after)
        self.ended = True
        return position if self.mark is None else self.mark

    def _was_blank(self, key: str) -> bool:
        return any(row.key == key and not any(p.text for p in row.values) for row in self.rows)

    def _again(self, key: str, after: int) -> int:
        """A label printed before with nothing behind it: which of the two is the row is not told."""
        end = self._row(key, after)
        again = replace(self.rows.pop(), columns=())
        self.rows = [again if row.key == key else row for row in self.rows]
        return end

    def _before(self) -> Set[str]:
        """The rows before this one; a table cut in two must repeat its header whole before 其他 is a row."""
        if not self.carried or self.rows or not self.header:
            return self.seen
        whole = applications_columns(_head_text(self.section, self.header))
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
        self.unknown += 1
        return position + 1

    def _head(self, piece: Piece) -> None:
        """A piece between the labels above and the first row's: of the header, unless figures ended that."""
        if is_value(piece.text):
            # A column of line numbers prints figures between the three header rows of section 三.
            self.header_closed = self.section == "disclosure" and self._named()
        elif not self.header_closed:
            self.header.append(piece)

    def _named(self) -> bool:
        return any(names_columns(self.section, fold(piece.text)) for piece in self.header)

    def _new_header(self) -> None:
        self.header, self.header_read, self.header_closed = [], False, False

    def _read_header(self) -> None:
        """Settle what the header is: for all rows below it the same tuple and the same text."""
        self.heads = _heads(self.section, self.header)
        self.head_text = _head_text(self.section, self.heads)
        self.header_read = True

    def _block(self, label: Label, position: int, after: int) -> int:
        if label.kind == "opener" and self.rows and self.section == "applications":
            self.ended = True
            return position
        self.mark = position if self.mark is None else self.mark
        if self.section == "disclosure":
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
            header, values = _unit_and_values(values)
        if _run_on(self.pieces, values, end, len(columns or ())) or run_together(values):
            columns = ()
        label = self.pieces[after - 1]
        self.rows.append(Row(key, label, values, columns, form, self.depth + 1, self.heads, header))
        self.seen.add(key)
        self.unknown, self.depth, self.mark = 0, 0, None
        return end


def _heads(section: str, header: Sequence[Piece]) -> tuple[Piece, ...]:
    """A header printed side by side is the rows in which a column is named; what else came is not of it.

    In flattened text blanks behind its last column, which fill up its row, end it.
    """
    if section != "disclosure":
        return tuple(header)
    last = max((n for n, piece in enumerate(header) if names_columns(section, fold(piece.text))), default=0)
    blank = next((n for n, piece in enumerate(header) if n > last and not piece.text), len(header))
    header = header[:blank]
    named = {piece.row for piece in header if names_columns(section, fold(piece.text))}
    beside = [piece for piece in header if piece.row in named]
    return tuple(beside if len(beside) > len(named) else header)


def _head_text(section: str, header: Sequence[Piece]) -> str:
    """The folded header without the long note in its corner."""
    folded = [fold(piece.text) for piece in header]
    return joined(text for text in folded if len(text) <= _NOTE or names_columns(section, text))


def _columns(section: str, header: str, key: str) -> tuple[str | None, tuple[str, ...] | None]:
    if section == STATISTICS:
        return "2014", ("value",)
    if section == "applications":
        return None, applications_columns(header)
    return disclosure_columns(header, key)


def _run_on(pieces: Sequence[Piece], values: Sequence[Piece], end: int, expected: int) -> bool:
    """Whether the printed row runs on into the next and has not as many values as columns.

    Where two rows were joined into one line, the blank that would be a pad may belong to either.
    """
    joined_on = bool(values) and end < len(pieces) and pieces[end].row == values[-1].row
    return joined_on and not values[0].column and len(values) != expected


def _unit_and_values(values: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]]:
    """The table of 2014 prints a unit (or a dash for a group) before the value."""
    if len(values) > 1 and parse_value(values[0].text).state != "number":
        return fold(values[0].text), values[1:]
    return "", values
