"""Figures in rows and columns of the standard tables that no form has: kept as printed, part of no sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby, takewhile

from extractors.document import Document
from transforms.fold import fold
from transforms.forms import (
    STATISTICS,
    beside_the_figures,
    forms_of,
    items_of,
    own_units,
    subtotals,
    vocabulary,
)
from transforms.records import Extra
from transforms.tables.column_names import ASIDE, names_of, official_names, tight, unofficial_names
from transforms.tables.labelled import PROSE_LENGTH
from transforms.tables.labels import is_heading, match
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading, Row
from transforms.values import is_value, parse_value

# A label in narrow columns takes so many lines.
_LABEL_LINES = 3


def find_extras(
    document: Document, pieces: Sequence[Piece], readings: Sequence[Reading], placed: Set[int]
) -> tuple[Extra, ...]:
    """The figures of a report's standard tables that are no item of a form.

    `placed` holds the `id` of every piece put to a cell. Subtotals, line numbers and rows without any number
    are left out, and in flattened text what cannot be told from the next row. A table printed twice gives
    its figures once.
    """
    found: list[Extra] = []
    for reading in readings:
        printed = {_said(extra) for extra in found}
        known = {piece.row for row in reading.rows for piece in (row.label, *row.values)}
        lines = _Lines(document, reading, pieces[reading.start : reading.end], known)
        extras = [*_in_known_rows(reading, placed), *lines.side_by_side(), *lines.below_each_other()]
        found.extend(extra for extra in extras if _said(extra) not in printed)
    return tuple(found)


def _said(extra: Extra) -> tuple[str, str, str | None, str]:
    return extra.section, extra.label, extra.column, extra.raw


def _extra(section: str, label: str, column: str | None, piece: Piece, unit: str | None) -> Extra:
    value = parse_value(piece.text)
    return Extra(
        section, label, column, value.state, value.number, piece.text, value.unit or unit, piece.locator
    )


def _in_known_rows(reading: Reading, placed: Set[int]) -> Iterator[Extra]:
    """Values of the form's own rows under headers that are not the form's."""
    for row in reading.rows:
        if all(id(piece) in placed for piece in row.values if piece.text):
            continue
        label, unit = _official(reading.section, row.key)
        for piece, column in unofficial_names(reading.section, row).items():
            if label and piece.text and column != ASIDE and id(piece) not in placed:
                yield _extra(reading.section, label, column, piece, unit)


@cache
def _official(section: str, key: str) -> tuple[str | None, str | None]:
    """The row's label in its form, and its unit where all of its columns have one."""
    for form in ("2014",) if section == STATISTICS else forms_of(section):
        for (row, _), item in items_of(form, section).items():
            if row == key:
                return item.row_label_zh, item.unit if section == STATISTICS else None
    return None, None


