"""One case: a true report in a layout, with a slip or damage, as bytes; and the judge of what was read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

from extractors.readers import read
from generator import damage, pairs
from generator.figures import Report, make_report
from generator.grid import PUBLISHER, Part, document
from generator.layouts import LAYOUTS, VANISHING, Layout
from generator.noise import NOISES
from generator.statistics import statistics_document, statistics_report
from transforms.identity.identify import form_findings
from transforms.records import Finding, Identity
from transforms.tables.read import Tables, read_tables

_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "crlf")
# Slips that print more figures than the form has.
_ADDING = frozenset(
    {
        "double_cell",
        "split_number",
        "split_number_over_lines",
        "split_number_over_cells",
        "stray_number",
        "stray_number_after_row_label",
        "line_numbers",
        "stray_line",
        "line_doubled",
        "prose_in_table",
        "lines_swapped",
        "statistics_in_prose",
        "words_in_prose",
        "other_measure",
        "other_measure_first",
        "unnamed_column",
        "disputes_two_rows",
        "spaced_thousands",
        "column_numbers",
        "signatures",
    }
)
# Slips that move figures together with the labels that say what they are.
_MOVING = frozenset(
    {"columns_swapped", "header_swapped", "swapped_labels", "swapped_rows", "rows_in_other_order"}
)
# Damage after which an empty cell is what is printed.
_EMPTYING = frozenset(
    {"line_lost", "repeated_lines_lost", "cut_off", "head_lost", "tag_lost", "lines_joined", "middle_lost"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """What is printed and what is true. `name` makes it again: `case(*name)`."""

    name: tuple[str, str, int]
    data: bytes
    report: Report


def slips(layout: str) -> list[str]:
    """All slips and damages that the layout can have."""
    return [*NOISES, *(damage.FLAT if LAYOUTS[layout].flat else damage.MARKUP)]


def two_slips(layout: str, slip: str, seed: int) -> str:
    """This slip with another one, always the same; alone where none goes with it."""
    rng = Random(f"{layout}/{slip}/{seed}/second")  # noqa: S311
    others = [other for other in slips(layout) if pairs.fit(slip, other)]
    return f"{slip}+{rng.choice(others)}" if others else slip


def case(layout: str, slip: str, seed: int, blanks: bool = True) -> Case:
    """The case of this name, always the same bytes; `slip` may be two of them, `one+other`.

    Without `blanks` every cell is filled in or dashed.
    """
    rng = Random(f"{layout}/{slip}/{seed}")  # noqa: S311
    chosen = LAYOUTS[layout]
    report = statistics_report(rng) if chosen.form == "2014" else make_report(rng)
    adding = not _ADDING.isdisjoint(slip.split("+"))
    if not blanks or (layout in VANISHING and (adding or "extra" in layout)):
        report.without_blanks()
    parts = statistics_document(report) if chosen.form == "2014" else document(report)
    chosen.prepare(parts, rng)
    text = _slipped(parts, report, chosen, slip.split("+"), rng)
    if _EMPTYING.intersection(slip.split("+")):
        report.gone.update(report.truth)
    return Case((layout, slip, seed), _encode(text, rng, chosen.flat), report)


def _slipped(parts: list[Part], report: Report, layout: Layout, names: list[str], rng: Random) -> str:
    """The text with one or two slips, those of the grids first."""
    # What moves figures with their labels has to find both as the form prints them.
    noises = [NOISES[name] for name in sorted(names, key=lambda name: name not in _MOVING) if name in NOISES]
    damages = [(damage.FLAT if layout.flat else damage.MARKUP)[n] for n in names if n not in NOISES]
    before = pairs.figures(parts)
    printed = {id(row): {slot.item for slot in row if slot.item} for part in parts for row in part.rows}
    for number, noise in enumerate(noises):
        last = pairs.figures(parts)
        once = list(pairs.changed_rows(parts, before)) if number else []
        # What a slip changes may not be there: no row of seven in the form of 2014, or it is taken away.
        with suppress(IndexError, ValueError, StopIteration):
            noise(parts, report, rng)
        both = [row for row in pairs.changed_rows(parts, last) if any(row is other for other in once)]
        report.garbled.update(item for row in both for item in printed.get(id(row), ()))
    if not damages:
        return layout.render(parts, rng)
    marked = pairs.mark(list(pairs.changed_rows(parts, before)), printed)
    text = layout.render(parts, rng)
    if len(damages) == 2:
        return pairs.damaged_twice(text, *damages, rng, layout.flat)
    changed = damages[0](text, rng)
    report.garbled |= pairs.hit(text, changed, marked, layout.flat)
    return pairs.unmarked(changed)


def _encode(text: str, rng: Random, flat: bool) -> bytes:
    encoding = rng.choice(_ENCODINGS) if flat else "utf-8"
    if encoding == "crlf":
        return text.replace("\n", "\r\n").encode()
    return text.encode(encoding)


def read_case(made: Case) -> Tables:
    """The tables of a case, with the findings on their forms, for which the report's year has to be known."""
    tables = read_tables(read(made.data), made.report.year, PUBLISHER)
    on_forms = form_findings(Identity(year=made.report.year), tables.forms)
    return replace(tables, findings=(*tables.findings, *on_forms))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Items by what became of them. `silent` are wrong figures or states without error or warning.

    `doubted` tells whether something printed in a table is not accounted for.
    """

    right: int
    silent: tuple[str, ...]
    found: tuple[str, ...]
    lost: tuple[str, ...]
    alarms: tuple[str, ...]
    doubted: bool

    @property
    def exact(self) -> bool:
        return not (self.silent or self.found or self.lost)


def judge(report: Report, tables: Tables) -> Verdict:
    """Compare what was read with the truth."""
    silent, found, lost, right = [], [], [], 0
    read_ = {cell.item: cell for cell in tables.cells}
    for item in [*report.truth, *(item for item in read_ if item not in report.truth)]:
        truth = report.truth.get(item, ("missing", None))
        if item in report.garbled:
            continue
        cell = read_.get(item)
        got = (cell.state, cell.value) if cell else ("missing", None)
        if _same(got, truth, cell.unit if cell else None):
            right += 1
        elif got[0] in ("missing", "unreadable") or (item in report.gone and got[0] == "blank"):
            lost.append(item)
        elif _under_finding(item, tables.findings):
            found.append(f"{item}: {truth} read as {got}")
        else:
            silent.append(f"{item}: {truth} read as {got}, {cell.locator if cell else ''}")
    alarms = [f.message for f in tables.findings if f.severity == "error"]
    doubted = any(finding.rule == "table.unaccounted" for finding in tables.findings)
    return Verdict(right, tuple(silent), tuple(found), tuple(lost), tuple(alarms), doubted)


def _same(got: tuple[str, float | None], truth: tuple[str, float | None], unit: str | None) -> bool:
    if got[0] != truth[0] or got[1] is None or truth[1] is None:
        return got == truth
    return abs(got[1] - truth[1]) < 1e-6


def _under_finding(item: str, findings: Iterable[Finding]) -> bool:
    section, row, column = item.split(".")
    for finding in findings:
        if finding.severity == "info" or not finding.item:
            continue
        whole = "statistics" if section.startswith("stats_") else section
        if finding.item in (item, whole, f"{section}.{row}"):
            return True
        names = finding.item.split(".")
        by_row = finding.rule in ("applications.row_total", "disputes.total")
        by_column = finding.rule in ("applications.outcome_total", "applications.balance")
        if names[0] == section and ((by_row and names[1] == row) or (by_column and names[-1] == column)):
            return True
    return False
