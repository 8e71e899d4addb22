"""One frame to its pages: put upright, ruled, every cell read twice, text around tables read by lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.ocr import ink
from extractors.ocr.crops import Crop, inside, lines_of, loose, tight, without_borders
from extractors.ocr.engine import find_lines, recognise
from extractors.ocr.inverted import upright_ink
from extractors.ocr.limits import ENLARGED_PIXELS
from extractors.ocr.outside import words_in
from extractors.ocr.reading import Look, dash_of, is_plain_label, line_text, pitch_of, wrapped
from extractors.ocr.ruling import rules_of
from extractors.ocr.seal import without_seals
from extractors.ocr.shape import shape_of
from extractors.ocr.spread import gutter
from extractors.ocr.turned import quarter_turns
from extractors.ocr.types import Array, Gray, Pixels
from extractors.ocr.upright import slant, straighten, turn
from extractors.pages.model import Box, Mark, Page
from extractors.pages.ruled import RuledTable, ruled_tables
from extractors.pages.text import UNREADABLE

# Traces of ink in a cell: as long as a dash, or so much of a character's square together.
_DASH, _SPRINKLED = 0.3, 0.08
# A thin dash is so much wider than high, and so dark in its darkest pixel.
_FLAT, _DARK = 2.2, 170
# Characters of this height are read best; pages with smaller or larger ones are resized.
_HEIGHT, _SMALLEST, _LARGEST = 30.0, 22.0, 60.0
# Nothing can be read on a strip of fewer pixels: rules and spacers of a web page.
_LEAST = 16
# A pixel whose channels lie so far apart is of a colour; so dark, it is black all the same.
_COLOURED, _DEEP = 45, 90
# In its height: how wide a digit is, and how far beside a figure strokes are looked for.
_WIDE, _ASIDE = 0.6, 0.2
# Paragraphs are found at half that height, in a quarter of the time.
_FINDING = 16.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright page: `black` without coloured ink, `all_ink` with it; characters are `height` high.

    `scale` is how much larger than the frame it is.
    """

    black: Gray
    all_ink: Gray
    height: float
    scale: float

    def halves(self, cut: int) -> tuple[Sheet, Sheet]:
        """What is left and what is right of the column `cut`."""
        left = replace(self, black=self.black[:, :cut], all_ink=self.all_ink[:, :cut])
        return left, replace(self, black=self.black[:, cut:], all_ink=self.all_ink[:, cut:])


def read_frame(pixels: Pixels, number: int) -> list[Page]:
    """Everything printed on one frame, lengths in pixels of the frame put upright.

    Two pages side by side are two, both of the frame's number.
    """
    if min(pixels.shape[:2]) < _LEAST:
        return [Page(number, float(pixels.shape[1]), float(pixels.shape[0]), (), ())]
    sheet = upright_sheet(upright_ink(pixels))
    cut = gutter(sheet.all_ink, sheet.height)
    # What looks blank may be a column of a table with pale lines.
    if cut is None or any(rule.x0 < cut < rule.x1 for rule in _rules(sheet)):
        return [_page(sheet, number)]
    return [_page(half, number) for half in sheet.halves(cut)]


def _page(sheet: Sheet, number: int) -> Page:
    rules = tuple(_rules(sheet)) if sheet.height else ()
    height, width = sheet.black.shape
    bare = Page(number, float(width), float(height), (), rules)
    tables = _innermost(ruled_tables(bare))
    return _resized(replace(bare, marks=(*_cells(sheet, tables), *_text(sheet, tables))), 1 / sheet.scale)


def _innermost(tables: Sequence[RuledTable]) -> list[RuledTable]:
    """The tables but frames around others: the edges of a sheet on a desk make one, and text stands there."""
    boxes = [table.box for table in tables]
    return [table for table in tables if not any(_holds(table.box, box) for box in boxes)]


def _holds(outer: Box, inner: Box) -> bool:
    within = outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.top <= inner.top
    return within and inner.bottom <= outer.bottom and outer != inner


def _resized(page: Page, scale: float) -> Page:
    """The page in other units: pages of one document are resized differently, and their tables compared."""

    def box_of(box: Box) -> Box:
        return Box(box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)

    return Page(
        page.number,
        page.width * scale,
        page.height * scale,
        tuple(replace(mark, box=box_of(mark.box)) for mark in page.marks),
        tuple(box_of(rule) for rule in page.rules),
    )


def _rules(sheet: Sheet) -> list[Box]:
    """Ruling lines in black; in colour where there are none, for a stamp's strokes are no lines."""
    coloured = sheet.black.astype(np.int16) - sheet.all_ink > _COLOURED
    spot = cv2.dilate(coloured.astype(np.uint8), np.ones((3, 3), np.uint8))
    colourless = np.where((spot > 0) & (sheet.black > _DEEP), np.uint8(255), sheet.black)
    return rules_of(colourless, sheet.height) or rules_of(sheet.all_ink, sheet.height)


