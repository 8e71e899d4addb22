"""A sheet as paragraphs and tables: where on it a table begins and ends, and which blank cells are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from extractors.blocks import Blocks
from extractors.document import GridCell, UnreadableError

# (row, column), both from 1.
Position = tuple[int, int]
_MOST_CELLS = 2_000_000
# A blank row inside borders is the last row of a table not filled in; more of them are an empty sheet.
_BLANK_ROWS = 3


@dataclass(slots=True)
class Sheet:
    """What a sheet shows. `merges` are (top, left, bottom, right); `numbers` are cells with a number."""

    name: str
    texts: dict[Position, str] = field(default_factory=dict)
    numbers: set[Position] = field(default_factory=set)
    bordered: set[Position] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Row:
    """A shown row: columns with text, and whether it has borders."""

    number: int
    texts: list[int]
    bordered: set[int]
    figures: bool


def add_sheet(blocks: Blocks, sheet: Sheet) -> None:
    """Append what a sheet shows; the locators name the sheet."""
    spans = _shown_merges(sheet)
    # A merged range whose first row or column is hidden shows its text in what is left of it.
    texts = sheet.texts | {place: text for place, (_, _, text) in spans.items() if text}
    sheet = replace(sheet, texts=texts)
    covered = _covered(sheet, spans)
    for run in _runs(sheet, _rows(sheet)):
        for block in _split(run):
            _add_block(blocks, sheet, block, spans, covered)


def _rows(sheet: Sheet) -> list[_Row]:
    columns: dict[int, list[int]] = {}
    for row, column in sorted(sheet.texts):
        if column not in sheet.hidden_columns:
            columns.setdefault(row, []).append(column)
    borders: dict[int, set[int]] = {}
    for row, column in sheet.bordered:
        if column not in sheet.hidden_columns:
            borders.setdefault(row, set()).add(column)
    figured = {row for row, _ in sheet.numbers}
    return [
        _Row(number, columns.get(number, []), borders.get(number, set()), number in figured)
        for number in sorted(columns.keys() | borders.keys())
        if number not in sheet.hidden_rows
    ]


def _runs(sheet: Sheet, rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows that follow one another, hidden ones aside; cut where rows are empty."""
    run: list[_Row] = []
    blank = 0
    for row in rows:
        blank = 0 if row.texts else blank + 1
        gap = run and any(at not in sheet.hidden_rows for at in range(run[-1].number + 1, row.number))
        if gap or blank > _BLANK_ROWS:
            yield from _with_text(run)
            run = []
        run.append(row)
    yield from _with_text(run)


def _with_text(run: list[_Row]) -> Iterator[list[_Row]]:
    """The run without empty rows at its ends, but for one below a head: figures not filled in."""
    filled = [at for at, row in enumerate(run) if row.texts]
    if filled:
        below = 0 if run[filled[-1]].figures else 1
        yield run[filled[0] : filled[-1] + 1 + below]


def _split(run: list[_Row]) -> Iterator[list[_Row]]:
    """Cut before a row of one text that heads a row of several texts without figures: a new table's head."""
    block: list[_Row] = []
    for place, row in enumerate(run):
        if block and _is_heading(run, place) and not _is_heading(run, place - 1):
            yield block
            block = []
        block.append(row)
    yield block


def _is_heading(run: list[_Row], place: int) -> bool:
    if len(run[place].texts) != 1 or len(run[place].bordered) > 1:
        return False
    following = next((row for row in run[place + 1 :] if len(row.texts) > 1), None)
    between = [row for row in run[place + 1 :] if following is None or row.number < following.number]
    return all(len(row.texts) == 1 for row in between) and (following is None or not following.figures)


def _shown_merges(sheet: Sheet) -> dict[Position, tuple[int, int, str]]:
    """The first shown position of each merged range → (rows, columns) shown, and its text."""
    shown: dict[Position, tuple[int, int, str]] = {}
    last_row = max((row for row, _ in sheet.texts), default=0) + _BLANK_ROWS
    last_column = max((column for _, column in sheet.texts), default=0)
    if (
        sum(min(bottom, last_row) - top + right - left for top, left, bottom, right in sheet.merges)
        > _MOST_CELLS
    ):
        raise UnreadableError(f"sheet {sheet.name} merges more than {_MOST_CELLS:,} cells")
    for top, left, bottom, right in sheet.merges:
        low = right if right <= last_column else max(left, min(right, last_column + _BLANK_ROWS * 10))
        rows = [row for row in range(top, min(bottom, last_row) + 1) if row not in sheet.hidden_rows]
        columns = [column for column in range(left, low + 1) if column not in sheet.hidden_columns]
        if rows and columns and (len(rows) * len(columns) > 1 or (rows[0], columns[0]) != (top, left)):
            text = sheet.texts.get((top, left), "")
            shown[rows[0], columns[0]] = (len(rows), len(columns), text)
    return shown


