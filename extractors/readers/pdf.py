"""PDF with text: its pages' visible characters and ruling lines, laid out as paragraphs and tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from extractors.document import Document, UnreadableError
from extractors.pages import Box, Mark, Page, assemble
from extractors.pages.pictured import is_picture
from extractors.pages.text import UNREADABLE
from extractors.pdf.content import Content, DamagedPageError
from extractors.pdf.interpreter import page_content
from extractors.pdf.mixed import with_scanned_pages
from extractors.pdf.streams import check_stream
from extractors.readers.ocr import read_scanned_pdf

_MEDIA_TYPE = "application/pdf"
# A yearly report has some five to sixty pages.
MAX_PAGES = 400
# A page with so many glyphs unreadable is read by OCR or not at all.
_UNREADABLE_SHARE = 0.5
# What it has to say of a font or a picture is for whoever asks, not for every terminal.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a PDF. Text not shown is left out: an OCR layer under a scan, white, clipped, off the page.

    Pages of pictures or unreadable glyphs need OCR. Raises UnreadableError where no page
    has text and OCR is not there, and for locked, damaged or endless files.
    """
    contents = _contents(data)
    unread = [number for number, content in enumerate(contents, 1) if _needs_ocr(content)]
    readable = [_page(number, content) for number, content in enumerate(contents, 1) if number not in unread]
    if not any(page.marks for page in readable):
        return _by_ocr(data, contents)
    document = assemble(readable, _MEDIA_TYPE)
    return with_scanned_pages(data, document, unread) if unread else document


def _by_ocr(data: bytes, contents: list[Content]) -> Document:
    if not any(content.images or content.hidden or content.marks for content in contents):
        raise UnreadableError("this PDF has no text and no pictures")
    return read_scanned_pdf(data)


def _contents(data: bytes) -> list[Content]:
    """What each page shows; every way in which a file can be broken ends in UnreadableError."""
    try:
        return list(_interpreted(data))
    except (UnreadableError, MemoryError):
        raise
    except PDFPasswordIncorrect:
        raise UnreadableError("this PDF is locked with a password") from None
    except PDFEncryptionError:
        raise UnreadableError("this PDF is encrypted in a way that cannot be opened") from None
    except Exception as error:
        # A damaged file may fail anywhere in pdfminer, with any error there is.
        raise UnreadableError(f"this PDF is damaged: {type(error).__name__}: {error}"[:200]) from error


def _interpreted(data: bytes) -> Iterator[Content]:
    file = PDFDocument(PDFParser(BytesIO(data)), password="")
    resources = PDFResourceManager()
    promised = _promised(file)
    if promised > MAX_PAGES:
        raise UnreadableError(f"this PDF has {promised} pages, more than the {MAX_PAGES} that are read")
    number = 0
    for number, page in enumerate(PDFPage.create_pages(file), 1):
        if number > MAX_PAGES:
            raise UnreadableError(f"this PDF has more than {MAX_PAGES} pages")
        try:
            _check_streams(page)
            yield page_content(resources, page)
        except DamagedPageError as error:
            raise UnreadableError(f"page {number} of this PDF {error}") from error
    if number == 0:
        raise UnreadableError("this PDF is damaged: it has no pages")
    if number < promised:
        raise UnreadableError(f"this PDF is damaged: only {number} of its {promised} pages are there")


def _promised(file: PDFDocument) -> int:
    """How many pages the file says that it has."""
    pages = resolve1(file.catalog.get("Pages"))
    count = resolve1(pages.get("Count")) if isinstance(pages, dict) else None
    return count if isinstance(count, int) else 0


def _check_streams(page: PDFPage) -> None:
    for part in page.contents:
        stream = resolve1(part)
        if not isinstance(stream, PDFStream):
            raise DamagedPageError("is damaged: its content is not there")
        check_stream(stream)


def _needs_ocr(content: Content) -> bool:
    printed = [mark for mark in content.marks if mark.text.strip()]
    unreadable = sum(mark.text == UNREADABLE for mark in printed)
    if printed and unreadable > _UNREADABLE_SHARE * len(printed):
        return True
    area = sum((image.x1 - image.x0) * (image.bottom - image.top) for image in content.images)
    return is_picture(len(printed), area, content.width * content.height)


def _page(number: int, content: Content) -> Page:
    """The page upright: most of its glyphs tell which way is up."""
    turn = max(range(4), key=lambda quarter: (content.turns[quarter], -quarter))
    width, height = content.width, content.height

    def turned(box: Box) -> Box:
        if turn == 1:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        if turn == 2:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)

    if turn == 0:
        return _made(number, content)
    upright = Content(*((height, width) if turn in (1, 3) else (width, height)))
    upright.marks = [Mark(mark.text, turned(mark.box)) for mark in content.marks]
    upright.rules = [turned(rule) for rule in content.rules]
    upright.fills = [turned(fill) for fill in content.fills]
    return _made(number, upright)


def _made(number: int, content: Content) -> Page:
    marks, rules, fills = tuple(content.marks), tuple(content.rules), tuple(content.fills)
    return Page(number, content.width, content.height, marks, rules, fills)