@dataclass(slots=True)
class _Lines:
    """The lines of one table that are no row of the form; `known` are the lines of those that are."""

    document: Document
    reading: Reading
    pieces: Sequence[Piece]
    known: Set[int]

    def side_by_side(self) -> Iterator[Extra]:
        """Rows printed on one line, or on one row of a grid."""
        last = max(self.known, default=0)
        others = [piece for piece in self.pieces if piece.row not in self.known]
        for number, group in groupby(others, key=lambda piece: piece.row):
            line = list(group)
            if len(line) < 2:
                continue
            below = number > last
            if below and line[0].column and not self._in_the_table(line[0]):
                return
            found = list(self._row(line, strict=below and not line[0].column))
            if below and not line[0].column and (not found or number > last + 1):
                # What follows a table in flattened text belongs to it only right behind and in its shape.
                return
            last = max(last, number) if below else last
            yield from found

    def below_each_other(self) -> Iterator[Extra]:
        """Rows of flattened text with a line for each cell: a label and as many values as columns."""
        if not self.pieces or self.pieces[0].column:
            return
        printed = {id(row.header): row.header for row in self.reading.rows}
        headers = {piece.row for header in printed.values() for piece in header}
        last = max(self.known, default=0)
        beside = Counter(piece.row for piece in self.pieces)
        texts: list[Piece] = []
        values: list[Piece] = []
        for piece in self.pieces:
            if piece.column or piece.row > last:
                return
            other = piece.row in self.known or beside[piece.row] > 1
            value = not other and (not piece.text or is_value(piece.text))
            if values and not value:
                yield from self._stack(texts, values)
            if other or (values and not value):
                texts, values = [], []
            if other:
                continue
            if value and texts:
                values.append(piece)
            elif not value:
                texts = [] if piece.row in headers or self._is_form_label(piece.text) else [*texts, piece]

    def _in_the_table(self, piece: Piece) -> bool:
        """Whether a piece stands in one of the tables that hold the rows of the form."""
        labels = {row.label.locator for row in self.reading.rows}
        for table in self.document.tables():
            places = {cell.locator for row in table.rows for cell in row}
            if piece.locator in places:
                return not labels.isdisjoint(places)
        return False

    def _is_form_label(self, text: str) -> bool:
        return is_heading(text) or match(self.reading.section, text, frozenset()) is not None

    def _is_aside(self, label: str) -> bool:
        folded = fold(label)
        aside = folded in beside_the_figures() or folded.endswith(subtotals())
        return (
            not folded
            or aside
            or len(label) > PROSE_LENGTH
            or _holds_a_figure(label)
            or self._is_form_label(label)
        )

    def _row(self, line: Sequence[Piece], strict: bool) -> Iterator[Extra]:
        """The figures of one line; `strict` asks that every one of them is under a known column."""
        if not any(map(_is_number, line)):
            return
        labels, unit, cells = self._parts(line)
        if not labels or self._is_aside(labels[-1].text) or not any(map(_is_number, cells)):
            return
        row, header = self._header(line[0].row)
        names = names_of(self.reading.section, header, row, cells)
        if strict and None in names.values():
            return
        label = "/".join(tight(piece.text) for piece in labels)
        for cell in cells:
            if cell.text and names.get(cell) != ASIDE:
                yield _extra(self.reading.section, label, names.get(cell), cell, unit)

    def _parts(self, line: Sequence[Piece]) -> tuple[list[Piece], str | None, list[Piece]]:
        """Label, unit and cells of a line; line numbers before the label and blanks behind are left out."""
        first = next((n for n, p in enumerate(line) if p.text and not is_value(p.text)), len(line))
        labels = list(takewhile(lambda p: bool(p.text) and not is_value(p.text), line[first:]))
        cells = _without_blank_end(line[first + len(labels) :])
        unit = None
        if len(labels) > 1 and tight(labels[-1].text) in own_units():
            unit = tight(labels.pop().text)
        elif self.reading.section == STATISTICS and len(cells) > 1 and not _is_number(cells[0]):
            cells = cells[1:]
        return labels, unit, cells

    def _header(self, line: int) -> tuple[Row | None, Sequence[Piece]]:
        """The row of the form that shares its header with this line, and that header."""
        before = [row for row in self.reading.rows if row.label.row < line]
        after = [row for row in self.reading.rows if row.label.row > line]
        if after and after[0].header and max(piece.row for piece in after[0].header) < line:
            return after[0], after[0].header
        above = before[-1].label.row if before else 0
        between = [piece for piece in self.pieces if above < piece.row < line and piece.text]
        if own := _own_header(self.reading.section, between):
            return None, own
        return (before[-1], before[-1].header) if before else (None, ())

    def _stack(self, texts: list[Piece], values: Sequence[Piece]) -> Iterator[Extra]:
        """The figures of a row with a line for each cell, where they count to the columns."""
        unit = tight(texts.pop().text) if texts and texts[-1].text in own_units() else None
        label = "".join(tight(piece.text) for piece in texts)
        cells = _without_blank_end(values)
        if not texts or not cells or len(texts) > _LABEL_LINES or self._is_aside(label):
            return
        row, _ = self._header(texts[-1].row)
        names = official_names(self.reading.section, row)
        if len(names) == len(cells) and any(map(_is_number, cells)):
            for cell, name in zip(cells, names, strict=True):
                if cell.text and name != ASIDE:
                    yield _extra(self.reading.section, label, name, cell, unit)


def _own_header(section: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The header among the pieces above a line, where a block begins there."""
    openers = vocabulary(section).openers
    rows = [piece.row for piece in pieces if fold(piece.text) in openers]
    return [piece for piece in pieces if rows and piece.row == rows[-1]]


def _holds_a_figure(label: str) -> bool:
    """Whether a row's first figure hangs on to its label (其他处理：0件), which moves the others up."""
    _, colon, figure = label.replace("：", ":").rpartition(":")
    return bool(colon) and is_value(figure)


def _is_number(piece: Piece) -> bool:
    return parse_value(piece.text).state == "number"


def _without_blank_end(cells: Sequence[Piece]) -> list[Piece]:
    end = max((n for n, cell in enumerate(cells, 1) if cell.text), default=0)
    return list(cells[:end])
