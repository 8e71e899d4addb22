"""One case: a true report in a layout, with a slip or damage, as bytes; and the judge of what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from extractors.readers import read
from generator import damage
from generator.figures import Report, make_report
from generator.grid import PUBLISHER, document
from generator.layouts import LAYOUTS, VANISHING
from generator.noise import NOISES
from transforms.records import Finding
from transforms.tables import Tables, read_tables

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
    }
)
# Damage after which an empty cell is what is printed.
_EMPTYING = frozenset(
    {"line_lost", "repeated_lines_lost", "cut_off", "head_lost", "tag_lost", "lines_joined"}
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


def case(layout: str, slip: str, seed: int, blanks: bool = True) -> Case:
    """The case of this name, always the same bytes; without `blanks` every cell is filled in or dashed."""
    rng = Random(f"{layout}/{slip}/{seed}")  # noqa: S311
    report = make_report(rng)
    if not blanks or (layout in VANISHING and (slip in _ADDING or "extra" in layout)):
        report.without_blanks()
    parts = document(report)
    chosen = LAYOUTS[layout]
    chosen.prepare(parts, rng)
    if slip in NOISES:
        NOISES[slip](parts, report, rng)
    text = chosen.render(parts, rng)
    if slip not in NOISES:
        text = (damage.FLAT if chosen.flat else damage.MARKUP)[slip](text, rng)
    if slip in _EMPTYING:
        report.gone.update(report.truth)
    return Case((layout, slip, seed), _encode(text, rng, chosen.flat), report)


def _encode(text: str, rng: Random, flat: bool) -> bytes:
    encoding = rng.choice(_ENCODINGS) if flat else "utf-8"
    if encoding == "crlf":
        return text.replace("\n", "\r\n").encode()
    return text.encode(encoding)


def read_case(made: Case) -> Tables:
    return read_tables(read(made.data), made.report.year, PUBLISHER)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Items by what became of them. `silent` are wrong figures or states without error or warning."""

    right: int
    silent: tuple[str, ...]
    found: tuple[str, ...]
    lost: tuple[str, ...]
    alarms: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return not (self.silent or self.found or self.lost)


def judge(report: Report, tables: Tables) -> Verdict:
    """Compare what was read with the truth."""
    silent, found, lost, right = [], [], [], 0
    read_ = {cell.item: cell for cell in tables.cells}
    for item in [*report.truth, *(item for item in read_ if item not in report.truth)]:
        truth = report.truth.get(item, ("missing", None))
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
    return Verdict(right, tuple(silent), tuple(found), tuple(lost), tuple(alarms))


def _same(got: tuple[str, float | None], truth: tuple[str, float | None], unit: str | None) -> bool:
    if got[0] != truth[0] or got[1] is None or truth[1] is None:
        return got == truth
    return abs(got[1] - truth[1]) < 1e-6


def _under_finding(item: str, findings: Iterable[Finding]) -> bool:
    section, row, column = item.split(".")
    for finding in findings:
        if finding.severity == "info" or not finding.item:
            continue
        if finding.item in (item, section, f"{section}.{row}"):
            return True
        whole = finding.item.split(".")
        by_row = finding.rule in ("applications.row_total", "disputes.total")
        by_column = finding.rule in ("applications.outcome_total", "applications.balance")
        if whole[0] == section and ((by_row and whole[1] == row) or (by_column and whole[-1] == column)):
            return True
    return False
