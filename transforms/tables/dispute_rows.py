"""Section 四 as rows: five results as columns, a row for 行政复议 and for each kind of 行政诉讼."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from transforms.fold import fold
from transforms.forms import columns_of, forms_of, vocabulary
from transforms.tables.labels import match
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading, Row
from transforms.values import is_value

_RESULTS = columns_of(forms_of("disputes")[0], "disputes", "review")


def read_dispute_rows(pieces: Sequence[Piece], start: int) -> Reading:
    """The rows from `start` on; one that does not have five cells keeps its values but has no columns."""
    header = tuple(pieces[start : start + len(_RESULTS)])
    position = start + len(_RESULTS)
    rows: dict[str, Row] = {}
    while position < len(pieces):
        label = pieces[position]
        key = _key(label)
        if key in rows or not (key or fold(label.text) in vocabulary("disputes").group):
            break
        values = _values(pieces, position + 1)
        position += 1 + len(values)
        # 行政诉讼 heads two rows; figures of its own are their sums.
        if key:
            columns = _RESULTS if len(values) == len(_RESULTS) else None
            rows[key] = Row(key, label, values, columns, header=header)
    return Reading("disputes", tuple(rows.values()), start, position)


def _key(piece: Piece) -> str | None:
    label = match("disputes", piece.text, frozenset())
    return label.words.key if label and label.words else None


def _values(pieces: Sequence[Piece], start: int) -> tuple[Piece, ...]:
    """The cells behind a label: all that stands beside it, else the figures and blanks below it."""
    if start == len(pieces) or _key(pieces[start]):
        return ()
    row = pieces[start - 1].row
    beside = pieces[start].row == row
    behind = takewhile(lambda piece: piece.row == row if beside else _is_cell(piece), pieces[start:])
    return tuple(behind)


def _is_cell(piece: Piece) -> bool:
    return not piece.text or is_value(piece.text)
