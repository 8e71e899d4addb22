"""Tables with horizontal lines only: between two lines stands one row, its figures under a header's words.

What lines leave in doubt (two rows of figures between two of them, a row cut by a page break) is left to the
gaps or stays text that reads as no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pages.headed import Column, places
from extractors.pages.layout import Grid, GridText, PageLayout
from extractors.pages.rowlabels import NUMBERED
from extractors.pages.rules import Line, lines, tolerance
from extractors.pages.unruled import APART
from extractors.pages.words import SHEET, Word, overlap

# In points: a word may stand so much over the edge of its column.
_OVER = 2.0
# In heights: figures of one row stand no farther apart, and words of one column begin so near to each other.
_LEVEL, _INDENT = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """What stands between two lines. The row's own label begins at `left`; `lines` are all above its end."""

    words: tuple[Word, ...]
    left: float
    bottom: float
    closed: bool

    @property
    def figures(self) -> list[Word]:
        """The figures of the row."""
        return [word for word in self.words if word.is_figure]

    @property
    def labels(self) -> list[Word]:
        """The words of its label and of those of the blocks that it is in."""
        return [word for word in self.words if not word.is_figure]

    @property
    def own(self) -> list[Word]:
        """The words of its own label: of several, the deepest, which is numbered."""
        words = [word for word in self.labels if word.x0 >= self.left - _OVER]
        deepest = _stacks(words)[-1:]
        numbered = any(NUMBERED.match(_text(stack)) for stack in deepest)
        return deepest[0] if numbered else words


@dataclass(frozen=True, slots=True)
class Striped:
    """A table and the lines of text that it takes: from `first` to before `end`."""

    grid: Grid
    first: int
    end: int


def stripes(layout: PageLayout) -> list[Line]:
    """The horizontal lines of a page outside ruled tables, their places counted on over the pages."""
    page = layout.page
    near = tolerance(page)
    tops = [(block.top - near, block.bottom + near) for block in layout.blocks if isinstance(block, Grid)]
    outside = [box for box in page.rules if not any(a <= box.bottom and box.top <= b for a, b in tops)]
    return [
        Line(True, page.number * SHEET + line.at, line.start, line.end)
        for line in sorted(lines(outside, near), key=lambda line: line.at)
        if line.horizontal
    ]


def striped_tables(rows: Sequence[Sequence[Word]], rules: Mapping[int, Sequence[Line]]) -> Iterator[Striped]:
    """The tables among lines of words, in order; `rules` are the horizontal lines of each page."""
    bands = [band for page in _by_page(rows) for band in _bands(page, rules.get(page[0].page, ()))]
    across = [line for page in sorted(rules) for line in rules[page]]
    place = 0
    while place < len(bands):
        found = _table(bands, place, across)
        if found is None:
            place += 1
            continue
        table, place = found
        if table is not None:
            yield table


def _by_page(rows: Sequence[Sequence[Word]]) -> list[list[Word]]:
    pages: dict[int, list[Word]] = {}
    for words in rows:
        for word in words:
            pages.setdefault(word.page, []).append(word)
    return list(pages.values())


def _bands(words: Sequence[Word], across: Sequence[Line]) -> list[Band]:
    """The bands of one page; the first one's upper line may be missing, at a page's top."""
    if len(across) < 2:
        return []
    right = max(line.end for line in across)
    whole = [line for line in across if line.end >= right - _OVER]
    over = [word for word in words if word.y <= whole[0].at]
    bands = [Band(tuple(over), whole[0].start, whole[0].at, closed=False)] if over else []
    for above, below in pairwise(whole):
        inside = tuple(word for word in words if above.at < word.y <= below.at)
        if inside:
            bands.append(Band(inside, max(above.start, below.start), below.at, closed=True))
    return bands


def _is_row(band: Band) -> bool:
    """Whether figures of one level stand there, and all words left of them."""
    figures = band.figures
    if not figures:
        return False
    level = max(word.y for word in figures) - min(word.y for word in figures)
    edge = min(word.x0 for word in figures)
    return level < _LEVEL * figures[0].height and all(word.x1 <= edge + _OVER for word in band.labels)


def _table(bands: Sequence[Band], place: int, across: Sequence[Line]) -> tuple[Striped | None, int] | None:
    """The table with this row, null where it cannot be told, and where it ends."""
    edge = _edge(bands, place)
    first = place
    while edge is not None and first > 0 and _is_blank(bands[first - 1], edge):
        first -= 1
    top = first
    while edge is not None and top > 0 and _is_head(bands[top - 1], edge):
        top -= 1
    if edge is None or top == first or not _stands(bands[place], edge):
        return None
    end = place
    while end < len(bands) and _stands(bands[end], edge):
        end += 1
    rows = list(bands[first:end])
    # What stands last above another header is the title of what is below it.
    if end < len(bands) and not bands[end].figures and not rows[-1].figures:
        rows.pop()
    head = [word for band in bands[top:first] for word in band.words]
    return _made(head, rows, bands[first - 1].bottom, across), end


