"""The disputes table: a header of fifteen labels and one row of fifteen values, in one table or three."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from transforms.fold import fold
from transforms.forms import columns_of, forms_of, vocabulary
from transforms.tables.dispute_rows import read_dispute_rows
from transforms.tables.headers import column_named, disputes_columns, names_columns
from transforms.tables.labels import is_heading, match
from transforms.tables.openings import dispute_rows_at
from transforms.tables.pieces import Piece, run_together
from transforms.tables.sequence import Reading, Row
from transforms.values import is_value, parse_value

_BLOCKS = ("review", "litigation_direct", "litigation_after_review")
_RESULTS = columns_of(forms_of("disputes")[0], "disputes", "review")
_CELLS = len(_BLOCKS) * len(_RESULTS)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")


def read_disputes(section: str, pieces: Sequence[Piece], start: int) -> Reading:
    """Read header and values from `start`; a row that does not count to its columns keeps all its values."""
    if dispute_rows_at(pieces, start):
        return read_dispute_rows(pieces, start)
    rows: list[Row] = []
    position = start
    while position < len(pieces) and len(rows) < len(_BLOCKS):
        header, blocks, after = _header(section, pieces, position)
        values, end = _values(pieces, after)
        if not disputes_columns(header):
            break
        read = tuple(row.key for row in rows)
        if set(read) & set(blocks) or (not blocks and read != _BLOCKS[: len(read)]):
            # A block printed again begins another copy of the table; one without a name is the next in order.
            break
        blocks_ = blocks or _BLOCKS[len(rows) :]
        rows.extend(_rows(disputes_columns(header), blocks_, values, pieces[position:after]))
        position = end
        if not blocks or len(rows) >= len(_BLOCKS):
            break
    return Reading(section, tuple(rows), start, max(position, start + 1))


def _header(section: str, pieces: Sequence[Piece], start: int) -> tuple[str, tuple[str, ...], int]:
    """Folded header text, the blocks it names and the position of the first value."""
    blocks: list[tuple[int, str]] = []
    header, position = "", start
    while position < len(pieces) and not is_value(pieces[position].text):
        piece = pieces[position]
        if is_heading(piece.text) or piece.text.endswith("。") or _begins_values(pieces, position):
            break
        complete = len(disputes_columns(header)) >= _CELLS and not names_columns(section, fold(piece.text))
        if complete and not _is_padding(piece, pieces[position - 1]):
            break
        if len(blocks) == 1 and disputes_columns(header) == _RESULTS and _is_blank_row(pieces, position):
            break
        header += fold(piece.text)
        label = match("disputes", piece.text, frozenset())
        if label and label.words:
            blocks.append((piece.column, label.words.key))
        position += 1
    return header, _in_order(blocks), position


def _begins_values(pieces: Sequence[Piece], position: int) -> bool:
    """Whether a blank begins a printed row of figures."""
    row = pieces[position].row
    if pieces[position].text or pieces[position - 1].row == row:
        return False
    line = list(takewhile(lambda piece: piece.row == row, pieces[position:]))
    return any(is_value(piece.text) for piece in line)


def _is_blank_row(pieces: Sequence[Piece], position: int) -> bool:
    """Whether a block's five cells on a grid are all blank; what stands below may be another block's."""
    line = [piece for piece in pieces[position : position + _CELLS] if piece.row == pieces[position].row]
    begins = pieces[position - 1].row != pieces[position].row
    return begins and len(line) == len(_RESULTS) and all(p.column and not p.text for p in line)


def _in_order(blocks: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """On a grid what counts is in which column a block's header stands, not in which of the header's rows."""
    placed = sorted((block for block in blocks if block[0]), key=lambda block: block[0])
    return tuple(dict.fromkeys(key for _, key in placed or blocks))


def _is_padding(piece: Piece, before: Piece) -> bool:
    return not piece.text and (piece.pad or piece.row == before.row)


def _values(pieces: Sequence[Piece], start: int) -> tuple[tuple[Piece, ...], int]:
    """A printed row of fifteen cells whatever is in them; else all values up to the next text."""
    start = _behind_blank_rows(pieces, start)
    row = _printed_row(pieces, start)
    while any(piece.text for piece in row) and not any(is_value(piece.text) for piece in row):
        # Words alone are a line of prose in the table, or a line of its header again.
        start += len(row)
        row = _printed_row(pieces, start)
    if len(row) >= _CELLS:
        return _with_next(row, pieces, start + len(row))
    position = start
    while position < len(pieces) and (not pieces[position].text or is_value(pieces[position].text)):
        position += 1
    return tuple(pieces[start:position]), position


def _behind_blank_rows(pieces: Sequence[Piece], start: int) -> int:
    """Where the first printed row with a figure begins, of those that only blank ones stand before."""
    position = start
    while blank := _blank_row(pieces, position):
        position += blank
    row = list(takewhile(lambda piece: piece.row == pieces[position].row, pieces[position:]))
    # Of a row that lost a cell too: whose figures those are is not told, and the blank ones are nobody's.
    return position if _has_figures(row) else start


def _blank_row(pieces: Sequence[Piece], start: int) -> int:
    """The length of the row from `start` on where it is a blank one; on a grid its cells may be merged."""
    row = list(takewhile(lambda piece: piece.row == pieces[start].row, pieces[start:]))
    blank = not any(piece.text for piece in row)
    return len(row) if blank and row and (row[0].column or len(row) >= _CELLS) else 0


def _has_figures(row: Sequence[Piece]) -> bool:
    """Whether the row is one of figures; among fifteen cells one may hold what is no number."""
    figures = any(is_value(piece.text) for piece in row)
    return figures and (all(map(_is_cell, row)) or len(row) == _CELLS)


def _with_next(row: tuple[Piece, ...], pieces: Sequence[Piece], start: int) -> tuple[tuple[Piece, ...], int]:
    """The printed row and further rows of figures right below it: which is the report's is not told."""
    values, position = row, start
    while position < len(pieces):
        below = _printed_row(pieces, position)
        if not _has_figures(below):
            break
        values, position = values + below, position + len(below)
    return values, position


