"""What a table prints that its reading does not account for: figures there may stand in another cell's place.

A table is read without a warning only where its header is whole, every row of the form is printed, each row
has as many fields as its like, and nothing else stands between them but what is known: subtotals, local rows
with a figure for every column, line numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, dropwhile, groupby, pairwise

from transforms.align import Aligned
from transforms.fold import fold
from transforms.forms import STATISTICS, beside_the_figures, columns_of, items_of, level_of, other_measures
from transforms.headers import EXTRA, OTHER, named_columns, unknown_words
from transforms.heads import head_text
from transforms.pieces import Piece
from transforms.records import Cell, Finding
from transforms.sequence import Reading, Row
from transforms.values import is_value

# So many rows of one level with equally many pads tell how many pads such a row has.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why figures may be displaced: those of the row `key`, of the whole table where that is null."""

    key: str | None
    reason: str


def audit(reading: Reading, table: Aligned, printed: Set[str]) -> list[Doubt]:
    """What a table's reading does not account for; `printed` are the rows of all the section's tables."""
    if not table.cells:
        return []
    audited = _Audited(reading, table, [row for row in reading.rows if row.key in table.rows])
    doubts = chain(
        audited.headers(),
        audited.passed(),
        audited.lengths(),
        audited.lost_labels(printed),
        audited.apart(),
        audited.on_one_line(),
        audited.labels(),
    )
    return list(doubts)


def doubt_findings(section: str, doubts: Iterable[Doubt], cells: Sequence[Cell]) -> list[Finding]:
    """One `table.unaccounted` a row, or one for the table, where cells in doubt are read all the same.

    `item` is then `section.row`, or the section's name. In a blank form no figure can be displaced.
    """
    if all(cell.state != "number" for cell in cells):
        return []
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    for doubt in doubts:
        reasons[_name(section, doubt.key)][doubt.reason] = None
    read = {f"{cell.section}.{cell.row}" for cell in cells if cell.state != "missing"}
    return [
        Finding(
            "table.unaccounted",
            "warning",
            f"{name}: figures may stand in the wrong cells, for {'; '.join(told)}",
            "unknown",
            name,
        )
        for name, told in reasons.items()
        if name in read or (name == section and read)
    ]


def _name(section: str, key: str | None) -> str:
    # The rows of the statistics table are named with their sections.
    return key if key and section == STATISTICS else f"{section}.{key}" if key else section


