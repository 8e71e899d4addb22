"""Labels that run over the bottom of their table: at a page break a browser ends the table, not the text."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.ruled import CellBox
from extractors.pages.text import TextLine
from extractors.pages.values import is_value

# In heights of the text: lines of one cell lie no farther apart.
_LEADING = 1.7


def running_over(cell: CellBox, text: Sequence[TextLine], below: Sequence[TextLine]) -> list[TextLine]:
    """The lines below a table, from above, that go on with the text of a label in its last row.

    They stand between the label's edges, each as near to the one before as lines of one cell.
    """
    found: list[TextLine] = []
    if not text or cell.column > 1 or any(is_value(line.text) for line in text):
        return found
    for line in below:
        last = (found or text)[-1].box
        near = 0 < line.box.top - last.top <= _LEADING * (last.bottom - last.top)
        inside = cell.box.x0 <= line.box.x0 and line.box.x1 <= cell.box.x1
        if not (near and inside) or is_value(line.text):
            break
        found.append(line)
    return found
