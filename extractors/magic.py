"""The first bytes that tell what a file is."""

from __future__ import annotations

from typing import NamedTuple


class Magic(NamedTuple):
    """Bytes at a file's start, the kind that they tell (see extractors/readers/kinds.yml), its media type."""

    start: bytes
    kind: str
    media_type: str


# Of an archive with parts, and of one without any.
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MAGIC = tuple(
    Magic(*row)
    for row in (
        (b"%PDF-", "pdf", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "application/x-ole-storage"),
        (b"Rar!\x1a\x07", "rar", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z", "application/x-7z-compressed"),
        (b"{\\rtf", "rtf", "application/rtf"),
        (b"\x89PNG", "image", "image/png"),
        (b"\xff\xd8\xff", "image", "image/jpeg"),
        (b"GIF87a", "image", "image/gif"),
        (b"GIF89a", "image", "image/gif"),
        (b"II*\x00", "image", "image/tiff"),
        (b"MM\x00*", "image", "image/tiff"),
    )
)
# Lengths of the second header that Windows and OS/2 write into a BMP file.
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_BMP = Magic(b"BM", "image", "image/bmp")


def magic_of(data: bytes) -> Magic | None:
    """The row that a file's first bytes fit; None where they fit none."""
    if _is_bmp(data):
        return _BMP
    return next((magic for magic in MAGIC if data.startswith(magic.start)), None)


def _is_bmp(data: bytes) -> bool:
    """Two letters are also how a text may begin: the four reserved bytes and the second header count."""
    return data[:2] == b"BM" and not any(data[6:10]) and int.from_bytes(data[14:18], "little") in _BMP_HEADERS
