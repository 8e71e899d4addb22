"""PDF as browsers and report generators print it, by reportlab: ruled by filled rectangles, or not ruled."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from gold.report import Report
from gold.tables import Table, positions, width

ZENHEI = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
Point = tuple[int, int]


def fonts() -> None:
    """Registers one font that is embedded and one that is not."""
    pdfmetrics.registerFont(TTFont("zen", ZENHEI, subfontIndex=0))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def flowing(report: Report, font: str = "zen", ruled: bool = True) -> bytes:
    """A report that flows over pages: tables are cut wherever the page ends, heads are not repeated."""
    fonts()
    text = ParagraphStyle(
        "text", fontName=font, fontSize=10.5, leading=17, wordWrap="CJK", firstLineIndent=21
    )
    story: list[Any] = [
        Paragraph(report.title, ParagraphStyle("t", text, fontSize=16, alignment=1, leading=30))
    ]
    for part in report.parts:
        if isinstance(part, str):
            story.append(Paragraph(escape(part.lstrip("#")), text))
        else:
            story += [Spacer(1, 6), _grid(part, font, ruled), Spacer(1, 6)]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, invariant=1, leftMargin=60, rightMargin=60)
    document.build(story, onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _number(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")


def _grid(table: Table, font: str, ruled: bool) -> Grid:
    columns = width(table)
    style = ParagraphStyle("cell", fontName=font, fontSize=8.5, leading=10.5, wordWrap="CJK", alignment=1)
    data: list[list[Any]] = [[""] * columns for _ in table]
    commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    for row, column, cell in positions(table):
        data[row][column] = Paragraph(escape(cell.text), style) if cell.text else ""
        end: Point = (column + cell.colspan - 1, row + cell.rowspan - 1)
        if cell.colspan > 1 or cell.rowspan > 1:
            commands.append(("SPAN", (column, row), end))
    return Grid(data, colWidths=_widths(columns), style=commands, splitByRow=1, repeatRows=0)


def _widths(columns: int) -> list[float]:
    total = A4[0] - 120
    if columns == 10:
        return [34, 52, 96, *[(total - 182) / 7] * 7]
    if columns == 3:
        return [total - 130, 55, 75]
    return [total / columns] * columns


def browser(report: Report) -> bytes:
    """A page printed by a browser: borders are thin filled boxes, text stands line by line, a table row is
    never cut but a table is; header and footer carry date, title and address."""
    fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    pen = _Pen(canvas, report)
    pen.text(report.title, 15)
    for part in report.parts:
        if isinstance(part, str):
            pen.text(part.lstrip("#"), 10)
        else:
            pen.table(part)
    pen.foot()
    canvas.save()
    return out.getvalue()


class _Pen:
    """Where the next line of a browser's page goes."""

    left, right, top, bottom = 40.0, 555.0, 795.0, 46.0

    def __init__(self, canvas: Canvas, report: Report) -> None:
        self.canvas, self.report, self.y, self.page = canvas, report, self.top, 1

    def foot(self) -> None:
        self.canvas.setFont("zen", 7)
        self.canvas.drawString(self.left, 820, "2026/3/9 10:21")
        self.canvas.drawCentredString(300, 820, self.report.title)
        self.canvas.drawString(
            self.left, 20, "https://www.example.gov.cn/zwgk/nb/202201/t20220118_77120.html"
        )
        self.canvas.drawRightString(self.right, 20, f"{self.page}/5")

    def room(self, height: float) -> None:
        if self.y - height < self.bottom:
            self.foot()
            self.canvas.showPage()
            self.page += 1
            self.y = self.top

    def text(self, text: str, size: float) -> None:
        for line in wrapped(text, size, self.right - self.left):
            self.room(size * 1.7)
            self.y -= size * 1.7
            self.canvas.setFont("zen", size)
            self.canvas.drawString(self.left, self.y, line)

    def table(self, table: Table) -> None:
        edges = [self.left]
        for share in _widths(width(table)):
            edges.append(edges[-1] + share * (self.right - self.left) / (A4[0] - 120))
        heights = self._heights(table, edges)
        self.y -= 6
        row = 0
        while row < len(table):
            end, used = row, 0.0
            while end < len(table) and self.y - used - heights[end] > self.bottom:
                used += heights[end]
                end += 1
            if end == row:
                self.room(self.y)
                continue
            self._rows(table, edges, heights, row, end)
            row = end

    def _heights(self, table: Table, edges: list[float]) -> list[float]:
        heights = [14.0] * len(table)
        for row, column, cell in positions(table):
            room = edges[column + cell.colspan] - edges[column] - 6
            lines = len(wrapped(cell.text, 8, room))
            heights[row] = max(heights[row], 4 + 10.0 * lines / cell.rowspan)
        return heights

    def _rows(self, table: Table, edges: list[float], heights: list[float], start: int, end: int) -> None:
        tops = [self.y]
        for height in heights[start:end]:
            tops.append(tops[-1] - height)
        for row, column, cell in positions(table):
            first, last = max(row, start), min(row + cell.rowspan, end)
            if first >= last:
                continue
            box = edges[column], tops[last - start], edges[column + cell.colspan], tops[first - start]
            # A cell that goes on over the page prints its words on the page where it begins.
            self._cell(box, cell.text if row >= start else "")
        self.y = tops[-1] - 6

    def _cell(self, box: tuple[float, float, float, float], text: str) -> None:
        left, low, right, high = box
        for x, y, wide, tall in ((left, low, right - left, 0.75), (left, high, right - left, 0.75),
                                 (left, low, 0.75, high - low), (right, low, 0.75, high - low)):  # fmt: skip
            self.canvas.rect(x, y, wide, tall, stroke=0, fill=1)
        lines = wrapped(text, 8, right - left - 6)
        y = (low + high) / 2 + len(lines) * 5 - 8
        self.canvas.setFont("zen", 8)
        for line in lines:
            self.canvas.drawCentredString((left + right) / 2, y, line)
            y -= 10


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Text in lines no wider than `room`, broken anywhere, as browsers break Chinese."""
    lines = [""]
    for sign in text:
        if pdfmetrics.stringWidth(lines[-1] + sign, "zen", size) > room and lines[-1]:
            lines.append("")
        lines[-1] += sign
    return lines
