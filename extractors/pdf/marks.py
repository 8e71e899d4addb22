"""One PDF page to its visible marks and ruling lines, by pdfminer's interpreter of page content.

pdfminer's own layout objects, which pdfplumber wraps, know of no clipping and no invisible or covered text.
Collecting glyphs and lines while the content is interpreted does, and takes less time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from extractors.pages.model import Box, Mark
from extractors.pages.text import UNREADABLE
from extractors.pdf.geometry import Matrix, Point, Rect, bounds, meet, straight, within

# More on one page is no report but a drawing or a bomb.
MAX_MARKS, MAX_LINES = 100_000, 100_000
# A filled area thinner than this many points is a line.
_LINE_WIDTH = 3.0
# An image over so much of the page hides what was printed before it.
_COVERING = 0.5
# The em box of CJK type stands so far below the baseline, whatever a font claims of itself.
_DESCENT = 0.12
# Text rendering modes that show nothing (ISO 32000, table 104).
_INVISIBLE = (3, 7)


class DamagedPageError(Exception):
    """The page's content lacks a part, or has more parts than any report."""


@dataclass(slots=True)
class Content:
    """What a page shows, from its top left corner: y goes down. `turns` counts glyphs by quarter turns.

    `hidden` counts glyphs that are not shown: invisible, white on white, clipped, off the page or covered.
    `images` are the places of pictures.
    """

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    turns: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    hidden: int = 0


def page_content(resources: PDFResourceManager, page: PDFPage) -> Content:
    """Interpret one page; raises DamagedPageError."""
    device = _Device(resources)
    _Interpreter(resources, device).process_page(page)
    return device.content


class _Device(PDFTextDevice):
    """Collects what is painted, in the page's own coordinates turned as it is shown."""

    content: Content
    ctm: Matrix

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.content = Content(x1 - x0, y1 - y0)
        self.origin = (x0, y1)
        crop = apply_matrix_rect(ctm, page.cropbox)
        self.clip = meet((x0, y0, x1, y1), crop)
        self.clips: list[Rect] = []
        self.invisible = False
        self.dark: list[tuple[Rect, bool]] = []

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        self.clips.append(self.clip)
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox))

    def end_figure(self, name: str) -> None:
        self.clip = self.clips.pop()

    def narrow(self, rect: Rect) -> None:
        self.clip = meet(self.clip, rect)

    def box(self, rect: Rect) -> Box:
        x0, y0, x1, y1 = rect
        left, top = self.origin
        return Box(x0 - left, top - y1, x1 - left, top - y0)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.invisible = textstate.render in _INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            rect = (-fontsize / 2, rise + advance, fontsize / 2, rise)
        else:
            rect = (0.0, rise - _DESCENT * fontsize, advance, rise + (1 - _DESCENT) * fontsize)
        text = _text(font, cid)
        turn = _turn(matrix)
        # Slanted print across a page is a watermark.
        if turn is None or not text:
            return float(advance)
        placed = apply_matrix_rect(matrix, rect)
        x, y = (placed[0] + placed[2]) / 2, (placed[1] + placed[3]) / 2
        x0, y0, x1, y1 = self.clip
        shown = x0 <= x <= x1 and y0 <= y <= y1 and not self.invisible
        if shown and _is_white(graphicstate.ncolor):
            shown = self.on_dark(x, y)
        if not shown:
            self.content.hidden += bool(text.strip())
            return float(advance)
        self.content.turns[turn] += bool(text.strip())
        self.content.marks.append(Mark(text, self.box(placed)))
        if len(self.content.marks) > MAX_MARKS:
            raise DamagedPageError(f"has more than {MAX_MARKS} characters")
        return float(advance)

    def on_dark(self, x: float, y: float) -> bool:
        """Whether what was last painted at a point is not white."""
        for (x0, y0, x1, y1), dark in reversed(self.dark):
            if x0 <= x <= x1 and y0 <= y <= y1:
                return dark
        return False

    def render_image(self, name: str, stream: Any) -> None:
        rect = meet(self.clip, apply_matrix_rect(self.ctm, (0, 0, 1, 1)))
        if rect[0] >= rect[2] or rect[1] >= rect[3]:
            return
        box, content = self.box(rect), self.content
        content.images.append(box)
        self.dark.append((rect, True))
        see_through = any(stream.get(key) is not None for key in ("SMask", "Mask", "ImageMask", "IM"))
        area = (box.x1 - box.x0) * (box.bottom - box.top)
        if not see_through and area >= _COVERING * content.width * content.height:
            before = len(content.marks)
            content.marks = [mark for mark in content.marks if not within(mark.box, box)]
            content.hidden += before - len(content.marks)
            content.rules = [rule for rule in content.rules if not within(rule, box)]

    def paint_path(
        self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        stroke = stroke and not _is_white(graphicstate.scolor)
        for points in straight(path, self.ctm):
            if stroke:
                for start, end in itertools.pairwise(points):
                    self.stroke(start, end)
            if fill and len(points) > 2:
                self.fill(points, _is_white(graphicstate.ncolor))
        if len(self.content.rules) > MAX_LINES:
            raise DamagedPageError(f"has more than {MAX_LINES} lines")

    def stroke(self, start: Point, end: Point) -> None:
        along, across = sorted((abs(end[0] - start[0]), abs(end[1] - start[1])), reverse=True)
        if across > max(1.5, 0.02 * along):
            return
        box = meet(self.clip, bounds((start, end)))
        if box[0] <= box[2] and box[1] <= box[3]:
            self.content.rules.append(self.box(box))

    def fill(self, points: Sequence[Point], white: bool) -> None:
        rect = meet(self.clip, bounds(points))
        if rect[0] > rect[2] or rect[1] > rect[3]:
            return
        thin = min(rect[2] - rect[0], rect[3] - rect[1]) <= _LINE_WIDTH
        if thin and not white:
            self.content.rules.append(self.box(rect))
        elif not thin and len(points) <= 5:
            self.dark.append((rect, not white))
            if not white:
                self.content.fills.append(self.box(rect))


class _Interpreter(PDFPageInterpreter):
    """Keeps the clip, which pdfminer leaves out; a part that is not there is no blank page."""

    device: _Device

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.clips: list[Rect] = []

    def do_q(self) -> None:
        super().do_q()
        self.clips.append(self.device.clip)

    def do_Q(self) -> None:  # noqa: N802 - named after the operator
        super().do_Q()
        if self.clips:
            self.device.clip = self.clips.pop()

    def do_W(self) -> None:  # noqa: N802
        points = [apply_matrix_pt(self.ctm, part[-2:]) for part in self.curpath if len(part) > 2]
        if points:
            self.device.narrow(bounds(points))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        part = self.xobjmap.get(xobjid_arg.name)
        if part is not None and resolve1(part) is None:
            raise DamagedPageError("lacks a part of its content")
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)


def _text(font: PDFFont, cid: int) -> str:
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNREADABLE
    # A glyph mapped to a control character is as unreadable as one mapped to nothing.
    return text if text.isprintable() or not text.strip() else UNREADABLE


def _turn(matrix: Matrix) -> int | None:
    """How many quarters a glyph is turned counter-clockwise; null where it is slanted in between."""
    quarters = math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.03 else None


def _is_white(color: Any) -> bool:
    parts = color if isinstance(color, tuple) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part <= 0.02 for part in parts) if len(parts) == 4 else all(part >= 0.98 for part in parts)
