"""Office files: DOCX by python-docx, XLSX and XLS cell by cell, older kinds by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from gold.report import Report
from gold.tables import Table, positions, width

STILL = (1980, 1, 1, 0, 0, 0)


def word(report: Report, split_runs: bool = False, small: bool = False) -> Any:
    """The report as a Word document: a title, paragraphs, tables with merged cells, a page number field."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Noto Sans CJK SC"
    document.styles["Normal"].font.size = Pt(9 if small else 10.5)
    fonts = document.styles["Normal"].element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), "Noto Sans CJK SC")
    title = document.add_paragraph(report.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if report.published:
        document.add_paragraph(f"发布机构：{report.source}　发布日期：{report.published}")
    for part in report.parts:
        if isinstance(part, str):
            run = document.add_paragraph().add_run(part.lstrip("#"))
            run.bold = part.startswith("#")
        else:
            word_table(document, part, split_runs)
            document.add_paragraph()
    _page_number(document)
    return document


def word_table(document: Any, table: Table, split_runs: bool) -> Any:
    """The table with its spans merged; `split_runs` writes each digit as a run of its own."""
    grid = document.add_table(rows=len(table), cols=width(table))
    grid.style = "Table Grid"
    for row, column, cell in positions(table):
        spot = grid.cell(row, column)
        if cell.rowspan > 1 or cell.colspan > 1:
            spot = spot.merge(grid.cell(row + cell.rowspan - 1, column + cell.colspan - 1))
        paragraph = spot.paragraphs[0]
        pieces = list(cell.text) if split_runs and cell.value else [cell.text]
        for piece in pieces:
            paragraph.add_run(piece)
    return grid


def _page_number(document: Any) -> None:
    """A footer — PAGE — as Word writes it, the cached text 3."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "3"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def revise(document: Any, old: str, new: str) -> None:
    """A tracked change in the first table: the old figure deleted, the new one inserted."""
    cell = next(c for row in document.tables[0].rows for c in row.cells if c.text == new)
    run = cell.paragraphs[0].runs[0]._r
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for element in (inserted, deleted):
        element.set(qn("w:id"), "9")
        element.set(qn("w:author"), "审核")
        element.set(qn("w:date"), "2022-01-05T09:00:00Z")
    run.addprevious(deleted)
    run.addprevious(inserted)
    inserted.append(run)
    gone = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = old
    gone.append(text)
    deleted.append(gone)


def saved(document: Any) -> bytes:
    """The document's bytes without a clock in them."""
    buffer = io.BytesIO()
    document.save(buffer)
    return still(buffer.getvalue())


def still(data: bytes) -> bytes:
    """The same package with fixed times, and no dates in its core properties."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2022-01-05T09:00:00Z", body)
            target.writestr(zipfile.ZipInfo(entry.filename, STILL), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet_xlsx(report: Report, sheets: bool = False, as_text: bool = False) -> bytes:
    """The report in a workbook: one sheet for all, or one for each table."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "年报"
    sheet["A1"] = report.title
    at = 2
    for number, part in enumerate(report.parts):
        if isinstance(part, str):
            sheet.cell(at, 1, part.lstrip("#"))
            at += 1
            continue
        if sheets:
            sheet, at = book.create_sheet(f"表{number}"), 1
        for row, column, cell in positions(part):
            sheet.cell(at + row, column + 1, _typed(cell.text) if cell.value and not as_text else cell.text)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(start_row=at + row, start_column=column + 1,
                                  end_row=at + row + cell.rowspan - 1,
                                  end_column=column + cell.colspan)  # fmt: skip
        at += len(part) + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return still(buffer.getvalue())


def sheet_xls(report: Report) -> bytes:
    """The report in an Excel 97 workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("年报")
    sheet.write(0, 0, report.title)
    at = 1
    for part in report.parts:
        if isinstance(part, str):
            sheet.write(at, 0, part.lstrip("#"))
            at += 1
            continue
        for row, column, cell in positions(part):
            value = _typed(cell.text) if cell.value else cell.text
            top, right = at + row, column + cell.colspan - 1
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.write_merge(top, top + cell.rowspan - 1, column, right, value)
            else:
                sheet.write(top, column, value)
        at += len(part) + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _typed(text: str) -> int | float | str | None:
    """What a clerk's typing becomes in a sheet."""
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return text or None


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """The file as LibreOffice saves it in another format; `target` is a name with an optional filter."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report.{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(  # noqa: S603 - our own file and LibreOffice
            ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, str(source)],  # noqa: S607
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (Path(folder) / f"report.{target.partition(':')[0]}").read_bytes()
