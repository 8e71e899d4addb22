"""Prints the generator's reports as PDF: any page size, any way of ruling, cuts at any row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from random import Random

from generator.figures import Report, make_report
from generator.grid import Part, Slot, document
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

registerFont(UnicodeCIDFont("STSong-Light"))

WIDTHS = {
    "disclosure": (3, 3, 3, 3),
    "applications": (0.6, 1.5, 3.4, 1, 1, 1, 1, 1, 1, 1),
    "disputes": (1,) * 15,
}
LINES = (
    "stroke",
    "cell_boxes",
    "thin_boxes",
    "dashed",
    "double",
    "open_sides",
    "filled_cells",
    "slightly_off",
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is printed; lengths in points."""

    width: float = 595
    height: float = 842
    size: float = 9
    pad: float = 3
    margin: float = 50
    lines: str = "stroke"
    cut_rows: bool = False
    late_values: bool = False
    repeat_header: bool = False
    rotate: int = 0
    footer: bool = True
    twice: bool = False


def style_of(rng: Random) -> Style:
    """A style by chance."""
    width, height = rng.choice(((595, 842), (842, 595), (595, 420), (612, 792), (700, 300)))
    return Style(
        width,
        height + rng.randrange(0, 60),
        rng.choice((6.5, 8, 9, 10.5)),
        rng.choice((1.5, 3, 5)),
        rng.choice((36, 50)),
        rng.choice(LINES),
        rng.random() < 0.5,
        rng.random() < 0.5,
        rng.random() < 0.3,
        rng.choice((0, 0, 0, 90, 270)),
        rng.random() < 0.8,
        rng.random() < 0.2,
    )


def printed_report(seed: int, lines: str | None = None) -> tuple[Report, Style, bytes]:
    """The report, how it is printed, and the PDF of this seed; `lines` rules it in another way."""
    rng = Random(seed)  # noqa: S311
    report, style = make_report(rng), style_of(rng)
    style = replace(style, lines=lines or style.lines)
    return report, style, printed(document(report), style)


def printed(parts: list[Part], style: Style) -> bytes:
    """The parts as a PDF."""
    press = _Press(style)
    for part in parts:
        for line in part.lines:
            press.prose(line)
        if part.section:
            press.table(part)
    return press.done()


def wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for character in text:
        wide = size if ord(character) > 0x2000 else size * 0.5
        if line and used + wide > width:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + character, used + wide
    return [*lines, line] if line else lines


def _width(text: str, size: float) -> float:
    return sum(size if ord(character) > 0x2000 else size * 0.5 for character in text)


