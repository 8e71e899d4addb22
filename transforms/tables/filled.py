"""Tables with each cell's text repeated over all that it spans, as converters of documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractors.document import Document, GridCell, Paragraph, Table
from transforms.values import is_value

# A shorter text may be a unit or a mark in each cell.
_LENGTH = 4
_CELLS, _ROWS = 4, 3
_RULER = re.compile(r"[\s|:-]+")
_Line = tuple[tuple[str, str], ...]


def merged(document: Document) -> Document:
    """The document with such tables as grids of merged cells, those of flattened text included."""
    if not any(map(_is_filled, _lines_of(document))):
        return document
    index = sum(1 for _ in document.tables())
    blocks: list[Paragraph | Table] = []
    for width, group in groupby(document.blocks, key=_width):
        run = list(group)
        lines = [_fields(block) for block in run if isinstance(block, Paragraph)] if width else []
        lines = [line for line in lines if not _is_ruler(line)]
        if len(lines) >= _ROWS and any(_is_filled(_texts(line)) for line in lines):
            index += 1
            blocks.append(_table(index, lines))
        else:
            blocks += [_again(block) if isinstance(block, Table) else block for block in run]
    return replace(document, blocks=tuple(blocks))


def _lines_of(document: Document) -> Iterator[Sequence[str]]:
    """How the lines begin that may be of such a table."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from ([cell.text for cell in row[:_CELLS]] for row in block.rows if len(row) >= _CELLS)
        elif "|" in block.text or "\t" in block.text:
            yield _texts(_fields(block))


def _again(table: Table) -> Table:
    lines = [tuple((cell.text, cell.locator) for cell in row) for row in table.rows]
    plain = len(set(map(len, lines))) == 1 and all(
        cell.rowspan * cell.colspan == 1 for row in table.rows for cell in row
    )
    if not plain or len(lines) < _ROWS or not any(_is_filled(_texts(line)) for line in lines):
        return table
    return replace(_table(table.index, lines), hidden=table.hidden)


def _width(block: Paragraph | Table) -> int:
    """How many cells a line of flattened text has; 0 where it is none."""
    if isinstance(block, Table) or not ("|" in block.text or "\t" in block.text):
        return 0
    width = len(_fields(block))
    return width if width >= _CELLS else 0


def _fields(line: Paragraph) -> _Line:
    text = line.text.strip(" ")
    parts = text.split("\t") if "\t" in text else text.removeprefix("|").removesuffix("|").split("|")
    return tuple((part.strip(), f"{line.locator} cell {n}") for n, part in enumerate(parts, 1))


def _is_ruler(line: _Line) -> bool:
    return all(_RULER.fullmatch(text) and "--" in text for text, _ in line)


def _texts(line: _Line) -> list[str]:
    return [text for text, _ in line]


def _is_filled(texts: Sequence[str]) -> bool:
    """Whether a line begins with a long text three times; headers cut to 本年新 stand twice side by side."""
    return len(texts) > _CELLS - 1 and texts[0] == texts[1] == texts[2] and _is_long(texts[0])


def _is_long(text: str) -> bool:
    return len(text) >= _LENGTH and not is_value(text)


def _table(index: int, lines: Sequence[_Line]) -> Table:
    """Equal labels side by side and below each other are one cell, figures where their header is one."""
    open_: dict[tuple[int, int], list[int]] = {}
    heads: dict[int, int] = {}
    cells: list[list[int]] = []
    for number, line in enumerate(lines, 1):
        above, open_ = open_, {}
        for start, end in _runs(_texts(line), heads):
            text = line[start][0]
            label = bool(text) and not is_value(text)
            if label:
                heads.update(dict.fromkeys(range(start, end), 0) | {start: end})
            cell = above.get((start, end)) if label else None
            if cell and lines[cell[0] - 1][start][0] == text:
                cell[2] += 1
            else:
                cell = [number, start, 1, end]
                cells.append(cell)
            open_[start, end] = cell
    rows = (
        GridCell(lines[row - 1][start][0], row, start + 1, height, end - start, lines[row - 1][start][1])
        for row, start, height, end in sorted(cells)
    )
    return Table(index, tuple(tuple(row) for _, row in groupby(rows, key=lambda cell: cell.row)))


def _runs(texts: Sequence[str], heads: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where cells begin and end: equal labels are one, equal figures under one header."""
    start = 0
    while start < len(texts):
        end = start + 1
        if not texts[start] or is_value(texts[start]):
            end = max(heads.get(start, 0), end)
            end = end if len(set(texts[start:end])) == 1 else start + 1
        else:
            while end < len(texts) and texts[end] == texts[start]:
                end += 1
        yield start, end
        start = end
