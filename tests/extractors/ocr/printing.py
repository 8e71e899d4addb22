"""Reports printed as page images, as a scanner would see them, with every cell known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from generator.grid import Grid, Part, Slot
from PIL import Image, ImageDraw, ImageFont

_NOTO = "/usr/share/fonts/opentype/noto"
_WQY = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
_DEJAVU = "/usr/share/fonts/truetype/dejavu"
# (file, index of the simplified face) of the characters, and of the figures if they have a face of their own.
FACES = {
    "serif": ((f"{_NOTO}/NotoSerifCJK-Regular.ttc", 2), None),
    "sans": ((f"{_NOTO}/NotoSansCJK-Regular.ttc", 2), None),
    "wqy": ((_WQY, 0), None),
    "bold": ((f"{_NOTO}/NotoSerifCJK-Bold.ttc", 2), None),
    "serif+dejavu serif": ((f"{_NOTO}/NotoSerifCJK-Regular.ttc", 2), f"{_DEJAVU}/DejaVuSerif.ttf"),
    "serif+condensed": ((f"{_NOTO}/NotoSerifCJK-Regular.ttc", 2), f"{_DEJAVU}/DejaVuSerifCondensed.ttf"),
    "sans+dejavu": ((f"{_NOTO}/NotoSansCJK-Regular.ttc", 2), f"{_DEJAVU}/DejaVuSansCondensed.ttf"),
    "sans+mono": ((f"{_NOTO}/NotoSansCJK-Regular.ttc", 2), f"{_DEJAVU}/DejaVuSansMono.ttf"),
}
# Relative widths of the columns of each table.
_COLUMNS = {
    "disclosure": (4, 3, 3, 3),
    "applications": (1.1, 1.7, 4.2, 1, 1, 1, 1.1, 1.1, 1, 1),
    "disputes": (1,) * 15,
    "statistics": (8, 1.2, 1.4),
}


@dataclass(frozen=True, slots=True)
class Press:
    """How a report is printed: dots an inch, face, size and line width in points, shade of lines.

    Tables whose line width is 0 have no borders.
    """

    dpi: int = 200
    face: str = "serif"
    size: float = 9.5
    line: float = 0.75
    shade: int = 0
    figure_size: float = 1.0

    @property
    def dot(self) -> float:
        return self.dpi / 72


def any_press(rng: Random) -> Press:
    return Press(
        dpi=rng.choice((110, 130, 150, 150, 200, 200, 200, 250, 300)),
        face=rng.choice(list(FACES)),
        size=rng.choice((8.5, 9.5, 10.5, 10.5, 12)),
        line=rng.choice((0.5, 0.5, 0.75, 1.0, 1.5)),
        shade=rng.choice((0, 0, 0, 60, 110)),
        figure_size=rng.choice((1.0, 1.0, 1.15)),
    )


@lru_cache(maxsize=64)
def _font(path: str, index: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=index)


def print_pages(parts: list[Part], press: Press) -> list[Image.Image]:
    """A4 pages, black on white."""
    printer = _Printer(press)
    for part in parts:
        if part.section:
            printer.table(part.section, part.rows)
        else:
            for line in part.lines:
                printer.line(line)
    return printer.pages


class _Printer:
    def __init__(self, press: Press) -> None:
        self.press = press
        self.width, self.height = round(595 * press.dot), round(842 * press.dot)
        self.margin = round(50 * press.dot)
        self.pages: list[Image.Image] = []
        self._new_page()

    def _new_page(self) -> None:
        self.pages.append(Image.new("RGB", (self.width, self.height), "white"))
        self.draw = ImageDraw.Draw(self.pages[-1])
        self.y = self.margin

    def _fonts(self, figure: bool) -> ImageFont.FreeTypeFont:
        (path, index), figures = FACES[self.press.face]
        size = self.press.size * self.press.dot * (self.press.figure_size if figure else 1)
        if figure and figures:
            return _font(figures, 0, size)
        return _font(path, index, size)

    def line(self, text: str) -> None:
        font = self._fonts(False)
        step = round(self.press.size * 1.7 * self.press.dot)
        for piece in self._wrapped(text, font, self.width - 2 * self.margin):
            if self.y + step > self.height - self.margin:
                self._new_page()
            self.draw.text((self.margin, self.y), piece, font=font, fill=0)
            self.y += step

    def _wrapped(self, text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
        lines = [""]
        for character in text:
            if character == "\n":
                lines.append("")
            elif lines[-1] and font.getlength(lines[-1] + character) > width:
                lines.append(character)
            else:
                lines[-1] += character
        return lines

    def table(self, section: str, rows: Grid) -> None:
        shares = _COLUMNS[section]
        whole = self.width - 2 * self.margin
        edges = [self.margin + round(whole * sum(shares[:n]) / sum(shares)) for n in range(len(shares) + 1)]
        placed = _placed(rows, len(shares))
        heights = self._heights(rows, placed, edges)
        top, cuts = self.y, [0]
        tops = []
        for number, height in enumerate(heights):
            if top + height > self.height - self.margin:
                cuts.append(number)
                top = self.margin
            tops.append((len(cuts) - 1, top))
            top += height
        first = len(self.pages) - 1
        for _ in cuts[1:]:
            self._new_page()
        for slot, row, column in placed:
            self._cell(slot, row, edges[column], edges[column + slot.cs], tops, heights, first)
        self.y = top + round(10 * self.press.dot)

    def _heights(self, rows: Grid, placed: list[tuple[Slot, int, int]], edges: list[int]) -> list[int]:
        step = round(self.press.size * 1.35 * self.press.dot)
        heights = [step + round(6 * self.press.dot)] * len(rows)
        for slot, row, column in placed:
            lines = self._text_of(slot, edges[column + slot.cs] - edges[column])
            need = len(lines) * step + round(6 * self.press.dot)
            lack = need - sum(heights[row : row + slot.rs])
            if lack > 0:
                heights[row + slot.rs - 1] += lack
        return heights

    def _text_of(self, slot: Slot, width: int) -> list[str]:
        font = self._fonts(slot.role == "value" and slot.text.isascii())
        return self._wrapped(slot.text, font, width - 6 * self.press.dot) if slot.text else []

    def _cell(
        self,
        slot: Slot,
        row: int,
        x0: int,
        x1: int,
        tops: list[tuple[int, int]],
        heights: list[int],
        first: int,
    ) -> None:
        rows = range(row, row + slot.rs)
        text_done = False
        for page in dict.fromkeys(tops[n][0] for n in rows):
            here = [n for n in rows if tops[n][0] == page]
            top = tops[here[0]][1]
            bottom = tops[here[-1]][1] + heights[here[-1]]
            draw = ImageDraw.Draw(self.pages[first + page])
            shade = self.press.shade
            if self.press.line:
                draw.rectangle(
                    (x0, top, x1, bottom),
                    outline=(shade, shade, shade),
                    width=max(1, round(self.press.line * self.press.dot)),
                )
            if not text_done:
                self._write(draw, slot, x0, x1, top, bottom)
                text_done = True

    def _write(self, draw: ImageDraw.ImageDraw, slot: Slot, x0: int, x1: int, top: int, bottom: int) -> None:
        figure = slot.role == "value" and slot.text.isascii()
        font = self._fonts(figure)
        lines = self._text_of(slot, x1 - x0)
        step = round(self.press.size * 1.35 * self.press.dot)
        y = (top + bottom - len(lines) * step) / 2
        for text in lines:
            x = (x0 + x1) / 2
            draw.text((x, y + step / 2), text, font=font, fill=0, anchor="mm")
            y += step


def _placed(rows: Grid, width: int) -> list[tuple[Slot, int, int]]:
    """Each slot with its row and column on the grid."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for number, row in enumerate(rows):
        column = 0
        for slot in row:
            while (number, column) in taken:
                column += 1
            placed.append((slot, number, column))
            taken |= {
                (r, c) for r in range(number, number + slot.rs) for c in range(column, column + slot.cs)
            }
            column += slot.cs
    return placed