class _Press:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.out = BytesIO()
        self.page = 1
        # On a rotated page the content is printed turned, so that it is shown upright.
        size = (style.width, style.height)
        self.canvas = Canvas(self.out, pagesize=size, invariant=1)
        self.start()

    def start(self) -> None:
        style, canvas = self.style, self.canvas
        if style.rotate:
            canvas.setPageRotation(style.rotate)
        if style.rotate == 90:
            canvas.translate(style.height, 0)
            canvas.rotate(90)
        elif style.rotate == 270:
            canvas.translate(0, style.width)
            canvas.rotate(270)
        self.y = style.height - style.margin

    def done(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self.out.getvalue()

    def turn(self) -> None:
        if self.style.footer:
            self.text(self.style.width / 2, 20, f"- {self.page} -", 9)
        self.canvas.showPage()
        self.page += 1

    def next_page(self) -> None:
        self.turn()
        self.start()

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.setFillGray(0)
        self.canvas.drawString(x, y, text)
        if self.style.twice:
            self.canvas.drawString(x + 0.3, y, text)

    def prose(self, line: str) -> None:
        for text in wrapped(line, self.style.width - 2 * self.style.margin, 12):
            if self.y - 18 < self.style.margin:
                self.next_page()
            self.y -= 18
            self.text(self.style.margin, self.y, text, 12)

    def table(self, part: Part) -> None:
        assert part.section
        share = WIDTHS[part.section]
        total = self.style.width - 2 * self.style.margin
        edges = [self.style.margin + total * sum(share[:n]) / sum(share) for n in range(len(share) + 1)]
        grid = _placed(part)
        leading = self.style.size * 1.2
        texts = {
            # A number over two lines may be two: it is printed smaller rather than cut.
            id(slot): [slot.text]
            if slot.item and slot.text
            else wrapped(slot.text, edges[c + slot.cs] - edges[c] - 2 * self.style.pad, self.style.size)
            for row in grid
            for c, slot in row
        }
        heights = _heights(grid, texts, leading, 2 * self.style.pad)
        header = 3 if part.section == "applications" else 0
        first = 0
        rest: dict[int, list[str]] = {key: list(lines) for key, lines in texts.items()}
        while first < len(grid):
            last, cut = self.fitting(heights, first, leading)
            if last == first and cut == 0:
                self.next_page()
                continue
            self.band(grid, heights, first, last, cut, edges, rest)
            if cut:
                heights[last] -= cut
            first = last
            if first < len(grid):
                self.next_page()
                if (
                    header
                    and self.style.repeat_header
                    and first > header
                    and sum(heights[:header]) < 0.3 * self.y
                ):
                    again = {id(slot): list(texts[id(slot)]) for row in grid[:header] for _, slot in row}
                    self.band(grid, heights, 0, header, 0, edges, again)

    def fitting(self, heights: list[float], first: int, leading: float) -> tuple[int, float]:
        """The row after the last that fits on the page, and the height of its part that does."""
        y, row = self.y, first
        while row < len(heights) and y - heights[row] >= self.style.margin:
            y -= heights[row]
            row += 1
        room = y - self.style.margin
        if self.style.cut_rows and row < len(heights):
            lines = int((room - 2 * self.style.pad) / leading)
            whole = round((heights[row] - 2 * self.style.pad) / leading)
            if 1 <= lines < whole:
                return row, lines * leading + self.style.pad
        return row, 0

    def band(
        self,
        grid: list[list[tuple[int, Slot]]],
        heights: list[float],
        first: int,
        last: int,
        cut: float,
        edges: list[float],
        rest: dict[int, list[str]],
    ) -> None:
        """The rows from `first` to `last`, and `cut` points of the one after, from here down."""
        rows = [*heights[first:last], *([cut] if cut else [])]
        tops = [self.y - sum(rows[:n]) for n in range(len(rows) + 1)]
        for number, row in enumerate(grid):
            for column, slot in row:
                start, end = max(number, first), min(number + slot.rs, first + len(rows))
                if start >= end:
                    continue
                box = (edges[column], tops[end - first], edges[column + slot.cs], tops[start - first])
                goes_on = number + slot.rs > first + len(rows) or (cut > 0 and end == first + len(rows))
                self.cell(slot, box, rest[id(slot)], goes_on)
        self.y = tops[-1]

    def cell(
        self, slot: Slot, box: tuple[float, float, float, float], lines: list[str], goes_on: bool
    ) -> None:
        x0, y0, x1, y1 = box
        self.frame(x0, y0, x1, y1)
        leading, size = self.style.size * 1.2, self.style.size
        room = max(int((y1 - y0 - self.style.pad) / leading), 0)
        if goes_on and slot.item and self.style.late_values:
            return
        now = lines[:room] if goes_on else lines[:]
        del lines[: len(now)]
        middle = not goes_on
        y = (y0 + y1) / 2 + len(now) * leading / 2 if middle else y1 - self.style.pad
        for line in now:
            y -= leading
            if slot.item:
                size = min(size, size * (x1 - x0 - 4) / max(_width(line, size), 1))
            x = (x0 + x1) / 2 - _width(line, size) / 2 if slot.item else x0 + self.style.pad
            self.text(x, y + 0.2 * size, line, size)

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, kind = self.canvas, self.style.lines
        canvas.setLineWidth(0.5)
        canvas.setStrokeGray(0)
        canvas.setDash([2, 2] if kind == "dashed" else [])
        left, right = self.style.margin, self.style.width - self.style.margin
        if kind == "cell_boxes":
            canvas.rect(x0, y0, x1 - x0, y1 - y0)
        elif kind == "filled_cells":
            canvas.setFillGray(0.9)
            canvas.rect(x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1)
        elif kind == "thin_boxes":
            canvas.setFillGray(0)
            for x, y, w, h in (
                (x0, y0, x1 - x0, 0.6),
                (x0, y1, x1 - x0, 0.6),
                (x0, y0, 0.6, y1 - y0),
                (x1, y0, 0.6, y1 - y0),
            ):
                canvas.rect(x, y, w, h, stroke=0, fill=1)
        elif kind in ("none", "horizontal"):
            if kind == "horizontal":
                canvas.line(x0, y0, x1, y0)
                canvas.line(x0, y1, x1, y1)
        else:
            off = 0.7 if kind == "slightly_off" else 0
            canvas.line(x0 + off, y0 + off, x1 - off, y0 + off)
            canvas.line(x0 - off, y1, x1 + off, y1)
            for x in (x0, x1):
                if kind != "open_sides" or left + 1 < x < right - 1:
                    canvas.line(x + off, y0 - off, x - off / 2, y1 + off)
            if kind == "double":
                canvas.line(x0, y0 + 1.5, x1, y0 + 1.5)
                canvas.line(x0 + 1.5, y0, x0 + 1.5, y1)


def _placed(part: Part) -> list[list[tuple[int, Slot]]]:
    """Each row's slots with their columns, counted from 0."""
    taken: set[tuple[int, int]] = set()
    grid = []
    for number, row in enumerate(part.rows):
        column, placed = 0, []
        for slot in row:
            while (number, column) in taken:
                column += 1
            placed.append((column, slot))
            taken.update((number + y, column + x) for y in range(slot.rs) for x in range(slot.cs))
        grid.append(placed)
    return grid


def _heights(
    grid: list[list[tuple[int, Slot]]], texts: dict[int, list[str]], leading: float, pad: float
) -> list[float]:
    heights = [
        max([len(texts[id(slot)]) * leading for _, slot in row if slot.rs == 1] or [leading]) + pad
        for row in grid
    ]
    for number, row in enumerate(grid):
        for _, slot in row:
            missing = len(texts[id(slot)]) * leading + pad - sum(heights[number : number + slot.rs])
            heights[number + slot.rs - 1] += max(missing, 0)
    return heights
