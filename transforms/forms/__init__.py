"""The official forms as data: items, labels and equations, loaded once."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from transforms.fold import fold
from transforms.records import Severity

STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Item:
    """One cell of one form; `unit` is the unit its value is kept in, `type` integer or decimal."""

    form: str
    section: str
    row: str
    column: str
    item: str
    row_label_zh: str
    column_label_zh: str
    unit: str
    type: str


@dataclass(frozen=True, slots=True)
class Words:
    """How one row or column is printed, folded. `after` lists rows one of which must have come before.

    `heads` tells that in another form the label heads several rows.
    """

    key: str
    labels: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    after: frozenset[str] = frozenset()
    cut: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every label of one section, over all forms."""

    openers: frozenset[str]
    opener_anchors: tuple[str, ...]
    blocks: frozenset[str]
    rows: tuple[Words, ...]
    columns: tuple[Words, ...]
    group: tuple[str, ...]
    subtotal: tuple[str, ...]
    noise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """total = sum of parts, or `at_most` that; a part is (sign, row or column key)."""

    rule: str
    section: str
    over: str
    total: str
    parts: tuple[tuple[int, str], ...]
    meaning_zh: str
    severity: Severity
    at_most: bool = False


@cache
def _yaml(name: str) -> Any:
    return yaml.load(files(__package__).joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def forms() -> dict[str, int]:
    """Every form, oldest first, with the first report year that it is for."""
    return dict(_yaml("forms.yml"))


@cache
def forms_of(section: str) -> tuple[str, ...]:
    """The forms that have a table of this section, newest first."""
    having = {item.form for item in items() if item.section == section}
    return tuple(form for form in reversed([*forms()]) if form in having)


def form_for(section: str, year: int | None) -> str:
    """The form that a table of a report year should have: the newest by then, before all the oldest."""
    having = forms_of(section)
    return next((form for form in having if year is None or forms()[form] <= year), having[-1])


@cache
def items() -> tuple[Item, ...]:
    """All items of all forms, in the order in which the forms print them."""
    text = files(__package__).joinpath("items.csv").read_text(encoding="utf-8")
    return tuple(Item(**row) for row in csv.DictReader(text.splitlines()))


@cache
def items_of(form: str, section: str) -> Mapping[tuple[str, str], Item]:
    """The items of one table of one form by (row, column), in printed order.

    The one table of the form of 2014 is the section `statistics`; its rows are named with their sections.
    """
    if section == STATISTICS:
        return {(f"{i.section}.{i.row}", i.column): i for i in items() if i.form == form == "2014"}
    return {(i.row, i.column): i for i in items() if (i.form, i.section) == (form, section)}


@cache
def columns_of(form: str, section: str, row: str) -> tuple[str, ...]:
    """The columns that a row of a form has, in printed order."""
    return tuple(column for key, column in items_of(form, section) if key == row)


@cache
def rows_of(form: str, section: str) -> tuple[str, ...]:
    """The rows of one table of one form, in printed order."""
    return tuple(dict.fromkeys(row for row, _ in items_of(form, section)))


def row_name(section: str, row: str) -> str:
    """What findings call a row; those of the statistics table are named with their sections."""
    return row if section == STATISTICS else f"{section}.{row}"


@cache
def level_of(form: str, section: str, row: str) -> int:
    """How many labels stand above a row's own in the form: 0 for 一、…, 1 for （一）…, 2 for 1.… below it."""
    return next(i.row_label_zh.count("/") for (key, _), i in items_of(form, section).items() if key == row)


@cache
def own_labels(form: str, section: str) -> Mapping[str, str]:
    """The label of each row of a form as it prints it, without those of the blocks above it."""
    return {row: i.row_label_zh.rsplit("/", 1)[-1] for (row, _), i in items_of(form, section).items()}


@cache
def group_labels(form: str, section: str) -> frozenset[str]:
    """The labels, folded, that head several rows of a table and stand in rows of their own."""
    paths = (item.row_label_zh.split("/") for item in items_of(form, section).values())
    return frozenset(fold(label) for path in paths for label in path[:-1])


@cache
def vocabulary(section: str) -> Vocabulary:
    """The labels of one section."""
    data = _yaml("labels.yml")[section]
    rows = tuple(_words(key, entry["labels"], entry) for key, entry in data.get("rows", {}).items())
    return Vocabulary(
        openers=frozenset(map(fold, data.get("openers", ()))),
        opener_anchors=tuple(map(fold, data.get("opener_anchors", ()))),
        blocks=frozenset(map(fold, data.get("blocks", ()))),
        rows=rows or tuple(_statistics_words(data["after"])),
        columns=tuple(_words(entry["key"], entry["words"], entry) for entry in data.get("columns", ())),
        group=tuple(map(fold, data.get("group", ()))),
        subtotal=tuple(map(fold, data.get("subtotal", ()))),
        noise=tuple(map(fold, data.get("noise", ()))),
    )


def _words(key: str, labels: list[str], entry: dict[str, Any]) -> Words:
    return Words(
        key=key,
        labels=tuple(map(fold, labels)),
        anchors=tuple(map(fold, entry.get("anchors", ()))),
        after=frozenset(entry.get("after", ())),
        cut=tuple(map(fold, entry.get("cut", ()))),
        forms=tuple(entry.get("forms", ())),
        heads=entry.get("heads", False),
    )


def _statistics_words(after: Mapping[str, list[str]]) -> Iterator[Words]:
    """The rows of 2014 are printed as items.csv has them, with or without 其中 and the bracket behind."""
    for (row, _), item in items_of("2014", STATISTICS).items():
        printed = item.row_label_zh.rsplit("/", 1)[-1]
        plain = re.sub("^其中：", "", printed)
        labels = dict.fromkeys(fold(label) for label in (printed, plain, plain.split("（不")[0]))
        yield Words(row, tuple(labels), after=frozenset(after.get(row, ())))


@cache
def heading_anchors() -> Mapping[str, str]:
    """Parts of a report's headings, folded, to the section that begins there, else `other` (no table)."""
    parts = _yaml("labels.yml")["headings"]
    return {fold(anchor): section for section, anchors in parts.items() for anchor in anchors}


@cache
def other_measures() -> tuple[str, ...]:
    """Words, folded, that make a column's label one of another measure or year."""
    return tuple(map(fold, _yaml("labels.yml")["other_measures"]))


@cache
def beside_the_figures() -> frozenset[str]:
    """Labels, folded, of columns and rows without figures: line numbers, remarks, signatures."""
    return frozenset(map(fold, _yaml("labels.yml")["beside_the_figures"]))


@cache
def subtotals() -> tuple[str, ...]:
    """How labels of subtotals end, folded."""
    return tuple(map(fold, _yaml("labels.yml")["subtotals"]))


@cache
def counts() -> frozenset[str]:
    """What the one column of a narrow copy of section 三 is called, folded."""
    return frozenset(map(fold, _yaml("labels.yml")["counts"]))


@cache
def own_units() -> frozenset[str]:
    """The units in which forms and their local copies count."""
    return frozenset(_yaml("labels.yml")["units"])


@cache
def equations() -> tuple[Equation, ...]:
    """The sums of the forms."""
    return tuple(
        Equation(
            rule=entry["rule"],
            section=entry["section"],
            over=entry["over"],
            total=entry["total"],
            parts=tuple((-1, part[1:]) if part.startswith("-") else (1, part) for part in entry["parts"]),
            meaning_zh=entry["meaning_zh"],
            severity=entry.get("severity", "error"),
            at_most=entry.get("relation") == "at_most",
        )
        for entry in _yaml("equations.yml")
    )