def _is_cell(piece: Piece) -> bool:
    return not piece.text or is_value(piece.text)


def _printed_row(pieces: Sequence[Piece], start: int) -> tuple[Piece, ...]:
    """The pieces printed side by side from `start` on, where they could be a row of the table."""
    position = start
    while position < len(pieces) and pieces[position].row == pieces[start].row:
        position += 1
    return tuple(pieces[start:position]) if position - start >= _CELLS else ()


def _rows(
    columns: Sequence[str],
    blocks: Sequence[str],
    values: tuple[Piece, ...],
    header: Sequence[Piece],
) -> list[Row]:
    """One Row a block; all of them carry all the values where these cannot be dealt out."""
    label, leaves = header[0], _leaves(header)
    if tuple(columns) == _RESULTS and len(blocks) == 1:
        one_row = len({value.row for value in values if value.column}) <= 1
        return [Row(blocks[0], label, values, _RESULTS if one_row else None)]
    dealt = _fifteen(values, has_pads=not all(piece.text for piece in header))
    official = tuple(columns) == _RESULTS * len(_BLOCKS) or _but_for_a_cut_one(header)
    disordered = len(blocks) == len(_BLOCKS) and set(blocks) == set(_BLOCKS) and tuple(blocks) != _BLOCKS
    if not official or dealt is None or disordered:
        return [Row(block, label, values, None) for block in _BLOCKS]
    size = len(_RESULTS)
    if any(_may_lack_one(dealt[n * size : (n + 1) * size]) for n in range(len(_BLOCKS))):
        return [Row(block, label, values, None) for block in _BLOCKS]
    places = [slice(n * size, (n + 1) * size) for n in range(len(_BLOCKS))]
    return [
        Row(block, label, dealt[place], _RESULTS, header=leaves[place])
        for block, place in zip(_BLOCKS, places, strict=True)
    ]


