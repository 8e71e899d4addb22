"""OFD (GB/T 33190) by hand: XML with text objects and ruling lines, millimetres from the top left."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from gold.office import STILL
from gold.report import Report
from gold.tables import Table, positions, width

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = (210.0, 297.0)
LEFT, RIGHT, TOP, BOTTOM = 20.0, 190.0, 22.0, 278.0


class _Sheets:
    """Pages that fill from the top; every object gets the next id."""

    def __init__(self, one_sign_an_object: bool) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = TOP
        self.ids = 100
        self.one_sign = one_sign_an_object

    def _id(self) -> int:
        self.ids += 1
        return self.ids

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP

    def words(self, x: float, y: float, text: str, size: float) -> None:
        """A line of text whose foot stands at y; digits are half as wide as other signs."""
        if not text:
            return
        advances = [size / 2 if ord(sign) < 128 else size for sign in text]
        if self.one_sign:
            for sign, advance in zip(text, advances, strict=True):
                self._text(x, y, sign, size, [advance])
                x += advance
        else:
            self._text(x, y, text, size, advances)

    def _text(self, x: float, y: float, text: str, size: float, advances: list[float]) -> None:
        deltas = " ".join(f"{advance:g}" for advance in advances[:-1])
        delta = f' DeltaX="{deltas}"' if deltas else ""
        box = f"{x:.3f} {y - size:.3f} {sum(advances):.3f} {size * 1.2:.3f}"
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self._id()}" Boundary="{box}" Font="3" Size="{size:g}">'
            f'<ofd:TextCode X="0" Y="{size:g}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(self, x: float, y: float, wide: float, tall: float) -> None:
        box = f"{x:.3f} {y:.3f} {max(wide, 0.2):.3f} {max(tall, 0.2):.3f}"
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self._id()}" Boundary="{box}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {wide:.3f} {tall:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def paragraph(self, text: str, size: float = 4.2) -> None:
        for line in _lines(text, size, RIGHT - LEFT):
            if self.y + 7 > BOTTOM:
                self.turn()
            self.y += 7
            self.words(LEFT, self.y, line, size)

    def table(self, table: Table) -> None:
        columns = width(table)
        shares = [10, 18, 44, *[14] * 7] if columns == 10 else [170 / columns] * columns
        edges = [LEFT]
        for share in shares:
            edges.append(edges[-1] + share * 170 / sum(shares))
        heights = _heights(table, edges)
        self.y += 3
        row = 0
        while row < len(table):
            end, low = row, self.y
            while end < len(table) and low + heights[end] <= BOTTOM:
                low += heights[end]
                end += 1
            if end > row:
                self._rows(table, edges, heights, row, end)
            if end < len(table):
                self.turn()
            row = end
        self.y += 3

    def _rows(self, table: Table, edges: list[float], heights: list[float], start: int, end: int) -> None:
        tops = [self.y]
        for height in heights[start:end]:
            tops.append(tops[-1] + height)
        for row, column, cell in positions(table):
            first, last = max(row, start), min(row + cell.rowspan, end)
            if first >= last:
                continue
            left, right = edges[column], edges[column + cell.colspan]
            top, low = tops[first - start], tops[last - start]
            self.line(left, top, right - left, 0)
            self.line(left, low, right - left, 0)
            self.line(left, top, 0, low - top)
            self.line(right, top, 0, low - top)
            lines = _lines(cell.text, 3, right - left - 2) if row >= start else []
            y = (top + low) / 2 - len(lines) * 1.9 + 3
            for text in lines:
                wide = sum(1.5 if ord(sign) < 128 else 3 for sign in text)
                self.words((left + right - wide) / 2, y, text, 3)
                y += 3.8
        self.y = tops[-1]


def _heights(table: Table, edges: list[float]) -> list[float]:
    heights = [5.4] * len(table)
    for row, column, cell in positions(table):
        lines = len(_lines(cell.text, 3, edges[column + cell.colspan] - edges[column] - 2))
        heights[row] = max(heights[row], (2 + 3.8 * lines) / cell.rowspan)
    return heights


def _lines(text: str, size: float, room: float) -> list[str]:
    lines, used = [""], 0.0
    for sign in text:
        advance = size / 2 if ord(sign) < 128 else size
        if used + advance > room and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += advance
    return lines


def write(report: Report, one_sign_an_object: bool = False) -> bytes:
    """The report as an OFD package; some producers write one object a sign."""
    sheets = _Sheets(one_sign_an_object)
    sheets.paragraph(report.title, 6)
    for part in report.parts:
        if isinstance(part, str):
            sheets.paragraph(part.lstrip("#"))
        else:
            sheets.table(part)
    pages = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(sheets.pages))
    )
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE[0]:g} {PAGE[1]:g}</ofd:PhysicalBox></ofd:PageArea>"
    files = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
        "00000000000000000000000000000001</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>"
        f"<ofd:MaxUnitID>{sheets.ids}</ofd:MaxUnitID>"
        f"{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体" '
        'FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for number, objects in enumerate(sheets.pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {NS}>{area.replace("PageArea", "Area")}<ofd:Content><ofd:Layer ID="{9000 + number}">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, STILL)
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>{body}', zipfile.ZIP_DEFLATED)
    return out.getvalue()
