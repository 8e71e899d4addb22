"""What a tag of a page that is written out does to the text around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from extractors.web.controls import CONTROLS
from extractors.web.looks import BOXED, HIDDEN, RAISED, UNSURE, WHITE, looks_of
from extractors.web.markup import MENU, TABLE, attribute, name_of

# What browsers show of these is not their text.
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "textarea", "svg", "head", "iframe", "object", "audio",
    "video", "canvas", "datalist", "noframes", "noembed", "title", "progress", "meter", "applet",
})  # fmt: skip
# An element of these starts and ends a line; every other element is part of its line.
# fmt: off
_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "mn", "nav", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "xmp",
})
# fmt: on
# Cells of tables.
CELLS = frozenset({"td", "th"})
# They hold nothing and are never closed (HTML Living Standard, 13.1.2 and 13.3).
VOID = frozenset(
    {
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)  # fmt: skip
# A raised footnote mark stands apart from the number beside it.
_RAISED = frozenset({"sup", "sub", "small"})


# What a tag does. PASS: nothing; LINE: ends a line; SPACE: stands for a blank; OPEN: nothing, but how its
# element ends is kept in mind; APART and BOX: a blank or a line's end, at its element's end as well; CLOSE:
# ends the element last opened; SKIP: its element is not read; STRIKE: its text is struck out; CONTROL: what
# it shows is text; GRID: a table stands here; LINK and UNLINK: a link begins and ends; KNOWN: lines of a menu
# stand here.
PASS: Final = 0
LINE: Final = 1
SPACE: Final = 2
OPEN: Final = 3
APART: Final = 4
BOX: Final = 5
CLOSE: Final = 6
SKIP: Final = 7
STRIKE: Final = 8
CONTROL: Final = 9
GRID: Final = 10
LINK: Final = 11
UNLINK: Final = 12
KNOWN: Final = 13

# Attributes without which a tag does what any tag of its name does.
TELLING = re.compile(r' (?:style|hidden|open|face|dir|/|href="#|class="[^"]*FootnoteReference|#\d)')


# The pages of a site share their tags.
@lru_cache(maxsize=8192)
def act_of(tag: str, in_cell: bool) -> int:
    """What a tag does in a table's cell or outside of tables."""
    name = name_of(tag)
    if name.startswith("/"):
        return LINE if name[1:] in _BLOCK else UNLINK if name == "/a" else PASS
    if tag.startswith((TABLE, MENU)):
        return GRID if name == "table" else KNOWN
    looks = looks_of(tag, name)
    unseen = _unseen(name, looks, in_cell)
    if unseen is not None:
        return unseen
    if in_cell and name in CONTROLS:
        return CONTROL
    if name in _SKIPPED:
        return SKIP
    return LINE if name in _BLOCK else _inline(tag, name, looks, in_cell)


def _unseen(name: str, looks: str, in_cell: bool) -> int | None:
    """What an element does that is not seen as it is written.

    Outside of tables hidden blocks are read, but for cells of a table that is broken off.
    """
    if not looks or (name in _BLOCK and not in_cell and name not in CELLS):
        return None
    if HIDDEN in looks:
        return PASS if name in VOID else SKIP
    if UNSURE in looks or (in_cell and WHITE in looks):
        return SPACE if name in VOID else STRIKE
    return None


def _inline(tag: str, name: str, looks: str, in_cell: bool) -> int:
    """What an element does that is part of its line, unless it stands apart, as a mark of a note does."""
    if in_cell and BOXED in looks:
        return LINE if name in VOID else BOX
    apart = (
        name in _RAISED
        or RAISED in looks
        or ("FootnoteReference" in tag and "FootnoteReference" in (attribute(tag, "class") or ""))
        or (in_cell and ' href="#' in tag)
    )
    if apart:
        return SPACE if name in VOID else APART
    return LINK if name == "a" else PASS
