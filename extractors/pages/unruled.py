"""Tables without ruling lines: rows of numbers whose columns stand under one another."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.model import Mark, Page
from extractors.pages.ruled import CellBox, RuledTable
from extractors.pages.text import TextLine

Filled = tuple[RuledTable, dict[CellBox, list[Mark]]]


def unruled_tables(
    page: Page, lines: Sequence[TextLine], taken: Sequence[tuple[float, float]]
) -> tuple[list[Filled], list[TextLine]]:
    """The tables that lines of text make by their gaps, and the lines that are left."""
    return [], list(lines)
