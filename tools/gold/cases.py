"""All documents of the gold set."""

from __future__ import annotations

from collections.abc import Iterator

from gold import cases_files, cases_web
from gold.document import Document


def documents(wanted: tuple[str, ...] = ()) -> Iterator[Document]:
    """Every document, or those whose file begins with one of `wanted`."""
    yield from (d for d in cases_web.documents() if not wanted or d.file.startswith(wanted))
    yield from cases_files.documents(wanted)
