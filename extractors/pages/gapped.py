"""Tables without ruling lines: lines of text whose figures stand in columns under a header's words.

A figure goes to a column by its place, a label to its figures by its height. What either leaves in doubt
stays text that reads as no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractors.pages.headed import Header, header_above, places
from extractors.pages.layout import Grid, GridText, PageLayout, Text
from extractors.pages.rowlabels import labels_of, leaf_edge
from extractors.pages.striped import striped_tables, stripes
from extractors.pages.unruled import APART
from extractors.pages.words import Word, leading_of, words_of

# A label reaches so many points over the left edge of the first column at most.
_OVER = 2.0
# So many lines below a row without a label tell whether it is the only one.
_BELOW = 3
# In heights: figures of one row lie no farther apart than this from one to the next lower.
_LEVEL = 0.5


def with_open_tables(texts: Sequence[Text], layouts: Mapping[int, PageLayout]) -> Iterator[Grid | list[Text]]:
    """The lines, those that are tables as grids; `layouts` are the pages by their numbers."""
    lines = [words_of(text, number) for number, text in enumerate(texts)]
    if not any(map(_is_row, lines)):
        yield list(texts)
        return
    rules = {page: stripes(layouts[page]) for page in sorted({text.page for text in texts})}
    done = 0
    for table in striped_tables(lines, rules):
        if table.first >= done:
            yield from _with_gapped_tables(texts[done : table.first])
            yield table.grid
            done = table.end
    yield from _with_gapped_tables(texts[done:], lines if done == 0 else None)


def _with_gapped_tables(
    texts: Sequence[Text], words: Sequence[list[Word]] | None = None
) -> Iterator[Grid | list[Text]]:
    lines = words or [words_of(text, number) for number, text in enumerate(texts)]
    if not any(map(_is_row, lines)):
        if texts:
            yield list(texts)
        return
    leading = leading_of([word for words in lines for word in words if not _is_prose(words)])
    done = 0
    position = 0
    while position < len(lines):
        found = _table(lines, position, done, leading) if _is_row(lines[position]) else None
        if found is None:
            position += 1
            continue
        if found.first > done:
            yield list(texts[done : found.first])
        yield found.grid
        done = position = found.end
    if done < len(texts):
        yield list(texts[done:])


def _is_prose(words: Sequence[Word]) -> bool:
    return len(words) == 1 and len(words[0].text) > 30


def _is_row(words: Sequence[Word]) -> bool:
    """Whether figures, and nothing but figures, stand at the end of a line."""
    first = next((number for number, word in enumerate(words) if word.is_figure), None)
    return first is not None and all(word.is_figure for word in words[first:])


@dataclass(frozen=True, slots=True)
class _Found:
    grid: Grid
    first: int
    end: int


def _table(lines: Sequence[list[Word]], row: int, done: int, leading: float) -> _Found | None:
    """The table whose first line of figures this is."""
    header = header_above(lines[done:], row - done, _labels_end(lines, row), leading)
    if header is None:
        return None
    first = header.first + done
    edge = header.columns[0].x0
    end = row
    for number in range(row, len(lines)):
        words = lines[number]
        if _is_row(words):
            if any(word.x1 > edge + _OVER for word in words if not word.is_figure):
                break
            end = number + 1
        elif any(word.x1 > edge + _OVER for word in words):
            break
    # A label that goes on below its figures.
    while end < len(lines) and not _is_row(lines[end]) and _goes_on(lines, end, edge, leading):
        end += 1
    # Labels above the first figures stand below the words of the header.
    body = [word for words in lines[first:end] for word in words]
    lowest = max(column.y for column in header.columns)
    figures = [word for word in body if word.is_figure and word.line >= row]
    placed = places(header.columns, figures)
    if placed is None:
        return None
    labels = [w for w in body if not w.is_figure and w.x1 <= edge + _OVER and w.y > lowest + w.height]
    if not labels and any(map(_is_row, lines[end : end + _BELOW])):
        # Of two rows without labels one is not the table's.
        return None
    return _Found(_grid(header, figures, placed, labels, leading), first, end)


def _labels_end(lines: Sequence[list[Word]], row: int) -> float:
    """Where the labels of the first row end; below 0 where there are none."""
    figures = [word for word in lines[row] if word.is_figure]
    own = [word for word in lines[row] if not word.is_figure]
    if own:
        return own[-1].x1
    beside = [lines[n] for n in (row - 1, row + 1) if 0 <= n < len(lines) and len(lines[n]) == 1]
    ends = [w.x1 for (w,) in beside if w.x1 < figures[0].x0 and abs(w.y - figures[0].y) < 3 * w.height]
    return max(ends, default=-1.0)


def _goes_on(lines: Sequence[list[Word]], number: int, edge: float, leading: float) -> bool:
    last, words = lines[number - 1], lines[number]
    near = words[0].y - last[0].y <= leading * words[0].height
    return near and all(word.x1 <= edge + _OVER for word in words)


def _grid(
    header: Header, figures: Sequence[Word], placed: dict[Word, int], labels: Sequence[Word], leading: float
) -> Grid:
    columns = header.columns
    page = figures[0].page
    rows: list[list[tuple[str, int, int]]] = [[(word.text, _first(header, word), 1)] for word in header.top]
    corner = [(header.corner, 1, 1)] if header.corner or labels else []
    rows.append([*corner, *((column.text, n, 1) for n, column in enumerate(columns, 2))])
    pages = [page] * len(rows)
    edge = leaf_edge(labels)
    for number, group in groupby(sorted(figures, key=lambda w: w.page), key=lambda word: word.page):
        made = _rows(
            list(group), placed, [w for w in labels if w.page == number], len(columns), edge, leading
        )
        rows.extend(made)
        pages.extend([number] * len(made))
    cells = tuple(
        tuple(GridText(text, n, column, 1, span, at) for text, column, span in row)
        for n, (row, at) in enumerate(zip(rows, pages, strict=True), 1)
    )
    xs = (0.0, *(column.x0 for column in columns), columns[-1].x1)
    return Grid(cells, xs, 0.0, 0.0)


def _doubted(
    lines: Sequence[Sequence[Word]],
    labels: Sequence[str | None],
    placed: Mapping[Word, int],
    width: int,
) -> set[int]:
    """Rows without a label that is told, and those beside a few figures that lack just these.

    A figure between two rows may be one cell of both.
    """
    columns = [{placed[word] for word in line} for line in lines]
    found = {number for number, label in enumerate(labels) if label is None}
    few = [number for number in found if 2 * len(columns[number]) < width]
    beside = [n for number in few for n in (number - 1, number + 1) if 0 <= n < len(lines)]
    return found.union(n for n in beside if any(n in (f - 1, f + 1) and columns[f] - columns[n] for f in few))


def _level(figures: Sequence[Word]) -> list[list[Word]]:
    """Figures that stand at one height: beside a label of two lines a scan's may be told to either line."""
    ordered = sorted(figures, key=lambda word: (word.y, word.x0))
    rows = [ordered[:1]]
    for before, word in pairwise(ordered):
        if word.y - before.y >= _LEVEL * min(before.height, word.height):
            rows.append([])
        rows[-1].append(word)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _first(header: Header, word: Word) -> int:
    return next((n for n, c in enumerate(header.columns, 2) if c.x1 > word.x0), 2)


