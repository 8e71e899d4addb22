"""The indicators as data: which items make the numerator and the denominator, form by form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.forms import items

_FILE = Path(__file__).with_name("indicators.yml")
_TERM = re.compile(r"([+-]?)\s*([a-z_.0-9]+)")
# The parts of the 2014 form that an indicator may use, by the table that took their place.
_DECIDES = {
    "stats_publicity": "disclosure",
    "stats_requests": "applications",
    "stats_disputes": "disputes",
}
_DEFAULT = [["2019", "2021"]]


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
    kind: str
    numerator: str
    denominator: str | None
    unit: str
    forms: str | None
    min_n: int | None
    note: str
    terms: tuple[Term, ...]


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators in the order of the file. Raises IndicatorError for an item that a form has not."""
    data: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(indicator(name, entry) for name, entry in data.items())


def indicator(name: str, entry: Mapping[str, Any]) -> Indicator:
    """One entry of the file. Raises IndicatorError for an item that a form has not."""
    groups: list[list[str]] = entry.get("comparable", _DEFAULT)
    sides = {side: entry[side] for side in ("numerator", "denominator") if side in entry}
    terms = tuple(
        term
        for side, definition in sides.items()
        for series, forms in enumerate(groups, start=1)
        for form in forms
        for term in _terms(name, form, series, side, _of_form(definition, form))
    )
    return Indicator(
        name=name,
        name_en=entry["name"]["en"],
        name_zh=entry["name"]["zh"],
        kind=entry["kind"],
        numerator=_text(sides["numerator"]),
        denominator=_text(sides["denominator"]) if "denominator" in sides else None,
        unit=entry["unit"],
        forms=" | ".join(", ".join(forms) for forms in groups) or None,
        min_n=entry.get("min_n"),
        note=entry["note"],
        terms=terms,
    )


def _of_form(definition: str | Mapping[str, str], form: str) -> str:
    return definition if isinstance(definition, str) else definition[form]


def _text(definition: str | Mapping[str, str]) -> str:
    if isinstance(definition, str):
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
