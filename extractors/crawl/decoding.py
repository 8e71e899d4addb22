"""Content codings of a body undone (RFC 9110 §8.4.1), with a bound on what comes out."""

from __future__ import annotations

import zlib

import brotli

_GZIP = b"\x1f\x8b"
_GZIPPED, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


class CodingError(Exception):
    """A body that cannot be decoded; the message names the coding."""


class CutShortError(CodingError):
    """A coded body that ends before its end mark."""


def codings(headers: tuple[tuple[str, str], ...]) -> list[str]:
    """The codings that headers declare, in the order they were applied."""
    declared = (value for name, value in headers if name.lower() == "content-encoding")
    names = [name.strip().lower() for value in declared for name in value.split(",")]
    return [name.removeprefix("x-") for name in names if name not in ("", "identity", "none", "utf-8")]


def decoded(body: bytes, names: list[str], limit: int) -> tuple[bytes, bool]:
    """The body without its codings, and whether it was cut at `limit` bytes.

    A body that declares gzip and is not is taken as it is: some servers forget to compress.
    Raises CodingError for a coding unknown or damaged, CutShortError for a body that is not whole.
    """
    cut = False
    for name in reversed(names):
        if name == "gzip":
            body, over = _gunzipped(body, limit) if body.startswith(_GZIP) else (body, False)
        elif name == "deflate":
            body, over = _inflated(body, limit)
        elif name == "br":
            # Nobody is asked for this coding, but archives of others hold it.
            body, over = _unbrotlied(body, limit)
        else:
            raise CodingError(f"coding {name} was not asked for and cannot be undone")
        cut = cut or over
    return body, cut


def is_gzip(body: bytes) -> bool:
    """Whether a body is compressed, whatever its headers say."""
    return body.startswith(_GZIP)


def _gunzipped(body: bytes, limit: int) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    while body.startswith(_GZIP):
        part, body, over = _unpacked(body, _GZIPPED, limit - size)
        parts.append(part)
        size += len(part)
        if over:
            return b"".join(parts), True
    return b"".join(parts), False


def _inflated(body: bytes, limit: int) -> tuple[bytes, bool]:
    """`deflate` means zlib's format; many servers send the bare stream instead."""
    if not body:
        return body, False
    try:
        part, _, over = _unpacked(body, _ZLIB, limit)
    except CutShortError:
        raise
    except CodingError:
        part, _, over = _unpacked(body, _RAW, limit)
    return part, over


def _unbrotlied(body: bytes, limit: int) -> tuple[bytes, bool]:
    unpacker = brotli.Decompressor()
    try:
        part = bytes(unpacker.process(body, output_buffer_limit=limit + 1))
        while len(part) <= limit and not unpacker.is_finished():
            more = bytes(unpacker.process(b"", output_buffer_limit=limit + 1))
            if not more:
                raise CutShortError("the compressed body ends early")
            part += more
    except brotli.error as error:
        raise CodingError(f"the compressed body is damaged: {error}") from None
    return part[:limit], len(part) > limit


def _unpacked(body: bytes, window: int, limit: int) -> tuple[bytes, bytes, bool]:
    unpacker = zlib.decompressobj(window)
    try:
        part = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise CodingError(f"the compressed body is damaged: {error}") from None
    if len(part) > limit:
        return part[:limit], b"", True
    if not unpacker.eof:
        raise CutShortError("the compressed body ends early")
    return part, unpacker.unused_data, False
