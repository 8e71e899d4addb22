"""One WARC 1.1 record as a gzip member of its own (ISO 28500:2017, annex D)."""

from __future__ import annotations

import hashlib
import string
import zlib
from collections.abc import Iterable, Mapping
from urllib.parse import quote

_FIELDS = "application/warc-fields"
_TYPES = {
    "warcinfo": _FIELDS,
    "metadata": _FIELDS,
    "request": "application/http; msgtype=request",
    "response": "application/http; msgtype=response",
    "revisit": "application/http; msgtype=response",
}
_GZIP = zlib.MAX_WBITS | 16


def record(kind: str, headers: Mapping[str, str], head: bytes, body: bytes) -> bytes:
    """The record of that kind with its `headers`; its block is the HTTP `head`, if any, and the `body`.

    The block's digest is written where no digest of the payload says the same.
    """
    block = head + body
    fields = {**headers, "WARC-Type": kind, "Content-Type": _TYPES[kind], "Content-Length": str(len(block))}
    if kind != "response":
        fields["WARC-Block-Digest"] = digest(block)
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, _GZIP)
    parts = (b"WARC/1.1\r\n", lines.encode("utf-8", "replace"), b"\r\n", block, b"\r\n\r\n")
    return packer.compress(b"".join(parts)) + packer.flush()


def http_head(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The first line and the headers of an HTTP message, up to its body."""
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("ascii", "replace")


def ascii_only(text: str) -> str:
    """Header values beyond ASCII (file names in Content-Disposition) percent-encoded byte by byte."""
    if text.isascii() and text.isprintable():
        return text
    return quote(text, safe=string.printable, encoding="latin-1", errors="replace")


def digest(data: bytes) -> str:
    """The digest of a block or payload as WARC writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
