"""SQL for the indicators: sums of item columns, form by form, made from their definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template

from transforms.forms import items
from transforms.identity.bodies import written_out
from transforms.indicators import Indicator, Term, indicators
from transforms.schema import table
from warehouse.cells.pack import MISSING, NEGATIVE, NUMBER
from warehouse.cells.places import place_of

_FACT = Path(__file__).with_name("facts.sql")
# The columns of a value, and where they come from: the facts of the reports `x`, and those with corrections.
_VALUE = """CASE WHEN {facts}.flag IS NULL OR {facts}.flag = 'small_n' THEN
        CASE
            WHEN d.kind IN ('count', 'days') THEN {facts}.numerator
            WHEN d.kind = 'rate' THEN 100 * {facts}.numerator / {facts}.denominator
            ELSE {facts}.numerator / {facts}.denominator
        END
    END"""
_BOUND = """CASE WHEN d.kind = 'share' AND (f.flag IS NULL OR f.flag = 'small_n')
        THEN wilson(f.numerator, f.denominator, {side}) END"""
_WORKED_OUT = f"""    d.indicator,
    {_VALUE.format(facts="f")} AS value,
    f.numerator,
    f.denominator,
    {_BOUND.format(side=-1)} AS low,
    {_BOUND.format(side=1)} AS high,
    f.flag::VARCHAR AS flag,
    coalesce(o.doubts, 0) AS doubts,
    f.series::BIGINT AS series,
    CASE WHEN (k.numerator, k.denominator) IS DISTINCT FROM (f.numerator, f.denominator)
        THEN {_VALUE.format(facts="k")} END AS corrected"""
_OF_FACTS = """JOIN stored.indicator_facts f ON f.report_no = x.report_no AND NOT f.corrected
JOIN indicators d ON d.number = f.indicator_no
LEFT JOIN indicator_doubts o ON o.indicator = d.indicator AND o.report_no = f.report_no
LEFT JOIN stored.indicator_facts k
    ON k.corrected AND k.indicator_no = f.indicator_no AND k.report_no = f.report_no"""
# Cells that the checks across reports use (warehouse/checks).
_CHECKED_ROWS = ("carried_in", "carried_out")
_CHECKED_COLUMNS = ("issued", "repealed", "in_force", "items_last_year", "items_change")


def wanted_items() -> list[str]:
    """The items that indicators and checks use, sorted."""
    used = {term.item for entry in indicators() for term in entry.terms}
    checked = {i.item for i in items() if i.row in _CHECKED_ROWS or i.column in _CHECKED_COLUMNS}
    return sorted(used | checked)


@cache
def values_fields() -> Mapping[str, str]:
    """What the scripts about items and indicators ask for, such as a column of value and state of each item.

    A state is the worse the smaller it is: 9 a printed number, 6 one below zero, 1 a cell that is not there.
    """
    names = wanted_items()
    flags = next(column for column in table("indicator_values").columns if column.name == "flag").values
    totals = [_quoted(name) for name in names if name.startswith("applications.") and name.endswith(".total")]
    return {
        "spread": ",\n    ".join(map(_value_and_state, names)),
        "corrections": ", ".join(
            f"max(corrected) FILTER (item = '{name}') AS {_quoted(name)}" for name in names
        ),
        "corrected": ",\n    ".join(map(_corrected, names)),
        "totals": ", ".join(totals),
        "flags": _texts(flags),
        "facts": facts(),
        "worked_out": _WORKED_OUT,
        "of_facts": _OF_FACTS,
        "in_full": _in_full(),
    }


def _in_full() -> str:
    """`name` with an abbreviated ending written out, the longest that it has."""
    cases = (
        f"WHEN suffix(name, '{full}') THEN name "
        f"WHEN suffix(name, '{short}') THEN left(name, length(name) - {len(short)}) || '{full}'"
        for short, full in written_out()
    )
    return f"CASE {' '.join(cases)} ELSE name END"


def _value_and_state(item: str) -> str:
    place = place_of(item)
    value = f'{place.group}."{place.name}"'
    odd = f"{place.group}.odd_codes[list_position({place.group}.odd_places, {place.place})]"
    known = f"CASE WHEN {value} < 0 THEN {NEGATIVE} WHEN {value} IS NOT NULL THEN {NUMBER} ELSE {MISSING} END"
    return f'{value} AS "{item}", coalesce({odd}, {known})::TINYINT AS "{_state(item)}"'


def _corrected(item: str) -> str:
    known = f'CASE WHEN a."{item}" < 0 THEN {NEGATIVE} WHEN a."{item}" IS NOT NULL THEN {NUMBER} END'
    return (
        f'coalesce(a."{item}", v."{item}") AS "{item}", '
        f'coalesce({known}, v."{_state(item)}")::TINYINT AS "{_state(item)}"'
    )


def facts() -> str:
    """The query for all indicators of terms, one after the other."""
    text = Template(_FACT.read_text(encoding="utf-8"))
    numbered = enumerate(indicators(), start=1)
    return " UNION ALL ".join(
        f"({text.substitute(_fact_fields(number, entry))})" for number, entry in numbered if entry.terms
    )


def _fact_fields(number: int, entry: Indicator) -> Mapping[str, str]:
    """What the query of one indicator of terms asks for."""
    sections = sorted({term.section for term in entry.terms})
    forms = {s: sorted({term.form for term in entry.terms if term.section == s}) for s in sections}
    lacking = " OR ".join(f"form_{section} IS NULL" for section in sections)
    foreign = " OR ".join(f"form_{section} NOT IN ({_texts(forms[section])})" for section in sections)
    return {
        "number": str(number),
        "kind": entry.kind,
        "min_n": str(entry.min_n or 0),
        "obstacle": f"CASE WHEN {lacking} THEN 'no_table' WHEN {foreign} THEN 'not_in_form' END",
        "numerator": _side(entry, "numerator"),
        "denominator": _side(entry, "denominator") if entry.denominator else "NULL",
        "state": f"least({', '.join(_states(entry, section) for section in sections)})",
        "series": f"greatest({', '.join(_series(entry, section) for section in sections)})",
    }


def _side(entry: Indicator, side: str) -> str:
    """The sum of a side; null as soon as one item of it is null."""
    terms = [term for term in entry.terms if term.side == side]
    return " + ".join(
        _by_form([t for t in terms if t.section == section], _sum)
        for section in sorted({term.section for term in terms})
    )


def _states(entry: Indicator, section: str) -> str:
    return _by_form([term for term in entry.terms if term.section == section], _worst)


def _series(entry: Indicator, section: str) -> str:
    return _by_form([term for term in entry.terms if term.section == section], lambda t: str(t[0].series))


def _by_form(terms: list[Term], one: Callable[[list[Term]], str]) -> str:
    """An expression for each form; one for all where they agree, for any other form is an obstacle."""
    texts = {form: one([t for t in terms if t.form == form]) for form in sorted({t.form for t in terms})}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    cases = " ".join(f"WHEN '{form}' THEN {text}" for form, text in texts.items())
    return f"CASE form_{terms[0].section} {cases} END"


def _sum(terms: list[Term]) -> str:
    return "".join(f' {"-" if term.sign < 0 else "+"} "{term.item}"' for term in terms).removeprefix(" + ")


def _worst(terms: list[Term]) -> str:
    return f"least({', '.join(sorted({_quoted(_state(term.item)) for term in terms}))})"


def _state(item: str) -> str:
    return f"state of {item}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _texts(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
