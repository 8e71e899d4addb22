"""The visible marks and ruling lines of a PDF page, collected while its content is interpreted.

pdfminer's own layout objects, which pdfplumber wraps, know of no clipping and no invisible or covered text.
Collecting glyphs and lines while the content is interpreted does, and takes less time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_rect, mult_matrix

from extractors.pages.model import Box, Mark
from extractors.pages.text import UNREADABLE
from extractors.pdf.content import Content, DamagedPageError
from extractors.pdf.geometry import Matrix, Point, Rect, bounds, is_upright, meet, straight, within
from extractors.pdf.overlaid import Cover

# More on one page is no report but a drawing or a bomb.
MAX_MARKS, MAX_LINES = 100_000, 100_000
# A filled area thinner than this many points is a line.
_LINE_WIDTH = 3.0
# An image over so much of the page hides what was printed before it.
_COVERING = 0.5
# The em box of CJK type stands so far below the baseline, whatever a font claims of itself.
_DESCENT = 0.12
# How light each part of a colour is that nobody sees: of areas, and of text.
_WHITE, _NEARLY_WHITE = 0.98, 0.95
# Text of so little opacity is not seen; an area of so much hides what is below.
_SEE_THROUGH, _OPAQUE = 0.1, 0.9
_PLAIN_BLENDS = frozenset({"Normal", "Compatible"})
# Text rendering modes that show nothing (ISO 32000, table 104).
_INVISIBLE = (3, 7)


@dataclass(frozen=True, slots=True)
class Paint:
    """The part of the graphics state that pdfminer does not keep."""

    clip: Rect
    opacity: float = 1.0
    blended: bool = False


class Device(PDFTextDevice):
    """Collects what is painted, in the page's own coordinates turned as it is shown."""

    content: Content
    ctm: Matrix

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start a page: nothing is painted."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.content = Content(x1 - x0, y1 - y0)
        self.origin = (x0, y1)
        crop = apply_matrix_rect(ctm, page.cropbox)
        self.paint = Paint(meet((x0, y0, x1, y1), crop))
        self.paints: list[Paint] = []
        self.invisible = False
        self.dark: list[tuple[Rect, bool]] = []
        self.covers: list[Cover] = []

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Start a form, which its own box clips."""
        self.paints.append(self.paint)
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox))

    def end_figure(self, name: str) -> None:
        """End a form."""
        self.paint = self.paints.pop()

    def narrow(self, rect: Rect) -> None:
        """Clip what follows."""
        self.paint = replace(self.paint, clip=meet(self.paint.clip, rect))

    def set_transparency(self, opacity: Any, blend: Any) -> None:
        """Set what an ExtGState says of them; None where it does not."""
        if isinstance(opacity, int | float):
            self.paint = replace(self.paint, opacity=float(opacity))
        if blend is not None:
            names = blend if isinstance(blend, list) else [blend]
            self.paint = replace(self.paint, blended=str(literal_name(names[0])) not in _PLAIN_BLENDS)

    def box(self, rect: Rect) -> Box:
        """A rectangle of the content as a box of the page."""
        x0, y0, x1, y1 = rect
        left, top = self.origin
        return Box(x0 - left, top - y1, x1 - left, top - y0)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Paint text, sign by sign."""
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
        """Paint one sign where it is seen; returns its advance."""
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
        x0, y0, x1, y1 = self.paint.clip
        seen = not self.invisible and self.paint.opacity > _SEE_THROUGH
        shown = x0 <= x <= x1 and y0 <= y <= y1 and seen
        if shown and _is_white(graphicstate.ncolor, _NEARLY_WHITE):
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
        """Paint a picture; a large one hides what was printed before it."""
        rect = meet(self.paint.clip, apply_matrix_rect(self.ctm, (0, 0, 1, 1)))
        if rect[0] >= rect[2] or rect[1] >= rect[3]:
            return
        box, content = self.box(rect), self.content
        content.images.append(box)
        self.dark.append((rect, True))
        see_through = any(stream.get(key) is not None for key in ("SMask", "Mask", "ImageMask", "IM"))
        area = (box.x1 - box.x0) * (box.bottom - box.top)
        if not see_through and area >= _COVERING * content.width * content.height:
            self.covers.append((box, len(content.marks)))
            content.rules = [rule for rule in content.rules if not within(rule, box)]

    def paint_path(
        self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        """Paint a path: its straight parts as lines, its areas as fills."""
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
        """Paint a straight line; slanted ones are no ruling."""
        along, across = sorted((abs(end[0] - start[0]), abs(end[1] - start[1])), reverse=True)
        if across > max(1.5, 0.02 * along):
            return
        box = meet(self.paint.clip, bounds((start, end)))
        if box[0] <= box[2] and box[1] <= box[3]:
            self.content.rules.append(self.box(box))

    def fill(self, points: Sequence[Point], white: bool) -> None:
        """Paint an area; a thin one is a line."""
        rect = meet(self.paint.clip, bounds(points))
        if rect[0] > rect[2] or rect[1] > rect[3]:
            return
        thin = min(rect[2] - rect[0], rect[3] - rect[1]) <= _LINE_WIDTH
        if thin and not white:
            self.content.rules.append(self.box(rect))
        elif not thin and len(points) <= 5:
            self.dark.append((rect, not white))
            if self.paint.opacity >= _OPAQUE and not self.paint.blended and is_upright(points):
                self.covers.append((self.box(rect), len(self.content.marks)))
            if not white:
                self.content.fills.append(self.box(rect))


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


def _is_white(color: Any, least: float = _WHITE) -> bool:
    parts = color if isinstance(color, tuple) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return (
        all(part <= 1 - least for part in parts) if len(parts) == 4 else all(part >= least for part in parts)
    )
