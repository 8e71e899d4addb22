"""Names of WordprocessingML and the small readings that every module of it needs."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFF = frozenset({"0", "false", "off", "none"})


def value(parent: etree._Element | None, name: str) -> str | None:
    """`w:val` of the child `name`; None where there is no such child or value."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(W + "val")


def switch(parent: etree._Element, name: str) -> bool | None:
    """An on/off property; None where the mark-up does not say."""
    child = parent.find(W + name)
    return None if child is None else child.get(W + "val", "1") not in _OFF


def number(text: str | None, default: int, most: int) -> int:
    """A whole number from 0 to `most`; nonsense gives `default`."""
    digits = (text or "").strip()
    return min(int(digits), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


def branch(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent to read: the first that holds text, else the first."""
    branches = [child for child in alternate if child.tag in (MC + "Choice", MC + "Fallback")]
    texts = (b for b in branches if next(b.iter(W + "t", M + "t"), None) is not None)
    return next(texts, branches[0] if branches else None)
