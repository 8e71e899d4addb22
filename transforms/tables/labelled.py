"""Labels in the stream of pieces: where one begins, and how many lines of its cell belong to it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from transforms.fold import fold
from transforms.forms import STATISTICS, own_units
from transforms.tables.labels import Label, begins_label, is_heading, is_row, match
from transforms.tables.pieces import Piece
from transforms.values import is_value

# A label may be printed in so many pieces (one character a line in narrow cells).
_LABEL_PIECES = 12
# A longer line is a sentence; a label with its instructions may take two such lines.
PROSE_LENGTH = 60


def label_at(section: str, pieces: Sequence[Piece], start: int, seen: Set[str]) -> tuple[Label, int] | None:
    """The label that begins at `start` and the position after it; its pieces may be lines of one cell."""
    if is_value(pieces[start].text):
        # A figure right before a label is a figure, not the label's number.
        return None
    first, text = fold(pieces[start].text), ""
    for position in range(start, min(start + _LABEL_PIECES, len(pieces))):
        piece = pieces[position]
        if not piece.text or len(piece.text) > PROSE_LENGTH * 2 or (text and is_value(piece.text)):
            return None
        if text and is_row(section, piece.text, seen):
            # 其他 at the end of a header is no part of 其他法律行政法规禁止公开 in the row below.
            return None
        text += piece.text
        label = match(section, text, seen)
        if label and (position == start or _is_part(first, label, text)):
            return label, _absorb(section, label, pieces, position + 1, seen)
        if is_heading(piece.text) or not begins_label(section, first):
            return None
    return None


def _is_part(first: str, label: Label, text: str) -> bool:
    """Whether a label put together from lines began with the first of them, not with something before it."""
    return first in label.words.labels[0] if label.words else label.kind == "block" or first in fold(text)[:2]


def _absorb(section: str, label: Label, pieces: Sequence[Piece], position: int, seen: Set[str]) -> int:
    """Skip the rest of a label that is printed over several lines."""
    while label.words and position < len(pieces):
        text = pieces[position].text
        # In the form of 2014 the unit is a cell behind the label, which may end with the same word.
        if is_value(text) or (section == STATISTICS and text in own_units()):
            break
        rest = fold(text)
        if not rest or rest not in label.words.labels[0] or match(section, text, seen):
            break
        position += 1
    return position
