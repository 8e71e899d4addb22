"""Headers that are not whole, or print what names no column of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from transforms.audit.audited import Audited, Doubt
from transforms.forms import STATISTICS, beside_the_figures, columns_of, other_measures
from transforms.tables.headers import EXTRA, OTHER, named_columns, unknown_words
from transforms.tables.sequence import Row


def headers(of: Audited) -> Iterator[Doubt]:
    """Headers that lack a column of the form, or print what is none."""
    section = of.section
    if section in (STATISTICS, "disputes"):
        return
    for _, group in groupby(of.rows, key=lambda row: id(row.header)):
        rows = list(group)
        reason = _of_header(of, rows, rows[0].unit)
        if reason:
            # The rows of section 三 share one header.
            keys = [None] if section == "applications" else [row.key for row in rows]
            yield from (Doubt(key, reason) for key in keys)


def _of_header(of: Audited, rows: Sequence[Row], text: str) -> str | None:
    official = columns_of(of.table.form, of.section, rows[0].key)
    if rows[0].columns and not set(official) <= set(rows[0].columns):
        # A narrow copy of section 三: each cell stands under its header.
        return None
    lacking = [key for key in official if key not in named_columns(of.section, text)]
    if lacking:
        return f"the header does not name {', '.join(lacking)}"
    if any(row.columns is None for row in rows):
        return "the header does not tell the order of its columns"
    strange = [word for word in unknown_words(of.section, text) if not _is_known(word)]
    if strange and not of.grid:
        return f"the header prints {strange[0]!r}"
    blank = not of.grid and any(not _filled(rows, place) for place in _local_columns(rows))
    return "a column that is not the form's holds nothing" if blank else None


def local(of: Audited) -> Iterator[Doubt]:
    """Headers whose local columns stand on another side than in most of the table's, a cell of theirs lost.

    Where each cell has a line of its own, also those without the local column that another header names.
    """
    if of.section != "disclosure":
        return
    sides = {row.key: _local_sides(row) for row in of.rows if row.columns}
    named = Counter(side for side in sides.values() if any(side))
    usual = next((side for side, rows in named.items() if 2 * rows > named.total()), None)
    for key, side in sides.items():
        if any(side) and side != usual:
            yield Doubt(key, "the header has local columns elsewhere than the others")
        elif named and of.stacked and not any(side):
            yield Doubt(key, "the header lacks a local column that another has")


def _local_sides(row: Row) -> tuple[bool, bool]:
    """Whether the first and the last column of a row are not the form's."""
    columns = row.columns or ("",)
    return columns[0] in (EXTRA, OTHER), columns[-1] in (EXTRA, OTHER)


def _is_known(word: str) -> bool:
    """Whether it names a column that local copies of the forms have."""
    return word in beside_the_figures() or word.startswith(other_measures())


def _local_columns(rows: Iterable[Row]) -> set[int]:
    return {n for row in rows for n, key in enumerate(row.columns or ()) if key in (EXTRA, OTHER)}


def _filled(rows: Iterable[Row], place: int) -> bool:
    return any(row.values[place].text for row in rows if place < len(row.values))
