"""Excel workbooks (xlsx, xlsm): every shown sheet as printed, read in one pass over its rows."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string

from extractors.blocks import Blocks, collapse, struck
from extractors.document import Document, UnreadableError
from extractors.ooxml import main_part, optional_xml, part_xml, related, related_part, transitional
from extractors.packages import Package, open_package, refuse_doctype, refuse_parsed_doctype
from extractors.sheets.blocks import Sheet, add_sheet
from extractors.sheets.fonts import is_raised, is_shade, is_unsure, is_white
from extractors.sheets.formats import show

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Rows formatted to the sheet's end hold nothing; behind so many of them nobody hides a table.
_EMPTY_ROWS = 20_000
# A report has some hundreds.
_MOST_TEXTS = 200_000
# Formats reach to the sheet's end, cells without text may stand in all of it.
_MOST_CELLS = 3_000_000
# ECMA-376 leaves it open; Excel and LibreOffice have no more columns.
_MOST_COLUMNS = 16_384
_TRUE = frozenset({"1", "true"})


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a workbook. Raises UnreadableError."""
    package = open_package(data)
    name = main_part(package, "xl/workbook.xml")
    book = part_xml(package, name)
    links = related(package, name)
    about = book.find(S + "workbookPr")
    epoch_1904 = about is not None and about.get("date1904") in _TRUE
    texts = _shared_texts(optional_xml(package, related_part(package, name, "sharedStrings")))
    formats = _formats(optional_xml(package, related_part(package, name, "styles")))
    workbook = _Workbook(package, texts, formats, epoch_1904)
    blocks = Blocks()
    for mark in book.iter(S + "sheet"):
        kind, part = links.get(mark.get(_RELATION_ID, ""), ("", ""))
        if mark.get("state", "visible") == "visible" and kind == "worksheet":
            add_sheet(blocks, workbook.sheet(mark.get("name", ""), part))
    return Document(_MEDIA_TYPE, tuple(blocks.found))


@dataclass(frozen=True, slots=True)
class _Format:
    """How cells of a style look: their number format, borders, and whether what they show may not be seen."""

    code: str = "General"
    bordered: bool = False
    unsure: bool = False


def _shared_texts(root: etree._Element | None) -> list[str]:
    return [] if root is None else [_rich_text(entry) for entry in root.iterchildren(S + "si")]


def _rich_text(entry: etree._Element) -> str:
    """The runs of a text; struck and raised ones stand apart; raised ones alone mark a note, no figure."""
    pieces: list[str] = []
    raised = True
    for child in entry:
        text = child.findtext(S + "t") or ""
        if child.tag == S + "t":
            pieces.append(child.text or "")
            raised = False
        elif child.tag == S + "r":
            about = child.find(S + "rPr")
            unsure = is_unsure(about) or is_white(about)
            text = struck(text) if unsure else text
            pieces.append(f" {text} " if unsure or is_raised(about) else text)
            raised &= is_raised(about)
    return struck("".join(pieces)) if raised else "".join(pieces)


def _formats(root: etree._Element | None) -> list[_Format]:
    if root is None:
        return []
    codes = {mark.get("numFmtId", ""): mark.get("formatCode", "") for mark in root.iter(S + "numFmt")}
    borders = [
        any(side.get("style", "none") != "none" for side in border)
        for border in root.iterfind(f"{S}borders/{S}border")
    ]
    fonts = list(root.iterfind(f"{S}fonts/{S}font"))
    unsure = [is_unsure(font) for font in fonts]
    white = [is_white(font) for font in fonts]
    shaded = [is_shade(fill) for fill in root.iterfind(f"{S}fills/{S}fill")]

    def format_(mark: etree._Element) -> _Format:
        font = _whole(mark.get("fontId"), 0)
        invisible = _at(white, font) and not _at(shaded, _whole(mark.get("fillId"), 0))
        bordered = _at(borders, _whole(mark.get("borderId"), 0))
        return _Format(_code(mark, codes), bordered, invisible or _at(unsure, font))

    return [format_(mark) for mark in root.iterfind(f"{S}cellXfs/{S}xf")]


def _at(known: list[bool], place: int) -> bool:
    return place < len(known) and known[place]


def _code(mark: etree._Element, codes: dict[str, str]) -> str:
    name = mark.get("numFmtId", "0")
    builtin = _whole(name, 0)
    # Formats 27 to 58 without a code are dates of Chinese and Japanese Excel.
    usual = "yyyy-mm-dd" if 27 <= builtin <= 58 else "General"
    return codes.get(name) or BUILTIN_FORMATS.get(builtin, usual)


