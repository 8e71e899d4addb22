"""Styles: how a run is shown, and which list a paragraph's style is in."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractors.word.look import Look, look_of
from extractors.word.names import W, value


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it inherits; `list_level` is (numId, ilvl) as printed in the mark-up."""

    look: Look = field(default_factory=Look)
    list_level: tuple[str | None, str | None] = (None, None)
    contents: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id; `default` is that of paragraphs without one."""

    by_id: dict[str, Style]
    default: Style

    def of(self, style: str | None) -> Style:
        """The style of this id; an unknown or absent one is the default."""
        return self.by_id.get(style or "", self.default)

    def look(self, properties: etree._Element | None, paragraph: Style) -> Look:
        """The look of a run in a paragraph of this style."""
        if properties is None:
            return paragraph.look
        named = self.by_id.get(value(properties, "rStyle") or "")
        return look_of(properties).over(named.look if named else Look()).over(paragraph.look)


def read_styles(root: etree._Element | None) -> Styles:
    """All styles of a document; a style based on itself ends where it began."""
    marks = {} if root is None else {mark.get(W + "styleId", ""): mark for mark in root.iter(W + "style")}
    found = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    defaults = Style(look_of(found))
    by_id = {name: _inherited(name, marks, defaults) for name in marks}
    usual = (
        name
        for name, mark in marks.items()
        if mark.get(W + "type") == "paragraph" and mark.get(W + "default") in ("1", "true", "on")
    )
    return Styles(by_id, by_id.get(next(usual, ""), defaults))


def _inherited(name: str, marks: dict[str, etree._Element], defaults: Style) -> Style:
    chain: list[str] = []
    following: str | None = name
    while following in marks and following not in chain:
        chain.append(following)
        following = value(marks[following], "basedOn")
    look = defaults.look if marks[name].get(W + "type") != "character" else Look()
    in_list: tuple[str | None, str | None] = (None, None)
    for mark in (marks[step] for step in reversed(chain)):
        look = look_of(mark.find(W + "rPr")).over(look)
        in_list = _list_level(mark.find(f"{W}pPr/{W}numPr"), in_list)
    title = value(marks[name], "name") or ""
    return Style(look, in_list, title.lower().startswith("toc "))


def _list_level(
    numbering: etree._Element | None, under: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    if numbering is None:
        return under
    return value(numbering, "numId") or under[0], value(numbering, "ilvl") or under[1]


def list_level(properties: etree._Element | None, style: Style) -> tuple[str | None, str | None]:
    """(numId, ilvl) of a paragraph: its own, else its style's."""
    own = None if properties is None else properties.find(W + "numPr")
    return _list_level(own, style.list_level)
