"""Reports published as an image: PNG, JPEG, GIF, BMP, and TIFF of several pages."""

from __future__ import annotations

from extractors.document import Document
from extractors.readers.ocr import read_images

_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read one image; needs the extra `ocr`. Raises UnreadableError with one sentence."""
    media_type = next((name for magic, name in _TYPES if data.startswith(magic)), "image/unknown")
    return read_images([data], media_type)
