"""HTML as a browser repairs it: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.document import Document, Paragraph, UnreadableError
from extractors.readers.blocks import PROSE_CHARACTERS, Blocks, collapse
from extractors.readers.grid import PrintedCell, lay_out
from extractors.readers.hidden import hidden_nodes
from extractors.text import decode

# The largest report pages have a few; a crawl takes no more than half of this.
MOST_BYTES = 64_000_000
_SKIPPED = frozenset({"script", "style", "noscript", "template", "textarea", "svg", "head"})
# An element of these starts and ends a line; every other element is part of its line.
# fmt: off
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr",
    "ul",
})
# fmt: on
# A raised footnote mark or a struck-out figure stands apart from the number beside it.
_APART = frozenset({"sup", "sub", "del", "s", "strike"})


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a page; its charset is that of the header, its own mark-up or the bytes themselves."""
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            f"{len(data) // 10**6} MB of HTML, more than the {MOST_BYTES // 10**6} MB of a page"
        )
    return read_html(decode(data, content_type))


def read_html(text: str) -> Document:
    """Read a whole page; its locators count paragraphs, tables, rows and columns from 1."""
    tree = LexborHTMLParser(text)
    builder = _Builder(hidden=hidden_nodes(tree, text), outer=_outer_tables(tree))
    if tree.body is not None:
        builder.walk(tree.body)
    builder.end_line()
    title = tree.css_first("title")
    blocks = tuple(builder.blocks.found)
    return Document("text/html", blocks, collapse(title.text()) if title else "", _meta(tree))


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
    hidden: frozenset[int] = frozenset()
    outer: frozenset[int] = frozenset()
    in_cell: bool = False

    def walk(self, root: LexborNode) -> None:
        """Depth first with a stack of its own, so that no nesting is too deep."""
        stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
        while stack:
            node, in_link = stack.pop()
            if node is None:
                self.end_line()
            elif node.is_text_node:
                self.add_text(node.text(deep=False), in_link)
            elif self.hidden and (self.in_cell or node.tag not in _BLOCK) and node.mem_id in self.hidden:
                continue
            elif node.is_element_node and _stands_apart(node):
                self.line.append((f" {node.text(deep=True)} ", in_link))
            elif node.is_element_node and node.tag not in _SKIPPED:
                if node.tag == "table" and node.mem_id not in self.outer:
                    self.add_table(node)
                else:
                    self.open(node, in_link or node.tag == "a", stack)

    def open(self, node: LexborNode, in_link: bool, stack: list[tuple[LexborNode | None, bool]]) -> None:
        if node.tag in _BLOCK:
            self.end_line()
            stack.append((None, False))
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
        self.blocks.tables += 1
        rows = [
            [self.printed(cell) for cell in row.css("td, th") if cell.mem_id not in self.hidden]
            for row in node.css("tr")
            if row.mem_id not in self.hidden
        ]
        self.blocks.add_table(lay_out(rows, self.blocks.tables))

    def printed(self, cell: LexborNode) -> PrintedCell:
        attributes = cell.attributes
        return PrintedCell(self.cell_text(cell), attributes.get("rowspan"), attributes.get("colspan"))

    def cell_text(self, cell: LexborNode) -> str:
        """The text of a cell: runs of one line joined as printed, lines kept apart."""
        runs = [run for run in cell.text(deep=True, separator="\0").split("\0") if run.strip()]
        if len(runs) <= 1 and not (runs and self.hidden):
            return collapse(runs[0]) if runs else ""
        inner = _Builder(hidden=self.hidden, in_cell=True)
        for child in _children(cell):
            inner.walk(child)
        inner.end_line()
        return "\n".join(block.text for block in inner.blocks.found if isinstance(block, Paragraph))


def _stands_apart(node: LexborNode) -> bool:
    """Whether a run is a footnote mark or struck out: by its tag, its style or Word's class for marks."""
    if node.tag in _APART:
        return True
    if node.tag in _BLOCK:
        return False
    style = _style(node.attributes)
    raised = "vertical-align:super" in style or "vertical-align:sub" in style or "line-through" in style
    return raised or "FootnoteReference" in (node.attributes.get("class") or "")


def _style(attributes: Mapping[str, str | None]) -> str:
    return (attributes.get("style") or "").replace(" ", "").lower()
