"""Indicators are data: every entry is complete, and made of items that its forms really have."""

from __future__ import annotations

import pytest

from transforms.indicators import Indicator, IndicatorError, Term, indicator, indicators

ENTRY = {
    "name": {"en": "x", "zh": "某"},
    "kind": "share",
    "unit": "share",
    "numerator": "applications.granted.total - applications.received.total",
    "denominator": {"2019": "applications.concluded.total", "2021": "applications.received.total"},
    "note": "n",
}


def name(entry: Indicator) -> str:
    return entry.name


@pytest.mark.parametrize("entry", indicators(), ids=name)
def test_an_indicator_is_whole(entry: Indicator) -> None:
    assert (entry.denominator is None) == (entry.kind in {"count", "days"})
    assert (entry.min_n is None) == (entry.kind in {"count", "days"})
    assert " | " in entry.note, "the note is in English and Chinese"
    sides = {(term.form, term.side) for term in entry.terms}
    assert len({form for form, _ in sides}) * (1 if entry.denominator is None else 2) == len(sides)


def test_the_false_series_of_the_forms_cannot_be_built() -> None:
    forms = {entry.name: entry.forms for entry in indicators()}
    assert forms["normative_documents_in_force"] == "2021", "published stock is no stock in force"
    assert forms["fees_amount"] == "2021", "fee items and fees for access are no fees"
    assert forms["refusal_rate"] == "2019, 2021", "the grounds of 2014 are others"
    assert forms["received"] == "2014 | 2019, 2021", "a break lies between 2014 and 2019"


def test_correction_rates_count_closed_cases_only() -> None:
    rate = next(entry for entry in indicators() if entry.name == "review_correction_rate")
    signs = {term.item: term.sign for term in rate.terms if (term.form, term.side) == ("2021", "denominator")}
    assert signs == {"disputes.review.total": 1, "disputes.review.pending": -1}


def test_terms_are_read_form_by_form() -> None:
    terms = indicator("x", ENTRY).terms
    assert Term("2021", 1, "numerator", "applications", "applications.received.total", -1) in terms
    assert [t.item for t in terms if (t.form, t.side) == ("2019", "denominator")] == [
        "applications.concluded.total"
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"numerator": "applications.granted.totals"}, "form 2019 has no item applications.granted.totals"),
        ({"numerator": "applications.granted.total * 2"}, "should be items joined by"),
        ({"comparable": [["2014", "2021"]]}, "form 2014 has no item applications.granted.total"),
    ],
)
def test_a_wrong_entry_is_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(IndicatorError, match=f"indicator x: .*{message}"):
        indicator("x", ENTRY | change)
