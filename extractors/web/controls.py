"""The controls of a form in a page: what stands in them is printed."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.web.markup import attribute, plain

CONTROLS = frozenset({"input", "select", "textarea"})
_FIELDS = frozenset({"text", "number", "tel", "search"})


def shown_in(tag: str, inside: Sequence[tuple[str, str]]) -> str:
    """What a control of `CONTROLS` shows: what is typed or chosen.

    `inside` are the tags in it, each with the text behind it.
    """
    if tag.startswith("input"):
        shown = (attribute(tag, "type") or "text").lower() in _FIELDS
        return (attribute(tag, "value") or "") if shown else ""
    if tag.startswith("select"):
        inside = _chosen(inside)
    return plain("".join(text for _, text in inside))


def _chosen(inside: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The option that is chosen, else the first one."""
    tags = [tag.partition(" ")[0] for tag, _ in inside]
    options = [n for n, tag in enumerate(tags) if tag == "option"]
    if not options:
        return ()
    start = next((n for n in options if attribute(inside[n][0], "selected") is not None), options[0])
    return inside[start : tags.index("/option", start)]
