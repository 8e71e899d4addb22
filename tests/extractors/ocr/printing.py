"""Reports printed as page images, as a scanner would see them, with every cell known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from generator.grid import Grid, Part, Slot
from PIL import Image, ImageDraw, ImageFont

_NOTO = "/usr/share/fonts/opentype/noto"
_WQY = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
_DEJAVU = "/usr/share/fonts/truetype/dejavu"
_ARPHIC = "/usr/share/fonts/truetype/arphic"
_LIBERATION = "/usr/share/fonts/truetype/liberation"
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
    "ming": ((f"{_ARPHIC}/uming.ttc", 0), None),
    "kai": ((f"{_ARPHIC}/ukai.ttc", 0), None),
    "fangsong": ((f"{_ARPHIC}-gbsn00lp/gbsn00lp.ttf", 0), None),
    "ming+times": ((f"{_ARPHIC}/uming.ttc", 0), f"{_LIBERATION}/LiberationSerif-Regular.ttf"),
    "serif+times": ((f"{_NOTO}/NotoSerifCJK-Regular.ttc", 2), f"{_LIBERATION}/LiberationSerif-Regular.ttf"),
    "kai+times bold": ((f"{_ARPHIC}/ukai.ttc", 0), f"{_LIBERATION}/LiberationSerif-Bold.ttf"),
    "sans+arial": ((f"{_NOTO}/NotoSansCJK-Regular.ttc", 2), f"{_LIBERATION}/LiberationSans-Regular.ttf"),
    "wqy+narrow": ((_WQY, 0), f"{_LIBERATION}/LiberationSansNarrow-Regular.ttf"),
    "microhei": (("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0), None),
}
# How a table is ruled, as kinds of lines for its outer frame and for the lines within.
FRAMES = {
    "plain": ("full", "full"),
    "thick": ("thick", "full"),
    "double": ("double", "full"),
    "dashed": ("full", "dashed"),
    "dotted": ("full", "dotted"),
    "broken": ("broken", "broken"),
    "double within": ("double", "double"),
    "open sides": ("open", "full"),
}
# Left, top, right, bottom in pixels.
Edges = tuple[int, int, int, int]
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

    Tables whose line width is 0 have no borders. `frame` is one of FRAMES; `fill` the gray of header cells,
    `zebra` that of every other row; `align` where figures stand in their cells, -1 to 1 from left to right;
    `room` above and below a cell's text in points; `ground` a colour of header cells with white text.
    """

    dpi: int = 200
    face: str = "serif"
    size: float = 9.5
    line: float = 0.75
    shade: int = 0
    figure_size: float = 1.0
    landscape: bool = False
    frame: str = "plain"
    fill: int = 255
    zebra: int = 255
    align: int = 0
    room: float = 3.0
    page_numbers: bool = False
    ground: tuple[int, int, int] | None = None

    @property
    def dot(self) -> float:
        return self.dpi / 72


