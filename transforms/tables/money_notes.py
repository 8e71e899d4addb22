"""Texts outside a table's cells that say in which unit its amounts are: 注：收费金额单位为元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.forms import Item
from transforms.prose import squeeze
from transforms.records import Cell, Finding
from transforms.tables.labels import is_heading
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading

# A note stands at most so many lines below its table.
_LINES = 3
# 元 and its multiples, but 万元, in which amounts are read anyway; 单位：件、元 names several.
_OTHER = r"(?:[\u4e00-\u9fff]{1,2}[、,，/])*(?:人民币)?(?:[十百千亿]+|[十百千]万)?元"
_NOTE = re.compile(rf"(?:单位均?[为是]?[:：]?|按)(?:人民币)?{_OTHER}|以{_OTHER}(?:人民币)?(?:为单位|计)")


def money_note(pieces: Sequence[Piece], reading: Reading) -> Piece | None:
    """The note on amounts in another unit than 万元; headers and labels of rows speak for themselves."""
    told = {id(piece) for row in reading.rows for piece in (*row.header, row.label, *row.values)}
    inside = [piece for piece in pieces[reading.start : reading.end] if id(piece) not in told]
    below = _below(pieces, reading.end)
    return next((piece for piece in [*inside, *below] if _NOTE.search(squeeze(piece.text))), None)


def _below(pieces: Sequence[Piece], end: int) -> list[Piece]:
    rows: set[int] = set()
    below = []
    for piece in pieces[end:]:
        rows.add(piece.row)
        if len(rows) > _LINES or is_heading(piece.text):
            break
        below.append(piece)
    return below


def money_findings(
    note: Piece | None, pieces: Sequence[Piece], cells: Sequence[Cell], items: dict[str, Item]
) -> list[Finding]:
    """A `value.unit_unknown` for each amount without a unit of its own where a text names another one.

    That is the `note`, or prose that has the very figure in 元: 收取信息处理费1250元.
    """
    findings = []
    for cell in cells:
        if cell.value and cell.unit and items[cell.item].type == "decimal" and "元" not in (cell.raw or ""):
            text = note or _in_prose(cell.raw or "", pieces)
            if text:
                findings.append(_finding(cell, text))
    return findings


def _in_prose(raw: str, pieces: Sequence[Piece]) -> Piece | None:
    figure = re.compile(rf"(?<![\d.,]){re.escape(raw)}余?元")
    return next((piece for piece in pieces if raw in piece.text and figure.search(squeeze(piece.text))), None)


def _finding(cell: Cell, text: Piece) -> Finding:
    message = (
        f"{cell.item} ({cell.locator}): {cell.raw!r} is read as {cell.value} {cell.unit}, but "
        f"{text.text!r} ({text.locator}) says another unit"
    )
    return Finding("value.unit_unknown", "warning", message, "source", cell.item, cell.value)
