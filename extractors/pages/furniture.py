"""Page furniture: page numbers, running headers and footers, which are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.pages.layout import PageLayout, Text

# - 3 -, — 3 —, 第3页, 第 3 页 共 9 页, 3/9
_DASHES = r"[\s\-—–―－_·•~～]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}(?:第\s*)?[0-9０-９]{{1,3}}(?:\s*页)?"
    rf"(?:\s*[/／,，、]?\s*(?:共|of)?\s*[0-9０-９]{{1,3}}\s*页?)?{_DASHES}"
)
# A line that names its page: 某县 2021年 第12页, 2021年 第1页 共2页. A sentence that does is longer.
_NAMES_PAGE = re.compile(r".{0,40}第\s*[0-9０-９]{1,3}\s*页(?:.{0,3}共\s*[0-9０-９]{1,3}\s*页)?[\s)）]*")
# Furniture stands in so much of the page at its top and bottom.
_MARGIN = 0.12


def furniture(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages without their furniture.

    A lone number is a page number where it is the first or last of all on its page, and so is a line that
    names its page; a text is a header or footer where it returns, digits aside, in the margins of most pages.
    The title below a header of the same words stays.
    """
    repeated = _repeated(layouts)
    cleared = []
    for layout in layouts:
        blocks = list(layout.blocks)
        for last in (-1, 0):
            gone: set[str] = set()
            while blocks and (core := _furniture(blocks[last], layout, repeated - gone)) is not None:
                gone.add(core)
                del blocks[last]
        cleared.append(replace(layout, blocks=tuple(blocks)))
    return cleared


def _furniture(block: object, layout: PageLayout, repeated: set[str]) -> str | None:
    """The text of a piece of furniture, digits aside; None where the block is none."""
    if not isinstance(block, Text) or not _in_margin(block, layout):
        return None
    text = block.line.text
    core = _core(text)
    numbered = _PAGE_NUMBER.fullmatch(text) or _NAMES_PAGE.fullmatch(text)
    return core if numbered or core in repeated else None


def _in_margin(text: Text, layout: PageLayout) -> bool:
    height, box = layout.page.height, text.line.box
    return box.bottom < _MARGIN * height or box.top > (1 - _MARGIN) * height


def _repeated(layouts: Sequence[PageLayout]) -> set[str]:
    seen: Counter[str] = Counter()
    for layout in layouts:
        seen.update(set(_outer(layout)))
    return {text for text, count in seen.items() if len(layouts) > 2 and count > len(layouts) / 2 and text}


def _outer(layout: PageLayout) -> Iterator[str]:
    for block in layout.blocks:
        if isinstance(block, Text) and _in_margin(block, layout):
            yield _core(block.line.text)


def _core(text: str) -> str:
    return re.sub(r"[\d０-９\s]+", "", text)
