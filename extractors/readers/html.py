"""HTML as a browser repairs it: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.blocks import PICTURE, PROSE_CHARACTERS, Blocks, collapse, struck
from extractors.document import Document, Paragraph
from extractors.text import decode
from extractors.web.controls import CONTROLS, shown_in
from extractors.web.depth import check_depth
from extractors.web.grid import PrintedCell, lay_out
from extractors.web.looks import Looks, has_own_box, looks_of, raises
from extractors.web.scripted import with_scripted_body

# What browsers show of these is not their text.
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "textarea", "svg", "head", "iframe", "object", "audio",
    "video", "canvas", "datalist", "noframes", "noembed", "title", "progress", "meter", "applet",
})  # fmt: skip
# An element of these starts and ends a line; every other element is part of its line.
# fmt: off
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "mn", "nav", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "xmp",
})
# fmt: on
# A raised footnote mark stands apart from the number beside it.
_RAISED = frozenset({"sup", "sub", "small"})
_FALLBACKS = ("iframe", "object", "audio", "video", "canvas", "datalist")
# In cells these are told from their text alone only by walking.
_WALKED = ", ".join(f"td {tag}" for tag in (*sorted(_SKIPPED - {"head", *_FALLBACKS}), "select", "details"))

# What is still to be read, and whether it stands in a link; text is printed, None ends a line.
_Stack = list[tuple[LexborNode | str | None, bool]]


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a page; its charset is that of the header, its own mark-up or the bytes themselves."""
    return read_html(decode(data, content_type))


def read_html(text: str) -> Document:
    """Read a whole page; its locators count paragraphs, tables, rows and columns from 1."""
    text = with_scripted_body(text)
    check_depth(text)
    tree = LexborHTMLParser(text)
    lower = text.lower()
    looks = looks_of(tree, lower)
    builder = _Builder(looks=looks, outer=_outer_tables(tree), plain=_is_plain(tree, lower, looks))
    if tree.body is not None:
        builder.walk(tree.body)
    builder.end_line()
    title = tree.css_first("title")
    blocks = tuple(builder.blocks.found)
    return Document("text/html", blocks, collapse(title.text()) if title else "", _meta(tree))


