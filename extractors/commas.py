"""Comma-separated values in a text: their rows, with the line on which each begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby

# So many rows with as many cells, and so many cells, are no prose.
_ROWS, _CELLS = 4, 4
# A cell of more lines is a quotation mark that is never closed.
_LINES = 12
# What is longer is no cell: the library's own limit, which others in the same process may raise.
_LONGEST = 131_072
_Record = tuple[int, int, list[str]]


def with_tabs(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The lines, counted from 1, rows of comma-separated values with tabs between their cells instead.

    Programs write as many cells in each row, so that a comma in a figure (1,234) is told from one between
    cells: where rows next to each other differ, none of them is taken apart.
    """
    if sum(line.count(",") >= _CELLS - 1 for line in lines) < _ROWS:
        return [*enumerate(lines, 1)]
    found: list[tuple[int, str]] = []
    for _, run in groupby(_records(lines), key=lambda record: len(record[2]) > 1):
        rows = list(run)
        widths = {len(texts) for _, _, texts in rows}
        if len(widths) == 1 and min(widths) >= _CELLS and len(rows) >= _ROWS:
            found += [(first, _joined(texts)) for first, _, texts in rows]
        else:
            found += [(n + 1, lines[n]) for first, last, _ in rows for n in range(first - 1, last)]
    return found


def _records(lines: Sequence[str]) -> Iterator[_Record]:
    """First line, last line and cells of each row; a cell in quotation marks may hold line breaks."""
    start = 0
    while start < len(lines):
        texts, read = _record(lines[start : start + _LINES])
        yield start + 1, start + read, texts
        start += read


def _record(lines: Sequence[str]) -> tuple[list[str], int]:
    """The cells of the row that begins the lines, and on how many it stands; else one line as one cell."""
    reader = csv.reader(f"{line}\n" for line in lines)
    try:
        texts = next(reader, [])
    except csv.Error:
        return [lines[0]], 1
    is_row = reader.line_num < _LINES and all(len(text) <= _LONGEST for text in texts)
    return (texts, reader.line_num) if is_row else ([lines[0]], 1)


def _joined(texts: Sequence[str]) -> str:
    filled = [" ".join(text.split()) for text in texts]
    # A line of prose in a sheet fills one cell.
    return filled[0] if not any(filled[1:]) else "\t".join(filled)
