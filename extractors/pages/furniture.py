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
# Furniture stands in so much of the page at its top and bottom.
_MARGIN = 0.12


def furniture(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages without their furniture.

    A lone number is a page number where it is the first or last of all on its page; a text is a header or
    footer where it returns, digits aside, in the margins of most pages.
    """
    repeated = _repeated(layouts)
    cleared = []
    for layout in layouts:
        blocks = list(layout.blocks)
        for last in (-1, 0):
            while blocks and _is_furniture(blocks[last], layout, repeated):
                del blocks[last]
        cleared.append(replace(layout, blocks=tuple(blocks)))
    return cleared


def _is_furniture(block: object, layout: PageLayout, repeated: set[str]) -> bool:
    if not isinstance(block, Text) or not _in_margin(block, layout):
        return False
    return _PAGE_NUMBER.fullmatch(block.line.text) is not None or _core(block.line.text) in repeated


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
