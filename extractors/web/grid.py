"""Laying out a table: printed cells with their spans to grid cells with row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import GridCell, UnreadableError
from extractors.tuples import maker

# Browsers clip here as well (HTML Living Standard, "algorithm for processing rows").
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65534
# The widest form has some thirty columns; spans that make thousands are nonsense, or meant to choke a reader.
_MAX_COLUMNS = 5000
_cell = maker(GridCell)


# A cell as the mark-up has it: its text, rowspan and colspan, as their attributes say, possibly nonsense.
PrintedCell = tuple[str, str | None, str | None]


def lay_out(rows: Sequence[Sequence[PrintedCell]], table: int) -> Iterator[tuple[GridCell, ...]]:
    """Place each row's cells on the grid, as a browser does; one tuple a row, possibly empty.

    Raises UnreadableError for a table that is wider than any browser's user could want.
    """
    occupied: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        placed, column, place = [], 1, f"table {table} row {number} column "
        for text, rows_down, columns_on in row:
            while occupied and occupied.get(column, 0) >= number:
                column += 1
            colspan = (_span(columns_on, _MAX_COLSPAN) or 1) if columns_on else 1
            # Zero means "to the end of the row group".
            rowspan = (_span(rows_down, _MAX_ROWSPAN) or len(rows) - number + 1) if rows_down else 1
            placed.append(_cell((text, number, column, rowspan, colspan, f"{place}{column}")))
            if rowspan > 1:
                occupied.update(dict.fromkeys(range(column, column + colspan), number + rowspan - 1))
            column += colspan
            if column > _MAX_COLUMNS:
                raise UnreadableError(f"table {table} row {number} has more than {_MAX_COLUMNS} columns")
        yield tuple(placed)


def _span(text: str, limit: int) -> int:
    digits = text.strip()
    return min(int(digits), limit) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1
