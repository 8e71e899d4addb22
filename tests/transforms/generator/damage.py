"""Damage to the printed characters: lines lost or doubled, files cut off, tags gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Damage = Callable[[str, Random], str]
_FIGURE = "0123456789０１２３４５６７８９.,，"


def line_lost(text: str, rng: Random) -> str:
    return _lines(text, lambda lines: lines.pop(rng.randrange(len(lines))))


def line_doubled(text: str, rng: Random) -> str:
    return _lines(text, lambda lines: _double(lines, rng.choice(lines)))


def stray_line(text: str, rng: Random) -> str:
    """A line more; a figure right before a blank cell's pipe would be what that cell prints."""
    stray = rng.choice(("3", "12", "- 2 -", "2021", "|", "||", "第3页 共8页", "0"))

    def insert(lines: list[str]) -> None:
        place = rng.randrange(len(lines))
        while stray.isdigit() and place < len(lines) and lines[place].strip() == "|":
            place += 1
        lines.insert(place, stray)

    return _lines(text, insert)


def _double(lines: list[str], line: str) -> None:
    lines.insert(lines.index(line), line)


def lines_swapped(text: str, rng: Random) -> str:
    """A label and the figure before it change places (two figures, or two labels, could not be told)."""

    def swap(lines: list[str]) -> None:
        # 25.1万元 is a figure.
        words = [bool(re.search("[一-鿿]{2}", line.replace("万元", ""))) for line in lines]
        figures = [not word and line.strip("| ") != "" for word, line in zip(words, lines, strict=True)]
        labels = [n for n in range(1, len(lines)) if words[n] and figures[n - 1]]
        if not labels:
            return
        place = rng.choice(labels) - 1
        lines[place], lines[place + 1] = lines[place + 1], lines[place]

    return _lines(text, swap)


def lines_joined(text: str, rng: Random) -> str:
    def join(lines: list[str]) -> None:
        place = rng.randrange(len(lines) - 1)
        lines[place] += " " + lines.pop(place + 1)

    return _lines(text, join)


def pads_lost(text: str, rng: Random) -> str:
    """One row lacks the pads of its siblings."""

    def lose(lines: list[str]) -> None:
        with_pads = [n for n, line in enumerate(lines) if re.search(r"\|\|+\s*$", line)]
        if with_pads:
            place = rng.choice(with_pads)
            lines[place] = re.sub(r"\s*\|\|+\s*$", " |" if lines[place].strip("| ") else "", lines[place])

    return _lines(text, lose)


def repeated_lines_lost(text: str, rng: Random) -> str:
    """Only the first of equal lines is left."""
    return "\n".join(dict.fromkeys(text.split("\n")))


def blank_lines_lost(text: str, rng: Random) -> str:
    return re.sub(r"\n{2,}", "\n", text)


def cut_off(text: str, rng: Random) -> str:
    """The end is lost, but not within a figure: what is left of one is a figure, and nothing tells."""
    return text[: _not_in_figure(text, rng.randrange(len(text) // 5, len(text)))]


def _not_in_figure(text: str, place: int) -> int:
    """The place, or the end of the figure that it is in."""
    while 0 < place < len(text) and text[place - 1] in _FIGURE and text[place] in _FIGURE + "万元":
        place += 1
    return place


def head_lost(text: str, rng: Random) -> str:
    return text[rng.randrange(len(text) // 2) :]


def middle_lost(text: str, rng: Random) -> str:
    """Up to 400 characters are lost, but not within a figure or less than one, and no 万 before its 元."""
    start = _not_in_figure(text, rng.randrange(len(text)))
    end = start + rng.randrange(400)
    while set(text[start:end]) <= set(_FIGURE + "万元-－") or text[end : end + 1] == "元":
        end += 1
        if end > len(text):
            break
    return text[:start] + text[end:]


def middle_of_page_lost(text: str, rng: Random) -> str:
    """The same in mark-up, where a figure may stand in several pieces: more than a piece of one cell."""
    start = _not_in_figure(text, rng.randrange(len(text)))
    end = start + rng.randrange(400)
    if "<td" not in text[start:end]:
        end = text.find("<td", end) % len(text) + 1
    if text[end : end + 1] == "元":
        end += 1
    return text[:start] + text[end:]


def tag_lost(text: str, rng: Random) -> str:
    tags = list(re.finditer(r"</?(?:td|tr|p|pre)\b[^>]*>", text))
    if not tags:
        return text
    tag = rng.choice(tags)
    return text[: tag.start()] + text[tag.end() :]


def span_changed(text: str, rng: Random) -> str:
    """One colspan or rowspan becomes nonsense."""
    spans = list(re.finditer(r'(?<=span=")\d+', text))
    if not spans:
        return text
    span = rng.choice(spans)
    return text[: span.start()] + rng.choice(("0", "1", "100%", "99", "-1", "")) + text[span.end() :]


def _lines(text: str, change: Callable[[list[str]], object]) -> str:
    lines = text.split("\n")
    if len(lines) > 3:
        change(lines)
    return "\n".join(lines)


FLAT: dict[str, Damage] = {
    "line_lost": line_lost,
    "line_doubled": line_doubled,
    "stray_line": stray_line,
    "lines_swapped": lines_swapped,
    "lines_joined": lines_joined,
    "pads_lost": pads_lost,
    "repeated_lines_lost": repeated_lines_lost,
    "blank_lines_lost": blank_lines_lost,
    "cut_off": cut_off,
    "head_lost": head_lost,
    "middle_lost": middle_lost,
}
MARKUP: dict[str, Damage] = {
    "tag_lost": tag_lost,
    "span_changed": span_changed,
    "cut_off": cut_off,
    "middle_lost": middle_of_page_lost,
}
