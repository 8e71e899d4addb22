"""The lines that a browser shows of a page's mark-up, which `markup` has written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from extractors.blocks import PROSE_CHARACTERS, struck
from extractors.web.controls import shown_in
from extractors.web.markup import MENU, TABLE, name_of, plain
from extractors.web.menus import Line, Menu
from extractors.web.tags import (
    APART,
    BOX,
    CELLS,
    CLOSE,
    CONTROL,
    GRID,
    KNOWN,
    LINE,
    LINK,
    OPEN,
    PASS,
    SKIP,
    SPACE,
    STRIKE,
    TELLING,
    UNLINK,
    VOID,
    act_of,
)

_TAG = re.compile(r"<[^>]*>")
# What a tag does, the tag, and the text behind it.
_Following = Iterator[tuple[int, str, str]]
# Takes a table's mark-up. It is kept nowhere: what it holds would in turn hold the lines, and only Python's
# collector of cycles would end them.
Grid = Callable[[str], None]
# What tags do that nothing else changes.
_LIGHT = frozenset({PASS, LINK, UNLINK})


class _Acts(dict[str, int]):
    """What each tag of a page does, told once for all tags that are written alike.

    How an element ends is kept in mind (`open`) only for those names of which some element ends otherwise
    than most do.
    """

    def __init__(self, in_cell: bool) -> None:
        super().__init__()
        self.in_cell = in_cell
        self.open: dict[str, list[int]] = {}

    def __missing__(self, tag: str) -> int:
        name, blank, _ = tag.partition(" ")
        if blank and not TELLING.search(tag):
            # Most attributes tell nothing: a page's links differ only in what they lead to.
            act = self[tag] = self[name]
            return act
        act = act_of(tag, self.in_cell)
        if act in (APART, BOX):
            self._follow(name)
        if act in _LIGHT and name.removeprefix("/") in self.open:
            act = CLOSE if name.startswith("/") else OPEN
        self[tag] = act
        return act

    def _follow(self, name: str) -> None:
        """Keep in mind how elements of a name end; those open already end as most do."""
        if name not in self.open:
            self.open[name] = []
            for tag in [tag for tag, act in self.items() if act in _LIGHT and name_of(tag) == name]:
                self[tag] = OPEN
            self.pop(f"/{name}", None)


class Lines:
    """Puts the texts of mark-up together to lines.

    `tables` and `menus` are those of a page, which have their places in its mark-up. A cell's mark-up
    (without `tables`) has controls instead, and hidden blocks are left out of it.
    """

    def __init__(self, tables: Sequence[str] | None = None, menus: Sequence[Menu] = ()) -> None:
        self._tables, self._menus = tables or (), menus
        self._acts = _Acts(in_cell=tables is None)
        self._runs: list[str] = []
        self._lines: list[Line] = []
        # How many links are open, and whether something in the line is no link.
        self._links = 0
        self._unlinked = False

    def read(self, text: str, grid: Grid | None = None) -> None:
        """Read mark-up; its last line goes on in what is read next. `grid` is given each table."""
        acts, runs = self._acts, self._runs
        # The signs stand around tags alone: in turns what is between them is text and tag.
        parts = text.replace(">", "<").split("<")
        tags = parts[1::2]
        if parts[0]:
            self._add(parts[0])
        following = zip(map(acts.__getitem__, tags), tags, parts[2::2], strict=True)
        for act, tag, behind in following:
            if act == LINE:
                if runs:
                    self.end_line()
            elif act == LINK:
                self._links += 1
            elif act == UNLINK:
                self._links -= 1
            elif act != PASS:
                behind = self._do(act, tag, behind, following, grid)
            # A blank before a line's first character is none.
            if not behind or (not runs and behind.isspace()):
                continue
            if "\n" in behind or "&" in behind:
                self._add(behind)
            else:
                self._run(behind)

    def read_apart(self, text: str) -> None:
        """Read mark-up that is part of no link around it."""
        links, self._links = self._links, 0
        self.read(text)
        self._links = links

    def end_line(self) -> None:
        """End the line; a blank one is none."""
        runs = self._runs
        text = " ".join((runs[0] if len(runs) == 1 else "".join(runs)).split())
        runs.clear()
        if text:
            self._lines.append((text, not self._unlinked))
        self._unlinked = False

    def taken(self) -> list[Line]:
        """The lines ended since they were last taken, each with whether all of it is a link."""
        lines, self._lines = self._lines, []
        return lines

    def _add(self, text: str) -> None:
        """Keeps printed line breaks inside <pre> and text pasted with them."""
        if "&" in text:
            text = plain(text)
        if "\n" in text and (len(text) > PROSE_CHARACTERS or "|" in text):
            first, *more = text.split("\n")
            self._run(first)
            for line in more:
                self.end_line()
                self._run(line)
        else:
            self._run(text)

    def _run(self, text: str) -> None:
        self._runs.append(text)
        if not (self._links or self._unlinked or text.isspace()):
            self._unlinked = text != ""

    def _do(self, act: int, tag: str, behind: str, following: _Following, grid: Grid | None) -> str:
        """Do what a tag asks for; the text that goes on behind it, or behind its element."""
        name = name_of(tag).removeprefix("/")
        if act in (SKIP, STRIKE, CONTROL):
            inside, after = _element(name, behind, following)
            if act == STRIKE:
                self._run(f" {struck(self._text(inside))} ")
            elif act == CONTROL:
                self._run(f" {shown_in(tag, inside)} ")
            elif name in CELLS and any(within.startswith(TABLE) for within, _ in inside):
                # A cell that lays out the page, in view after a click.
                self.end_line()
                (_, text), *others = inside
                self.read(text + "".join(f"<{within}>{behind}" for within, behind in others), grid)
            return after
        if act == GRID:
            self.end_line()
            if grid is not None:
                grid(self._tables[int(tag.removeprefix(TABLE))])
        elif act == KNOWN:
            self._read_menu(self._menus[int(tag.removeprefix(MENU))])
        elif act == CLOSE:
            opened = self._acts.open[name]
            self._edge(opened.pop() if opened else OPEN)
            self._links -= name == "a"
        else:
            self._edge(act)
            if act != SPACE:
                self._acts.open[name].append(act)
                self._links += name == "a"
        return behind

    def _read_menu(self, menu: Menu) -> None:
        if self._runs:
            self.end_line()
        if self._links:
            # All of it is part of a link around it.
            self.read(menu.source)
        else:
            self._lines += menu.lines

    def _edge(self, act: int) -> None:
        if act == BOX:
            self.end_line()
        elif act in (APART, SPACE):
            self._runs.append(" ")

    def _text(self, inside: Iterable[tuple[str, str]]) -> str:
        """All text in an element, that of its tables included."""
        return plain("".join(_TAG.sub("", self._source(tag)) + text for tag, text in inside))

    def _source(self, tag: str) -> str:
        """The mark-up in whose place a tag stands, if it does."""
        if tag.startswith(TABLE):
            return self._tables[int(tag.removeprefix(TABLE))]
        return self._menus[int(tag.removeprefix(MENU))].source if tag.startswith(MENU) else ""


def _element(name: str, behind: str, following: _Following) -> tuple[list[tuple[str, str]], str]:
    """The tags inside an element just opened, each with the text behind it, and the text behind its end."""
    if name in VOID:
        return [], behind
    inside = [("", behind)]
    depth = 1
    for _, tag, text in following:
        found = name_of(tag)
        depth += (found == name) - (found == f"/{name}")
        if not depth:
            return inside, text
        inside.append((tag, text))
    return inside, ""
