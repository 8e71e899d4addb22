"""Grids to Word documents and Excel workbooks, as offices make them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

import docx
import openpyxl
import xlwt
from docx.table import Table
from openpyxl.styles import Border, Side

from generator.grid import Part, Slot

Placed = tuple[int, int, Slot]


def placed(part: Part) -> Iterator[Placed]:
    """Each slot with its row and column from 0, as a browser lays them out."""
    taken: set[tuple[int, int]] = set()
    for row, slots in enumerate(part.rows):
        column = 0
        for slot in slots:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(slot.rs) for c in range(slot.cs)}
            yield row, column, slot
            column += slot.cs


def width(part: Part) -> int:
    return max(column + slot.cs for _, column, slot in placed(part))


def to_docx(parts: list[Part], rng: Random) -> bytes:
    """Tables with merged cells; figures now and then in two runs, header words in two paragraphs."""
    document = docx.Document()
    document.core_properties.title = "某某局2016年政府信息公开工作年度报告"
    for part in parts:
        for line in part.lines:
            document.add_paragraph(line)
        if part.rows:
            _fill(document.add_table(len(part.rows), width(part), style="Table Grid"), part, rng)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(table: Table, part: Part, rng: Random) -> None:
    cells = [list(row.cells) for row in table.rows]
    for row, column, slot in placed(part):
        cell = cells[row][column]
        if slot.rs > 1 or slot.cs > 1:
            cell = cell.merge(cells[row + slot.rs - 1][column + slot.cs - 1])
        cell.text = ""
        cut = rng.randrange(len(slot.text) + 1)
        for text in (slot.text[:cut], slot.text[cut:]):
            cell.paragraphs[0].add_run(text)
        if rng.random() < 0.1:
            cell.add_paragraph("")


def to_xlsx(parts: list[Part], rng: Random) -> bytes:
    """One sheet for all tables, or one for each; with borders or without; figures as numbers or as text."""
    book = openpyxl.Workbook()
    sheet, top = book.active, 1
    several, borders, gap = rng.random() < 0.5, rng.random() < 0.6, rng.randrange(2)
    side = Side(style="thin")
    for part in parts:
        if several and part.rows:
            sheet, top = book.create_sheet(), 1
        for line in part.lines:
            sheet.cell(top, 1, line)
            top += 1
        for row, column, slot in placed(part):
            cell = sheet.cell(top + row, column + 1)
            cell.value = _stored(slot, rng)
            if slot.rs > 1 or slot.cs > 1:
                sheet.merge_cells(
                    start_row=top + row, end_row=top + row + slot.rs - 1,
                    start_column=column + 1, end_column=column + slot.cs,
                )  # fmt: skip
            if borders:
                for r in range(slot.rs):
                    for c in range(slot.cs):
                        inner = sheet.cell(top + row + r, column + 1 + c)
                        inner.border = Border(side, side, side, side)
        top += len(part.rows) + (gap if part.rows else 0)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def to_xls(parts: list[Part], rng: Random) -> bytes:
    """A sheet for each table, with borders."""
    book = xlwt.Workbook()
    bordered = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    sheet, top = book.add_sheet("说明"), 0
    for number, part in enumerate(parts):
        if part.rows:
            sheet, top = book.add_sheet(f"表{number}"), 0
        for line in part.lines:
            sheet.write(top, 0, line)
            top += 1
        for row, column, slot in placed(part):
            sheet.write_merge(
                top + row, top + row + slot.rs - 1, column, column + slot.cs - 1, _stored(slot, rng), bordered
            )
        top += len(part.rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _stored(slot: Slot, rng: Random) -> object:
    """A figure as a number, where nobody typed it as text."""
    if slot.item and slot.text.isascii() and slot.text.isdigit() and rng.random() < 0.7:
        return float(slot.text) if rng.random() < 0.2 else int(slot.text)
    return slot.text or None
