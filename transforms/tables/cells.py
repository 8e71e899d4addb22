"""Aligned tables to cells: every cell of every table found, in one of the five states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.tuples import maker
from transforms.fold import fold
from transforms.forms import Item, items_of
from transforms.forms.measures import counts_alike
from transforms.records import Cell, Finding
from transforms.tables.align import Aligned
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Row
from transforms.values import Value, parse_value, printed_unit, to_wan_yuan

# The only cells that may be negative (forms.md §7).
_SIGNED = "items_change"
# The whole word: 千元 is not 元, and what is not known must not pass for what is.
_MONEY_UNIT = re.compile(r"[十百千万亿美欧港]*元|单位[亿角分]")
# 单位：公元 is a misprint of some unit; which is not known.
_UNIT_IN_WORDS = re.compile(r"单位(.{0,8}?)元")
_BEFORE_YUAN = re.compile(r"(?:[件项条个次份宗部]*|均?[为是])(?:人民币)?[十百千万亿美欧港]*")
# A bracket that closes before any has opened.
_FRONT_CUT = re.compile(r"[^()（）]*[)）]")
_NUMERAL = re.compile("[二三四五六七八九十百千][一二三四五六七八九十百千]*")
_made = maker(Cell)
_KNOWN_UNITS = frozenset({"元", "万元", "亿元"})


def cells_of(table: Aligned) -> list[Cell]:
    """All cells of the table's form; a cell without a piece is `missing`."""
    printed = {piece.text for piece in table.cells.values()}
    in_words = "一" in printed and any(map(_NUMERAL.fullmatch, printed))
    return [
        _cell(item, table.cells.get(place), table.rows.get(place[0]), in_words)
        for place, item in items_of(table.form, table.section).items()
    ]


def _cell(item: Item, piece: Piece | None, row: Row | None, in_words: bool) -> Cell:
    if piece is None:
        locator = row.label.locator if row else None
        return Cell(item.item, item.section, item.row, item.column, "missing", None, None, item.unit, locator)
    # 一 is typed for a dash, but not where the table prints 二 and 三.
    value = Value("unreadable") if in_words and piece.text == "一" else parse_value(piece.text)
    state, number, money = value
    unit: str | None = item.unit
    if number is not None:
        if item.type != "decimal":
            # Money where a count belongs is no number of this cell.
            state, number = ("unreadable", None) if money else (state, number)
        elif not money and printed_unit(piece.text):
            # Nor is a count where money belongs.
            state, number = "unreadable", None
        else:
            number, unit = _amount(item, number, money, row)
    named = item.item, item.section, item.row, item.column
    return _made((*named, state, number, piece.text, unit, piece.locator, None, None))


def _amount(item: Item, number: float, money: str | None, row: Row | None) -> tuple[float, str | None]:
    """An amount in the item's unit; the unit in its cell wins over the header's, that over the form's."""
    unit = money or _header_unit(row) or _form_unit(item)
    if unit not in _KNOWN_UNITS and number != 0:
        return number, None
    unit = unit if unit in _KNOWN_UNITS else None
    return to_wan_yuan(number, unit or item.unit), item.unit


def _header_unit(row: Row | None) -> str | None:
    if row is None:
        return None
    if _FRONT_CUT.match("".join(piece.text for piece in row.header)):
        # Of （单位：万元） only 元） may be left.
        return "several"
    named = _UNIT_IN_WORDS.search(row.unit)
    if named and not _BEFORE_YUAN.fullmatch(named[1]):
        return "several"
    # In an applications or disputes header the word would be prose; only money cells ask.
    found = _MONEY_UNIT.findall(fold(row.label.text)) or _MONEY_UNIT.findall(row.unit)
    # Two units in one header leave open which is meant.
    return (found[0] if len(set(found)) == 1 else "several") if found else None


def _form_unit(item: Item) -> str | None:
    found = _MONEY_UNIT.search(item.column_label_zh)
    return found.group() if found else None


def value_findings(cells: Sequence[Cell], items: Mapping[str, Item]) -> list[Finding]:
    """What is wrong with single values: negative, fraction, another unit, unknown unit, unreadable."""
    findings = []
    for cell in cells:
        if cell.state == "unreadable":
            message = f"{_where(cell)}: {cell.raw!r} is no one number"
            findings.append(Finding("cells.unreadable", "warning", message, "source", cell.item))
        value = cell.value
        if value is None:
            continue
        if value < 0 and cell.column != _SIGNED:
            message = f"{_where(cell)}: {cell.raw!r} is negative, which no count can be"
            findings.append(Finding("value.negative", "error", message, "source", cell.item, value))
        if value % 1 and items[cell.item].type == "integer":
            message = f"{_where(cell)}: {cell.raw!r} is a fraction in a cell that counts"
            findings.append(Finding("value.fraction", "error", message, "source", cell.item, value))
        if cell.raw and not cell.raw[-1].isdigit() and (other := _other_unit(cell, items[cell.item])):
            message = (
                f"{_where(cell)}: {cell.raw!r} counts {other}, the form {items[cell.item].unit}; "
                "it stands as printed"
            )
            findings.append(Finding("value.unit_differs", "warning", message, "source", cell.item, value))
        if cell.unit is None:
            message = (
                f"{_where(cell)}: {cell.raw!r} has no unit in cell, header or form; it stands as printed"
            )
            findings.append(Finding("value.unit_unknown", "warning", message, "source", cell.item, value))
    return findings


def _other_unit(cell: Cell, item: Item) -> str | None:
    """The unit in the cell of a count where it is another than the form's: persons are no requests."""
    unit = printed_unit(cell.raw or "") if item.type != "decimal" else None
    return None if unit is None or counts_alike(unit, item.unit) else unit


def _where(cell: Cell) -> str:
    return f"{cell.item} ({cell.locator})"


def missing_findings(table: Aligned, cells: Sequence[Cell]) -> list[Finding]:
    """One `cells.missing` a row that lacks cells, one for the table where all are missing.

    `item` is then `section.row`, or the section's name.
    """
    missing = [cell for cell in cells if cell.state == "missing"]
    if not missing:
        return []
    if len(missing) == len(cells):
        message = f"the {table.section} table is there, but no cell of it can be told: {_why(table)}"
        return [Finding("cells.missing", "warning", message, "unknown", table.section)]
    findings = []
    lost = Counter(f"{cell.section}.{cell.row}" for cell in missing)
    wanted = Counter(f"{cell.section}.{cell.row}" for cell in cells)
    for name, count in lost.items():
        row = table.rows.get(name) or table.rows.get(name.removeprefix(f"{table.section}."))
        message = f"{name}: {count} of {wanted[name]} cells cannot be told; {_printed(row)}"
        findings.append(Finding("cells.missing", "warning", message, "unknown", name))
    return findings


def _why(table: Aligned) -> str:
    rows = list(table.rows.values())
    return (
        _printed(rows[0])
        if rows and all(row.values == rows[0].values for row in rows)
        else "values are lacking"
    )


def _printed(row: Row | None) -> str:
    if row is None:
        return "the row is not printed"
    values = " ".join(piece.text or "(blank)" for piece in row.values[:20])
    return f"{len(row.values)} values are printed ({values or 'none'}) at {row.label.locator}"
