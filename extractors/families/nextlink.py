"""Any list with a link to its next page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from extractors.crawl.links import attribute
from extractors.crawl.page import Page, squeeze
from extractors.crawl.urls import resolve
from extractors.families.listing import Listing, Next

_NEXT = re.compile(r"(下一?[页頁]|后一?页|next(page)?)[›»>→]*|[›>→]", re.IGNORECASE)
# In some pagers this is the last page.
_FAR = re.compile(r"»|>>|››")
_BRACKETS = "[]【】()（）〔〕「」"
# A constant address in a script beside the link, as JEECMS writes it.
_CONSTANT = re.compile(r"""location(?:\.href)?\s*=\s*["']([^"'+]+)["']\s*+;?\s*+$""")


def read(page: Page) -> Listing | None:
    """The list that the page's next link goes on with; scripts count where they name a constant address."""
    if not page.html:
        return None
    named = {node.mem_id for node in page.tree.css("[rel*=next i]") if _is_named(node)}
    forward = {node.mem_id for node in forward_links(page)}
    for node in page.tree.css("a, link[rel], button, input") if named or forward else ():
        if node.mem_id in named or node.mem_id in forward:
            url = _target(node, page.base)
            if url is not None and url != page.url:
                return Listing(next=Next(url))
    return None


def read_far(page: Page) -> Listing | None:
    """The list whose only sign of a next page is a double arrow."""
    far = (
        (_target(node, page.base) for label, node in page.buttons if _FAR.fullmatch(label))
        if page.html
        else ()
    )
    url = next((url for url in far if url and url != page.url), None)
    return Listing(next=Next(url)) if url else None


def _is_named(node: LexborNode) -> bool:
    return "next" in attribute(node, "rel").split()


def forward_links(page: Page) -> list[LexborNode]:
    """The links and buttons that say that they lead to the next page, in order."""
    return [node for label, node in page.buttons if _NEXT.fullmatch(label.strip(_BRACKETS))]


def says_next(text: str, title: str = "") -> bool:
    """Whether a label, or the title where there is no label, means the next page."""
    return _NEXT.fullmatch((squeeze(text) or squeeze(title)).strip(_BRACKETS)) is not None


def _target(node: LexborNode, base: str) -> str | None:
    href = attribute(node, "href")
    scripted = _CONSTANT.search(attribute(node, "onclick")) or (
        _CONSTANT.search(href) if href.lower().startswith("javascript:") else None
    )
    return resolve(base, scripted[1] if scripted else href)
