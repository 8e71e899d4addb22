"""Word documents (docx, docm, dotx): paragraphs and tables as printed, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors import readers
from extractors.blocks import PICTURE, Blocks, collapse
from extractors.document import Document, GridCell, UnreadableError
from extractors.ooxml import main_part, optional_xml, part_xml, related, related_part
from extractors.packages import Budget, Package, open_package
from extractors.readers.ocr import read_images
from extractors.word.names import RELATION_ID, W, value
from extractors.word.numbering import Numbering, read_numbering
from extractors.word.pictured import hardly_any_text, large_pictures
from extractors.word.runs import read_paragraph
from extractors.word.styles import Styles, list_level, read_styles
from extractors.word.tables import Place, inside, places

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A picture in the line; one that floats (a seal) belongs to no cell.
_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
# So many columns without text at a table's right edge may be its own, left blank.
_FEW = 2
# Documents put into one another as altChunk; Word itself shows no more of them.
_MAX_DEPTH = 3


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a document. Its file title is left out: authors begin with last year's file, and it stays.

    A report pasted as pictures of its pages is read by OCR, behind what little is printed as text.
    """
    blocks = Blocks()
    pictures = read_into(blocks, data, 1, Budget())
    if not pictures:
        return Document(_MEDIA_TYPE, tuple(blocks.found))
    recognised = read_images(pictures, _MEDIA_TYPE)
    blocks.add_document(recognised)
    return Document(_MEDIA_TYPE, tuple(blocks.found), recogniser=recognised.recogniser)


def read_into(blocks: Blocks, data: bytes, depth: int, budget: Budget) -> list[bytes]:
    """Append the blocks of a document and give its large pictures; those put into it share its budget.

    Raises UnreadableError.
    """
    package = open_package(data, budget)
    name = main_part(package, "word/document.xml")
    body = part_xml(package, name).find(W + "body")
    if body is None:
        raise UnreadableError(f"{name} is no Word document: it has no body")
    styles = read_styles(optional_xml(package, related_part(package, name, "styles")))
    lists = read_numbering(
        optional_xml(package, related_part(package, name, "numbering")),
        {style: found.list_level[0] for style, found in styles.by_id.items()},
    )
    _Reader(blocks, package, name, styles, lists, depth).walk(body)
    return large_pictures(package, name, body) if hardly_any_text(blocks.found) else []


@dataclass(slots=True)
class _Reader:
    blocks: Blocks
    package: Package
    part: str
    styles: Styles
    numbering: Numbering
    depth: int
    links: dict[str, tuple[str, str]] = field(default_factory=dict)

    def walk(self, parent: etree._Element) -> None:
        """All blocks of a body, a cell of a layout table or a text box."""
        for element in inside(parent, "p", "tbl", "altChunk"):
            if element.tag == W + "p":
                self.add_paragraph(element)
            elif element.tag == W + "tbl":
                self.add_table(element)
            else:
                self.add_chunk(element.get(RELATION_ID, ""))

    def add_paragraph(self, paragraph: etree._Element) -> None:
        lines, linked, boxes = self.lines_of(paragraph)
        for line in lines:
            self.blocks.add_line(_with_tabs(line), linked)
        for box in boxes:
            self.walk(box)

    def lines_of(self, paragraph: etree._Element) -> tuple[list[str], bool, list[etree._Element]]:
        """Lines with the paragraph's automatic number, whether they are a link, and text boxes."""
        properties = paragraph.find(W + "pPr")
        style = self.styles.of(value(properties, "pStyle"))
        printed = read_paragraph(paragraph, self.styles, style)
        label = self.numbering.label(*list_level(properties, style))
        if label:
            # A number typed behind an automatic one is not part of it.
            gap = "" if printed.lines[0][:1].isalpha() else " "
            printed.lines[0] = label + gap + printed.lines[0]
        return printed.lines, printed.linked or style.contents, printed.boxes

    def add_table(self, table: etree._Element) -> None:
        """A table; one that holds tables is page layout, and its cells are read as a body is."""
        if next(table.iterdescendants(W + "tbl"), None) is not None:
            for row in places(table):
                for place in row:
                    self.walk(place.cell)
            return
        self.blocks.tables += 1
        rows = [[self.grid_cell(place) for place in row] for row in places(table)]
        # Columns behind the last text, headings included, are what a title set across too many has left over.
        last = max((cell.column for row in rows for cell in row if cell.text), default=0)
        over = {cell.column for row in rows for cell in row if cell.column > last + _FEW}
        self.blocks.add_table(tuple(cell for cell in row if not over or cell.column <= last) for row in rows)

    def grid_cell(self, place: Place) -> GridCell:
        text = "\n".join(filter(None, map(collapse, self.cell_lines(place.cell))))
        if not text and next(place.cell.iterdescendants(_INLINE), None) is not None:
            text = PICTURE
        locator = f"table {self.blocks.tables} row {place.row} column {place.column}"
        return GridCell(text, place.row, place.column, place.rowspan, place.colspan, locator)

    def cell_lines(self, parent: etree._Element) -> Iterator[str]:
        """Lines of a cell, those of text boxes in it behind them."""
        for paragraph in inside(parent, "p"):
            lines, _, boxes = self.lines_of(paragraph)
            yield from lines
            for box in boxes:
                yield from self.cell_lines(box)

    def add_chunk(self, relation: str) -> None:
        """A document put in whole (w:altChunk): HTML, text or another Word document."""
        self.links = self.links or related(self.package, self.part)
        if relation not in self.links:
            raise UnreadableError(
                f"{self.part} puts in a document by the relation {relation or '(none)'}, which is not there"
            )
        _, name = self.links[relation]
        data = self.package.read(name)
        if readers.kind_of(data) != "docx":
            self.blocks.add_document(readers.read(data))
        elif self.depth < _MAX_DEPTH:
            read_into(self.blocks, data, self.depth + 1, self.package.budget)
        else:
            raise UnreadableError(f"{name} is a document within a document within a document")


def _with_tabs(line: str) -> str:
    """Tabs are kept where several set off columns; a single one is a blank."""
    cells = [collapse(cell) for cell in line.strip().split("\t")]
    return "\t".join(cells) if len(cells) > 2 else " ".join(filter(None, cells))
