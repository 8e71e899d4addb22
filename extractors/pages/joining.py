"""Tables cut by a page break: the second part set on the grid of the first, cut rows and cells made whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.pages.layout import Grid, GridText
from extractors.pages.rules import clusters, nearest
from extractors.pages.values import is_value

# In table widths: parts differ in width by less, edges of one column lie nearer, margins differ by at most.
_WIDTH, _EDGE, _SHIFT = 0.02, 0.012, 0.15
# A part without its first columns is told by so many edges.
_FEWEST_EDGES = 5
# Rows at the top of a page that tell where the columns are.
_FIRST = 3
_NUMBERED = re.compile(r"\s*[(（]?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）、.．]")

Cells = dict[int, GridText]


def continues(grid: Grid, after: Grid) -> bool:
    """Whether a table at the top of a page can be the rest of the one that ends the page before.

    Tables of two years are as wide as each other: the edges of their columns tell, or rows that begin again.
    """
    width, other = grid.xs[-1] - grid.xs[0], after.xs[-1] - after.xs[0]
    as_wide = abs(width - other) <= _WIDTH * width and abs(grid.xs[0] - after.xs[0]) <= _SHIFT * width
    alike = as_wide and _edges_meet(grid, after)
    return (alike or _lacks_first(grid, after) or _lacks_first(after, grid)) and not _begins_again(
        grid, after
    )


def _edges_meet(grid: Grid, after: Grid) -> bool:
    """Whether the columns with which one part begins, or all of the other, are among the other's."""
    near = _EDGE * (grid.xs[-1] - grid.xs[0])
    shift = after.xs[0] - grid.xs[0]
    first = {x - shift for row in after.rows[:_FIRST] for cell in row for x in _sides(after, cell)}
    return _among(first, grid.xs, near) or _among(grid.xs, sorted(first), near)


def _sides(grid: Grid, cell: GridText) -> tuple[float, float]:
    return grid.xs[cell.column - 1], grid.xs[cell.column - 1 + cell.colspan]


def _among(edges: Iterable[float], others: Sequence[float], near: float) -> bool:
    return all(abs(nearest(others, x) - x) <= near for x in edges)


def _begins_again(grid: Grid, after: Grid) -> bool:
    """Whether the first row with figures has the same label in both: a header comes again, no row does."""
    labels = [_first_label(part) for part in (grid, after)]
    return labels[0] is not None and labels[0] == labels[1]


def _first_label(grid: Grid) -> str | None:
    """The deepest label of the first row that has figures."""
    for row in grid.rows:
        texts = [cell.text for cell in row]
        if any(text and is_value(text) for text in texts):
            return "".join("".join(text for text in texts if not is_value(text)).split()) or None
    return None


def _lacks_first(grid: Grid, part: Grid) -> bool:
    """Whether a part is the grid but for its first columns: browsers draw no border around the rest of a cell
    that spans rows of two pages.
    """
    near = _EDGE * (grid.xs[-1] - grid.xs[0])
    rest = [x for x in grid.xs[1:] if x >= part.xs[0] - near]
    if min(len(part.xs), len(rest)) < _FEWEST_EDGES:
        return False
    ends = abs(part.xs[-1] - rest[-1]) <= near and abs(part.xs[0] - rest[0]) <= near
    return ends and (_among(part.xs, rest, near) or _among(rest, part.xs, near))


def joined(grid: Grid, after: Grid) -> Grid:
    """Both parts as one table; a header printed again is left out, a cut row or cell is one."""
    lacking = _lacks_first(grid, after) or _lacks_first(after, grid)
    width = max(grid.xs[-1] - grid.xs[0], after.xs[-1] - after.xs[0])
    shift = 0.0 if lacking else after.xs[0] - grid.xs[0]
    xs = clusters([*grid.xs, *(x - shift for x in after.xs)], _EDGE * width)
    upper = _on(grid, xs, 0.0)
    lower = _without_header(upper, _on(after, xs, shift))
    bottom = _reaching(upper, len(upper))
    top = {cell.column: cell for cell in lower[0]}
    if _is_cut_row(bottom, top):
        rows = _merge(upper, lower, bottom, top, list(top), overlap=1)
    else:
        rows = _merge(upper, lower, bottom, top, _cut_labels(bottom, top), overlap=0)
    kept = tuple(tuple(cell for cell in row if not _is_beside(cell, len(xs))) for row in rows)
    return Grid(kept, tuple(xs), grid.top, after.bottom)


def _is_beside(cell: GridText, edges: int) -> bool:
    """Whether it is the space beside rows that are narrower than those of another page: no cell."""
    at_edge = cell.column + cell.colspan == edges
    return at_edge and not cell.text and cell.rowspan > 1 and cell.colspan > 1


def _on(grid: Grid, xs: Sequence[float], shift: float) -> list[list[GridText]]:
    """The rows with columns counted on another grid's lines."""
    place = [xs.index(nearest(xs, x - shift)) + 1 for x in grid.xs]
    rows = [
        [
            replace(
                cell,
                column=place[cell.column - 1],
                colspan=place[cell.column - 1 + cell.colspan] - place[cell.column - 1],
            )
            for cell in row
        ]
        for row in grid.rows
    ]
    if place[0] > 1:
        page = next(cell.page for row in rows for cell in row)
        rows[0].insert(0, GridText("", 1, 1, len(rows), place[0] - 1, page))
    return rows


