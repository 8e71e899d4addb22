"""Two slips in one document: where both fall on one row, what is printed may be a sound row of other figures.

A row from which one slip takes a figure and to which another adds one cannot be told from one that neither
touched: such rows are not judged. Rows that the first slip changed carry a mark of their own while the
second changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from generator.damage import Damage
from generator.grid import Grid, Part, Slot

Marked = dict[str, set[str]]
_FIRST_MARK = 0xE000
_MARKS = re.compile("[\ue000-\uf8ff]")
# A second damage keeps so many lines of flattened text away from the first.
_APART = 12


# Together they leave nothing but figures that are not the report's, as if they were; or a copy still prints
# what the other slip took away.
_LYING = (
    {"two_reports", "head_lost"},
    {"two_reports", "lost_table"},
    {"last_year_before", "head_lost"},
    {"years_by_heading", "head_lost"},
    {"table_twice_otherwise", "lost_table"},
    {"table_twice_otherwise", "table_a_picture"},
    {"table_a_picture", "head_lost"},
    {"table_a_picture", "middle_lost"},
    {"table_twice", "merged_down"},
    {"table_twice_otherwise", "merged_down"},
    {"table_twice_otherwise", "head_lost"},
    {"table_twice_otherwise", "cut_off"},
    {"table_twice_otherwise", "middle_lost"},
)


def fit(one: str, other: str) -> bool:
    """Whether the two slips together leave the report's figures its own."""
    return one != other and "none" not in (one, other) and {one, other} not in _LYING


def figures(parts: Iterable[Part]) -> dict[int, tuple[str, ...]]:
    """The figures of every row, by the row's identity."""
    return {id(row): tuple(s.text for s in row if s.role == "value") for part in parts for row in part.rows}


def changed_rows(parts: Iterable[Part], before: dict[int, tuple[str, ...]]) -> Iterator[list[Slot]]:
    """The rows of which the figures are not those of `before`."""
    for part in parts:
        yield from (row for row in part.rows if figures_of(row) != before.get(id(row), ()))


def figures_of(row: list[Slot]) -> tuple[str, ...]:
    return tuple(slot.text for slot in row if slot.role == "value")


def mark(rows: Grid, printed: dict[int, set[str]]) -> Marked:
    """Put a mark behind every cell of the rows, and tell the items of each mark.

    `printed` are the items of every row before any slip: what one took away is the row's too.
    """
    marked = {}
    for number, row in enumerate(rows):
        sign = chr(_FIRST_MARK + number)
        for slot in row:
            slot.text += sign
        marked[sign] = printed.get(id(row), set()) | {slot.item for slot in row if slot.item}
    return marked


def unmarked(text: str) -> str:
    return _MARKS.sub("", text)


def hit(text: str, changed: str, marked: Marked, flat: bool) -> set[str]:
    """The items of the marked rows in which, or beside which, the text was changed."""
    start, end = _reach(text, *_region(text, changed), flat, 1)
    return {item for sign in set(_MARKS.findall(text[start:end])) for item in marked.get(sign, ())}


def damaged_twice(text: str, first: Damage, second: Damage, rng: Random, flat: bool) -> str:
    """Both damages, the second one only where it falls on another place."""
    once = first(text, rng)
    start, end = _reach(once, *_region(once, text), flat, _APART)
    twice = second(once, rng)
    again = _region(once, twice)
    return once if again[0] < end and start < again[1] else twice


def _region(text: str, other: str) -> tuple[int, int]:
    """Where in `text` the two differ."""
    shorter = min(len(text), len(other))
    start = next((n for n in range(shorter) if text[n] != other[n]), shorter)
    end = next((n for n in range(shorter - start) if text[-1 - n] != other[-1 - n]), shorter - start)
    return start, len(text) - end


def _reach(text: str, start: int, end: int, flat: bool, lines: int) -> tuple[int, int]:
    """The place with the lines around it, or with the whole rows of a table."""
    if not flat:
        return max(text.rfind("<tr", 0, start), 0), text.find("</tr>", end) % (len(text) + 1)
    for _ in range(lines + 1):
        start, end = text.rfind("\n", 0, max(start, 0)), text.find("\n", end + 1) % (len(text) + 1)
    return max(start, 0), end
