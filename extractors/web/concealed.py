"""Tables in parts of a page that it does not show at first: tabs, copies for other screens, drafts."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from extractors.web.looks import HIDDEN, Looks, looks_of_style
from extractors.web.markup import MARK, marks

_CONCEALED = "n"


def concealed(tables: Iterable[LexborNode]) -> Looks:
    """The tables around which something is hidden, by the letter that `is_concealed` looks for."""
    known: dict[int, bool] = {}
    return {_CONCEALED: [table for table in tables if _is_hidden(table, known)]}


def is_concealed(table: str) -> bool:
    """Whether the mark-up of a table, written out, bears the letter of `concealed`."""
    return _CONCEALED in marks(table[1:].partition(">")[0])


def _is_hidden(node: LexborNode, known: dict[int, bool]) -> bool:
    """Whether the node or one around it is hidden; what is found of nodes is added to `known`."""
    passed = []
    hidden = False
    around: LexborNode | None = node
    while around is not None and not hidden:
        hidden = known.get(around.mem_id, False) or _hides(around)
        passed.append(around.mem_id)
        around = None if hidden or known.get(around.mem_id) is False else around.parent
    known.update(dict.fromkeys(passed, hidden))
    return hidden


def _hides(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or HIDDEN in (attributes.get(MARK) or ""):
        return True
    style = attributes.get("style")
    return bool(style) and HIDDEN in looks_of_style(style or "")
