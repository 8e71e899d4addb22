"""A Document as a stream of printed pieces in reading order: what the sequence aligner walks over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractors.document import Document, Paragraph, Table
from extractors.tuples import maker
from transforms.tables.labels import heading_of
from transforms.values import UNITS, is_value

# The second line of a Markdown table.
_RULER = re.compile(r"[\s|]*:?-{3,}:?(?:\s*\|\s*:?-{3,}:?)*[\s|]*")
# The lines that programs draw between rows; dashes without a crossing are a cell.
_DRAWN = re.compile(
    r"[\s|]*\+(?:[-=]{3,}\+)+[\s|]*|[\s\u2500-\u257f]*[\u250c-\u254b\u2552-\u256c][\s\u2500-\u257f]*"
)
# Where blank cells are printed as blanks, pipes run together behind a text are positions that it spans.
_SPANNED = re.compile(r"(?<=[^\s|]\s\|)\|+(?=\s+\|)|(?<=[^\s|]\|)\|+(?=\s+\|)")
_BLANKS = re.compile(r"\s+")
# Full-width pipes, and those of boxes drawn with characters.
_OTHER_PIPES = re.compile("[\uff5c\u2502\u2503\u2551]")
_EMPTY = "| \t\u3000"
# So many lines above a table may be its heading and captions.
_ABOVE = 3
# A line of prose may end in one figure, but not in two.
_PROSE = re.compile(r"。|[，,；;].*[，,；;]")


_BEHIND_COLON = re.compile(r"[:：]\s*[\d０-９]+$")


class Piece(NamedTuple):
    """One cell, or one line of a cell. An empty text is a blank cell.

    Pieces printed side by side share `row`. `pad` marks a blank that pipes without text between them left
    (`|||`), which may stand for a spanned position. `column`, `span` and `height` are places on a grid;
    outside a grid `column` is 0, and `ended` tells how many pipes stand before the piece. `hidden` marks one
    of a table that the page does not show at first.
    """

    text: str
    locator: str
    row: int
    pad: bool = False
    column: int = 0
    span: int = 1
    height: int = 1
    ended: int = 0
    hidden: bool = False


_piece = maker(Piece)


def pieces_of(document: Document) -> list[Piece]:
    """All pieces of a document. Links are left out: navigation repeats the forms' words."""
    stream: list[Piece] = []
    blocks: list[Paragraph] = []
    row = 0
    for block in document.blocks:
        if isinstance(block, Table):
            lines = _without_links(blocks)
            stream.extend(_lex(lines, row))
            cells = _cells(block, row + len(lines))
            stream.extend(cells)
            row = cells[-1].row + 1 if cells else row + len(lines)
            blocks = []
        else:
            blocks.append(block)
    stream.extend(_lex(_without_links(blocks, above=0), row))
    return stream


def _without_links(blocks: Sequence[Paragraph], above: int = _ABOVE) -> list[Paragraph]:
    """The lines before a table; of links the last ones count where one of them is a section's heading.

    A link that lost its end holds all that follows, the table's caption too.
    """
    near = max(0, len(blocks) - above)
    runs_on = any(block.link and heading_of(block.text) for block in blocks[near:])
    return [block for n, block in enumerate(blocks) if not block.link or (runs_on and n >= near)]


def _cells(table: Table, first_row: int) -> list[Piece]:
    first = first_row - (table.rows[0][0].row if table.rows and table.rows[0] else 1)
    hidden = table.hidden
    return [
        _piece((text, locator, first + number, False, column, span, height, 0, hidden))
        for row in table.rows
        for text, number, column, height, span, locator in row
    ]


