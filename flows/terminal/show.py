"""One extraction for people: who and when, each table as the form prints it, then what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.forms import Item, items
from transforms.harmless import visible
from transforms.records import Cell, Extraction, Finding
from transforms.values import shown

LEGEND = "· blank   ? missing   ! unreadable   a→b suggested"


def console() -> Console:
    """Standard output; wide enough for a table where it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else 130, highlight=False, soft_wrap=False)


def show_extraction(out: Console, name: str, extraction: Extraction) -> None:
    """Print one document's result, or the one line that says why there is none."""
    out.print(Text(visible(f"{name}: {headline(extraction)}"), style="bold"))
    labels = {(item.form, item.item): item for item in items()}
    for section in _ordered(cell.section for cell in extraction.cells):
        # The sections of the 2014 form are its own and have no entry in `forms`.
        form = extraction.forms.get(section) or "2014"
        cells = [cell for cell in extraction.cells if cell.section == section]
        out.print(_grid(f"{section}, form {form}", cells, [labels[form, cell.item] for cell in cells]))
    if extraction.cells:
        out.print(LEGEND, style="dim")
    for extra in extraction.extras:
        column = extra.column or "column not told"
        told = f"  beside the form: {extra.label}, {column}: {extra.raw}{extra.unit or ''}"
        out.print(Text(visible(told)))
    for finding in extraction.findings:
        out.print(Text(visible(f"  {finding.severity}: {finding.rule}: {finding.message}{_cause(finding)}")))
    for claim in extraction.claims:
        verdict = {True: "agrees", False: "disagrees", None: "cannot be compared"}[claim.agrees]
        told = f"  prose: {claim.claim} = {shown(claim.value)}, {verdict}: {claim.sentence}"
        out.print(Text(visible(told)))


def headline(extraction: Extraction) -> str:
    """What became of one document, in a line."""
    if extraction.error:
        return f"unreadable: {extraction.error}"
    if extraction.status == "no_report":
        return "no report: no standard table here"
    who = extraction.identity
    parts = [who.publisher or who.place or "publisher unknown", str(who.year or "year unknown")]
    numbers = sum(cell.state == "number" for cell in extraction.cells)
    return f"{extraction.status}: {' '.join(parts)}, {numbers} numbers in {len(extraction.cells)} cells"


def _cause(finding: Finding) -> str:
    return "" if finding.cause == "unknown" else f" (cause: {finding.cause})"


def _grid(title: str, cells: Sequence[Cell], labels: Sequence[Item]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    columns = _ordered(label.column_label_zh for label in labels)
    table.add_column("")
    for column in columns:
        table.add_column(column.rpartition("/")[2], justify="right")
    marks = {
        (label.row_label_zh, label.column_label_zh): mark(cell)
        for cell, label in zip(cells, labels, strict=True)
    }
    for row in _with_groups(_ordered(label.row_label_zh for label in labels)):
        table.add_row(_short(row), *(Text(marks.get((row, column), "")) for column in columns))
    return table


def _with_groups(rows: Iterable[str]) -> list[str]:
    """Each row after the groups it stands in: 三、/（三）/1. comes after 三、 and 三、/（三）."""
    return _ordered(
        "/".join(parts[:end])
        for row in rows
        for parts in [row.split("/")]
        for end in range(1, len(parts) + 1)
    )


def _ordered(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _short(row: str) -> str:
    """The last part of a row's label, indented by how deep it stands, without its remarks."""
    parts = row.split("/")
    last = parts[-1]
    return "  " * (len(parts) - 1) + (last if len(last) <= 20 else last[:19] + "…")


def mark(cell: Cell) -> str:
    """What a cell of the table shows."""
    match cell.state:
        case "number":
            printed = shown(cell.value) if cell.value is not None else ""
            return printed if cell.suggested is None else f"{printed}→{shown(cell.suggested)}"
        case "blank":
            return "·"
        case "placeholder":
            return visible(cell.raw or "·")
        case "unreadable":
            return visible(f"{cell.raw}!")
    return "?"