def _edge(bands: Sequence[Band], place: int) -> float | None:
    """Where the figures of a table begin: at those of a row, or under the second word of a header."""
    if bands[place].figures:
        return min(word.x0 for word in bands[place].figures) if _is_row(bands[place]) else None
    above = _stacks(bands[place - 1].words) if place > 0 and not bands[place - 1].figures else []
    return min(word.x0 for word in above[1]) if len(above) > 1 else None


def _stands(band: Band, edge: float) -> bool:
    return _is_row(band) or _is_blank(band, edge)


def _is_blank(band: Band, edge: float) -> bool:
    """Whether a label stands there and nothing else."""
    return not band.figures and all(word.x1 <= edge + _OVER for word in band.words) and _is_label(band)


def _is_label(band: Band) -> bool:
    """Whether the words of the row's own label stand one below the other."""
    return len(_stacks(band.own)) == 1


def _is_head(band: Band, edge: float) -> bool:
    """Whether words stand side by side there, or over the figures."""
    over = any(word.x1 > edge for word in band.words) or not _is_label(band)
    return band.closed and not band.figures and over


def _made(
    head: Sequence[Word], rows: Sequence[Band], bottom: float, across: Sequence[Line]
) -> Striped | None:
    ends = max((word.x1 for band in rows for word in band.labels), default=float("-inf"))
    leaves = [word for word in head if not _is_above_line(word, bottom, across)]
    columns = _columns([word for word in leaves if word.x0 >= ends - _OVER])
    figures = [word for band in rows for word in band.figures]
    placed = places(columns, figures) if columns else None
    if placed is None or not any(band.labels for band in rows):
        return None
    corner = _text([word for word in leaves if word.x0 < ends - _OVER])
    page = head[0].page
    cells = [
        (
            GridText(corner, 1, 1, 1, 1, page),
            *(GridText(c.text, 1, n, 1, 1, page) for n, c in enumerate(columns, 2)),
        )
    ]
    last = len(rows) - 1
    for number, band in enumerate(rows):
        cut = not band.figures and number < last and rows[number + 1].words[0].page != band.words[0].page
        cells.append(_row(band, placed, len(columns), number + 2, told=not cut))
    words = [*head, *(word for band in rows for word in band.words)]
    xs = (0.0, *(column.x0 for column in columns), columns[-1].x1)
    found = [word.line for word in words]
    return Striped(Grid(tuple(cells), xs, 0.0, 0.0), min(found), max(found) + 1)


def _is_above_line(word: Word, bottom: float, across: Sequence[Line]) -> bool:
    """Whether a line stands between a word of a header and the header's end: it spans what is below."""
    middle = (word.x0 + word.x1) / 2
    return any(word.y < line.at < bottom - _OVER and line.start <= middle <= line.end for line in across)


def _stacks(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand one below the other, from left to right."""
    stacks: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if stacks and overlap(word, stacks[-1][0].x0, max(other.x1 for other in stacks[-1])):
            stacks[-1].append(word)
        else:
            stacks.append([word])
    return stacks


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in sorted(words, key=lambda word: (word.y, word.x0)))


def _columns(words: Sequence[Word]) -> list[Column]:
    return [
        Column(
            _text(stack),
            min(word.x0 for word in stack),
            max(word.x1 for word in stack),
            stack[0].y,
        )
        for stack in _stacks(words)
    ]


def _row(band: Band, placed: Mapping[Word, int], width: int, number: int, told: bool) -> tuple[GridText, ...]:
    """A row's cells: its label and figures, in one cell what cannot be told."""
    page = band.words[0].page
    texts = [""] * width
    for word in band.figures:
        texts[placed[word]] = f"{texts[placed[word]]} {word.text}".strip()
    # Without a line above, words of a block's column may be among those of the label.
    own = band.own
    indented = bool(own) and max(w.x0 for w in own) - min(w.x0 for w in own) > _INDENT * own[0].height
    if not told or not _is_label(band) or (indented and not band.closed):
        return (GridText(APART.join(["?", *filter(None, texts)]), number, 1, 1, width + 1, page),)
    return (
        GridText(_text(own), number, 1, 1, 1, page),
        *(GridText(text, number, n, 1, 1, page) for n, text in enumerate(texts, 2)),
    )
