"""All standard tables of a document: cells with states, checked by the forms' own sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.document import Document
from transforms.audit import Doubt, audit, doubt_findings
from transforms.audit.sums import broken
from transforms.audit.unread import (
    figures_above,
    labels_unread,
    places_read,
    places_unread,
    unread_results,
    unread_rows,
)
from transforms.checks.equations import check
from transforms.forms import STATISTICS, Item, items
from transforms.records import SECTIONS, Cause, Cell, Extra, Finding
from transforms.tables.agreement import settle
from transforms.tables.align import Aligned, align, find_tables
from transforms.tables.beside import without_columns_beside
from transforms.tables.captions import Above, look_above
from transforms.tables.cells import cells_of, missing_findings, value_findings
from transforms.tables.cut_words import with_whole_words
from transforms.tables.extras import find_extras
from transforms.tables.filled import merged
from transforms.tables.hidden import without_hidden
from transforms.tables.labels import is_heading
from transforms.tables.listed import with_lists
from transforms.tables.merge import merge
from transforms.tables.money_notes import money_findings, money_note
from transforms.tables.pieces import Piece, pieces_of
from transforms.tables.repeats import doubt_without_repeats
from transforms.tables.sequence import Reading
from transforms.tables.stacked import with_results_across
from transforms.tables.turned import turned
from transforms.values import is_value, parse_value


@dataclass(frozen=True, slots=True)
class Tables:
    """`forms` maps each section to its form, null where the table is not there; `extras` are no item of any.

    `looks_like_report` tells whether headings of a report stand in the document, with or without tables.
    """

    forms: dict[str, str | None]
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    looks_like_report: bool
    extras: tuple[Extra, ...] = ()


@cache
def _items() -> dict[str, Item]:
    return {item.item: item for item in items()}


def read_tables(document: Document, year: int | None, publisher: str | None = None) -> Tables:
    """Find, align and check the standard tables.

    A table that is captioned with another year than `year` or another body than `publisher` is left aside.
    """
    document, pieces, readings = _found(_as_in_the_form(document, year), year)
    readings = doubt_without_repeats(pieces, readings)
    above = look_above(pieces, readings, year, publisher)
    own = [(reading, stands) for reading, stands in zip(readings, above, strict=True) if not stands.stranger]
    own, hidden = without_hidden(own, pieces)
    headed = [stands.heading == reading.section for reading, stands in own]
    aligned = align([reading for reading, _ in own], headed, year)
    tables, findings = merge(aligned)
    findings.extend(hidden)
    filled_up = document.media_type != "text/html"
    doubts = _doubts(own, aligned, tables, pieces, readings, filled_up)
    placed = {id(piece) for table in aligned for piece in table.cells.values()}
    extras = find_extras(document, pieces, [reading for reading, _ in own], placed)
    findings.extend(_of_captions(readings, above, own, pieces))
    cells: list[Cell] = []
    for section in (*SECTIONS, STATISTICS):
        if section in tables:
            read, found = _read(tables[section])
            cells.extend(read)
            findings.extend(found)
            findings.extend(doubt_findings(section, [*doubts[section], *broken(read, found)], read))
            if section == "disclosure":
                findings.extend(money_findings(_money_note(own, pieces), pieces, read, _items()))
    headings = _headings(pieces)
    # A report of 2014 has one table for all three sections.
    forms = {section: tables[section].form if section in tables else None for section in SECTIONS}
    if not any(forms.values()) and STATISTICS in tables:
        forms = dict.fromkeys(SECTIONS, tables[STATISTICS].form)
    if tables or headings > 1:
        findings.extend(_absent(section) for section, form in forms.items() if form is None)
    return Tables(forms, tuple(cells), tuple(findings), bool(tables) or headings > 1, extras)


def _as_in_the_form(document: Document, year: int | None) -> Document:
    """The document with tables that are laid out otherwise laid out as the form's."""
    return without_columns_beside(turned(with_results_across(merged(with_whole_words(document)))), year)


def _found(document: Document, year: int | None) -> tuple[Document, list[Piece], list[Reading]]:
    """The document, its pieces and tables; where a section has none, with a list of it as a table."""
    pieces = pieces_of(document)
    readings = find_tables(pieces, year)
    told = {reading.section for reading in readings if _has_values(reading)}
    listed = with_lists(document, told)
    if listed is document:
        return document, pieces, readings
    pieces = pieces_of(listed)
    return listed, pieces, find_tables(pieces, year)


def _has_values(reading: Reading) -> bool:
    return any(is_value(piece.text) for row in reading.rows for piece in row.values)


