"""Elements by their local name: OFD files differ in namespace (`…/2016`, without year, none)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def name_of(element: etree._Element) -> str:
    """The local name; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str | None = None) -> Iterator[etree._Element]:
    """The child elements, all or those of a name."""
    for child in element if element is not None else ():
        own = name_of(child)
        if own and name in (None, own):
            yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_at(element: etree._Element | None, *path: str) -> str | None:
    """The text of the element down a path, without blanks around it; None where it is not there or empty."""
    found = child(element, *path)
    return (found.text or "").strip() or None if found is not None else None
