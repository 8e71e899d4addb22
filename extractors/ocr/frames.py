"""Image files of every kind to frames: arrays of RGB, upright as the file says, on white."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from math import ceil

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from extractors.document import UnreadableError
from extractors.ocr.limits import ENOUGH_PIXELS, LEAST_SIDE, MAX_PAGES, MAX_PIXELS, MAX_SIDE
from extractors.ocr.types import Pixels

# What Pillow raises on damaged files, by format: their plugins have no common error.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
)


def frames(data: bytes) -> Iterator[Pixels]:
    """Every frame of an image file; an animation gives its first. Raises UnreadableError."""
    try:
        with warnings.catch_warnings():
            # Its own limit is a warning; ours below is stricter.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                yield from _frames(image)
    except _DAMAGE as error:
        raise UnreadableError(f"a damaged or unknown image: {error or type(error).__name__}") from error
    except Image.DecompressionBombError as error:
        raise UnreadableError(
            f"the image has more than {MAX_PIXELS:,} pixels, which no page needs"
        ) from error


def _frames(image: Image.Image) -> Iterator[Pixels]:
    pages = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
    for number, page in enumerate(pages, 1):
        if number > MAX_PAGES:
            raise UnreadableError(f"the image has more than {MAX_PAGES} pages, which no report has")
        width, height = page.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise UnreadableError(f"an image of {width} x {height} pixels; at most {MAX_PIXELS:,} are read")
        yield _rgb(page)


def _rgb(page: Image.Image) -> Pixels:
    parts = parts_of(*page.size)
    # A JPEG is unpacked at that size at once.
    page.draft(None, (page.width // parts, page.height // parts))
    page.load()
    if parts > 1 and page.mode in ("1", "P", "PA"):
        # Between two places of a palette lies no colour.
        page = page.convert("L" if page.mode == "1" else "RGBA")
    image = ImageOps.exif_transpose(page)
    if (left := parts_of(*image.size)) > 1:
        image = image.reduce(left)
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"))


def parts_of(width: int, height: int) -> int:
    """How many pixels become one along each side: what no reading needs costs only memory and time."""
    wanted = ceil((width * height / ENOUGH_PIXELS) ** 0.5)
    return int(max(1, min(wanted, min(width, height) // LEAST_SIDE)))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Pillow cuts deeper samples off instead of scaling them."""
    samples = np.asarray(image, dtype=np.float64)
    whole = 65535.0 if samples.max(initial=0) > 255 else 255.0
    return Image.fromarray((np.clip(samples / whole, 0, 1) * 255).astype(np.uint8))
