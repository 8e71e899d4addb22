"""One table for each section: a table printed in parts is put together, a table printed twice is compared."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from transforms.forms import row_name
from transforms.records import Finding
from transforms.tables.align import Aligned
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Row
from transforms.values import parse_value


def merge(tables: Sequence[Aligned]) -> tuple[dict[str, Aligned], list[Finding]]:
    """The tables by section.

    A cell that two copies print differently, or that one of them prints without it being told which cell it
    is, becomes `missing` with a finding: which copy is the report's own cannot be known.
    """
    merged: dict[str, Aligned] = {}
    findings: list[Finding] = []
    conflicting: set[str] = set()
    for section in dict.fromkeys(table.section for table in tables):
        same = [table for table in tables if table.section == section]
        speaking = _filled(same)
        filled, aside = _under_own_heading(speaking)
        findings.extend([*_without_figures(same, speaking), *aside])
        best = max(filled, key=lambda table: len(table.cells))
        lost: set[tuple[str, str]] = set()
        for other in [table for table in filled if table is not best]:
            best, conflicts, differing = _join(best, other)
            findings.extend(conflicts)
            lost |= differing
        if len(filled) > 1 and lost:
            conflicting.add(section)
        if lost:
            # A third copy must not settle what two others left open.
            best = replace(best, cells={p: piece for p, piece in best.cells.items() if p not in lost})
        merged[section] = best
    findings.extend(_whose(merged.keys() - conflicting) if conflicting else ())
    return merged, findings


def _whose(sections: Set[str]) -> list[Finding]:
    """Where one section is printed twice with other figures, two reports may stand in the document."""
    message = "other tables of the document are printed twice and differ: whose {} table this is, is not told"
    return [
        Finding("table.repeated", "warning", message.format(section), "source", section)
        for section in sorted(sections)
    ]


def _without_figures(tables: Sequence[Aligned], speaking: Sequence[Aligned]) -> list[Finding]:
    """Copies that print no figures may be the report's own, and the others those of another year."""
    findings = []
    for table in tables:
        if table not in speaking:
            place = next((row.label.locator for row in table.rows.values()), "")
            message = f"a second {table.section} table ({place}) prints no figures and is left aside"
            findings.append(Finding("table.repeated", "warning", message, "source", table.section))
    return findings


def _under_own_heading(tables: list[Aligned]) -> tuple[list[Aligned], list[Finding]]:
    """Of tables with the same rows those under the section's heading, where others stand elsewhere."""
    headed = [table for table in tables if table.headed]
    rows = {key for table in headed for key in table.rows}
    elsewhere = [table for table in tables if not table.headed and rows & table.rows.keys()]
    if not headed or not elsewhere:
        return tables, []
    findings = []
    for table in elsewhere:
        place = next(iter(table.rows.values())).label.locator
        message = (
            f"a second {table.section} table ({place}) stands away from the heading of its section "
            "and is left aside"
        )
        findings.append(Finding("table.repeated", "warning", message, "source", table.section))
    return [table for table in tables if table not in elsewhere], findings


def _filled(tables: list[Aligned]) -> list[Aligned]:
    """Without copies that say nothing: a blank form, or one of dashes, beside the one with figures."""
    with_figures = [table for table in tables if any(map(_has_figure, table.rows.values()))]
    with_marks = [table for table in tables if any(map(_has_text, table.rows.values()))]
    return with_figures or with_marks or tables[:1]


def _has_text(row: Row) -> bool:
    return any(piece.text for piece in row.values)


def _has_figure(row: Row) -> bool:
    return any(parse_value(piece.text).state == "number" for piece in row.values)


def _untold(table: Aligned) -> set[str]:
    """Rows that print figures of which none could be put to a cell."""
    told = {row for row, _ in table.cells}
    return {key for key, row in table.rows.items() if key not in told and _has_figure(row)}


def _join(table: Aligned, other: Aligned) -> tuple[Aligned, list[Finding], set[tuple[str, str]]]:
    if other.form != table.form:
        return _two_forms(table, other)
    both = {**other.cells, **table.cells}
    untold = _untold(table) | _untold(other)
    lost = {
        place
        for place in both
        if place[0] in untold or _differ(table.cells.get(place), other.cells.get(place))
    }
    cells = {place: piece for place, piece in both.items() if place not in lost}
    rows = {**other.rows, **table.rows}
    joined = replace(table, cells=cells, rows=rows, certain=table.certain and other.certain)
    found = [_conflict(table, other, lost)] if lost else _in_one_only(table, other)
    return joined, found, lost


def _two_forms(table: Aligned, other: Aligned) -> tuple[Aligned, list[Finding], set[tuple[str, str]]]:
    """Two forms in one section: rows that both print are nobody's."""
    lost = {place for place in table.cells if place[0] in other.rows}
    message = (
        f"a second {table.section} table, on the form of {other.form}, is left aside; "
        f"of the {len(lost)} cells whose rows both print no value is taken"
    )
    cells = {place: piece for place, piece in table.cells.items() if place not in lost}
    finding = Finding("table.repeated", "warning", message, "source", table.section)
    return replace(table, cells=cells), [finding], lost


def _in_one_only(table: Aligned, other: Aligned) -> list[Finding]:
    """Where copies agree as far as both go, the rows that only one of them tells."""
    told, others = ({row for row, _ in copy.cells} for copy in (table, other))
    if not told & others:
        return []
    return [
        Finding(
            "table.repeated",
            "warning",
            f"the {table.section} table is printed twice, and only one copy tells {name}",
            "source",
            name,
        )
        for name in (row_name(table.section, row) for row in sorted(told ^ others))
    ]


def _differ(piece: Piece | None, other: Piece | None) -> bool:
    return piece is not None and other is not None and parse_value(piece.text) != parse_value(other.text)


def _conflict(table: Aligned, other: Aligned, lost: set[tuple[str, str]]) -> Finding:
    row, column = min(lost)
    pieces = [found for copy in (table, other) if (found := copy.cells.get((row, column)))]
    printed = " and ".join(f"{piece.text!r} ({piece.locator})" for piece in pieces)
    message = (
        f"the {table.section} table is printed twice and its copies differ in {len(lost)} cells, "
        f"first {row}.{column}: {printed}; no value is taken"
    )
    return Finding("table.repeated", "warning", message, "source", table.section)
