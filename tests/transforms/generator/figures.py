"""A true report: every cell's state and value, the forms' sums satisfied, and how each cell is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from transforms.forms import columns_of, items_of

State = str
_PARTIES = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org")
_BALANCE = ("received", "carried_in", "concluded", "carried_out")
_RESULTS = ("upheld", "corrected", "other_result", "pending")
PLACEHOLDERS = ("/", "-", "—", "——", "无", "／")


@dataclass(slots=True)
class Report:
    """`truth` is (state, value) of each item, `printed` its text in the document.

    `gone` are items whose cell a slip took out of the document: reading them as blank is fair. `garbled` are
    those of rows that two slips changed: they are not judged.
    """

    form: str
    year: int
    truth: dict[str, tuple[State, float | None]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    garbled: set[str] = field(default_factory=set)

    def put(self, item: str, value: float, text: str | None = None) -> None:
        self.truth[item] = ("number", value)
        self.printed[item] = f"{value:g}" if text is None else text

    def blank(self, item: str) -> None:
        self.truth[item] = ("blank", None)
        self.printed[item] = ""

    def dash(self, item: str, text: str) -> None:
        self.truth[item] = ("placeholder", None)
        self.printed[item] = text

    def items(self, section: str) -> list[str]:
        return [item for item in self.truth if item.startswith(section)]

    def without_blanks(self) -> None:
        """Dash the blank cells, for layouts that leave no trace of them."""
        for item, (state, _) in list(self.truth.items()):
            if state == "blank":
                self.dash(item, "/")


def make_report(rng: Random, form: str | None = None) -> Report:
    """One report in one of several sizes and habits of filling in."""
    form = form or rng.choice(("2021", "2021", "2019"))
    report = Report(form, 2020 if form == "2019" else rng.choice((2021, 2022, 2023)))
    count = rng.choice((_tiny, _small, _small, _large))
    _disclosure(report, rng, count)
    _applications(report, rng, count)
    _disputes(report, rng, count)
    _fill(report, rng)
    _print(report, rng)
    return report


def _tiny(rng: Random) -> int:
    return rng.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))


def _small(rng: Random) -> int:
    return rng.choice((0, 0, 0, 1, 2, 3, 5, 8, 13, rng.randrange(60)))


def _large(rng: Random) -> int:
    return rng.randrange(3000)


def _disclosure(report: Report, rng: Random, count: Callable[[Random], int]) -> None:
    for item in items_of(report.form, "disclosure").values():
        if item.type == "decimal":
            _money(report, rng, item.item)
        elif item.column == "items_change":
            report.put(item.item, rng.choice((0, 0, count(rng), -count(rng))))
        else:
            report.put(item.item, count(rng) if rng.random() < 0.8 else rng.randrange(90000))


def _money(report: Report, rng: Random, item: str) -> None:
    yuan = rng.choice((0, 0, 35000, 251000, rng.randrange(10**7)))
    ten_thousands = round(yuan / 10000, 8)
    # The form of 2019 prints no unit for procurement, that of 2021 prints 万元.
    texts = [f"{ten_thousands:.10g}万元", f"{yuan}元"] + [f"{ten_thousands:.10g}"] * (report.form == "2021")
    report.put(item, ten_thousands, rng.choice(texts))


def _applications(report: Report, rng: Random, count: Callable[[Random], int]) -> None:
    rows = list(dict.fromkeys(row for row, _ in items_of(report.form, "applications")))
    outcomes = [row for row in rows if row not in _BALANCE]
    totals: dict[str, int] = dict.fromkeys(rows, 0)
    for column in _PARTIES:
        busy = column == "natural_person" or rng.random() < 0.4
        values = {row: count(rng) if busy and rng.random() < 0.6 else 0 for row in outcomes}
        values["concluded"] = sum(values.values())
        values["carried_out"] = count(rng) if busy else 0
        come = values["concluded"] + values["carried_out"]
        values["carried_in"] = min(come, count(rng)) if busy else 0
        values["received"] = come - values["carried_in"]
        for row in rows:
            report.put(f"applications.{row}.{column}", values[row])
            totals[row] += values[row]
    for row in rows:
        report.put(f"applications.{row}.total", totals[row])


def _disputes(report: Report, rng: Random, count: Callable[[Random], int]) -> None:
    for row in ("review", "litigation_direct", "litigation_after_review"):
        values = {column: count(rng) for column in _RESULTS}
        for column, value in values.items():
            report.put(f"disputes.{row}.{column}", value)
        report.put(f"disputes.{row}.total", sum(values.values()))


def _fill(report: Report, rng: Random) -> None:
    """Habits: everything filled in, totals only, zeros left blank or dashed, single cells without figure."""
    habit = rng.choice(("all", "all", "all", "totals", "blank zeros", "dashed zeros", "some"))
    dash = rng.choice(PLACEHOLDERS)
    for item in report.items(""):
        zero = report.truth[item] == ("number", 0)
        detail = item.startswith("applications") and not item.endswith(".total")
        if (habit == "totals" and detail) or (habit == "blank zeros" and zero):
            report.blank(item)
        elif habit == "dashed zeros" and zero:
            report.dash(item, dash)
        elif habit == "some" and rng.random() < 0.06:
            if rng.random() >= 0.5:
                report.dash(item, dash)
            elif not _ends_a_row(report.form, item):
                # A blank behind figures is a sign of a lost cell, not a habit.
                report.blank(item)


def _ends_a_row(form: str, item: str) -> bool:
    section, row, column = item.split(".")
    columns = columns_of(form, section, row)
    return len(columns) > 1 and column == columns[-1]


def _print(report: Report, rng: Random) -> None:
    habit = rng.choice(("plain", "plain", "plain", "plain", "commas", "wide", "counted"))
    for item, (state, value) in report.truth.items():
        text = report.printed[item]
        if state != "number" or value is None or "元" in text:
            continue
        if habit == "commas" and value == int(value):
            report.printed[item] = f"{int(value):,}"
        elif habit == "wide":
            report.printed[item] = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
        elif habit == "counted" and item.startswith("applications") and rng.random() < 0.5:
            report.printed[item] = text + "件"


def rows_of(form: str, section: str) -> list[str]:
    """The rows of one table in printed order."""
    return list(dict.fromkeys(row for row, _ in items_of(form, section)))


def items_in_row(form: str, section: str, row: str) -> list[str]:
    """The items of one row in printed order."""
    return [f"{section}.{row}.{column}" for column in columns_of(form, section, row)]