def _but_for_a_cut_one(header: Sequence[Piece]) -> bool:
    """Whether fifteen header cells on a grid are those of the form, but one of which only a part is left."""
    last = max((piece.row for piece in header), default=0)
    lowest = [piece for piece in header if piece.column and piece.text and piece.row + piece.height > last]
    texts = [fold(piece.text) for piece in sorted(lowest, key=lambda piece: piece.column)]
    if len(texts) != _CELLS:
        return False
    labels = {words.key: words.labels[0] for words in vocabulary("disputes").columns}
    official = [labels[key] for key in _RESULTS * len(_BLOCKS)]
    keys = [column_named("disputes", text) for text in texts]
    odd = [n for n, key in enumerate(keys) if key != (_RESULTS * len(_BLOCKS))[n]]
    return len(odd) == 1 and keys[odd[0]] is None and texts[odd[0]] in official[odd[0]]


def _leaves(header: Sequence[Piece]) -> tuple[Piece, ...]:
    """The fifteen header cells that name a result, from left to right on the grid; else none."""
    named = [piece for piece in header if piece.column and column_named("disputes", fold(piece.text))]
    return tuple(sorted(named, key=lambda piece: piece.column)) if len(named) == _CELLS else ()


def _may_lack_one(block: tuple[Piece, ...]) -> bool:
    """Whether a block in flattened text ends in a blank that may be a pad for a cell lost before it."""
    return not block[-1].text and not block[-1].column and any(piece.text for piece in block)


def _fifteen(values: tuple[Piece, ...], has_pads: bool) -> tuple[Piece, ...] | None:
    """The fifteen value cells: a printed row, else exactly so many, else exactly so many not blank."""
    found: list[tuple[Piece, ...]] = []
    if any(not value.column and _is_words(value.text) for value in values):
        # What runs into the row of a flattened text may stand where a figure is lost.
        return None
    for row in sorted({value.row for value in values}):
        cells = tuple(value for value in values if value.row == row)
        # On a grid a sixteenth cell puts all in doubt; in flattened text it is a pad if the header has some.
        padded = has_pads and len(cells) > _CELLS and not cells[0].column
        padded = padded and all(cell.text for cell in cells[:_CELLS])
        exact = len(cells) == _CELLS or padded
        if exact and not any(cell.text for cell in cells[_CELLS:]):
            found.append(cells[:_CELLS])
    if found:
        # Rows that say the same are one; of rows that differ none is known to be the report's.
        texts = {tuple(parse_value(cell.text) for cell in cells) for cells in found}
        # A blank row beside figures is not the row of these.
        blank = not any(cell.text for cell in found[0]) and any(value.text for value in values)
        return found[0] if len(texts) == 1 and not blank else None
    if len(values) == _CELLS:
        return values
    if any(value.column for value in values):
        return None
    printed = tuple(value for value in values if value.text)
    beside = len({value.row for value in values}) == 1
    surplus = any(not (value.text or value.pad or (beside and has_pads)) for value in values)
    if len(printed) != _CELLS or surplus or run_together(values) or _has_blank_before_the_last(values):
        return None
    return printed


def _is_words(text: str) -> bool:
    """Whether it is words, perhaps behind a figure cut off: 2告的事项."""
    words = _WORDS.search(text) or not any(map(str.isdigit, text))
    return bool(text and words) and not is_value(text)


def _has_blank_before_the_last(values: Sequence[Piece]) -> bool:
    """Whether a figure doubled or split in two may have taken the place of a blank."""
    filled = [place for place, value in enumerate(values) if value.text]
    return filled[-1] + 1 > len(filled)
