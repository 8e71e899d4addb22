"""The grid of a Word table: which cell stands where, after merges (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractors.word.names import MC, W, branch, number, switch, value

# Word has 63 columns at most; more is nonsense, and memory must not follow it.
_MAX_SPAN = 1000
# In twentieths of a point: two points show nothing.
_LEAST_HEIGHT = 40
_TRANSPARENT = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass(slots=True)
class Place:
    """A printed cell: `cell` is its w:tc. Rows and columns count from 1."""

    cell: etree._Element
    row: int
    column: int
    rowspan: int
    colspan: int


def inside(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of these names, content controls and the like looked through; the deleted left out."""
    wanted = {W + name for name in names}
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag in wanted:
            yield element
        elif element.tag in _TRANSPARENT:
            stack.extend(reversed(element))
        elif element.tag == MC + "AlternateContent":
            chosen = branch(element)
            stack.extend(reversed(chosen if chosen is not None else ()))


def places(table: etree._Element) -> list[list[Place]]:
    """The printed cells of each shown row, those that a merge covers left out."""
    open_merges: dict[int, Place] = {}
    rows: list[list[Place]] = []
    for row in inside(table, "tr"):
        if not _is_gone(row.find(W + "trPr")):
            rows.append(_row(row, len(rows) + 1, open_merges))
    return rows


def _row(row: etree._Element, at: int, open_merges: dict[int, Place]) -> list[Place]:
    properties = row.find(W + "trPr")
    column = 1 + number(value(properties, "gridBefore"), 0, _MAX_SPAN)
    placed: list[Place] = []
    still_open: dict[int, Place] = {}
    for cell in inside(row, "tc"):
        about = cell.find(W + "tcPr")
        if about is not None and about.find(W + "cellDel") is not None:
            continue
        span = max(1, number(value(about, "gridSpan"), 1, _MAX_SPAN))
        above = open_merges.get(column)
        if placed and _continues(about, "hMerge"):
            placed[-1].colspan += span
        elif above and above.colspan == span and _continues(about, "vMerge"):
            above.rowspan = at - above.row + 1
            still_open[column] = above
        else:
            placed.append(Place(cell, at, column, 1, span))
            if about is not None and about.find(W + "vMerge") is not None:
                still_open[column] = placed[-1]
        column += span
    open_merges.clear()
    open_merges.update(still_open)
    return placed


def _continues(properties: etree._Element | None, name: str) -> bool:
    """Whether a cell is the rest of a merged one; `w:vMerge` without a value means that."""
    mark = properties.find(W + name) if properties is not None else None
    return mark is not None and mark.get(W + "val", "continue") != "restart"


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a row is hidden, deleted in tracked changes or of no height."""
    if properties is None:
        return False
    height = properties.find(W + "trHeight")
    exact = height is not None and height.get(W + "hRule") == "exact"
    if height is not None and exact and number(height.get(W + "val"), 9999, 9999) < _LEAST_HEIGHT:
        return True
    return bool(switch(properties, "hidden")) or properties.find(W + "del") is not None
