"""The indicators as data: which items make the numerator and the denominator, form by form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from transforms.crosswalk import VERDICTS, verdict
from transforms.forms import forms, items

_FILE = Path(__file__).with_name("indicators.yml")
_TERM = re.compile(r"([+-]?)\s*([a-z_.0-9]+)")
# The parts of the 2014 form that an indicator may use, by the table that took their place.
_DECIDES = {
    "stats_publicity": "disclosure",
    "stats_requests": "applications",
    "stats_disputes": "disputes",
}
# Kinds that are made of the forms' items.
_OF_ITEMS = ("count", "share", "rate")
_DEFAULT = [["2019", "2021"]]
_NO_NUMBER = (
    "an item that is no printed number: no value, its state is the flag; missing is never zero"
    " | 任一项不是所印数字即无值，并以其状态为标记；缺失不等于零"
)
_NULLS = {
    "count": _NO_NUMBER,
    "share": f"{_NO_NUMBER.replace(' | ', '; denominator zero: no_base | ')}；分母为零时为 no_base",
    "rate": f"{_NO_NUMBER.replace(' | ', '; denominator zero: no_base | ')}；分母为零时为 no_base",
    "days": "no date or no deadline: no value | 无发布日期或无法定期限时无值",
    "fill": "no standard table: no value | 无标准表时无值",
    "change": (
        "no comparable year before: no value; zero then: no_base"
        " | 上年不可比或缺失时无值；上年为零时为 no_base"
    ),
}


class IndicatorError(Exception):
    """An entry of indicators.yml is wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One item of one side of an indicator. Forms with the same `series` give one unbroken series.

    `section` is the table whose form decides: a report of 2014 carries its form in all three.
    """

    form: str
    series: int
    side: str
    section: str
    item: str
    sign: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition. `numerator` and `denominator` are as people read them, `terms` as machines do."""

    name: str
    name_en: str
    name_zh: str
    topic: str
    kind: str
    numerator: str
    denominator: str | None
    unit: str
    forms: str | None
    min_n: int | None
    null_policy: str
    note: str
    of: str | None
    terms: tuple[Term, ...]


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators in the order of the file. Raises IndicatorError for an item that a form has not."""
    data: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    found = tuple(indicator(name, entry) for name, entry in data.items())
    counts = {entry.name: entry for entry in found if entry.kind == "count"}
    for entry in found:
        if entry.of and entry.of not in counts:
            raise IndicatorError(f"indicator {entry.name}: {entry.of} is no count of this file")
    return tuple(replace(e, forms=counts[e.of].forms) if e.of else e for e in found)


def indicator(name: str, entry: Mapping[str, Any]) -> Indicator:
    """One entry of the file.

    Raises IndicatorError for an item that a form has not, and for forms joined against the crosswalk.
    """
    sides = {side: entry[side] for side in ("numerator", "denominator") if side in entry}
    groups = _with_later_forms(entry.get("comparable", _DEFAULT), sides.values())
    terms = tuple(
        term
        for side, definition in sides.items()
        if entry["kind"] in _OF_ITEMS
        for series, forms in enumerate(groups, start=1)
        for form in forms
        for term in _terms(name, form, series, side, _of_form(definition, form))
    )
    _obeys_the_crosswalk(name, terms)
    of = entry.get("of")
    return Indicator(
        name=name,
        name_en=entry["name"]["en"],
        name_zh=entry["name"]["zh"],
        topic=entry["topic"],
        kind=entry["kind"],
        numerator=f"{of} - {of} of the year before" if of else str(_text(sides["numerator"])),
        denominator=f"{of} of the year before" if of else _text(sides.get("denominator")),
        unit=entry["unit"],
        forms=" | ".join(", ".join(forms) for forms in groups) or None,
        min_n=entry.get("min_n"),
        null_policy=_NULLS[entry["kind"]],
        note=entry["note"],
        of=of,
        terms=terms,
    )


def _obeys_the_crosswalk(name: str, terms: Sequence[Term]) -> None:
    """Forms in one series must mean the same, forms across a break something similar."""
    sums: dict[tuple[str, int, str], set[str]] = {}
    for term in terms:
        sums.setdefault((term.side, term.series, term.form), set()).add(term.item)
    for (one, left), (other, right) in combinations(sums.items(), 2):
        if one[0] != other[0]:
            continue
        needed = "same" if one[1] == other[1] else "similar"
        found = verdict((one[2], left), (other[2], right))
        if VERDICTS.index(found) > VERDICTS.index(needed):
            raise IndicatorError(
                f"indicator {name}: the crosswalk holds its {one[0]} of forms {one[2]} and {other[2]} to be "
                f"{found}, it must be {needed}"
            )


def _with_later_forms(
    groups: list[list[str]], definitions: Iterable[str | Mapping[str, str]]
) -> list[list[str]]:
    """A later form with all the cells goes on with the last group; the crosswalk judges whether it may."""
    if not groups or not groups[-1]:
        return groups
    newest = groups[-1][-1]
    later = [form for form in list(forms())[list(forms()).index(newest) + 1 :] if _has_all(definitions, form)]
    return [*groups[:-1], [*groups[-1], *later]]


def _has_all(definitions: Iterable[str | Mapping[str, str]], form: str) -> bool:
    named = [item for text in definitions for _, item in _TERM.findall(_of_form(text, form))]
    return all((form, item) in _known() for item in named)


def _of_form(definition: str | Mapping[str, str], form: str) -> str:
    """The definition for a form; one that it does not name goes on with that of the last before it."""
    if isinstance(definition, str):
        return definition
    order = list(forms())
    return next(definition[f] for f in reversed(order[: order.index(form) + 1]) if f in definition)


def _text(definition: str | Mapping[str, str] | None) -> str | None:
    if definition is None or isinstance(definition, str):
        return definition
    if len(set(definition.values())) == 1:
        return next(iter(definition.values()))
    return "; ".join(f"{form}: {text}" for form, text in definition.items())


def _terms(name: str, form: str, series: int, side: str, text: str) -> list[Term]:
    """The items of `a + b - c`, each with its sign."""
    if _TERM.sub("", text).strip():
        raise IndicatorError(f"indicator {name}: cannot read {text!r}, it should be items joined by + and -")
    known = _known()
    found = []
    for sign, item in _TERM.findall(text):
        if (form, item) not in known:
            raise IndicatorError(f"indicator {name}: form {form} has no item {item}")
        section = item.partition(".")[0]
        found.append(Term(form, series, side, _DECIDES.get(section, section), item, -1 if sign == "-" else 1))
    return found


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset((entry.form, entry.item) for entry in items())