def _covered(sheet: Sheet, spans: dict[Position, tuple[int, int, str]]) -> set[Position]:
    covered: set[Position] = set()
    for (row, column), (height, width, _) in spans.items():
        if len(covered) + height * width > _MOST_CELLS:
            raise UnreadableError(f"sheet {sheet.name} merges more than {_MOST_CELLS:,} cells")
        rows = _following(row, height, sheet.hidden_rows)
        columns = _following(column, width, sheet.hidden_columns)
        covered.update((r, c) for r in rows for c in columns if (r, c) != (row, column))
    return covered


def _following(first: int, count: int, hidden: set[int]) -> list[int]:
    """`count` shown rows or columns from `first` on."""
    found: list[int] = []
    at = first
    while len(found) < count:
        if at not in hidden:
            found.append(at)
        at += 1
    return found


def _add_block(
    blocks: Blocks,
    sheet: Sheet,
    rows: list[_Row],
    spans: dict[Position, tuple[int, int, str]],
    covered: set[Position],
) -> None:
    """Titles before the first row of a table and notes behind the last are paragraphs."""
    first = next((at for at, row in enumerate(rows) if not _is_line(row)), len(rows))
    last = next((at for at in range(len(rows), 0, -1) if not _is_line(rows[at - 1])), first)
    _add_lines(blocks, sheet, rows[:first], spans)
    table = rows[first:last]
    if table:
        blocks.tables += 1
        columns = _used_columns(sheet, table, spans)
        if len(columns) * len(table) > _MOST_CELLS:
            raise UnreadableError(f"sheet {sheet.name} has more than {_MOST_CELLS:,} cells")
        grid = _Grid(sheet, columns, spans, covered, table[0].number)
        blocks.add_table(grid.row(row) for row in table)
    _add_lines(blocks, sheet, rows[last:], spans)


def _is_line(row: _Row) -> bool:
    return len(row.texts) == 1 and len(row.bordered) <= 1


def _add_lines(
    blocks: Blocks, sheet: Sheet, rows: list[_Row], spans: dict[Position, tuple[int, int, str]]
) -> None:
    for row in rows:
        for column in row.texts:
            for line in sheet.texts[row.number, column].split("\n"):
                blocks.add_line(line.strip(), locator=_place(sheet, row.number, column))


def _used_columns(sheet: Sheet, rows: list[_Row], spans: dict[Position, tuple[int, int, str]]) -> list[int]:
    used = {column for row in rows for column in row.texts}
    for (row, column), (_, width, text) in spans.items():
        if text and rows[0].number <= row <= rows[-1].number:
            used.update(_following(column, width, sheet.hidden_columns))
    return sorted(used)


@dataclass(frozen=True, slots=True)
class _Grid:
    sheet: Sheet
    columns: list[int]
    spans: dict[Position, tuple[int, int, str]]
    covered: set[Position]
    first: int

    def row(self, row: _Row) -> tuple[GridCell, ...]:
        """The cells of a row; where it has borders, a blank cell is one inside them."""
        here = sorted(set(self.columns) | set(row.texts))
        return tuple(
            self.cell(row.number, column)
            for column in here
            if (row.number, column) not in self.covered and self.is_there(row, column)
        )

    def is_there(self, row: _Row, column: int) -> bool:
        at = (row.number, column)
        return at in self.sheet.texts or at in self.spans or not row.bordered or column in row.bordered

    def cell(self, row: int, column: int) -> GridCell:
        height, width, text = self.spans.get((row, column), (1, 1, self.sheet.texts.get((row, column), "")))
        place = _place(self.sheet, row, column)
        return GridCell(text, row - self.first + 1, column, height, width, place)


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"sheet {sheet.name} cell {get_column_letter(column)}{row}"