def _rows(
    figures: Sequence[Word],
    placed: dict[Word, int],
    labels: Sequence[Word],
    width: int,
    edge: float,
    leading: float,
) -> list[list[tuple[str, int, int]]]:
    """The rows of one page: a label and its figures; in one cell what cannot be told."""
    by_line = _level(figures)
    heights = [sum(word.y for word in line) / len(line) for line in by_line]
    told = labels_of(heights, labels, edge, leading)
    doubted = _doubted(by_line, told.rows, placed, width) if labels else set()
    made: list[tuple[float, list[tuple[str, int, int]]]] = []
    for number, (y, line, label) in enumerate(zip(heights, by_line, told.rows, strict=True)):
        texts = [""] * width
        for word in line:
            texts[placed[word]] = f"{texts[placed[word]]} {word.text}".strip()
        cells = [(text, n, 1) for n, text in enumerate(texts, 2)]
        if number in doubted:
            made.append((y, [(APART.join(["?", *(word.text for word in line)]), 1, width + 1)]))
        elif not labels:
            made.append((y, cells))
        else:
            made.append((y, [(label or "", 1, 1), *cells]))
    made.extend((line.y, [(line.text, 1, width + 1)]) for line in told.left_over)
    made.extend((y, [(text, 1, 1), *(("", n, 1) for n in range(2, width + 2))]) for y, text in told.blank)
    return [row for _, row in sorted(made, key=lambda pair: pair[0])]
