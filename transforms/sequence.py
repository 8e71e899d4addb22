"""The sequence aligner: labels in printed order, the values between them counted, never forced into place."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from transforms.fold import fold
from transforms.forms import STATISTICS
from transforms.headers import applications_columns, disclosure_columns
from transforms.labels import Label, is_heading, match
from transforms.openings import table_at
from transforms.pieces import Piece
from transforms.values import is_value, parse_value

# A label may be printed in so many pieces (one character a line in narrow cells).
_LABEL_PIECES = 12
# So many unknown pieces in a row mean that the table has ended, or never was one.
_PATIENCE = 60
_PROSE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled row as printed. `values` are the pieces after the label, blanks and pads included.

    `columns` are its keys by the header, null where the header does not tell; `depth` counts the labels
    printed for it (block and row), each of which takes a field; `form` is told by the header, if at all;
    `header` is the folded header text above it.
    """

    key: str
    label: Piece
    values: tuple[Piece, ...]
    columns: tuple[str, ...] | None
    form: str | None = None
    depth: int = 1
    header: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One table of one section: its rows in printed order, and where the stream goes on."""

    section: str
    rows: tuple[Row, ...]
    end: int


def label_at(section: str, pieces: Sequence[Piece], start: int, seen: Set[str]) -> tuple[Label, int] | None:
    """The label that begins at `start` and the position after it; its pieces may be lines of one cell."""
    first, text = fold(pieces[start].text), ""
    for position in range(start, min(start + _LABEL_PIECES, len(pieces))):
        piece = pieces[position]
        if not piece.text or len(piece.text) > _PROSE_LENGTH * 2 or (text and is_value(piece.text)):
            return None
        text += piece.text
        label = match(section, text, seen)
        if label and (position == start or _is_part(first, label, text)):
            return label, _absorb(section, label, pieces, position + 1, seen)
        if is_heading(piece.text):
            return None
    return None


def _is_part(first: str, label: Label, text: str) -> bool:
    """Whether a label put together from lines began with the first of them, not with something before it."""
    return first in label.words.labels[0] if label.words else label.kind == "block" or first in fold(text)[:2]


def _absorb(section: str, label: Label, pieces: Sequence[Piece], position: int, seen: Set[str]) -> int:
    """Skip the rest of a label that is printed over several lines."""
    while label.words and position < len(pieces):
        text = pieces[position].text
        rest = fold(text)
        if not rest or is_value(text) or rest not in label.words.labels[0] or match(section, text, seen):
            break
        position += 1
    return position


def read_rows(section: str, pieces: Sequence[Piece], start: int) -> Reading:
    """Read the table of `section` (disclosure or applications) whose first label is at `start`."""
    rows: list[Row] = []
    seen: set[str] = set()
    header, position, unknown, depth = "", start, 0, 0
    while position < len(pieces) and unknown < _PATIENCE:
        found = label_at(section, pieces, position, seen)
        if found is None:
            if table_at(pieces, position) or (rows and is_heading(pieces[position].text)):
                break
            header += fold(pieces[position].text)
            position, unknown = position + 1, unknown + 1
            continue
        label, after = found
        if label.kind == "row" and label.words:
            if label.words.key in seen:
                break
            form, columns = _columns(section, header, label.words.key)
            values, position = _gather(section, pieces, after, len(columns or ()), seen | {label.words.key})
            if section == STATISTICS:
                header, values = _unit_and_values(values)
            rows.append(Row(label.words.key, pieces[after - 1], values, columns, form, depth + 1, header))
            seen.add(label.words.key)
            unknown, depth = 0, 0
        else:
            if label.kind == "opener" and rows and section == "applications":
                break
            if section == "disclosure" and label.kind == "block":
                header = ""
            if section == "applications" and label.kind == "block":
                header += "".join(fold(piece.text) for piece in pieces[position:after])
            position, depth = after, depth + (label.kind == "block")
    return Reading(section, tuple(rows), position)


def _columns(section: str, header: str, key: str) -> tuple[str | None, tuple[str, ...] | None]:
    if section == STATISTICS:
        return "2014", ("value",)
    if section == "applications":
        return None, applications_columns(header)
    return disclosure_columns(header, key)


def _unit_and_values(values: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]]:
    """The table of 2014 prints a unit (or a dash for a group) before the value."""
    if len(values) > 1 and parse_value(values[0].text).state != "number":
        return fold(values[0].text), values[1:]
    return "", values


def _gather(
    section: str, pieces: Sequence[Piece], start: int, expected: int, seen: Set[str]
) -> tuple[tuple[Piece, ...], int]:
    """The values behind a label: to the end of its printed row, else to the next label.

    Where each cell has a line of its own, a text among the values is one that cannot be read; after as many
    values as the row has columns it is something else.
    """
    values: list[Piece] = []
    position = start
    row = pieces[start - 1].row
    side_by_side = start < len(pieces) and pieces[start].row == row
    while position < len(pieces):
        piece = pieces[position]
        if side_by_side and piece.row != row:
            break
        if piece.text and not is_value(piece.text) and _ends_row(section, pieces, position, seen):
            break
        if piece.text and not is_value(piece.text) and not side_by_side and len(values) >= max(expected, 1):
            break
        values.append(piece)
        position += 1
    return tuple(values), position


def _ends_row(section: str, pieces: Sequence[Piece], position: int, seen: Set[str]) -> bool:
    text = pieces[position].text
    prose = len(text) > _PROSE_LENGTH or text.endswith(("。", "；", ";"))
    if prose or is_heading(text) or table_at(pieces, position):
        return True
    return label_at(section, pieces, position, seen) is not None