@dataclass(slots=True)
class _Audited:
    """One table, its reading, and its rows in printed order.

    `grid` tells whether its cells have places, `stacked` whether each cell has a line of its own.
    """

    reading: Reading
    table: Aligned
    rows: list[Row]
    grid: bool = field(init=False)
    stacked: bool = field(init=False)

    def __post_init__(self) -> None:
        self.grid = any(piece.column for row in self.rows for piece in (row.label, *row.values))
        below = sum(bool(row.values) and row.values[0].row != row.label.row for row in self.rows)
        self.stacked = not self.grid and 2 * below > len(self.rows)

    def headers(self) -> Iterator[Doubt]:
        """Headers that lack a column of the form, or print what is none."""
        section = self.table.section
        if section in (STATISTICS, "disputes"):
            return
        for _, group in groupby(self.rows, key=lambda row: id(row.header)):
            rows = list(group)
            reason = self._of_header(rows, head_text(section, rows[0].header))
            if reason:
                # The rows of section 三 share one header.
                keys = [None] if section == "applications" else [row.key for row in rows]
                yield from (Doubt(key, reason) for key in keys)

    def _of_header(self, rows: Sequence[Row], text: str) -> str | None:
        official = columns_of(self.table.form, self.table.section, rows[0].key)
        lacking = [key for key in official if key not in named_columns(self.table.section, text)]
        if lacking:
            return f"the header does not name {', '.join(lacking)}"
        strange = [word for word in unknown_words(self.table.section, text) if not _is_known(word)]
        if strange and not self.grid:
            return f"the header prints {strange[0]!r}"
        blank = not self.grid and any(not _filled(rows, place) for place in _local_columns(rows))
        return "a column that is not the form's holds nothing" if blank else None

    def passed(self) -> Iterator[Doubt]:
        """Texts and figures between the rows that are no row themselves."""
        heads = {id(piece) for row in self.rows for piece in row.header}
        lines: dict[int, dict[str, None]] = defaultdict(dict)
        for row in self.rows:
            for piece in (row.label, *row.values):
                lines[piece.row][row.key] = None
        runs = [[piece for piece in run if id(piece) not in heads] for run in self.reading.passed]
        for piece in self._beside([piece for run in runs for piece in run if piece.row in lines]):
            yield from (Doubt(key, f"{_shown(piece)} stands beside them") for key in lines[piece.row])
        if self.stacked:
            yield from self._between([[piece for piece in run if piece.row not in lines] for run in runs])

    def _beside(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Texts in the lines of rows, without line numbers where most rows have one."""
        texts = [piece for piece in pieces if piece.text]
        numbers = {piece.row for piece in texts if is_value(piece.text)}
        numbered = 2 * len(numbers) > len(self.rows)
        return [piece for piece in texts if not (numbered and is_value(piece.text))]

    def _between(self, runs: Iterable[list[Piece]]) -> Iterator[Doubt]:
        for run in runs:
            text = next((piece for piece in run if piece.text), None)
            if text is None:
                continue
            around = self._around(text)
            if not self._is_local_row(run, around):
                yield from (Doubt(row.key, f"{_shown(text)} stands next to them") for row in around)

    def _around(self, piece: Piece) -> list[Row]:
        before = [row for row in self.rows if row.label.row < piece.row]
        after = [row for row in self.rows if row.label.row > piece.row]
        return [*before[-1:], *after[:1]]

    def _is_local_row(self, run: Sequence[Piece], around: Iterable[Row]) -> bool:
        """Whether the pieces are a label and a figure for every column."""
        cells = list(dropwhile(lambda piece: not piece.text, run))
        values = list(dropwhile(lambda piece: bool(piece.text) and not is_value(piece.text), cells))
        if len(values) == len(cells) or any(p.text and not is_value(p.text) for p in values):
            return False
        whole = all(piece.text for piece in values)
        fits = any(len(values) == len(self._columns(row)) for row in around)
        return (whole and fits) or len(values) + 1 == self._usual()

    def lengths(self) -> Iterator[Doubt]:
        """In flattened text rows with more or fewer fields than their like.

        Where each cell has a line of its own, what such a row lacks or has too many may be its neighbour's,
        unless that has a figure in every column.
        """
        if self.grid or self.table.section == "disputes":
            return
        odd = self._oddly_long()
        for row in self.rows:
            if row.key in odd:
                yield Doubt(row.key, _length(row))
        if self.stacked:
            for row, other in chain(pairwise(self.rows), pairwise(self.rows[::-1])):
                if other.key in odd and not all(piece.text for piece in row.values):
                    yield Doubt(row.key, f"in the next row {_length(other)}")

    def _oddly_long(self) -> set[str]:
        excess = {row.key: len(row.values) - len(self._columns(row)) for row in self.rows}
        like = {row.key: (len(self._columns(row)), self._level(row), excess[row.key]) for row in self.rows}
        alike, usual = Counter(like.values()), self._usual()
        padded = any(more > 0 for more in excess.values())

        def is_odd(row: Row) -> bool:
            if not padded or (not excess[row.key] and all(piece.text for piece in row.values)):
                return excess[row.key] != 0
            return row.depth + len(row.values) != usual and alike[like[row.key]] < _TELLING

        return {row.key for row in self.rows if is_odd(row)}

    def _usual(self) -> int:
        """The most common number of fields of a row, its labels included."""
        lengths = Counter(row.depth + len(row.values) for row in self.rows)
        return max(sorted(lengths), key=lambda length: lengths[length])

    def _columns(self, row: Row) -> tuple[str, ...]:
        return row.columns or columns_of(self.table.form, self.table.section, row.key)

    def _level(self, row: Row) -> int:
        return level_of(self.table.form, self.table.section, row.key)

    def lost_labels(self, printed: Set[str]) -> Iterator[Doubt]:
        """Rows behind which the next one of the form is not printed: its figures may follow their label."""
        if self.table.section == STATISTICS and not self.stacked:
            # Local copies of the form of 2014 leave rows out.
            return
        order = dict.fromkeys(row for row, _ in items_of(self.table.form, self.table.section))
        for row, below in pairwise(order):
            if row in self.table.rows and below not in printed:
                yield Doubt(row, f"the row behind it, {below}, is not printed")

    def apart(self) -> Iterator[Doubt]:
        """On a grid, figures in another row than their label."""
        if self.grid and self.table.section != "disputes":
            for row in self.rows:
                own = range(row.label.row, row.label.row + row.label.height)
                if any(piece.row not in own for piece in row.values):
                    yield Doubt(row.key, f"they stand in another row than their label ({row.label.locator})")

    def on_one_line(self) -> Iterator[Doubt]:
        """Two rows printed as one: a blank between them may belong to either."""
        if self.table.section != "disputes":
            for one, other in pairwise(self.rows):
                if one.label.row == other.label.row:
                    reason = f"two rows stand on one line ({one.label.locator})"
                    yield from (Doubt(row.key, reason) for row in (one, other))

    def labels(self) -> Iterator[Doubt]:
        """Labels that hold a figure."""
        if self.table.section != STATISTICS:
            for row in self.rows:
                if any(map(str.isdigit, fold(row.label.text))):
                    yield Doubt(row.key, f"{_shown(row.label)}, their label, holds a figure")


def _is_known(word: str) -> bool:
    """Whether it names a column that local copies of the forms have."""
    return word in beside_the_figures() or word.startswith(other_measures())


def _local_columns(rows: Iterable[Row]) -> set[int]:
    return {n for row in rows for n, key in enumerate(row.columns or ()) if key in (EXTRA, OTHER)}


def _filled(rows: Iterable[Row], place: int) -> bool:
    return any(row.values[place].text for row in rows if place < len(row.values))


def _shown(piece: Piece) -> str:
    return f"{piece.text!r} ({piece.locator})"


def _length(row: Row) -> str:
    return f"{len(row.values)} fields stand behind the label ({row.label.locator})"
