"""A table without tables inside, written out by `markup`: the text and the spans of each of its cells."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractors.blocks import PICTURE, collapse, struck
from extractors.web.grid import PrintedCell
from extractors.web.lines import Lines
from extractors.web.looks import HIDDEN, KEPT, UNSURE, WHITE, looks_of
from extractors.web.markup import attribute, name_of, plain
from extractors.web.tags import LINE, LINK, PASS, UNLINK, act_of

_PART = re.compile(r"<((?:t[rdh]|caption|tbody|thead|tfoot)(?: [^>]*)?)>")
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r"<(img[^>]*)>")
# The dots of old page layout are no pictures.
_DOT = frozenset({"0", "1", "2"})
# The raised text of a cell; where it holds no other, it is the mark of a note, and no figure.
_RAISED = re.compile(
    r"<(su[pb])\b[^>]*>.*?</\1>|<(span|font)\b[^>]*vertical-align:\s*su[^>]*>.*?</\2>",
    re.IGNORECASE | re.DOTALL,
)
# The number of a note behind a label is written as one: 规章<sup>1</sup> as 规章[1].
_NOTE = re.compile(
    r"(?<=[\u4e00-\u9fff）)”])((?:</?(?:span|font|b|strong)\b[^>]*>)*)<sup\b[^>]*>\s*(\d{1,2})\s*</sup>(?=(?:<[^>]*>|\s)*$)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d.,，+\-\s]{1,15}")
# The mark-up of a cell is longer than this only where it is prose or a layout.
_LONG = 1000
# What tags do that does not change the text of a cell, but for the ends of its lines.
_LIGHT = frozenset({PASS, LINE, LINK, UNLINK})
_NOT_AS_WRITTEN = frozenset({UNSURE, WHITE})


class _Look(NamedTuple):
    """What the tag of a cell, or of what is around cells, tells; `letters` are those of its looks."""

    is_cell: bool
    takes_place: bool
    letters: str
    rowspan: str | None
    colspan: str | None
    end: str


# The tables of a site, and of everybody who wrote with the same program, share their tags.
@lru_cache(maxsize=1024)
def _look(tag: str) -> _Look:
    name = name_of(tag)
    letters = looks_of(tag, name)
    return _Look(
        is_cell=name in ("td", "th"),
        # A cell may be there though nobody may see what it holds.
        takes_place=HIDDEN not in letters or KEPT in letters,
        letters=letters,
        rowspan=attribute(tag, "rowspan"),
        colspan=attribute(tag, "colspan"),
        end=f"</{name}>",
    )


class Cells:
    """Reads the tables of one page; cells that are written alike are read once."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._texts: dict[str, str] = {}

    def read(self, table: str) -> tuple[list[str], list[list[PrintedCell]]]:
        """The mark-up of a table's captions that are shown, and its rows."""
        captions: list[str] = []
        rows: list[list[PrintedCell]] = []
        texts = self._texts
        head, *parts = _PART.split(table)
        whole = _look(head[1:].partition(">")[0]).letters
        part = row = around = ""
        for tag, text in zip(parts[::2], parts[1::2], strict=True):
            look = _look(tag)
            if look.is_cell:
                if look.takes_place and rows and HIDDEN not in row:
                    printed = texts.get(text)
                    if printed is None:
                        printed = texts[text] = self._text(text.partition(look.end)[0])
                    if look.letters or around:
                        printed = _seen(printed, look.letters, around)
                    rows[-1].append((printed, look.rowspan, look.colspan))
            elif look.end == "</tr>":
                row, around = look.letters, whole + part + look.letters
                if HIDDEN not in row:
                    rows.append([])
            elif look.end == "</caption>":
                captions.extend(
                    [] if HIDDEN in look.letters else [f"<{tag}>{text.partition(look.end)[0]}<br>"]
                )
            else:
                part = look.letters
        return captions, rows

    def _text(self, text: str) -> str:
        """The text of a cell: runs of one line joined as printed, lines kept apart."""
        if "<" not in text:
            return collapse(plain(text))
        if "<sup" in text:
            text = _NOTE.sub(r"\1[\2]", text)
        if "\n" in text and _is_one_run(text):
            text = text.replace("\n", " ")
        printed = None if "\n" in text or len(text) > _LONG else _of_plain_lines(text)
        if printed is None:
            self._lines.read(text)
            self._lines.end_line()
            printed = "\n".join([line for line, _ in self._lines.taken()])
        if "su" in text and printed and not _TAG.sub("", plain(_RAISED.sub("", text))).strip():
            printed = struck(printed)
        if "<img" in text and (not printed or _FIGURE.fullmatch(printed)) and _shows_picture(text):
            # A picture beside a figure may be a digit of it.
            return f"{printed} {PICTURE}".strip()
        return printed


# The pages of a site share the mark-up of their cells, and forms their labels and small numbers.
@lru_cache(maxsize=4096)
def _of_plain_lines(text: str) -> str | None:
    """The text of a cell of which no tag does more than end a line; null for others."""
    # The signs stand around tags alone: in turns what is between them is text and tag.
    parts = text.replace(">", "<").split("<")
    acts = [act_of(tag, in_cell=True) for tag in parts[1::2]]
    if not _LIGHT.issuperset(acts):
        return None
    ends = [place for place, act in enumerate(acts, 1) if act == LINE]
    lines = ("".join(parts[2 * start : 2 * end : 2]) for start, end in pairwise((0, *ends, len(acts) + 1)))
    return "\n".join(filter(None, (collapse(plain(line)) for line in lines)))


def _seen(printed: str, letters: str, around: str) -> str:
    """A cell's text as it may be seen; `around` is how its row and its table look."""
    if KEPT in letters:
        return ""
    return printed if _NOT_AS_WRITTEN.isdisjoint(letters + around) else struck(printed)


def _is_one_run(text: str) -> bool:
    """Whether nothing parts the text of a cell: its lines are those of the mark-up, not printed ones."""
    return sum(bool(piece.rpartition(">")[2].strip()) for piece in text.split("<")) <= 1


def _shows_picture(text: str) -> bool:
    return any(
        HIDDEN not in looks_of(tag, "img") and not {attribute(tag, "width"), attribute(tag, "height")} & _DOT
        for tag in _IMAGE.findall(text)
    )
