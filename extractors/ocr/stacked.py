"""Pages saved one above the other in one long image, cut apart."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.ocr.types import Pixels

# Height to width of a sheet, upright (ISO 216), and how far off a stack of whole sheets may be, in sheets.
_SHEET, _OFF = 2**0.5, 0.02
# The paper at a cut: so little contrast over this share of the width above and below.
_CONTRAST, _MARGIN = 40, 0.01


def sheets(pixels: Pixels) -> Iterator[Pixels]:
    """The sheets of an image as high as several of them and blank where they meet; else the image."""
    height, width = pixels.shape[:2]
    stack = height / (width * _SHEET)
    count = round(stack)
    cuts = [round(height * number / count) for number in range(1, count)] if count > 1 else []
    if abs(stack - count) > _OFF * count or not all(_is_blank(pixels, cut) for cut in cuts):
        cuts = []
    for top, bottom in zip([0, *cuts], [*cuts, height], strict=True):
        yield pixels[top:bottom]


def _is_blank(pixels: Pixels, cut: int) -> bool:
    reach = max(2, round(pixels.shape[1] * _MARGIN))
    band = pixels[cut - reach : cut + reach]
    return bool(int(band.max()) - int(band.min()) <= _CONTRAST)
