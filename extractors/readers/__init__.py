"""Bytes to one Document: one module for each document kind, told apart by content, not by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from extractors.document import Document, UnreadableError
from extractors.readers.kinds import KINDS, check_size, kind_of

__all__ = ["kind_of", "read"]


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a document of any known kind.

    `content_type` is the HTTP header, used for its charset only. Raises UnreadableError with one sentence.
    """
    name = kind_of(data)
    reader = KINDS[name].reader
    if reader is None:
        raise UnreadableError(f"a {name} archive is no document: the files in it are read each by itself")
    check_size(len(data), name)
    return _reader(reader)(data, content_type)


def _reader(module: str) -> Callable[[bytes, str | None], Document]:
    # Loaded when first needed: a night of HTML pages never pays for the PDF or OCR libraries.
    loaded = import_module(f"extractors.readers.{module}")
    return cast("Callable[[bytes, str | None], Document]", loaded.read)
