"""Rows that may hold another row's figures: longer than their like, before a lost label, two on a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from itertools import chain, pairwise

from transforms.audit.audited import Audited, Doubt, shown
from transforms.fold import fold
from transforms.forms import STATISTICS, items_of, level_of, own_labels, own_units, rows_of
from transforms.records import SECTIONS
from transforms.tables.sequence import Row
from transforms.values import parse_value

# So many rows of one level with equally many pads tell how many pads such a row has.
_TELLING = 3
# One row in so many, or fewer, is no local copy's way of counting.
_FEW = 10
# The number of a row's label behind that of its block.
_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])[1-8][.、．](?=[\u4e00-\u9fff])")
_TWO = re.compile(r"[0-9０-９]\s+[0-9０-９]|[0-9０-９]\s+[-－—–/]+$|^[-－—–/]+\s+[0-9０-９-－—–/]")
# A unit of a local copy of the form.
_UNIT = re.compile(r"[\u4e00-\u9fff]{1,3}")
# Commas between cells: one at the end, or with nothing but a dash before the next.
_FIELDS = re.compile(r",\s*(?:$|[^\w(（]{0,2},)")


def lengths(of: Audited) -> Iterator[Doubt]:
    """In flattened text rows with more or fewer fields than their like.

    Where each cell has a line of its own, what such a row lacks or has too many may be its neighbour's,
    unless that has a figure in every column.
    """
    if of.grid or of.section == "disputes":
        return
    odd = _oddly_long(of)
    for row in of.rows:
        if row.key in odd:
            yield Doubt(row.key, _length(row))
    if of.stacked:
        for row, other in chain(pairwise(of.rows), pairwise(of.rows[::-1])):
            if other.key in odd and not all(piece.text for piece in row.values):
                yield Doubt(row.key, f"in the row beside {_length(other)}")


def _oddly_long(of: Audited) -> set[str]:
    excess = {row.key: len(row.values) - len(of.columns(row)) for row in of.rows}
    like = {
        row.key: (len(of.columns(row)), level_of(of.table.form, of.section, row.key), excess[row.key])
        for row in of.rows
    }
    alike, usual = Counter(like.values()), of.usual
    padded = any(more > 0 for more in excess.values())

    def is_odd(row: Row) -> bool:
        if not padded or (not excess[row.key] and all(piece.text for piece in row.values)):
            return excess[row.key] != 0
        return row.depth + len(row.values) != usual and alike[like[row.key]] < _TELLING

    return {row.key for row in of.rows if is_odd(row)}


def by_chance(of: Audited) -> Iterator[Doubt]:
    """Tables of which most rows do not count to their columns: the others may do so by chance."""
    if 2 * len(of.table.cells) >= len(items_of(of.table.form, of.section)):
        return
    told = {row for row, _ in of.table.cells}
    untold = sum(row.key not in told and any(p.text for p in row.values) for row in of.rows)
    if untold > len(told):
        yield Doubt(None, f"{untold} of its rows do not count to their columns")


def lost_labels(of: Audited, printed: Mapping[str, Set[str]]) -> Iterator[Doubt]:
    """Rows behind which the next one of the form is not printed: its figures may follow their label.

    Behind the last row that is the first one of the next table, unless nothing of that is printed.
    """
    official = rows_of(of.table.form, of.section)
    if of.section == STATISTICS and 4 * len(of.rows) < 3 * len(official):
        # Local copies of the form of 2014 leave rows out.
        return
    expected = [(row, below, below in printed[of.section]) for row, below in pairwise(official)]
    for section, following in pairwise(SECTIONS):
        if section == of.section and printed[following]:
            first = rows_of(of.table.form, following)[0]
            expected.append((official[-1], first, first in printed[following]))
    for row, below, is_printed in expected:
        if row in of.table.rows and not is_printed:
            yield Doubt(row, f"the row behind it, {below}, is not printed")


def lost_groups(of: Audited) -> Iterator[Doubt]:
    """In statistics, rows behind which the label of a group is not printed, where most of them are."""
    groups = _behind_rows(of.table.form) if of.section == STATISTICS else {}
    printed = {fold(piece.text) for run in of.reading.passed for piece in run}
    lost = {row: label for row, label in groups.items() if fold(label) not in printed}
    if 2 * len(lost) < len(groups):
        for row, label in lost.items():
            if row in of.table.rows:
                yield Doubt(row, f"the label behind it, {label}, is not printed")


@cache
def _behind_rows(form: str) -> Mapping[str, str]:
    """The groups' labels of the statistics that are no rows themselves, by the row printed before each."""
    own, found = own_labels(form, STATISTICS), {}
    paths = {row: item.row_label_zh.split("/") for (row, _), item in items_of(form, STATISTICS).items()}
    for row, below in pairwise(rows_of(form, STATISTICS)):
        # 其中 stands below the bare number of its row.
        opened = [label for label in paths[below][:-1] if label not in paths[row] and len(fold(label)) > 1]
        if opened and opened[0] not in own.values():
            found[row] = opened[0]
    return found


