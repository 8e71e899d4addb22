"""HTML as a browser repairs it: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.blocks import Blocks, collapse
from extractors.collector import paused
from extractors.document import Document, Paragraph, Table
from extractors.text import decode
from extractors.web.carried import with_carried
from extractors.web.cells import Cells
from extractors.web.concealed import concealed, is_concealed
from extractors.web.depth import check_depth
from extractors.web.grid import lay_out
from extractors.web.lines import Lines
from extractors.web.looks import looks_by_place, looks_by_rules
from extractors.web.markup import Nodes, mark, nodes_of, without_tables, written_out
from extractors.web.menus import without_menus
from extractors.web.rules import sheets_of
from extractors.web.scripted import with_scripted_body


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a page; its charset is that of the header, its own mark-up or the bytes themselves."""
    return read_html(decode(data, content_type))


@paused()
def read_html(text: str) -> Document:
    """Read a whole page; its locators count paragraphs, tables, rows and columns from 1."""
    text = with_scripted_body(text)
    check_depth(text)
    tree = LexborHTMLParser(text)
    nodes = nodes_of(tree)
    if not nodes.tables and (whole := with_carried(text, tree, nodes.scripts)) is not text:
        tree = LexborHTMLParser(whole)
        nodes = nodes_of(tree)
    title = tree.css_first("title")
    named = collapse(title.text()) if title else ""
    return Document("text/html", tuple(_blocks(*_written(tree, nodes))), named, _meta(nodes.metas))


def _written(tree: LexborHTMLParser, nodes: Nodes) -> tuple[str, list[str]]:
    """The page written out with how its nodes look, and its tables taken out of it."""
    sheets = sheets_of(nodes.styles)
    mark(looks_by_rules(tree, sheets, nodes.tables))
    mark(concealed(nodes.tables))
    text = written_out(tree, [*nodes.scripts, *nodes.styles])
    outside, tables = without_tables(text)
    if looks := looks_by_place(tree, sheets, text, tables):
        mark(looks)
        outside, tables = without_tables(written_out(tree, ()))
    return outside, tables


def _blocks(outside: str, tables: list[str]) -> list[Paragraph | Table]:
    """The blocks of a page: what stands outside of its tables, and these in their places."""
    outside, menus = without_menus(outside)
    blocks, cells, lines = Blocks(), Cells(), Lines(tables, menus)

    def add_table(table: str) -> None:
        captions, rows = cells.read(table)
        hidden = is_concealed(table)
        for caption in captions:
            lines.read_apart(caption)
        blocks.add_lines(lines.taken())
        blocks.tables += 1
        blocks.add_table(lay_out(rows, blocks.tables), hidden)

    lines.read(outside, add_table)
    lines.end_line()
    blocks.add_lines(lines.taken())
    return blocks.found


def _meta(nodes: Iterable[LexborNode]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in nodes:
        attributes = node.attributes
        name, content = attributes.get("name"), attributes.get("content")
        # The first tag counts: templates repeat theirs, empty, below the article's.
        if name and content and content.strip() not in ("", "null"):
            meta.setdefault(name.strip().lower(), content.strip())
    return meta
