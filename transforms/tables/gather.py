"""The values behind a label: where a printed row ends."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from transforms.fold import fold
from transforms.forms import STATISTICS, own_units
from transforms.tables.labelled import PROSE_LENGTH, label_at
from transforms.tables.labels import is_heading
from transforms.tables.openings import table_at
from transforms.tables.pieces import Piece
from transforms.values import is_value

# With more words behind it, a number at the start of a text is the numbering of a label.
_WORD = re.compile("[\u4e00-\u9fff]")
_FIGURE_WORDS = 2
# The numbering of a label, broken off from its words.
NUMBERING = re.compile(
    r"[(（]?\d{1,2}[.．、)）]|[(（][一二三四五六七八九十]{1,2}[)）]?|[一二三四五六七八九十]{1,2}、"
)
# What a file cut off in a label leaves of it.
_CUT_LABEL = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.．、)）]\s*[\u4e00-\u9fff]")
# No label of the disclosure table has one.
_COMMA = re.compile("[,，]")


def gather(
    section: str, pieces: Sequence[Piece], start: int, expected: int, seen: Set[str]
) -> tuple[tuple[Piece, ...], int]:
    """The values from `start` on, to the end of the label's printed row, else to the next label.

    Where each cell has a line of its own, a text that holds a figure, or a sentence in place of the first
    one, is a value that cannot be read; any other, and each after `expected` values, is something else.
    """
    row = pieces[start - 1].row
    beside = start < len(pieces) and pieces[start].row == row
    position = start
    while position < len(pieces):
        piece = pieces[position]
        if beside and piece.row != row:
            break
        text = piece.text
        if section == STATISTICS and position == start and text in own_units():
            position += 1
            continue
        if not beside and NUMBERING.fullmatch(text) and _is_label_next(section, pieces, position, seen):
            break
        if text and not is_value(text):
            if _ends_row(section, pieces, position, seen):
                break
            first, enough = position == start, position - start >= max(expected, 1)
            if not beside and (enough or not _stands_for_figure(section, text, first)):
                break
        position += 1
    return tuple(pieces[start:position]), position


def _is_label_next(section: str, pieces: Sequence[Piece], position: int, seen: Set[str]) -> bool:
    return position + 1 < len(pieces) and label_at(section, pieces, position + 1, seen) is not None


def _stands_for_figure(section: str, text: str, first: bool) -> bool:
    """Whether a text that is no number is meant as one (`5（注1）`, `1 2`, `共公开4条`) or stands for one.

    It is else what a misprint or a cut-off file leaves of the next label.
    """
    if _CUT_LABEL.match(text):
        return False
    said_instead = first and section == "disclosure" and _COMMA.search(text) is not None
    short = len(_WORD.findall(text)) <= _FIGURE_WORDS and _has_digit(text)
    return said_instead or short or _has_digit(fold(text))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _ends_row(section: str, pieces: Sequence[Piece], position: int, seen: Set[str]) -> bool:
    text = pieces[position].text
    prose = len(text) > PROSE_LENGTH or text.endswith(("。", "；", ";"))
    if prose or is_heading(text) or table_at(pieces, position):
        return True
    return label_at(section, pieces, position, seen) is not None
