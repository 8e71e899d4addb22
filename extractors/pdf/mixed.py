"""PDF files of which some pages have text and others are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO

import pypdfium2
import structlog

from extractors.document import Document, Paragraph, Table, UnreadableError
from extractors.readers.ocr import read_scanned_pdf

log = structlog.get_logger()

_PAGE = re.compile(r"page (\d+)")


def with_scanned_pages(data: bytes, document: Document, pages: Sequence[int]) -> Document:
    """The document of the pages with text, with those of the others, read by OCR, in their places.

    Where OCR is not there, or cannot read them, they are the document's `unread_pages`.
    """
    try:
        scanned = read_scanned_pdf(_only(data, pages))
    except UnreadableError as error:
        log.warning("pages without readable text", pages=list(pages), reason=str(error))
        return replace(document, unread_pages=tuple(pages))
    tables = len(list(document.tables()))
    moved = [_moved(block, pages, tables) for block in scanned.blocks]
    blocks = tuple(sorted([*document.blocks, *moved], key=_page))
    return replace(document, blocks=blocks, recogniser=scanned.recogniser)


def _only(data: bytes, pages: Iterable[int]) -> bytes:
    """A PDF of these pages alone."""
    out = BytesIO()
    try:
        whole, part = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
        part.import_pages(whole, [page - 1 for page in pages])
        part.save(out)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"the pages that are pictures cannot be taken out: {error}") from error
    return out.getvalue()


def _moved(block: Paragraph | Table, pages: Sequence[int], tables: int) -> Paragraph | Table:
    """A block of the part with its place in the whole file."""

    def place(locator: str) -> str:
        paged = _PAGE.sub(lambda found: f"page {pages[int(found[1]) - 1]}", locator, count=1)
        return re.sub(r"table (\d+)", lambda found: f"table {int(found[1]) + tables}", paged, count=1)

    if isinstance(block, Paragraph):
        return block._replace(locator=place(block.locator))
    rows = tuple(tuple(cell._replace(locator=place(cell.locator)) for cell in row) for row in block.rows)
    return Table(block.index + tables, rows)


def _page(block: Paragraph | Table) -> int:
    locator = block.locator if isinstance(block, Paragraph) else block.rows[0][0].locator
    found = _PAGE.match(locator)
    return int(found[1]) if found else 0
