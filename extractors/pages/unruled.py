"""Tables without ruling lines: rows of figures that stand apart from their labels by gaps alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractors.pages.text import TextLine, text_lines
from extractors.pages.values import is_value

# In heights of the line: a gap so wide is one between cells.
_CELL_GAP = 1.2
# Stands between the cells of a line. Text with it is no number and no label of a form.
APART = "‖"


def cells_of(line: TextLine) -> list[str]:
    """The parts of a line that wide gaps keep apart."""
    wide = _CELL_GAP * (line.box.bottom - line.box.top)
    runs = [[mark] for mark in line.marks[:1]]
    for before, mark in pairwise(line.marks):
        if mark.box.x0 - before.box.x1 > wide:
            runs.append([])
        runs[-1].append(mark)
    return [" ".join(part.text for part in text_lines(run)) for run in runs]


def without_figures_in_doubt(lines: list[TextLine]) -> Iterator[TextLine]:
    """The lines, their cells marked as apart where figures stand among them.

    Without lines a blank cell leaves no trace, and the words of a header come in another order than their
    columns: which figure belongs where cannot be told, and none may pass for one that can.
    """
    for line in lines:
        cells = cells_of(line)
        if len(cells) > 1 and any(is_value(cell) for cell in cells):
            # Without blanks: figures at the end of a line, blanks apart, are read as its values.
            yield replace(line, text=APART.join(APART.join(cell.split()) for cell in cells))
        else:
            yield line