def _doubts(
    own: Sequence[tuple[Reading, Above]],
    aligned: Sequence[Aligned],
    tables: Mapping[str, Aligned],
    pieces: Sequence[Piece],
    readings: Sequence[Reading],
    filled_up: bool,
) -> dict[str, list[Doubt]]:
    """By section what is not accounted for, in tables of which a cell is taken and where none was read."""
    printed: dict[str, set[str]] = defaultdict(set)
    some_headed = any(table.headed for table in aligned)
    for reading, _ in own:
        printed[reading.section].update(row.key for row in reading.rows)
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    read = places_read(readings)
    for (reading, stands), table in zip(own, aligned, strict=True):
        taken = tables[reading.section].cells
        if any(taken.get(place) is piece for place, piece in table.cells.items()):
            doubts[reading.section] += audit(reading, table, taken, printed, pieces, filled_up)
            doubts[reading.section] += figures_above(reading, pieces, read)
            if stands.away and some_headed:
                # Where all tables stand in an annex, none stands under its heading.
                reason = f"the table stands away from its section's heading ({pieces[reading.start].locator})"
                doubts[reading.section].append(Doubt(None, reason))
    unread = places_unread(pieces, read)
    doubts["disputes"] += unread_results(pieces, unread)
    labels = labels_unread(pieces, unread)
    for section in tables:
        doubts[section] += unread_rows(section, pieces, readings, labels)
    return doubts


def _read(aligned: Aligned) -> tuple[list[Cell], list[Finding]]:
    table, doubts = settle(aligned)
    cells = cells_of(table)
    cause: Cause = "source" if table.certain else "unknown"
    checked, sums = check(cells, table.form, table.section, cause, _untold(table))
    if not table.certain and not _trusted(checked, sums):
        # Columns taken on trust need the table's own sums to bear them out.
        cells = [cell._replace(state="missing", value=None, raw=None) for cell in cells]
        return cells, [*doubts, *missing_findings(table, cells)]
    return checked, [*doubts, *sums, *value_findings(checked, _items()), *missing_findings(table, checked)]


def _money_note(own: Sequence[tuple[Reading, Above]], pieces: Sequence[Piece]) -> Piece | None:
    notes = (money_note(pieces, reading) for reading, _ in own if reading.section == "disclosure")
    return next((note for note in notes if note is not None), None)


def _untold(table: Aligned) -> dict[str, list[float]]:
    """The numbers of rows that print nothing else and could not be put to their columns."""
    told = {row for row, _ in table.cells}
    untold = {key: row.values for key, row in table.rows.items() if key not in told}
    printed = {key: [parse_value(piece.text).number for piece in values] for key, values in untold.items()}
    rows = {key: [n for n in numbers if n is not None] for key, numbers in printed.items()}
    return {key: numbers for key, numbers in rows.items() if numbers and len(numbers) == len(printed[key])}


def _trusted(cells: Sequence[Cell], failed: Sequence[Finding]) -> bool:
    """Whether the sums along the rows bear out which column is the total.

    Sums down a column hold whatever the column is called. Where all is zero or blank nothing can be confused,
    and a row label of the disclosure table leaves no choice of columns.
    """
    # A row that was not told proves nothing of the columns either way.
    if any(finding.rule != "cells.shifted" for finding in failed):
        return False
    telling = [cell for cell in cells if cell.value]
    confirmed = any(
        c.column == "total" and c.row not in ("concluded", "carried_out") and c.computed == c.value
        for c in telling
    )
    return confirmed or not telling or cells[0].section == "disclosure"


def _of_captions(
    readings: Sequence[Reading],
    above: Sequence[Above],
    own: Sequence[tuple[Reading, Above]],
    pieces: Sequence[Piece],
) -> Iterator[Finding]:
    """What the lines above tables say against them: of all read, and of those that are the report's `own`."""
    for reading, stands in zip(readings, above, strict=True):
        if stands.stranger:
            yield _left_aside(reading, stands.stranger, pieces)
    yield from (_other_unit(reading, stands.unit) for reading, stands in own if stands.unit)
    yield from (_captioned(reading, stands.doubt) for reading, stands in own if stands.doubt)


def _left_aside(reading: Reading, caption: str, pieces: Sequence[Piece]) -> Finding:
    message = (
        f"a {reading.section} table ({pieces[reading.start].locator}) is left aside: "
        f"{caption!r} above it names another year or body than the report's"
    )
    return Finding("table.other_report", "warning", message, "source", reading.section)


def _other_unit(reading: Reading, line: str) -> Finding:
    message = f"{line!r} stands above the {reading.section} table; its values stand as printed in the cells"
    return Finding("value.unit_unknown", "warning", message, "source", reading.section)


def _captioned(reading: Reading, line: str) -> Finding:
    message = (
        f"{line!r} stands above the {reading.section} table, which may be of a part of the year, of another "
        "body or measure, or an example; its values are read all the same"
    )
    return Finding("table.caption", "warning", message, "source", reading.section)


def _headings(pieces: Sequence[Piece]) -> int:
    return sum(map(is_heading, [piece.text for piece in pieces]))


def _absent(section: str) -> Finding:
    return Finding("table.missing", "warning", f"no {section} table in the document", "unknown", section)
