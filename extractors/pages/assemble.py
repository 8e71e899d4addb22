"""Pages to one Document: paragraphs and tables in reading order, with their places."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Document, GridCell, Paragraph, Table
from extractors.pages.model import Mark, Page
from extractors.pages.ruled import CellBox, RuledTable, ruled_tables
from extractors.pages.text import text_lines


def assemble(pages: Sequence[Page], media_type: str, title: str = "") -> Document:
    """The document that pages make.

    Locators are `page 3 line 12` and `page 3 table 2 row 5 column 4`: lines count from a page's top, tables
    through the document, rows and columns through the table.
    """
    blocks: list[Paragraph | Table] = []
    tables = 0
    for page in pages:
        placed: list[tuple[float, Paragraph | Table]] = []
        free, filled = _deal(page.marks, ruled_tables(page))
        for number, line in enumerate(text_lines(free), 1):
            placed.append((line.box.top, Paragraph(line.text, f"page {page.number} line {number}")))
        for table, texts in filled:
            tables += 1
            placed.append((table.box.top, _table(table, texts, tables, page.number)))
        blocks.extend(block for _, block in sorted(placed, key=lambda pair: pair[0]))
    return Document(media_type, tuple(blocks), title)


def _deal(
    marks: Sequence[Mark], tables: Sequence[RuledTable]
) -> tuple[list[Mark], list[tuple[RuledTable, dict[CellBox, list[Mark]]]]]:
    free: list[Mark] = []
    filled: list[tuple[RuledTable, dict[CellBox, list[Mark]]]] = [(table, {}) for table in tables]
    for mark in marks:
        x, y = (mark.box.x0 + mark.box.x1) / 2, (mark.box.top + mark.box.bottom) / 2
        for table, cells in filled:
            cell = table.cell_at(x, y)
            if cell is not None:
                cells.setdefault(cell, []).append(mark)
                break
        else:
            free.append(mark)
    return free, filled


def _table(table: RuledTable, texts: dict[CellBox, list[Mark]], index: int, page: int) -> Table:
    rows: list[list[GridCell]] = [[] for _ in table.ys[1:]]
    for cell in table.cells:
        text = "\n".join(line.text for line in text_lines(texts.get(cell, [])))
        place = f"page {page} table {index} row {cell.row} column {cell.column}"
        rows[cell.row - 1].append(GridCell(text, cell.row, cell.column, cell.rowspan, cell.colspan, place))
    return Table(index, tuple(tuple(row) for row in rows))
