"""Traditional script to simplified: what a gateway (big5, hk, tw mirrors) converted, as it was published."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from extractors.document import Document, GridCell, Paragraph, Table


@cache
def _tables() -> tuple[dict[int, int], dict[str, str]]:
    data = yaml.safe_load(Path(__file__).with_name("traditional.yml").read_text(encoding="utf-8"))
    one, other = (data[key].replace(" ", "") for key in ("traditional", "simplified"))
    return str.maketrans(one, other), data["words"]


def simplified(text: str) -> str:
    """The text in simplified script; text that is simplified stays as it is."""
    if not _traditional().search(text):
        return text
    characters, words = _tables()
    changed = text.translate(characters)
    for word, meant in words.items():
        changed = changed.replace(word, meant)
    return changed


def in_simplified(document: Document) -> Document:
    """The document in simplified script, its places kept; the very same object where nothing changes."""
    if not _traditional().search(_text(document)):
        return document
    return replace(
        document,
        blocks=tuple(_block(block) for block in document.blocks),
        title=simplified(document.title),
        meta={key: simplified(value) for key, value in document.meta.items()},
    )


@cache
def _traditional() -> re.Pattern[str]:
    """A character that only traditional text has."""
    return re.compile(f"[{''.join(map(chr, _tables()[0]))}]")


def _text(document: Document) -> str:
    """All text of a document."""
    texts = [document.title, *document.meta.values()]
    for block in document.blocks:
        if isinstance(block, Table):
            texts += [cell.text for row in block.rows for cell in row]
        else:
            texts.append(block.text)
    return "\n".join(texts)


def _block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return block._replace(text=simplified(block.text))
    return replace(block, rows=tuple(tuple(_cell(cell) for cell in row) for row in block.rows))


def _cell(cell: GridCell) -> GridCell:
    return cell._replace(text=simplified(cell.text))