@dataclass(frozen=True, slots=True)
class _Workbook:
    package: Package
    texts: list[str]
    formats: list[_Format]
    epoch_1904: bool

    def sheet(self, name: str, part: str) -> Sheet:
        """Read one sheet row by row, so that memory follows what is printed."""
        data = transitional(self.package.read(part))
        refuse_doctype(data, part)
        sheet = Sheet(name)
        zeros, empty, row_number, cells = True, 0, 0, 0
        try:
            for _, element in etree.iterparse(
                io.BytesIO(data), tag=(S + "sheetView", S + "col", S + "row"),
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            ):  # fmt: skip
                refuse_parsed_doctype(element, part)
                if element.tag == S + "sheetView":
                    zeros = element.get("showZeros", "1") in _TRUE
                elif element.tag == S + "col":
                    _hide_columns(sheet, element)
                else:
                    row_number = _whole(element.get("r"), row_number + 1)
                    cells += len(element)
                    if cells > _MOST_CELLS:
                        raise UnreadableError(f"sheet {name} has more than {_MOST_CELLS:,} cells")
                    empty = 0 if self.add_row(sheet, element, row_number, zeros) else empty + 1
                    element.clear()
                    while element.getprevious() is not None:
                        element.getparent().remove(element.getprevious())
                    if empty > _EMPTY_ROWS:
                        break
        except etree.XMLSyntaxError as error:
            raise UnreadableError(f"{part} is no well-formed XML: {error.msg}") from error
        sheet.merges.extend(_merges(data))
        return sheet

    def add_row(self, sheet: Sheet, row: etree._Element, number: int, zeros: bool) -> bool:
        """Whether the row shows any text. A row of no height is hidden."""
        if row.get("hidden") in _TRUE or _is_nothing(row.get("ht")):
            sheet.hidden_rows.add(number)
            return False
        shown, column, borders = False, 0, []
        for cell in row.iterchildren(S + "c"):
            place = _CELL.fullmatch(cell.get("r", ""))
            column = column_index_from_string(place[1]) if place else column + 1
            if column > _MOST_COLUMNS:
                raise UnreadableError(
                    f"sheet {sheet.name} row {number} has more than {_MOST_COLUMNS:,} columns"
                )
            style = _whole(cell.get("s"), 0)
            look = self.formats[style] if style < len(self.formats) else _Format()
            if look.bordered:
                borders.append(column)
            text = self.text(cell, look.code, zeros)
            text = struck(text) if look.unsure else text
            if text:
                if len(sheet.texts) >= _MOST_TEXTS:
                    raise UnreadableError(f"sheet {sheet.name} has more than {_MOST_TEXTS:,} cells with text")
                shown = True
                sheet.texts[number, column] = text
                if (
                    any(character.isdigit() for character in text)
                    and len(text) < 20
                    and cell.get("t", "n") == "n"
                ):
                    sheet.numbers.add((number, column))
        sheet.bordered.update((number, column) for column in borders)
        return shown

    def text(self, cell: etree._Element, code: str, zeros: bool) -> str:
        """What a cell shows. A formula never calculated shows itself: its value cannot be told."""
        kind, stored = cell.get("t", "n"), cell.findtext(S + "v")
        if kind == "inlineStr":
            inline = cell.find(S + "is")
            return _lines(_rich_text(inline) if inline is not None else "")
        if stored is None or (kind == "n" and not stored.strip()):
            formula = cell.find(S + "f")
            return "" if formula is None else f"={collapse(formula.text)}"
        if kind == "s":
            at = _whole(stored.strip(), -1)
            return _lines(self.texts[at]) if 0 <= at < len(self.texts) else f"#text {stored} is not there"
        if kind == "b":
            return "TRUE" if stored.strip() == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return _lines(stored)
        return _number(stored.strip(), code, zeros, self.epoch_1904)


def _number(stored: str, code: str, zeros: bool, epoch_1904: bool) -> str:
    try:
        number = float(stored)
    except ValueError:
        return stored
    # Python takes 1_000 and digits of other scripts for numbers, no workbook does.
    if not abs(number) < 1e300 or "_" in stored or not stored.isascii():
        return stored
    return "" if number == 0 and not zeros else show(number, code, epoch_1904)


def _lines(text: str) -> str:
    return "\n".join(filter(None, (collapse(line) for line in text.replace("_x000D_", "").split("\n"))))


def _hide_columns(sheet: Sheet, mark: etree._Element) -> None:
    if mark.get("hidden") in _TRUE or _is_nothing(mark.get("width")):
        first, last = _whole(mark.get("min"), 1), min(_whole(mark.get("max"), 1), 16384)
        sheet.hidden_columns.update(range(first, last + 1))


def _is_nothing(size: str | None) -> bool:
    """Whether a row (in points) or column (in digits) is too narrow to show anything."""
    try:
        return size is not None and float(size) < 1
    except ValueError:
        return False


def _merges(data: bytes) -> list[tuple[int, int, int, int]]:
    found = []
    for left, top, right, bottom in _MERGE.findall(data):
        columns = column_index_from_string(left.decode()), column_index_from_string(right.decode())
        found.append((int(top), columns[0], int(bottom), columns[1]))
    return found


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default
