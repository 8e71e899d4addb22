"""Streams of page content, looked at before pdfminer reads them: it reads on after damage without a word."""

from __future__ import annotations

import zlib
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
)

from extractors.pdf.content import DamagedPageError

# More drawing instructions than this on one page are no report's.
_MAX_UNPACKED = 32 << 20


def check_stream(stream: PDFStream) -> None:
    """Raise DamagedPageError where a stream is cut off, cannot be unpacked whole or is a bomb."""
    data = stream.rawdata or b""
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for name, parameters in stream.get_filters():
        if name in LITERALS_ASCII85_DECODE:
            data = _text_decoded(ascii85decode, data)
        elif name in LITERALS_ASCIIHEX_DECODE:
            data = _text_decoded(asciihexdecode, data)
        elif name in LITERALS_FLATE_DECODE and not parameters:
            data = _unpacked(data)
        else:
            return


def _text_decoded(decode: Any, data: bytes) -> bytes:
    try:
        return bytes(decode(data))
    except ValueError as error:
        raise DamagedPageError("is damaged: its content cannot be unpacked") from error


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, _MAX_UNPACKED)
    except zlib.error as error:
        raise DamagedPageError("is damaged: its content cannot be unpacked") from error
    if unpacker.unconsumed_tail:
        raise DamagedPageError("is too large to be a report's")
    if not unpacker.eof:
        raise DamagedPageError("is damaged: its content is cut off")
    return data
