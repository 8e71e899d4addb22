"""One table for each section: a table printed in parts is put together, a table printed twice is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.align import Aligned
from transforms.records import Finding
from transforms.values import parse_value


def merge(tables: Sequence[Aligned]) -> tuple[dict[str, Aligned], list[Finding]]:
    """The tables by section. A cell printed twice with different values becomes `missing`, with a finding."""
    merged: dict[str, Aligned] = {}
    findings: list[Finding] = []
    for section in dict.fromkeys(table.section for table in tables):
        same = [table for table in tables if table.section == section]
        # A blank copy of the form beside the filled one says nothing.
        filled = [table for table in same if _numbers(table)] or same[:1]
        best = max(filled, key=_numbers)
        for other in filled:
            if other is not best:
                best, conflicts = _join(best, other)
                findings.extend(conflicts)
        merged[section] = best
    return merged, findings


def _numbers(table: Aligned) -> int:
    return sum(parse_value(piece.text).state == "number" for piece in table.cells.values())


def _join(table: Aligned, other: Aligned) -> tuple[Aligned, list[Finding]]:
    if other.form != table.form:
        message = f"a second {table.section} table, on the form of {other.form}, is left aside"
        return table, [Finding("table.repeated", "warning", message, "source", table.section)]
    differing = {
        place
        for place, piece in other.cells.items()
        if place in table.cells and parse_value(piece.text) != parse_value(table.cells[place].text)
    }
    cells = {
        place: piece for place, piece in {**other.cells, **table.cells}.items() if place not in differing
    }
    joined = replace(
        table, cells=cells, rows={**other.rows, **table.rows}, certain=table.certain and other.certain
    )
    findings = []
    if differing:
        row, column = min(differing)
        message = (
            f"the {table.section} table is printed twice and {len(differing)} cells differ, "
            f"first {row}.{column}: {table.cells[row, column].text!r} ({table.cells[row, column].locator}) "
            f"and {other.cells[row, column].text!r} ({other.cells[row, column].locator})"
        )
        findings.append(Finding("table.repeated", "warning", message, "source", table.section))
    return joined, findings
