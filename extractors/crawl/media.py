"""What kind of document some bytes are: by their first bytes, since servers' headers are often wrong."""

from __future__ import annotations

import re

from extractors.magic import ZIP, magic_of

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
    magic = magic_of(body)
    if magic is not None:
        return magic.media_type
    if body.startswith(ZIP):
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