def any_press(rng: Random) -> Press:
    """Any way of printing that is met on scans."""
    return Press(
        dpi=rng.choice((150, 150, 200, 200, 200, 240, 300)),
        face=rng.choice(list(FACES)),
        size=rng.choice((9, 10.5, 10.5, 12)),
        line=rng.choice((0.5, 0.5, 0.75, 1.0, 1.5)),
        shade=rng.choice((0, 0, 0, 60, 110)),
        figure_size=rng.choice((1.0, 1.0, 1.15)),
        landscape=rng.random() < 0.2,
        frame=rng.choice(("plain", *FRAMES)),
        fill=rng.choice((255, 255, 217, 230)),
        zebra=rng.choice((255, 255, 255, 242)),
        align=rng.choice((0, 0, 0, -1, 1)),
        room=rng.choice((1.5, 3.0, 3.0, 8.0)),
        page_numbers=rng.random() < 0.5,
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
        sides = round(595 * press.dot), round(842 * press.dot)
        self.width, self.height = reversed(sides) if press.landscape else sides
        self.margin = round(50 * press.dot)
        self.pages: list[Image.Image] = []
        self._new_page()

    def _new_page(self) -> None:
        self.pages.append(Image.new("RGB", (self.width, self.height), "white"))
        self.draw = ImageDraw.Draw(self.pages[-1])
        self.y = self.margin
        if self.press.page_numbers:
            place = (self.width / 2, self.height - self.margin / 2)
            self.draw.text(place, f"- {len(self.pages)} -", font=self._fonts(False), fill=0, anchor="mm")

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
        first = len(self.pages) - 1
        tops = []
        for number, height in enumerate(heights):
            if top + height > self.height - self.margin:
                cuts.append(number)
                top = self.margin
            tops.append((first + len(cuts) - 1, top))
            top += height
        for _ in cuts[1:]:
            self._new_page()
        pieces = [
            (slot, row, list(_boxes(slot, (row, column), edges, tops, heights)))
            for slot, row, column in placed
        ]
        for slot, row, boxes in pieces:
            self._fill(slot, row, boxes)
        for slot, _, boxes in pieces:
            for page, box in boxes:
                self._within(page, box, edges)
            self._write(slot, *boxes[0])
        for page in range(first, len(self.pages)):
            here = [(y, y + height) for (n, y), height in zip(tops, heights, strict=True) if n == page]
            if here:
                self._frame(page, (edges[0], here[0][0], edges[-1], here[-1][1]))
        self.y = top + round(10 * self.press.dot)

    def _heights(self, rows: Grid, placed: list[tuple[Slot, int, int]], edges: list[int]) -> list[int]:
        step = round(self.press.size * 1.35 * self.press.dot)
        room = round(2 * self.press.room * self.press.dot)
        heights = [step + room] * len(rows)
        for slot, row, column in placed:
            lines = self._text_of(slot, edges[column + slot.cs] - edges[column])
            need = len(lines) * step + room
            lack = need - sum(heights[row : row + slot.rs])
            if lack > 0:
                heights[row + slot.rs - 1] += lack
        return heights

    def _text_of(self, slot: Slot, width: int) -> list[str]:
        font = self._fonts(slot.role == "value" and slot.text.isascii())
        return self._wrapped(slot.text, font, width - 6 * self.press.dot) if slot.text else []

    def _fill(self, slot: Slot, row: int, boxes: list[tuple[int, Edges]]) -> None:
        if self.press.ground and slot.role == "header":
            for page, box in boxes:
                ImageDraw.Draw(self.pages[page]).rectangle(box, fill=self.press.ground)
            return
        gray = self.press.fill if slot.role in ("header", "block") else 255
        if row % 2 and gray == 255:
            gray = self.press.zebra
        if gray < 255:
            for page, box in boxes:
                ImageDraw.Draw(self.pages[page]).rectangle(box, fill=(gray,) * 3)

    def _within(self, page: int, box: Edges, edges: list[int]) -> None:
        """The sides of a cell but those that the outer frame has."""
        x0, top, x1, bottom = box
        draw = ImageDraw.Draw(self.pages[page])
        kind = FRAMES[self.press.frame][1]
        self._line(draw, kind, (x0, top, x1, top))
        self._line(draw, kind, (x0, bottom, x1, bottom))
        if x0 > edges[0]:
            self._line(draw, kind, (x0, top, x0, bottom))
        if x1 < edges[-1]:
            self._line(draw, kind, (x1, top, x1, bottom))

    def _frame(self, page: int, box: Edges) -> None:
        x0, top, x1, bottom = box
        draw = ImageDraw.Draw(self.pages[page])
        kind = FRAMES[self.press.frame][0]
        sides = [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        if kind != "open":
            sides += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
        for side in sides:
            self._line(draw, "full" if kind == "open" else kind, side)

    def _line(self, draw: ImageDraw.ImageDraw, kind: str, ends: Edges) -> None:
        if not self.press.line:
            return
        x0, y0, x1, y1 = ends
        width = max(1, round(self.press.line * self.press.dot * (2.5 if kind == "thick" else 1)))
        colour = (self.press.shade,) * 3
        if kind == "double":
            off = max(2, round(1.2 * self.press.dot))
            x, y = (0, off) if y0 == y1 else (off, 0)
            for sign in (-1, 1):
                moved = (x0 + sign * x, y0 + sign * y, x1 + sign * x, y1 + sign * y)
                draw.line(moved, fill=colour, width=width)
            return
        step, drawn = {"dashed": (4.5, 3.0), "dotted": (2.0, 1.0), "broken": (40.0, 37.5)}.get(kind, (0, 0))
        length = max(x1 - x0, y1 - y0)
        stride, dash = (step * self.press.dot, drawn * self.press.dot) if step else (length + 1, length)
        done = 0.0
        while done <= length:
            a, b = done, min(done + dash, length)
            piece = (x0 + a, y0, x0 + b, y1) if y0 == y1 else (x0, y0 + a, x1, y0 + b)
            draw.line(piece, fill=colour, width=width)
            done += stride

    def _write(self, slot: Slot, page: int, box: Edges) -> None:
        x0, top, x1, bottom = box
        draw = ImageDraw.Draw(self.pages[page])
        figure = slot.role == "value" and slot.text.isascii()
        font = self._fonts(figure)
        lines = self._text_of(slot, x1 - x0)
        step = round(self.press.size * 1.35 * self.press.dot)
        y = (top + bottom - len(lines) * step) / 2
        for text in lines:
            x, anchor = (x0 + x1) / 2, "mm"
            if slot.role == "value" and self.press.align:
                inset = 4 * self.press.dot
                x, anchor = (x0 + inset, "lm") if self.press.align < 0 else (x1 - inset, "rm")
            ink = (255,) * 3 if self.press.ground and slot.role == "header" else (0,) * 3
            draw.text((x, y + step / 2), text, font=font, fill=ink, anchor=anchor)
            y += step


def _boxes(
    slot: Slot,
    place: tuple[int, int],
    edges: list[int],
    tops: list[tuple[int, int]],
    heights: list[int],
) -> Iterator[tuple[int, Edges]]:
    """The parts of a cell, one for each page that it reaches, as page and box."""
    row, column = place
    rows = range(row, row + slot.rs)
    for page in dict.fromkeys(tops[n][0] for n in rows):
        here = [n for n in rows if tops[n][0] == page]
        top, bottom = tops[here[0]][1], tops[here[-1]][1] + heights[here[-1]]
        yield page, (edges[column], top, edges[column + slot.cs], bottom)


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
