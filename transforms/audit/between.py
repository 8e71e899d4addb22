"""Texts and figures between the rows of a table, or in their lines, that are no row themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile

from transforms.audit.audited import Audited, Doubt, shown
from transforms.fold import fold
from transforms.forms import STATISTICS, group_labels, own_units
from transforms.tables.gather import NUMBERING
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Row
from transforms.values import is_value, parse_value


def passed(of: Audited) -> Iterator[Doubt]:
    """Texts and figures between the rows that are no row themselves."""
    # Rows share their headers.
    headers = {id(row.header): row.header for row in of.rows}.values()
    heads = {id(piece) for header in headers for piece in header}
    runs = [[piece for piece in run if id(piece) not in heads] for run in of.reading.passed]
    if not any(runs):
        return
    lines: dict[int, dict[str, None]] = defaultdict(dict)
    for row in of.rows:
        for piece in (row.label, *row.values):
            lines[piece.row][row.key] = None
    for piece in _beside(of, [piece for run in runs for piece in run if piece.row in lines]):
        yield from (Doubt(key, f"{shown(piece)} stands beside them") for key in lines[piece.row])
    if of.stacked:
        yield from _between(of, [[piece for piece in run if piece.row not in lines] for run in runs])


def _beside(of: Audited, pieces: Iterable[Piece]) -> list[Piece]:
    """Texts in the lines of rows but for labels' numbers, and line numbers where most rows have one."""
    texts = [piece for piece in pieces if piece.text and not NUMBERING.fullmatch(piece.text)]
    numbers = {piece.row for piece in texts if is_value(piece.text)}
    numbered = 2 * len(numbers) > len(of.rows)
    return [piece for piece in texts if not (numbered and is_value(piece.text))]


def _between(of: Audited, runs: Iterable[list[Piece]]) -> Iterator[Doubt]:
    for run in runs:
        text = next((piece for piece in run if piece.text and not _is_group(of, piece)), None)
        if text is None:
            continue
        around = _around(of, text)
        if not _is_local_row(of, run, around):
            yield from (Doubt(row.key, f"{shown(text)} stands next to them") for row in around)


def _is_group(of: Audited, piece: Piece) -> bool:
    """Whether it is the label of several rows, or the dash behind it."""
    if of.section != STATISTICS:
        return False
    in_form = fold(piece.text) in group_labels(of.table.form, of.section)
    return in_form or parse_value(piece.text).state == "placeholder"


def _around(of: Audited, piece: Piece) -> list[Row]:
    before = [row for row in of.rows if row.label.row < piece.row]
    after = [row for row in of.rows if row.label.row > piece.row]
    return [*before[-1:], *after[:1]]


def _is_local_row(of: Audited, run: Sequence[Piece], around: Iterable[Row]) -> bool:
    """Whether the pieces are a label and a figure for every column."""
    cells = list(dropwhile(lambda piece: not piece.text, run))
    values = list(dropwhile(lambda piece: bool(piece.text) and not is_value(piece.text), cells))
    labels = cells[: len(cells) - len(values)]
    # The unit behind a label of 2014 is none itself.
    if all(piece.text in own_units() for piece in labels):
        return False
    if any(piece.text and not is_value(piece.text) for piece in values):
        return False
    whole = all(piece.text for piece in values)
    fits = any(len(values) == len(of.columns(row)) for row in around)
    return (whole and fits) or len(values) + 1 == of.usual
