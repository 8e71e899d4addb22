"""Corrections as data: what a cell should have said, who says so, and what it printed at that time."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from transforms.forms import items

SHIPPED = Path(__file__).with_name("corrections.csv")
COLUMNS = ("report_id", "item", "expect", "corrected", "reason", "source")


class CorrectionError(Exception):
    """A corrections file is wrong; the message names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell corrected. `expect` is the text that the cell prints, empty for a blank or missing one."""

    file: str
    line: int
    report_id: str
    item: str
    expect: str
    corrected: float
    reason: str
    source: str
    shipped: bool


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of a CSV file. Raises CorrectionError for the first line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise CorrectionError(f"{path}: the first line must be {','.join(COLUMNS)}")
            found = [_correction(path, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorrectionError(f"{path}: cannot be read as CSV in UTF-8: {error}") from None
    lines: dict[tuple[str, str], int] = {}
    for one in found:
        first = lines.setdefault((one.report_id, one.item), one.line)
        if first != one.line:
            raise CorrectionError(
                f"{path}, line {one.line}: line {first} corrects the same cell; keep one of them"
            )
    return found


def _correction(path: Path, line: int, row: Mapping[str | None, str | None]) -> Correction:
    where = f"{path}, line {line}"
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if None in row or any(row.get(name) is None for name in COLUMNS):
        raise CorrectionError(f"{where}: there must be {len(COLUMNS)} fields")
    for name in ("report_id", "item", "corrected", "reason", "source"):
        if not given[name]:
            raise CorrectionError(f"{where}: {name} is empty")
    if given["item"] not in {entry.item for entry in items()}:
        raise CorrectionError(f"{where}: no form has an item {given['item']}")
    return Correction(
        file=path.name,
        line=line,
        report_id=given["report_id"],
        item=given["item"],
        expect=given["expect"],
        corrected=_number(where, given["corrected"]),
        reason=given["reason"],
        source=given["source"],
        shipped=path == SHIPPED,
    )


def _number(where: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CorrectionError(f"{where}: corrected is {text!r}, it must be a number in the item's unit")
    return value
