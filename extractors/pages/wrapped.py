"""Figures wrapped in narrow cells: lines of digits of one ruled cell that go on with one number.

Browsers and Word break a number where its cell has no room for another digit. Nothing else breaks there:
where a line has room left, or a cell as narrow more digits in a line, the lines are figures of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractors.pages.ruled import CellBox
from extractors.pages.text import TextLine
from extractors.pages.values import is_value

# A figure may have its unit behind it, on its last line or on one of its own.
_UNIT = "件条项次个人篇宗份元"
_LAST = re.compile(rf"\d*[{_UNIT}]?")
# Thousands with their marks; a part of such a figure is none itself.
_THOUSANDS = re.compile(r"\d{1,3}(?:[,，]\d{3})+")
# In heights of the text: what cells are padded by on a side, and how far apart lines of one cell stand.
_LEAST_PADDING, _MOST_PADDING, _LEADING = 0.07, 0.6, 2.2
# So many of a table's lines come nearest to the edges of their cells: as near as its padding lets them.
_TIGHT = 0.1
# In points: cells that differ in width by less hold equally many digits.
_ALIKE = 1.0

Lines = Sequence[TextLine]


def wrapped_figures(cells: Mapping[CellBox, Lines]) -> dict[CellBox, str]:
    """The figures of cells whose lines are one number, by cell; `cells` are those of one table."""
    several = {cell: lines for cell, lines in cells.items() if len(lines) > 1 and cell.rowspan == 1}
    figures = {cell: lines for cell, lines in several.items() if _is_figure(lines)}
    if not figures:
        return {}
    padding = _padding(cells)
    # A row with a figure or a dash in one line is one row, not two without the line between them.
    whole = {
        c.row for c, lines in cells.items() if len(lines) == 1 and c.rowspan == 1 and is_value(lines[0].text)
    }
    return {
        cell: "".join(line.text for line in lines)
        for cell, lines in figures.items()
        if _is_split_thousands(lines)
        or (cell.row in whole and _is_full(cell, lines, padding) and not _is_roomy(cell, cells))
    }


def _is_figure(lines: Lines) -> bool:
    """Whether lines of single glyphs, as near as those of one cell, are digits and marks of thousands."""
    height = lines[0].box.bottom - lines[0].box.top
    near = all(below.box.top - above.box.top <= _LEADING * height for above, below in pairwise(lines))
    glyphs = all(len(mark.text) == 1 for line in lines for mark in line.marks)
    text = "".join(line.text for line in lines).rstrip(_UNIT)
    return near and glyphs and (text.isdecimal() or _THOUSANDS.fullmatch(text) is not None)


def _is_split_thousands(lines: Lines) -> bool:
    """Whether the lines make thousands with their marks, and none of them is a figure of its own."""
    *first, last = lines
    text = "".join(line.text for line in lines).rstrip(_UNIT)
    ends = [line.text for line in first] + [last.text.rstrip(_UNIT)]
    return _THOUSANDS.fullmatch(text) is not None and not any(_THOUSANDS.fullmatch(end) for end in ends)


def _is_full(cell: CellBox, lines: Lines, padding: float) -> bool:
    """Whether each line but the last has as many digits as there is room for."""
    *full, last = lines if lines[-1].text.rstrip(_UNIT) else lines[:-1]
    digits = len(lines[0].text)
    if not all(line.text.isdecimal() and len(line.text) == digits for line in full):
        return False
    if _LAST.fullmatch(last.text) is None or len(last.text.rstrip(_UNIT)) > digits:
        return False
    height = lines[0].box.bottom - lines[0].box.top
    wide = max(mark.box.x1 - mark.box.x0 for mark in lines[0].marks)
    padded = min(max(padding, _LEAST_PADDING * height), _MOST_PADDING * height)
    return cell.box.x1 - cell.box.x0 - 2 * padded < (digits + 1) * wide


def _padding(cells: Mapping[CellBox, Lines]) -> float:
    """How near to the edges of their cells the widest texts of a table come."""
    gaps = sorted(
        min(line.box.x0 - cell.box.x0, cell.box.x1 - line.box.x1)
        for cell, lines in cells.items()
        for line in lines
    )
    return max(gaps[int(_TIGHT * len(gaps))], 0.0)


def _is_roomy(cell: CellBox, cells: Mapping[CellBox, Lines]) -> bool:
    """Whether a cell as narrow has a line of more digits than the first line of this one."""
    width, digits = cell.box.x1 - cell.box.x0, len(cells[cell][0].text)
    return any(
        len(line.text) > digits and line.text.isdecimal()
        for other, lines in cells.items()
        if other.box.x1 - other.box.x0 <= width + _ALIKE
        for line in lines
    )
