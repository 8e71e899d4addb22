"""Whether a page is a picture: a scan, whatever little text a program has printed over it."""

from __future__ import annotations

# A page number printed over a scan does not make it a page of text.
_FEW_MARKS = 20
_MOST_OF_PAGE = 0.3


def is_picture(printed: int, pictures: float, page: float) -> bool:
    """Whether to read a page by OCR: `printed` marks of text on it, areas of its pictures and of itself."""
    return printed < _FEW_MARKS and pictures > _MOST_OF_PAGE * page
