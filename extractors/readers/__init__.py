"""Bytes to one Document: one module for each document kind, told apart by content, not by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from extractors.document import Document, UnreadableError
from extractors.readers.kinds import kind_of

__all__ = ["kind_of", "read"]

# Kind → its module here. Every module has `read(data, content_type)`.
# Loaded when first needed: a night of HTML pages never pays for the PDF or OCR libraries.
_READERS = {
    "html": "html",
    "text": "text",
    "image": "image",
    "docx": "docx",
    "pdf": "pdf",
    "ofd": "ofd",
    "xlsx": "xlsx",
    "ole": "ole",
    "rtf": "rtf",
    "mhtml": "mhtml",
    "officexml": "officexml",
}


def read(data: bytes, content_type: str | None = None) -> Document:
    """Read a document of any known kind.

    `content_type` is the HTTP header, used for its charset only. Raises UnreadableError with one sentence.
    """
    kind = kind_of(data)
    if kind not in _READERS:
        raise UnreadableError(f"a {kind} archive is no document: the files in it are read each by itself")
    return _reader(_READERS[kind])(data, content_type)


def _reader(module: str) -> Callable[[bytes, str | None], Document]:
    loaded = import_module(f"extractors.readers.{module}")
    return cast("Callable[[bytes, str | None], Document]", loaded.read)
