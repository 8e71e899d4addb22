"""The controls of a form in a page: what stands in them is printed."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

CONTROLS = frozenset({"input", "select", "textarea"})
_FIELDS = frozenset({"text", "number", "tel", "search"})


def shown_in(control: LexborNode) -> str:
    """What a control of `CONTROLS` shows: what is typed or chosen."""
    attributes = control.attributes
    if control.tag == "textarea":
        return control.text()
    if control.tag == "select":
        chosen = control.css_first("option[selected]") or control.css_first("option")
        return chosen.text() if chosen else ""
    shown = (attributes.get("type") or "text").lower() in _FIELDS
    return (attributes.get("value") or "") if shown else ""
