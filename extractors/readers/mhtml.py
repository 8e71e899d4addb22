"""Web archives (mht, and Word's "single file web page" saved as .doc): the HTML parts of a message."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import Message
from itertools import islice

from extractors.blocks import Blocks
from extractors.document import Document, UnreadableError
from extractors.readers import html

# Word's archives are flat; nested messages are no reports.
_MOST_PARTS = 2000


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a web archive (RFC 2557), Excel's with a page for each sheet. Raises UnreadableError."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    parts = list(islice(message.walk(), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS:
        raise UnreadableError(f"the web archive (mhtml) has more than {_MOST_PARTS} parts")
    pages = [_page(part) for part in parts if _is_page(part)]
    if not pages:
        raise UnreadableError("the web archive (mhtml) holds no HTML page")
    blocks = Blocks()
    for page in pages:
        blocks.add_document(page)
    return replace(pages[0], blocks=tuple(blocks.found))


def _is_page(part: Message) -> bool:
    """Word keeps headers and footers of the printed page in a part of their own."""
    if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return False
    return not str(part.get("Content-Location", "")).lower().endswith(("header.htm", "header.html"))


def _page(part: Message) -> Document:
    charset = part.get_param("charset")
    return html.read(_body(part), f"text/html; charset={charset}" if isinstance(charset, str) else None)


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
