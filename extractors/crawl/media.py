"""What kind of document some bytes are: by their first bytes, since servers' headers are often wrong."""

from __future__ import annotations

import re

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
# Told by the name of a part, which stands uncompressed in the archive's first bytes or its directory.
_ZIPPED = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"OFD.xml", "application/ofd"),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_START = 2048


def media_type(body: bytes, content_type: str | None) -> str | None:
    """The media type of `body`, without parameters; the header's where the bytes do not tell."""
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    if body.startswith(b"PK\x03\x04"):
        return next((name for part, name in _ZIPPED if part in body), "application/zip")
    declared = (content_type or "").partition(";")[0].strip().lower()
    if not declared.endswith(("json", "xml", "javascript")) and _HTML.search(body[:_START]):
        return "text/html"
    return declared or None


def is_html(name: str | None) -> bool:
    """Whether a media type is that of a web page."""
    return name in ("text/html", "application/xhtml+xml")


def is_text(name: str | None) -> bool:
    """Whether a media type is that of characters: pages, lists as JSON or XML, plain text."""
    return name is not None and (name.startswith("text/") or name.endswith(("json", "xml", "javascript")))
