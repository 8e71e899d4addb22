"""Grids to flattened text, in the ways met in samples/layouts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.grid import Part, Slot

_WIDTH = {"statistics": 3, "disclosure": 4, "applications": 10, "disputes": 15}
Writer = Callable[[list[Slot], int, Random], list[str]]


def write(parts: list[Part], rng: Random, row: Writer, blank_lines: bool = False) -> str:
    """Every part in order, each row of a table by `row`, which gets its cells and its number of pads."""
    lines: list[str] = []
    for part in (part for part in parts if not part.hidden):
        lines += part.lines
        for cells in part.rows:
            width = _WIDTH.get(part.section or "", 4)
            lines += row(cells, max(0, width - len(cells)), rng)
    between = "\n\n" if blank_lines else "\n"
    return between.join(lines) + "\n"


def _one(text: str) -> str:
    return text.replace("\n", " ")


def one_a_line(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """One cell a line; a blank cell leaves nothing but an empty line. A wrapped cell wraps."""
    return [cell.text for cell in cells]


def padded(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """One cell a line, indented by some spaces, with one to three empty lines behind."""
    return [" " * rng.randrange(3) + cell.text + "\n" * rng.randrange(3) for cell in cells]


def trailing_pipe(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """One cell a line with the pipe behind; the swallowed positions as pipes on a line."""
    lines = [f"{_one(cell.text)} |" if cell.text else "|" for cell in cells]
    return lines + (["|" * pads] if pads else [])


def trailing_pipe_bare(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """One cell a line with the pipe behind, no pads."""
    return [f"{_one(cell.text)} |" if cell.text else "|" for cell in cells]


def own_line_pipe(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A pipe on its own line behind every cell."""
    return [line for cell in cells for line in ([cell.text, "|"] if cell.text else ["|"])]


def pipe_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line, pads run together at its end."""
    return [" | ".join(_one(cell.text) for cell in cells) + " |" + (" " + "|" * pads if pads else "")]


def pipe_row_bare(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line without pads."""
    return [" | ".join(_one(cell.text) for cell in cells) + " |"]


def leading_pipe_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line with pipes at both ends."""
    return ["| " + pipe_row(cells, pads, rng)[0]]


def leading_pipe_row_bare(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line with pipes at both ends, no pads."""
    return ["| " + pipe_row_bare(cells, pads, rng)[0]]


def markdown_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line, pads as blank cells where the span's swallowed positions were."""
    texts = [text for cell in cells for text in [_one(cell.text), *[""] * (cell.cs - 1)]]
    return ["| " + " | ".join(texts) + " |"]


def by_spaces(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line, its cells one space apart; blanks vanish."""
    return [" ".join(_one(cell.text) for cell in cells if cell.text)]


def by_wide_spaces(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line, full-width spaces between its cells; blanks vanish."""
    return ["　".join(_one(cell.text) for cell in cells if cell.text)]


def wide_pipe_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line with full-width pipes between and around its cells."""
    return ["｜" + "｜".join(_one(cell.text) for cell in cells) + "｜"]


def comma_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line as comma-separated values, pads as empty ones."""
    texts = [_one(cell.text) for cell in cells] + [""] * pads
    return [",".join(f'"{text}"' if "," in text else text for text in texts)]


def by_tabs(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line, its cells a tab apart; blanks leave two tabs."""
    return ["\t".join(_one(cell.text) for cell in cells)]


def boxed_row(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """A row a line between rules of dashes, as programs print tables."""
    return ["+------+------+------+", f"| {' | '.join(_one(cell.text) for cell in cells)} |"]


def with_colons(cells: list[Slot], pads: int, rng: Random) -> list[str]:
    """The form of 2014 as lines of a list: label, colon, figure and unit."""
    texts = [_one(cell.text) for cell in cells]
    if not cells or cells[-1].role == "header":
        return ["".join(texts)]
    unit = texts[1] if len(texts) > 1 and cells[-1].role == "value" and texts[-1] not in ("", "/") else ""
    figures = " ".join(text for text in (texts[2:] if len(texts) > 2 else texts[-1:]) if text)
    return [f"{texts[0]}：{figures}{unit}"]


def column_by_column(parts: list[Part], rng: Random) -> str:
    """Section 三 copied from a page column by column: all its labels, then the figures of each column."""
    lines: list[str] = []
    for part in parts:
        lines += part.lines
        heads = [
            _one(cell.text) for row in part.rows for cell in row if not cell.item and cell.role != "value"
        ]
        values = [[cell.text for cell in row if cell.item] for row in part.rows]
        if part.section == "applications":
            lines += [*heads, *(row[n] for n in range(7) for row in values if n < len(row))]
        else:
            lines += [_one(cell.text) for row in part.rows for cell in row]
    return "\n".join(lines) + "\n"
