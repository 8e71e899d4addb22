"""Reports published as an image: PNG, JPEG, GIF, BMP, and TIFF of several pages."""

from __future__ import annotations

from extractors.document import Document
from extractors.readers.kinds import image_type
from extractors.readers.ocr import read_images


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read one image; needs the extra `ocr`. Raises UnreadableError with one sentence."""
    return read_images([data], image_type(data) or "image/unknown")