def _lex(lines: Sequence[Paragraph], first_row: int) -> Iterator[Piece]:
    """Flattened text. A pipe ends a cell; a pipe with nothing before it is a blank cell.

    This one rule reads `a | b |`, `a |` a line, and pipes on lines of their own. Rows that also begin
    with a pipe (`| a | b |`) lose that first one; tabs between cells are pipes, and so are full-width ones.
    """
    lines = [line for line in lines if not _DRAWN.fullmatch(line.text)]
    if any(_OTHER_PIPES.search(line.text) for line in lines):
        lines = [Paragraph(_OTHER_PIPES.sub("|", line.text), line.locator) for line in lines]
    open_text = False
    pipes = 0
    leading = _begin_with_pipes(lines)
    for number, line in enumerate(lines, first_row):
        text = _piped(line.text)
        if "|" not in text:
            open_text = True
            # A line that the next line's pipe ends is one cell, though blanks stand in it.
            below = lines[number - first_row + 1 : number - first_row + 2]
            parts = [text] if below and below[0].text.strip() == "|" else _split(text)
            yield from (
                Piece(part, _place(line, n, parts), number, ended=pipes) for n, part in enumerate(parts, 1)
            )
            continue
        if _RULER.fullmatch(text):
            continue
        whole = text[1:] if leading and text == line.text and _has_pipes_at_both_ends(text) else text
        *ended, rest = fields = _SPANNED.sub("", whole).split("|")
        only_pipes = not any(text.strip() for text in fields)
        for n, cell in enumerate(ended, 1):
            if cell.strip() or not open_text:
                pad = only_pipes and len(ended) > 1
                yield Piece(cell.strip(), _place(line, n, fields), number, pad, ended=pipes)
            open_text, pipes = False, pipes + 1
        if rest.strip():
            open_text = True
            yield Piece(rest.strip(), _place(line, len(fields), fields), number, ended=pipes)


def run_together(values: Sequence[Piece]) -> bool:
    """Whether pipes divide the values and yet two stand between the same two pipes: one is a stray line."""
    if len({value.ended for value in values}) <= 1:
        return False
    places = Counter(value.ended for value in values if value.text)
    return max(places.values(), default=0) > 1


def runs_of(placed: Sequence[tuple[int, Piece]], end: int) -> tuple[tuple[Piece, ...], ...]:
    """The pieces before the position `end`, in runs without another piece between them."""
    numbered = enumerate(one for one in placed if one[0] < end)
    runs = groupby(numbered, key=lambda one: one[1][0] - one[0])
    return tuple(tuple(piece for _, (_, piece) in run) for _, run in runs)


def _piped(text: str) -> str:
    """Tabs between cells as pipes, one behind each cell."""
    if "\t" not in text.strip():
        return text
    return text.replace("\t", "|") + "|"


def _place(line: Paragraph, number: int, fields: Sequence[str]) -> str:
    return line.locator if len(fields) == 1 else f"{line.locator} cell {number}"


def _begin_with_pipes(lines: Sequence[Paragraph]) -> bool:
    """Whether rows begin with a pipe: most do then; where only few do, their first cell is blank."""
    rows = [line.text for line in lines if line.text.endswith("|") and line.text.strip(_EMPTY)]
    return 2 * sum(map(_has_pipes_at_both_ends, rows)) > len(rows)


def _has_pipes_at_both_ends(text: str) -> bool:
    return text.startswith("|") and text.endswith("|") and bool(text.strip(_EMPTY))


def _split(text: str) -> list[str]:
    """A line whose cells are spaces apart: values at its end, or nothing but values."""
    parts = _BLANKS.split(text)
    if len(parts) < 2 or is_value(text):
        return [text]
    parts = _with_units(parts)
    values = 0
    while values < len(parts) and is_value(parts[-1 - values]):
        values += 1
    if values < len(parts) and _BEHIND_COLON.search(parts[-1 - values]):
        # Of 申请数：40 1件 the first figure would be the label's.
        return [text]
    return parts if values > 1 or (values == 1 and not _PROSE.search(text)) else [text]


def _with_units(parts: Sequence[str]) -> list[str]:
    """A unit that stands apart belongs to the figure before it; behind a label it is a cell."""
    joined: list[str] = []
    for part in parts:
        if joined and part in UNITS and is_value(joined[-1]) and is_value(joined[-1] + part):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined
