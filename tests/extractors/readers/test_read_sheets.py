"""Excel workbooks: what a sheet shows when it is printed."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document, Paragraph, Table, UnreadableError
from extractors.readers import read
from extractors.sheets.formats import show

LINE = Side(style="thin")


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet(fill: Callable[[Worksheet], None]) -> Document:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    return read(saved(book))


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for table in document.tables() for row in table.rows]


@pytest.mark.parametrize(
    ("number", "format_", "shown"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "@", "12"),
        (27.6345, "0.00", "27.63"),
        (2.5, "0", "3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00_ ", "1,234.50"),
        (-8, "0_ ;[Red]-0 ", "-8"),
        (-8, "0", "-8"),
        (0.125, "0.0%", "12.5%"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (5, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "5"),
        (5, '0"件"', "5件"),
        (5, "000", "005"),
        (12, 'General"件"', "12件"),
        (-1.5, 'G/通用格式"元"', "-1.5元"),
        (12, "[White]0", "12 [[White]0]"),
        (12, "[白色]General", "12 [[白色]General]"),
        (0, "#", ""),
        (7, ";;;", ""),
        (251000, '0!.0,"万"', '251000 [0!.0,"万"]'),
        (0.5, "# ?/?", "0.5 [# ?/?]"),
        (44592, "yyyy-mm-dd", "2022-01-31 00:00:00"),
    ],
)
def test_a_number_is_shown_by_its_format(number: float, format_: str, shown: str) -> None:
    assert show(number, format_) == shown


def test_a_formula_never_calculated_is_no_blank() -> None:
    document = sheet(lambda s: s.append(["规章", "=SUM(A1:A3)", 3]))
    assert rows(document) == [["规章", "=SUM(A1:A3)", "3"]]


def test_what_is_not_printed_is_left_out() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for row in (["规章", 9, 1], ["隐藏", 8, 8], ["许可", 9, 2]):
        first.append(row)
    first.row_dimensions[2].hidden = True
    first.column_dimensions["B"].hidden = True
    other = book.create_sheet("旧")
    other.append(["规章", 7])
    other.sheet_state = "hidden"
    assert rows(read(saved(book))) == [["规章", "1"], ["许可", "2"]]


def test_merged_cells_over_a_hidden_column_are_shown_in_what_is_left_of_them() -> None:
    """LibreOffice fits tables of different columns to one sheet with columns too narrow to be seen."""

    def fill(target: Worksheet) -> None:
        target.append(["年度", "申请人情况", None, None])
        target.append(["自然人", "科研机构", None, "总计"])
        target.append([9, 1, None, 10])
        for cells in ("B1:D1", "B2:C2", "B3:C3"):
            target.merge_cells(cells)
        target.column_dimensions["B"].hidden = True

    document = sheet(fill)
    assert rows(document) == [["年度", "申请人情况"], ["自然人", "科研机构", "总计"], ["9", "1", "10"]]
    assert [cell.column for cell in next(document.tables()).rows[1]] == [1, 3, 4]


def test_zeros_that_a_sheet_does_not_show_are_blank() -> None:
    def fill(target: Worksheet) -> None:
        target.append(["规章", 0, 1])
        target.sheet_view.showZeros = False

    assert rows(sheet(lambda s: s.append(["规章", 0, 1]))) == [["规章", "0", "1"]]
    assert rows(sheet(fill)) == [["规章", "1"]]


def test_texts_truths_and_errors_are_as_typed() -> None:
    document = sheet(lambda s: s.append(["１２", "12 ", True, "#REF!", "结果\n维持"]))
    assert rows(document) == [["１２", "12", "TRUE", "#REF!", "结果\n维持"]]


def test_titles_are_paragraphs_and_tables_keep_their_own_width() -> None:
    def fill(target: Worksheet) -> None:
        for row in (
            ["年度报告"],
            ["二、主动公开"],
            ["信息内容", "件数"],
            ["规章", 0],
            [],
            ["四、复议"],
            ["甲", "乙", "丙"],
            [1, 2, 3],
        ):
            target.append(row)

    document = sheet(fill)
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph, Table]
    assert rows(document) == [["信息内容", "件数"], ["规章", "0"], ["甲", "乙", "丙"], ["1", "2", "3"]]


def test_a_blank_cell_inside_borders_is_a_cell() -> None:
    def fill(target: Worksheet) -> None:
        target.append(["甲", "乙"])
        for line in target["A1:B2"]:
            for cell in line:
                cell.border = Border(LINE, LINE, LINE, LINE)

    assert rows(sheet(fill)) == [["甲", "乙"], ["", ""]]


def test_merged_ranges_are_spans_and_locators_name_the_sheet() -> None:
    def fill(target: Worksheet) -> None:
        target.title = "表二"
        for row in (["甲", None, "乙"], [1, 2, 3]):
            target.append(row)
        target.merge_cells("A1:B1")

    (table,) = sheet(fill).tables()
    first, second = table.rows[0]
    assert (first.colspan, second.column, second.locator) == (2, 3, "sheet 表二 cell C1")


def test_a_million_formatted_rows_cost_seconds() -> None:
    empty = "".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(2, 400_000))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(_with_one_row()))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(b"</sheetData>", f"{empty}</sheetData>".encode())
            new.writestr(name, body)
    begun = time.monotonic()
    assert rows(read(file.getvalue())) == [["规章", "3"]]
    assert time.monotonic() - begun < 20


def _with_one_row() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["规章", 3])
    return book


def test_old_workbooks_are_read_alike() -> None:
    book = xlwt.Workbook()
    target = book.add_sheet("表一")
    target.write_merge(0, 0, 0, 1, "甲")
    target.write(0, 2, "乙")
    target.write(1, 0, 12.0)
    target.write(1, 1, 0.5, xlwt.easyxf(num_format_str="0.00"))
    target.write(1, 2, "１")
    hidden = book.add_sheet("旧")
    hidden.write(0, 0, "不印")
    hidden.visibility = 1
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["甲", "乙"], ["12", "0.50", "１"]]


def test_an_old_formula_never_calculated_is_no_blank() -> None:
    book = xlwt.Workbook()
    target = book.add_sheet("表一")
    target.write(0, 0, "规章")
    target.write(0, 1, xlwt.Formula("1+2"))
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["规章", "="]]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_cut_off_workbooks_say_so(share: float) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表一").write(0, 0, "规章")
    file = io.BytesIO()
    book.save(file)
    for data in (saved(_with_one_row()), file.getvalue()):
        with pytest.raises(UnreadableError):
            read(data[: int(len(data) * share)])


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The workbook with other bytes for its parts `sheet1` or `styles`."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml"}
    changed = {names[part]: body for part, body in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("before", ["", f"<!--{'x' * 5000}-->"])
def test_a_sheet_with_entities_is_refused_and_not_read_without_them(before: str) -> None:
    doctype = '<!DOCTYPE worksheet [<!ENTITY x "2">]>'
    row = '<row r="1"><c r="A1"><v>1&x;7</v></c></row>'
    body = f'{before}{doctype}<worksheet xmlns="{_MAIN}"><sheetData>{row}</sheetData></worksheet>'
    with pytest.raises(UnreadableError, match=r"sheet1\.xml declares a document type"):
        read(with_parts(saved(openpyxl.Workbook()), sheet1=body.encode()))


def test_damaged_formats_are_not_taken_for_none() -> None:
    with pytest.raises(UnreadableError, match=r"xl/styles\.xml is no well-formed XML"):
        read(with_parts(saved(openpyxl.Workbook()), styles=b"<styleSheet>"))


def test_a_figure_struck_out_is_shown_struck() -> None:
    def fill(made: Worksheet) -> None:
        made.append(["规章", 12])
        made["B1"].font = Font(strike=True)

    assert rows(sheet(fill)) == [["规章", "1\u03362\u0336"]]
    book = xlwt.Workbook()
    old = book.add_sheet("s")
    old.write(0, 0, "规章")
    old.write(0, 1, 12, xlwt.easyxf("font: struck_out on"))
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["规章", "1\u03362\u0336"]]


@pytest.mark.parametrize("font", [Font(color="FFFFFFFF"), Font(size=1), Font(name="Wingdings")])
def test_what_may_not_be_seen_is_no_figure(font: Font) -> None:
    def fill(page: Worksheet) -> None:
        page.append(["规章", 17, 9])
        page["B1"].font = font

    assert rows(sheet(fill)) == [["规章", "1\u03367\u0336", "9"]]


def test_white_on_a_shade_is_seen() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["规章", 17, 9])
        page["B1"].font, page["B1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")

    assert rows(sheet(fill)) == [["规章", "17", "9"]]


def test_a_column_too_narrow_to_show_anything_is_left_out() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["规章", 17, 9])
        page.column_dimensions["B"].width = 0.1

    assert rows(sheet(fill)) == [["规章", "9"]]


def test_white_on_white_is_no_figure_in_an_old_workbook_either() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    page.write(0, 0, "规章")
    page.write(0, 1, 17, xlwt.easyxf("font: colour white"))
    page.write(0, 2, 17, xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour dark_blue"))
    page.write(0, 3, 17)
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["规章", "1\u03367\u0336", "17", "17"]]


def test_a_part_of_a_text_in_white_is_no_figure_in_an_old_workbook() -> None:
    book = xlwt.Workbook()
    plain, white = xlwt.easyfont(""), xlwt.easyfont("colour white")
    page = book.add_sheet("表")
    page.write(0, 0, "规章")
    page.write_rich_text(0, 1, [("3", plain), ("12", white), ("件", plain)])
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["规章", "3 1\u03362\u0336 件"]]


def test_a_text_of_nothing_but_raised_runs_is_the_mark_of_a_note() -> None:
    book = openpyxl.Workbook()
    raised = InlineFont(vertAlign="superscript")
    book.active.append(
        ["规章", CellRichText(TextBlock(raised, "1")), CellRichText("5", TextBlock(raised, "1"))]
    )
    file = io.BytesIO()
    book.save(file)
    assert rows(read(file.getvalue())) == [["规章", "1\u0336", "5 1"]]
