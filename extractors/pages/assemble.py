"""Pages to one Document: paragraphs and tables in reading order, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.blocks import is_prose_row
from extractors.document import Document, GridCell, Paragraph, Table
from extractors.pages.furniture import furniture
from extractors.pages.gapped import with_open_tables
from extractors.pages.joining import continues, joined
from extractors.pages.labels import widen_labels
from extractors.pages.layout import Grid, PageLayout, Text, lay_out_page
from extractors.pages.model import Page
from extractors.pages.paragraphs import paragraphs


def assemble(pages: Sequence[Page], media_type: str, title: str = "") -> Document:
    """The document that pages make.

    Locators are `page 3 line 12` and `page 3 table 2 row 5 column 4`: lines count from a page's top, tables
    through the document, rows and columns through the table, over page breaks where it goes on.
    """
    layouts = furniture([lay_out_page(page) for page in pages])
    blocks: list[Paragraph | Table] = []
    by_number = {layout.page.number: layout for layout in layouts}
    tables = 0
    for block in _over_pages(layouts):
        if isinstance(block, Grid):
            tables += 1
            blocks.extend(_table(widen_labels(block), tables))
            continue
        for part in with_open_tables(block, by_number):
            if isinstance(part, Grid):
                tables += 1
                blocks.extend(_table(part, tables))
            else:
                blocks.extend(paragraphs(part))
    return Document(media_type, tuple(blocks), title)


def _over_pages(layouts: Sequence[PageLayout]) -> Iterator[Grid | list[Text]]:
    """Blocks in order; a table cut by page breaks is one, and so is the text between two tables."""
    blocks: list[Grid | Text] = []
    for layout in layouts:
        first, last = next(iter(layout.blocks), None), blocks[-1] if blocks else None
        if isinstance(last, Grid) and isinstance(first, Grid) and continues(last, first):
            blocks[-1] = joined(last, first)
            blocks.extend(layout.blocks[1:])
        else:
            blocks.extend(layout.blocks)
    texts: list[Text] = []
    for block in blocks:
        if isinstance(block, Grid):
            if texts:
                yield texts
            texts = []
            yield block
        else:
            texts.append(block)
    if texts:
        yield texts


def _table(grid: Grid, index: int) -> Iterator[Paragraph | Table]:
    """The table; a row that is one cell of prose stands between its parts as a paragraph."""
    pending: list[tuple[GridCell, ...]] = []
    for row in grid.rows:
        cells = tuple(
            GridCell(
                cell.text,
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
                f"page {cell.page} table {index} row {cell.row} column {cell.column}",
            )
            for cell in row
        )
        if is_prose_row([cell.text for cell in cells]):
            if pending:
                yield Table(index, tuple(pending))
            pending = []
            yield Paragraph(cells[0].text.replace("\n", ""), cells[0].locator)
        elif cells:
            pending.append(cells)
    if pending:
        yield Table(index, tuple(pending))
