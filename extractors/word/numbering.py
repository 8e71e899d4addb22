"""Automatic numbers of paragraphs (一、 （一） 1.), counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from extractors.word.names import W, number, switch, value
from extractors.word.numerals import FORMATS, plain

_LEVELS = 9
_MOST = 32767
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is its pattern (`（%1）`), `restart` the level that starts it anew."""

    start: int
    format: str
    text: str
    legal: bool
    restart: int | None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list in use: lists with the same `pattern` count on together, unless `starts` says otherwise."""

    pattern: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """All lists of a document with the numbers given so far."""

    lists: Mapping[str, NumberedList]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, list_id: str | None, level_text: str | None) -> str:
        """The number of the next paragraph at this level; empty for bullets and unknown lists."""
        found = self.lists.get(list_id or "")
        place = number(level_text, 0, _LEVELS - 1)
        if found is None or place not in found.levels:
            return ""
        counts = self.counts.setdefault(found.pattern, {})
        if list_id not in self.begun:
            self.begun.add(list_id or "")
            counts.update({at: start - 1 for at, start in found.starts.items()})
        level = found.levels[place]
        counts[place] = counts.get(place, level.start - 1) + 1
        for deeper in [at for at in counts if at > place]:
            if _restarts(found.levels.get(deeper), place):
                del counts[deeper]
        return _PLACE.sub(lambda match: _shown(found, counts, int(match[1]) - 1, level), level.text)


def _restarts(level: Level | None, place: int) -> bool:
    return level is None or level.restart is None or place < level.restart


def _shown(found: NumberedList, counts: Mapping[int, int], place: int, at: Level) -> str:
    level = found.levels.get(place)
    if level is None:
        return ""
    return (plain if at.legal else FORMATS.get(level.format, plain))(counts.get(place, level.start))


def read_numbering(root: etree._Element | None, style_lists: Mapping[str, str | None]) -> Numbering:
    """All lists; `style_lists` maps a list style to its own numId."""
    if root is None:
        return Numbering({})
    patterns = {mark.get(W + "abstractNumId", ""): mark for mark in root.iterchildren(W + "abstractNum")}
    used = {mark.get(W + "numId", ""): mark for mark in root.iterchildren(W + "num")}
    lists = {}
    for name, mark in used.items():
        pattern = _pattern(name, used, patterns, style_lists)
        if pattern in patterns:
            lists[name] = _list(pattern, patterns[pattern], mark)
    return Numbering(lists)


def _pattern(
    name: str,
    used: Mapping[str, etree._Element],
    patterns: Mapping[str, etree._Element],
    style_lists: Mapping[str, str | None],
) -> str:
    """The pattern behind a list; one that points to a list style is that style's, unless in a circle."""
    pattern = ""
    visited: set[str] = set()
    following: str | None = name
    while following is not None and following in used and following not in visited:
        visited.add(following)
        pattern = value(used[following], "abstractNumId") or ""
        link = value(patterns.get(pattern), "numStyleLink")
        following = style_lists.get(link) if link else None
    return pattern


def _list(pattern: str, mark: etree._Element, used: etree._Element) -> NumberedList:
    levels = _levels(mark)
    starts = {}
    for override in used.iterchildren(W + "lvlOverride"):
        place = number(override.get(W + "ilvl"), 0, _LEVELS - 1)
        levels.update(_levels(override))
        if (start := value(override, "startOverride")) is not None:
            starts[place] = number(start, 1, _MOST)
    return NumberedList(pattern, levels, starts)


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {
        number(mark.get(W + "ilvl"), 0, _LEVELS - 1): _level(mark) for mark in parent.iterchildren(W + "lvl")
    }


def _level(mark: etree._Element) -> Level:
    format_ = value(mark, "numFmt") or "decimal"
    if format_ not in FORMATS:
        # Bullets are drawn with symbol fonts, unknown scripts cannot be told: neither is part of the text.
        format_, text = "none", ""
    else:
        text = value(mark, "lvlText") or ""
    restart = value(mark, "lvlRestart")
    return Level(
        number(value(mark, "start"), 0, _MOST),
        format_,
        text,
        bool(switch(mark, "isLgl")),
        None if restart is None else number(restart, 0, _LEVELS),
    )