def same_labels(of: Audited, printed: Mapping[str, Set[str]]) -> Iterator[Doubt]:
    """Rows behind a lost one of which a later block has the same label but nowhere prints it.

    被依法纠错数 behind a hole in the text may be that of lawsuits.
    """
    for above, row, twins in _twins(of.table.form, of.section):
        if row in of.table.rows and not printed[of.section] & {above, *twins}:
            lost = f"{above} before it is not printed, nor is {min(twins)}, which has the same label"
            yield Doubt(row, lost)


@cache
def _twins(form: str, section: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The rows of a form of which others have the same label, each with the row above it and those others."""
    official, labels = rows_of(form, section), own_labels(form, section)
    found = []
    for above, row in pairwise(official):
        others = frozenset(other for other in official if other != row and labels[other] == labels[row])
        if others:
            found.append((above, row, others))
    return tuple(found)


def apart(of: Audited) -> Iterator[Doubt]:
    """Figures in another row than their label, on a grid or in text that prints them beside it."""
    if not of.stacked and of.section != "disputes":
        for row in of.rows:
            own = range(row.label.row, row.label.row + row.label.height)
            if row.values and not (row.values[0].row in own and row.values[-1].row in own):
                yield Doubt(row.key, f"they stand in another row than their label ({row.label.locator})")


def on_one_line(of: Audited) -> Iterator[Doubt]:
    """Two rows printed as one: a blank between them may belong to either."""
    if of.section != "disputes":
        for one, other in pairwise(of.rows):
            if one.label.row == other.label.row:
                reason = f"two rows stand on one line ({one.label.locator})"
                yield from (Doubt(row.key, reason) for row in (one, other))


def labels(of: Audited) -> Iterator[Doubt]:
    """Labels that hold a figure or other cells of their row."""
    for row in of.rows:
        if _holds_more(row.label.text, may_count=of.section == STATISTICS):
            yield Doubt(row.key, f"{shown(row.label)}, their label, holds more than words")


@lru_cache(maxsize=4096)
def _holds_more(label: str, may_count: bool) -> bool:
    figure = not may_count and any(map(str.isdigit, fold(_NUMBER.sub("", label))))
    return figure or _FIELDS.search(label) is not None


def cut_numbers(of: Audited) -> Iterator[Doubt]:
    """Where each cell has a line of its own, rows before a label of which only the number is lost.

    It may be printed apart from its label, as the last of their figures.
    """
    for row, below in pairwise(of.rows if of.stacked else ()):
        if below.label.text.startswith((".", "．", "、")):
            yield Doubt(row.key, f"the number of {shown(below.label)} below may be one of them")


def fused(of: Audited) -> Iterator[Doubt]:
    """Rows with two figures in one cell and a blank one: the others may stand a cell off."""
    for row in of.rows:
        if not all(piece.text for piece in row.values):
            two = next((piece for piece in row.values if _TWO.search(piece.text)), None)
            if two is not None:
                yield Doubt(row.key, f"{shown(two)} may be two cells")


def units(of: Audited) -> Iterator[Doubt]:
    """In statistics, rows that print something else in a unit's place, a part of another row perhaps.

    Stacked, also rows without a unit where most have one, and those beside them: each row is label, unit and
    figure there, and without its unit the figure may be another row's.
    """
    if of.section != STATISTICS:
        return
    lacking = [not _has_unit(row) for row in of.rows]
    usual = 2 * sum(lacking) <= len(of.rows)
    for row in of.rows:
        dash = parse_value(row.unit).state == "placeholder"
        if row.unit and row.unit not in own_units() and not _UNIT.fullmatch(row.unit) and (usual or not dash):
            yield Doubt(row.key, f"{row.unit!r} is no unit")
    yield from _other_units(of)
    if not of.stacked or not usual:
        return
    for place, row in enumerate(of.rows):
        if any(lacking[max(place - 1, 0) : place + 2]):
            yield Doubt(row.key, "no unit is printed, there or in a row beside")


def _other_units(of: Audited) -> Iterator[Doubt]:
    """The few rows that print another unit than the form: their figures may be another row's."""
    official = items_of(of.table.form, of.section)
    printed = [row for row in of.rows if row.unit in own_units()]
    other = [row for row in printed if row.unit != official[row.key, "value"].unit]
    for row in other if _FEW * len(other) <= len(printed) else ():
        yield Doubt(row.key, f"{row.unit!r} is not the form's unit of that row")


def _has_unit(row: Row) -> bool:
    # Some labels end with their unit; one with nothing behind it is read as the value.
    pieces = (row.label, *row.values)
    return row.unit in own_units() or any(fold(piece.text) in own_units() for piece in pieces)


def _length(row: Row) -> str:
    return f"{len(row.values)} fields stand behind the label ({row.label.locator})"
