"""Lines of a page's source that are lines of text by themselves: menus, which the pages of a site share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.blocks import collapse
from extractors.web.markup import MENU, name_of, plain
from extractors.web.tags import LINE, LINK, PASS, UNLINK, VOID, act_of

# Longer ones are seldom those of a menu: each page has its own.
_LONGEST = 200
_ACTS = frozenset({LINE, LINK, UNLINK, PASS})
# A line of text, and whether all of it is a link.
Line = tuple[str, bool]


class Menu(NamedTuple):
    """A run of such lines of the source, and the lines that a browser shows of it."""

    source: str
    lines: list[Line]


class _Shown(NamedTuple):
    """What a browser shows of one line of the source; the last line may not be `ended` yet."""

    lines: tuple[Line, ...]
    ended: bool


def without_menus(text: str) -> tuple[str, list[Menu]]:
    """The mark-up with a tag `menu #N` in place of each run of such lines, and these runs."""
    kept: list[str] = []
    menus: list[Menu] = []
    sources = text.split("\n")
    found = [_shown(source) if len(source) < _LONGEST else None for source in sources]
    others = [place for place, shown in enumerate(found) if shown is None]
    start = 0
    for place in (*others, len(sources)):
        run = _ended(found[start:place])
        if run:
            whole = "\n".join(sources[start : start + len(run)])
            source = whole.strip()
            kept.append(whole.replace(source, f"<{MENU}{len(menus)}>"))
            menus.append(Menu(source, [line for shown in run for line in shown.lines]))
        kept += sources[start + len(run) : place + 1]
        start = place + 1
    return "\n".join(kept), menus


def _ended(found: Sequence[_Shown | None]) -> list[_Shown]:
    """A run of such lines up to the last of them behind which none goes on."""
    run = [shown for shown in found if shown is not None]
    while run and not run[-1].ended:
        run.pop()
    return run


# A menu's entries are the same on all pages of a site.
@lru_cache(maxsize=4096)
def _shown(source: str) -> _Shown | None:
    """What is shown of a line of the source whose first tag ends a line, and the others end lines, link or do
    nothing; null of any other."""
    text = source.strip()
    if not (text.startswith("<") and text.endswith(">")):
        return None if text else _Shown((), ended=False)
    # The signs stand around tags alone: in turns what is between them is text and tag.
    parts = text.replace(">", "<").split("<")
    tags, texts = parts[1::2], parts[2::2]
    acts = [act_of(tag, in_cell=False) for tag in tags]
    inside = (name_of(tag) for tag, act in zip(tags, acts, strict=True) if act != LINE)
    if acts[0] == LINE and _ACTS.issuperset(acts) and _is_balanced(inside):
        return _Shown(tuple(_lines(acts, texts)), acts[-1] == LINE)
    return None


def _is_balanced(names: Iterable[str]) -> bool:
    """Whether every element that is opened is closed, and none else."""
    opened: list[str] = []
    for name in names:
        if name.startswith("/"):
            if not opened or opened.pop() != name[1:]:
                return False
        elif name not in VOID:
            opened.append(name)
    return not opened


def _lines(acts: Sequence[int], texts: Sequence[str]) -> Iterator[Line]:
    links, unlinked = 0, False
    runs: list[str] = []
    for act, text in zip([*acts, LINE], [*texts, ""], strict=True):
        if act == LINE:
            if line := collapse(plain("".join(runs))):
                yield line, not unlinked
            unlinked = False
            runs.clear()
        links += (act == LINK) - (act == UNLINK)
        unlinked = unlinked or not (links or not text or text.isspace())
        runs.append(text)
