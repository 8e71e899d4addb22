"""Old Excel workbooks (xls, et): every shown sheet as printed."""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd.biffh import error_text_from_code

from extractors.blocks import Blocks, collapse, struck
from extractors.document import Document, UnreadableError
from extractors.sheets.blocks import Sheet, add_sheet
from extractors.sheets.formats import show

# In twentieths of a point: nobody reads less than 3 points.
_TINY = 60
_WHITE = 0xFB
# What xlrd raises on damaged files: it has no common error.
_BROKEN = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, LookupError, TypeError,
    ValueError, AttributeError, OverflowError, NotImplementedError, ZeroDivisionError, NameError,
    RecursionError,
)  # fmt: skip


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a workbook. Raises UnreadableError."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = [_read_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == 0]
    except _BROKEN as error:
        locked = "encrypted" in str(error).lower()
        reason = "is protected by a password" if locked else f"is damaged: {error or type(error).__name__}"
        raise UnreadableError(f"the xls file {reason}") from error
    blocks = Blocks()
    for sheet in sheets:
        add_sheet(blocks, sheet)
    return Document("application/vnd.ms-excel", tuple(blocks.found))


def _read_sheet(book: xlrd.Book, source: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(source.name)
    sheet.hidden_rows = {
        at + 1 for at, about in source.rowinfo_map.items() if about.hidden or not about.height
    }
    sheet.hidden_columns = {
        at + 1 for at, about in source.colinfo_map.items() if about.hidden or not about.width
    }
    sheet.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells]
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell, at = source.cell(row, column), (row + 1, column + 1)
            look = book.xf_list[cell.xf_index]
            sides = look.border
            if (
                sides.left_line_style
                or sides.right_line_style
                or sides.top_line_style
                or sides.bottom_line_style
            ):
                sheet.bordered.add(at)
            text = _text(book, source, row, column, book.format_map[look.format_key].format_str)
            if text:
                sheet.texts[at] = struck(text) if _is_unsure(book, look) else text
                if cell.ctype == xlrd.XL_CELL_NUMBER:
                    sheet.numbers.add(at)
    return sheet


def _is_unsure(book: xlrd.Book, look: xlrd.formatting.XF) -> bool:
    """Whether a cell's text is struck out, white on white, of hardly any size or in a font of signs."""
    font = book.font_list[look.font_index]
    return _tells_nothing(font) or (_is_white(book, font.colour_index) and not _is_shaded(book, look))


def _tells_nothing(font: xlrd.formatting.Font) -> bool:
    return bool(font.struck_out) or font.height <= _TINY or "dings" in font.name.lower()


def _is_white(book: xlrd.Book, index: int) -> bool:
    color = book.colour_map.get(index)
    return color is not None and min(color) >= _WHITE


def _is_shaded(book: xlrd.Book, look: xlrd.formatting.XF) -> bool:
    fill = look.background
    solid = fill.fill_pattern == 1
    return fill.fill_pattern != 0 and not (solid and _is_white(book, fill.pattern_colour_index))


def _text(book: xlrd.Book, source: xlrd.sheet.Sheet, row: int, column: int, code: str) -> str:
    cell = source.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        hidden_zero = cell.value == 0 and not source.show_zero_values
        return "" if hidden_zero else show(cell.value, code, bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype == xlrd.XL_CELL_TEXT and not cell.value:
        # Only a formula has an empty text, and one never calculated has it too.
        return "="
    text = _with_marks_apart(book, source, row, column, str(cell.value))
    return "\n".join(filter(None, map(collapse, text.split("\n"))))


def _with_marks_apart(book: xlrd.Book, source: xlrd.sheet.Sheet, row: int, column: int, text: str) -> str:
    """The text with struck and raised runs set off by blanks."""
    runs = source.rich_text_runlist_map.get((row, column)) or []
    pieces, before = [], 0
    apart = stroke = False
    for start, font in [*runs, (len(text), 0)]:
        piece = struck(text[before:start]) if stroke else text[before:start]
        pieces.append(f" {piece} " if apart else piece)
        look = book.font_list[font] if font < len(book.font_list) else None
        stroke = look is not None and (_tells_nothing(look) or _is_white(book, look.colour_index))
        apart = stroke or (look is not None and bool(look.escapement))
        before = start
    return "".join(pieces)
