"""Text of one cell a line in which no line comes twice: something took the repeated ones away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading
from transforms.values import is_value

# With fewer figures it may be by chance that none is printed twice.
_FIGURES = 8


def doubt_without_repeats(pieces: Sequence[Piece], readings: Sequence[Reading]) -> list[Reading]:
    """The readings; those of text that lost its repeated lines keep their figures but have no columns.

    The forms print 信息内容, 结果维持 and most zeros several times: where no two lines are the same, the
    figures left count to their columns by chance at best.
    """
    flat = [reading for reading in readings if not pieces[reading.start].column]
    if not flat or not _lost_repeats(pieces[flat[0].start : flat[-1].end]):
        return list(readings)
    return [_without_columns(reading) if reading in flat else reading for reading in readings]


def _lost_repeats(pieces: Sequence[Piece]) -> bool:
    beside = Counter(piece.row for piece in pieces if piece.text)
    lines = [piece.text for piece in pieces if piece.text and beside[piece.row] == 1 and not piece.column]
    return len(set(lines)) == len(lines) and sum(map(is_value, lines)) >= _FIGURES


def _without_columns(reading: Reading) -> Reading:
    return replace(reading, rows=tuple(row._replace(columns=()) for row in reading.rows))