def _is_plain(tree: LexborHTMLParser, lower: str, looks: Looks) -> bool:
    """Whether a cell of one text shows that text: the page (in small letters) has no others."""
    return not (
        looks.hidden
        or looks.unsure
        or looks.white
        or looks.boxed
        or any(f"<{tag}" in lower for tag in ("input", *_FALLBACKS))
        or tree.css_first(_WALKED) is not None
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    named = ((node.attributes.get("name"), node.attributes.get("content")) for node in tree.css("meta[name]"))
    meta: dict[str, str] = {}
    for name, content in named:
        # The first tag counts: templates repeat theirs, empty, below the article's.
        if name and content and content.strip() not in ("", "null"):
            meta.setdefault(name.strip().lower(), content.strip())
    return meta


def _outer_tables(tree: LexborHTMLParser) -> frozenset[int]:
    """The tables with tables inside: page layout. Each table marks the next one around it, in one pass."""
    outer = set()
    for table in tree.css("table table"):
        around = table.parent
        while around is not None and around.tag != "table":
            around = around.parent
        if around is not None:
            outer.add(around.mem_id)
    return frozenset(outer)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


@dataclass(slots=True)
class _Builder:
    """Collects blocks while walking; `line` holds the text runs of the line being read."""

    blocks: Blocks = field(default_factory=Blocks)
    line: list[tuple[str, bool]] = field(default_factory=list)
    looks: Looks = field(default_factory=Looks)
    outer: frozenset[int] = frozenset()
    in_cell: bool = False
    # Whether a cell of one text shows that text and nothing else.
    plain: bool = True

    def walk(self, root: LexborNode) -> None:
        """Depth first with a stack of its own, so that no nesting is too deep."""
        stack: _Stack = [(root, False)]
        while stack:
            node, in_link = stack.pop()
            if node is None:
                self.end_line()
            elif isinstance(node, str):
                self.line.append((node, in_link))
            elif node.is_text_node:
                self.add_text(node.text(deep=False), in_link)
            elif node.is_element_node and not self.is_left_out(node):
                self.add_element(node, in_link, stack)

    def is_left_out(self, node: LexborNode) -> bool:
        return (self.in_cell or node.tag not in _BLOCK) and node.mem_id in self.looks.hidden

    def add_element(self, node: LexborNode, in_link: bool, stack: _Stack) -> None:
        if self.is_unsure(node) and self.stands_apart(node):
            self.line.append((f" {struck(node.text(deep=True))} ", in_link))
        elif node.tag in CONTROLS and self.in_cell:
            self.line.append((f" {shown_in(node)} ", in_link))
        elif node.tag == "table" and node.mem_id not in self.outer:
            self.add_table(node)
        elif node.tag not in _SKIPPED:
            self.open(node, in_link or node.tag == "a", stack)

    def open(self, node: LexborNode, in_link: bool, stack: _Stack) -> None:
        if node.tag in _BLOCK or (self.in_cell and self.has_own_box(node)):
            self.end_line()
            stack.append((None, False))
        elif self.stands_apart(node):
            self.line.append((" ", in_link))
            stack.append((" ", in_link))
        stack.extend((child, in_link) for child in reversed(list(_children(node))))

    def add_text(self, text: str, in_link: bool) -> None:
        """Keeps printed line breaks inside <pre> and text pasted with them."""
        first, *more = text.split("\n")
        self.line.append((first, in_link))
        for piece in more:
            if "|" in text or len(text) > PROSE_CHARACTERS:
                self.end_line()
            self.line.append((f" {piece}", in_link))

    def end_line(self) -> None:
        text = collapse("".join(run for run, _ in self.line))
        if text:
            self.blocks.add_line(text, all(in_link for run, in_link in self.line if run.strip()))
        self.line.clear()

    def add_table(self, node: LexborNode) -> None:
        """A table without tables inside."""
        self.end_line()
        for caption in node.css("caption"):
            if caption.mem_id not in self.looks.hidden:
                self.walk(caption)
        self.blocks.tables += 1
        rows = [
            [self.printed(cell) for cell in row.css("td, th") if self.takes_place(cell)]
            for row in node.css("tr")
            if row.mem_id not in self.looks.hidden
        ]
        self.blocks.add_table(lay_out(rows, self.blocks.tables))

    def takes_place(self, cell: LexborNode) -> bool:
        """Whether a cell is there, though nobody may see what it holds."""
        return cell.mem_id not in self.looks.hidden or cell.mem_id in self.looks.kept

    def has_own_box(self, node: LexborNode) -> bool:
        return node.mem_id in self.looks.boxed or has_own_box(_style(node))

    def printed(self, cell: LexborNode) -> PrintedCell:
        attributes = cell.attributes
        if cell.mem_id in self.looks.kept:
            return PrintedCell("", attributes.get("rowspan"), attributes.get("colspan"))
        text = self.cell_text(cell) or (PICTURE if self.shows_picture(cell) else "")
        text = struck(text) if not self.plain and self.is_in_unsure(cell) else text
        return PrintedCell(text, attributes.get("rowspan"), attributes.get("colspan"))

    def cell_text(self, cell: LexborNode) -> str:
        """The text of a cell: runs of one line joined as printed, lines kept apart."""
        runs = [run for run in cell.text(deep=True, separator="\0").split("\0") if run.strip()]
        if len(runs) <= 1 and self.plain:
            return collapse(runs[0]) if runs else ""
        inner = _Builder(looks=self.looks, in_cell=True)
        for child in _children(cell):
            inner.walk(child)
        inner.end_line()
        return "\n".join(block.text for block in inner.blocks.found if isinstance(block, Paragraph))

    def shows_picture(self, cell: LexborNode) -> bool:
        """Whether a picture stands in a cell without text; the dots of old page layout are none."""
        pictures = cell.css("img") if cell.first_child is not None else []
        return any(
            picture.mem_id not in self.looks.hidden
            and not {picture.attributes.get("width"), picture.attributes.get("height")} & {"0", "1", "2"}
            for picture in pictures
        )

    def stands_apart(self, node: LexborNode) -> bool:
        """Whether a run is a mark of a note, by tag, style or where it links to, or may not be seen."""
        if node.tag in _BLOCK:
            return self.in_cell and self.is_unsure(node)
        if node.tag in _RAISED or self.is_unsure(node):
            return True
        attributes = node.attributes
        return bool(
            node.mem_id in self.looks.raised
            or raises(_style(node))
            or "FootnoteReference" in (attributes.get("class") or "")
            or (self.in_cell and (attributes.get("href") or "").startswith("#"))
        )

    def is_unsure(self, node: LexborNode) -> bool:
        """Whether a node may not be seen as it is; outside tables white text stands on pictures."""
        return node.mem_id in self.looks.unsure or (self.in_cell and node.mem_id in self.looks.white)

    def is_in_unsure(self, cell: LexborNode) -> bool:
        """Whether the cell, its row or its table may not be seen as it is."""
        unsure = self.looks.unsure | self.looks.white
        around: LexborNode | None = cell
        while around is not None and around.mem_id not in unsure:
            around = around.parent if around.tag != "table" else None
        return around is not None


def _style(node: LexborNode) -> str:
    return (node.attributes.get("style") or "").replace(" ", "").lower()
