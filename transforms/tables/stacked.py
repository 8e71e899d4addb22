"""Section 四 as a list of fifteen rows, each a result with its figure, beside or behind what was disputed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from extractors.document import Document, GridCell, Table
from transforms.fold import fold
from transforms.forms import columns_of, forms_of, other_measures, rows_of, vocabulary
from transforms.tables.headers import column_named
from transforms.values import is_value

_FORM = forms_of("disputes")[0]
_BLOCKS = rows_of(_FORM, "disputes")
_RESULTS = columns_of(_FORM, "disputes", _BLOCKS[0])
_CELLS = [(block, result) for block in _BLOCKS for result in _RESULTS]
_YEAR = re.compile(r"20\d\d")
# A header, and a title above it.
_ABOVE = 3
_Line = tuple[tuple[str, str], GridCell, GridCell]


def with_results_across(document: Document) -> Document:
    """The document with such lists as a row for each kind of dispute, every figure at its place.

    All fifteen have to be there, in the form's order and with their labels, and the header may name no other
    measure or year; else the table stays as it is.
    """
    if not any(map(_may_be, document.tables())):
        return document
    blocks = [_across(b) if isinstance(b, Table) and _may_be(b) else b for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _may_be(table: Table) -> bool:
    more = len(table.rows) - len(_CELLS)
    return 0 <= more <= _ABOVE and any("复议" in c.text for row in table.rows[: more + 1] for c in row)


def _across(table: Table) -> Table:
    lines = list(_lines(table))
    if [place for place, _, _ in lines] != _CELLS or _names_another(table.rows[: -len(_CELLS)]):
        return table
    head = [_at(label, 1, n) for n, (_, label, _) in enumerate(lines[: len(_RESULTS)], 2)]
    rows = [tuple(cell._replace(text=_names(result)) for cell, result in zip(head, _RESULTS, strict=True))]
    for n, block in enumerate(_BLOCKS):
        part = lines[n * len(_RESULTS) : (n + 1) * len(_RESULTS)]
        label = _at(part[0][1], n + 2, 1)._replace(text=_named(block))
        rows.append((label, *(_at(value, n + 2, at) for at, (_, _, value) in enumerate(part, 2))))
    return replace(table, rows=tuple(rows))


def _names_another(header: Sequence[Sequence[GridCell]]) -> bool:
    texts = [fold(cell.text) for row in header for cell in row]
    return any(_YEAR.search(text) or any(word in text for word in other_measures()) for text in texts)


def _at(cell: GridCell, row: int, column: int) -> GridCell:
    return cell._replace(row=row, column=column, rowspan=1, colspan=1)


def _lines(table: Table) -> Iterator[_Line]:
    """What each row counts, its label and its figure; rows without a result at the top are the header."""
    block: str | None = None
    for row in table.rows:
        named = [found for cell in row[:-1] if (found := _told(fold(cell.text)))]
        block = next((kind for kind, _ in reversed(named) if kind), block)
        results = [result for _, result in named if result]
        told = _told(fold(row[-2].text)) if len(row) > 1 else None
        figure = is_value(row[-1].text) or not row[-1].text
        if block and figure and told and told[1] and len(results) == 1:
            yield (block, results[0]), row[-2], row[-1]


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[str | None, str | None] | None:
    """The kind of dispute and the result that a folded label names: both, or one of them."""
    kinds = [(label, words.key) for words in vocabulary("disputes").rows for label in words.labels]
    for group in ("", *vocabulary("disputes").group):
        for label, key in sorted(kinds, key=lambda kind: -len(kind[0])):
            rest = text.removeprefix(group + label)
            if rest != text:
                result = column_named("disputes", rest) if rest else None
                return (key, result) if result or not rest else None
    result = column_named("disputes", text)
    return (None, result) if result else None


def _names(result: str) -> str:
    return next(words.labels[0] for words in vocabulary("disputes").columns if words.key == result)


def _named(block: str) -> str:
    return next(words.labels[0] for words in vocabulary("disputes").rows if words.key == block)
