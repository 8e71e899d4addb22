"""Reports published as an image: PNG, JPEG, GIF, BMP, and TIFF of several pages."""

from __future__ import annotations

from extractors.document import Document
from extractors.magic import magic_of
from extractors.readers.ocr import read_images


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read one image; needs the extra `ocr`. Raises UnreadableError with one sentence."""
    magic = magic_of(data)
    return read_images([data], magic.media_type if magic else "image/unknown")
