"""Rows that end in a blank, or in a total that is none, as one does that lost a cell and was filled up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from transforms.audit.audited import Audited, Doubt, shown
from transforms.forms import STATISTICS, columns_of, rows_of
from transforms.tables.pieces import Piece
from transforms.values import is_value, parse_value

_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|20\d\d")
Taken = Mapping[tuple[str, str], Piece]


def ending_blank(of: Audited, taken: Taken, filled_up: bool) -> Iterator[Doubt]:
    """On a grid, rows with figures whose last cell is blank where in most it is not: they may have moved.

    `taken` are the cells of all tables of the section: one that goes on under a head of its own may be
    another's last rows. Word, Excel and what browsers print fill up a row of which a cell was lost; in
    section 二 of other documents, not `filled_up`, the blank may stand for a zero unless zeros are printed.
    """
    if not of.grid or of.section == STATISTICS:
        return
    ends = _last(of, taken)
    if all(end.text for end in ends.values()):
        return
    filled = {row for (row, _), piece in taken.items() if piece.text}
    ends = {row: ends[row] for row in filled & ends.keys()}
    blank = {row: end for row, end in ends.items() if not end.text}
    if of.section == "disclosure" and not filled_up and not _prints_zeros(taken):
        return
    if 2 * len(blank) < len(ends):
        for row in of.rows:
            if row.key in blank:
                yield Doubt(row.key, f"the last of their cells ({blank[row.key].locator}) is blank")


def untotalled(of: Audited, taken: Taken) -> Iterator[Doubt]:
    """On a grid, section 四 where a total beside figures is not filled in: its cells move together."""
    if not of.grid or of.section != "disputes":
        return
    told = {row for (row, _), piece in taken.items() if parse_value(piece.text).number}
    for row, end in _last(of, taken).items():
        if row in told and parse_value(end.text).state in ("blank", "placeholder"):
            yield Doubt(None, f"the total ({end.locator}) of figures beside it is not filled in")


def worded(of: Audited, taken: Taken) -> Iterator[Doubt]:
    """On a grid, section 四 with words among its figures: they may stand in a lost cell's place."""
    if not of.grid or of.section != "disputes":
        return
    for piece in taken.values():
        if _WORDS.search(piece.text) and not is_value(piece.text):
            yield Doubt(None, f"{shown(piece)} stands among its figures")


def _prints_zeros(taken: Taken) -> bool:
    return any(parse_value(piece.text).number == 0 for piece in taken.values())


def _last(of: Audited, taken: Taken) -> dict[str, Piece]:
    return {place[0]: taken[place] for place in _ends(of.table.form, of.section) if place in taken}


@cache
def _ends(form: str, section: str) -> tuple[tuple[str, str], ...]:
    return tuple((row, columns_of(form, section, row)[-1]) for row in rows_of(form, section))