def upright_sheet(pixels: Pixels) -> Sheet:
    """The page with level lines, even light and characters of a size that reads well."""
    black, colour = ink.even(ink.without_colour(pixels)), ink.even(ink.with_colour(pixels))
    height = ink.text_height(ink.firm(black))
    images: list[Array] = [black, colour]
    scale = 1.0
    if height and not _SMALLEST <= height <= _LARGEST:
        scale = min(_HEIGHT / height, 4.0, (ENLARGED_PIXELS / black.size) ** 0.5)
        filter_ = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        images = [cv2.resize(image, None, fx=scale, fy=scale, interpolation=filter_) for image in images]
    if height and (turns := quarter_turns(images[0], height * scale)):
        images = [np.ascontiguousarray(np.rot90(image, turns)) for image in images]
    angle = slant(ink.firm(images[0]))
    if abs(angle) > 0.04:
        images = [turn(image, angle, 255) for image in images]
    images = straighten(images, images[0], [255, 255])
    # Enlarged characters fall into their strokes: what they measured before is nearer the truth.
    known = height * scale if scale > 1 else ink.text_height(ink.firm(images[0]))
    return Sheet(images[0], images[1], known, scale)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cell before recognition; `inked` is whether any trace of ink is in it."""

    box: Box
    lines: tuple[Crop, ...]
    inked: bool


def _cells(sheet: Sheet, tables: Sequence[RuledTable]) -> Iterator[Mark]:
    traces = without_seals(sheet.black, sheet.all_ink, sheet.height) if tables else ()
    seen = [_see(sheet, traces, cell.box) for table in tables for cell in table.cells]
    read, pitch = _read_twice([line for cell in seen for line in cell.lines], sheet.height)
    texts = iter(read)
    for cell in seen:
        if cell.inked and not cell.lines:
            yield Mark(UNREADABLE, cell.box)
        yield from wrapped([Mark(next(texts), _box(cell, crop)) for crop in cell.lines], cell.box, pitch)


def _read_twice(crops: Sequence[Crop], height: float) -> tuple[list[str], float]:
    """The text of each line, figures only where two readings and the shape agree; the width of a digit."""
    first = recognise([loose(crop, height) for crop in crops])
    figures = [n for n, line in enumerate(first) if not is_plain_label(line)]
    second = list(first)
    for n, line in zip(figures, recognise([tight(crops[n], height) for n in figures]), strict=True):
        second[n] = line
    shapes = [shape_of(crop.ink, height) for crop in crops]
    covered = [crop.covered for crop in crops]
    looks = [Look(*four) for four in zip(first, second, shapes, covered, strict=True)]
    pitch, dash = pitch_of(looks), dash_of(looks, height)
    return [line_text(look, pitch, dash) for look in looks], pitch


def _box(cell: _Seen, crop: Crop) -> Box:
    left, top = cell.box.x0 + crop.x, cell.box.top + crop.y
    rows, columns = crop.ink.shape
    return Box(left, top, left + columns, top + rows)


def _see(sheet: Sheet, traces: Sequence[Gray], box: Box) -> _Seen:
    """The cell without its borders; its box is that of what is left. `traces` are where ink is looked for."""
    x0, top = round(box.x0), round(box.top)
    whole = slice(top, round(box.bottom) + 1), slice(x0, round(box.x1) + 1)
    gray = ink.on_white(sheet.black[whole])
    within = rows, columns = inside(gray, sheet.height)
    found = lines_of(without_borders(gray[within], sheet.height), sheet.height)
    corner = x0 + columns.start, top + rows.start
    lines = tuple(replace(line, covered=_covered(sheet, line, *corner)) for line in found)
    inked = any(
        _is_inked(without_borders(ink.on_white(image[whole])[within], sheet.height), sheet.height)
        for image in traces
    )
    return _Seen(Box(x0 + columns.start, top + rows.start, x0 + columns.stop, top + rows.stop), lines, inked)


def _covered(sheet: Sheet, line: Crop, x: int, y: int) -> float:
    """How much of a line coloured strokes lie over, in areas of a digit; a digit may be wholly under them.

    Where its own ink is dark enough to be seen, nothing is covered.
    """
    high, wide = line.ink.shape
    aside = round(high * _ASIDE)
    left, top = max(0, x + line.x - aside), y + line.y
    place = slice(top, top + high), slice(left, x + line.x + wide + aside)
    coloured = sheet.black[place].astype(np.int16) - sheet.all_ink[place] > _COLOURED
    covered = int(np.count_nonzero(coloured & (ink.faint(sheet.black[place]) == 0)))
    return float(covered / (high * high * _WIDE))


def _is_inked(gray: Gray, height: float) -> bool:
    """Whether a trace as long as a dash is there, or many smaller ones, or a dash too thin to leave one."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.trace(gray), connectivity=8)
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    area = int(stats[1:, cv2.CC_STAT_AREA].sum())
    inked = (sides >= height * _DASH).any() or area >= height * height * _SPRINKLED
    return bool(inked) or _has_thin_dash(gray, height)


def _has_thin_dash(gray: Gray, height: float) -> bool:
    """Whether a flat piece of ink as long as a dash is there, dark at least in one place."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.faint(gray), connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    flat = (wide >= height * _DASH) & (wide >= high * _FLAT)
    return any(gray[labels == n].min() <= _DARK for n in range(1, count) if flat[n])


def _text(sheet: Sheet, tables: Sequence[RuledTable]) -> Iterator[Mark]:
    """Words outside the tables."""
    rest = sheet.black.copy()
    for table in tables:
        box = table.box
        rest[max(0, int(box.top) - 3) : int(box.bottom) + 4, max(0, int(box.x0) - 3) : int(box.x1) + 4] = 255
    if not sheet.height or not ink.firm(rest).any():
        return
    scale = min(1.0, _FINDING / sheet.height)
    small = cv2.resize(rest, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = find_lines(np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), dtype=np.uint8))
    words = list(words_in(rest, [Box(*(v / scale for v in box)) for box in found], sheet.height))
    texts, _ = _read_twice([word.crop for word in words], sheet.height)
    for word, text in zip(words, texts, strict=True):
        if text.strip():
            yield Mark(text, word.box)