def _without_header(upper: list[list[GridText]], lower: list[list[GridText]]) -> list[list[GridText]]:
    count = 0
    for first, again in zip(upper, lower[:-1], strict=False):
        if _shape(first) != _shape(again) or any(is_value(cell.text) and cell.text for cell in again):
            break
        count += 1
    if not any(cell.text for row in lower[:count] for cell in row):
        return lower
    # A header cell may reach below the rows that are alike: then they are no whole header.
    if any(cell.row + cell.rowspan - 1 > count for row in lower[:count] for cell in row):
        return lower
    return [[replace(cell, row=cell.row - count) for cell in row] for row in lower[count:]]


def _shape(row: Iterable[GridText]) -> list[tuple[str, int, int]]:
    return [("".join(cell.text.split()), cell.column, cell.colspan) for cell in row]


def _reaching(rows: list[list[GridText]], last: int) -> Cells:
    """The cells that reach the last row."""
    return {cell.column: cell for row in rows for cell in row if cell.row + cell.rowspan - 1 >= last}


def _is_cut_row(bottom: Cells, top: Cells) -> bool:
    """Whether the row at the break is one, told by its label or by what each part lacks."""
    if {c: cell.colspan for c, cell in bottom.items()} != {c: cell.colspan for c, cell in top.items()}:
        return False
    pairs = [(bottom[column], top[column]) for column in top]
    if any(above.text and below.text and not _text_goes_on(above, below) for above, below in pairs):
        return False
    own = [cell for cell in bottom.values() if cell.rowspan == 1]
    if own and not any(cell.text for cell in own):
        # The frame of the row was begun, and all its text stands on the next page.
        return True
    labels = [not is_value(cell.text) for cell in top.values()]
    above = any(cell.text and is_value(cell.text) for cell in bottom.values())
    below = any(cell.text and is_value(cell.text) for cell in top.values())
    if above and below:
        return False
    if not any(labels):
        # Values without a label under a label without values; or nothing at all under a whole row.
        labelled = any(not is_value(cell.text) for cell in bottom.values())
        return labelled and (below or above)
    texts = [(a, b) for a, b in pairs if a.text and b.text]
    last_label = max(column for column, cell in top.items() if not is_value(cell.text))
    over = bottom[last_label]
    # All figures of a row may find room above the break while its label does not.
    late = above and not over.text and over.rowspan == 1
    # The deepest label goes on, not only the one of a block beside it.
    return late or (any(b.column == last_label for _, b in texts) and (above or below))


def _text_goes_on(above: GridText, below: GridText) -> bool:
    """Whether one text fills its cell up, or leaves a bracket open, and the other can be its rest."""
    if is_value(above.text) or is_value(below.text):
        return False
    stacked = all(len(line) <= 1 for line in (above.text + "\n" + below.text).split("\n"))
    return (above.full or stacked or _in_brackets(above.text, below.text)) and _NUMBERED.match(
        below.text
    ) is None


def _in_brackets(above: str, below: str) -> bool:
    """Whether one text opens a bracket that only the other closes."""
    opened = sum(above.count(opening) - above.count(closing) for opening, closing in ("（）", "()"))
    closed = sum(below.count(closing) - below.count(opening) for opening, closing in ("（）", "()"))
    return opened > 0 and closed > 0


def _cut_labels(bottom: Cells, top: Cells) -> list[int]:
    """The columns left of the deepest label whose cell goes on over the break."""
    labels = [column for column, cell in top.items() if not is_value(cell.text)]
    above = [column for column, cell in bottom.items() if not is_value(cell.text)]
    if not labels or not above:
        return []
    found = []
    # In a band of headers without figures every cell may go on.
    band = not any(cell.text and is_value(cell.text) for cell in (*bottom.values(), *top.values()))
    for column in sorted(column for column in top if column in bottom):
        over, under = bottom[column], top[column]
        if over.colspan != under.colspan:
            continue
        if over.cut and is_value(over.text) and not under.text:
            found.append(column)
        if band and over.text and _text_goes_on(over, under):
            found.append(column)
        if column >= max(labels) or column in found:
            continue
        spans = over.rowspan > 1 or under.rowspan > 1
        rest = not under.text and not is_value(over.text)
        late = not over.text and not is_value(under.text) and column < max(above)
        if rest or (late and spans) or (spans and _text_goes_on(over, under)):
            found.append(column)
    return found


def _merge(
    upper: list[list[GridText]],
    lower: list[list[GridText]],
    bottom: Cells,
    top: Cells,
    columns: Sequence[int],
    overlap: int,
) -> list[list[GridText]]:
    """Both parts, the cells of `columns` made one; with `overlap` the rows at the break are one."""
    offset = len(upper) - overlap
    rows = [list(row) for row in upper]
    for column in columns:
        over, under = bottom[column], top[column]
        whole = replace(
            over,
            text="\n".join(text for text in (over.text, under.text) if text),
            rowspan=over.rowspan + under.rowspan - overlap,
            page=over.page if over.text else under.page,
            full=under.full if under.text else over.full,
            cut=under.cut,
        )
        rows[over.row - 1] = [whole if cell is over else cell for cell in rows[over.row - 1]]
    for number, row in enumerate(lower):
        kept = [cell for cell in row if number > 0 or cell.column not in columns]
        moved = [replace(cell, row=cell.row + offset) for cell in kept]
        if number == 0 and overlap:
            continue
        rows.append(moved)
    return rows
