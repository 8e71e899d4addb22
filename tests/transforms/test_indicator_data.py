"""Indicators are data: every entry is complete, and made of items that its forms really have."""

from __future__ import annotations

import pytest

from transforms.crosswalk import CrosswalkError, concept_links, links
from transforms.indicators import Indicator, IndicatorError, Term, indicator, indicators

ENTRY = {
    "name": {"en": "x", "zh": "某"},
    "topic": "outcomes",
    "kind": "share",
    "unit": "share",
    "numerator": "applications.granted.total - applications.received.total",
    "denominator": {
        "2019": "applications.closed_all.total",
        "2021": "applications.closed_no_correction.total + applications.closed_no_payment.total"
        " + applications.closed_other.total",
    },
    "note": "n",
}


def name(entry: Indicator) -> str:
    return entry.name


@pytest.mark.parametrize("entry", indicators(), ids=name)
def test_an_indicator_is_whole(entry: Indicator) -> None:
    assert (entry.denominator is None) == (entry.kind in {"count", "days"})
    assert (entry.min_n is None) == (entry.kind in {"count", "days", "fill"})
    assert " | " in entry.null_policy
    assert " | " in entry.note, "the note is in English and Chinese"
    if entry.kind not in {"count", "share", "rate"}:
        assert entry.terms == ()
        return
    sides = {(term.form, term.side) for term in entry.terms}
    assert len({form for form, _ in sides}) * (1 if entry.denominator is None else 2) == len(sides)


def test_the_false_series_of_the_forms_cannot_be_built() -> None:
    forms = {entry.name: entry.forms for entry in indicators()}
    assert forms["normative_documents_in_force"] == "2021", "published stock is no stock in force"
    assert forms["fees_amount"] == "2021", "fee items and fees for access are no fees"
    assert forms["refusal_rate"].startswith("2019, "), "the grounds of 2014 are others"
    assert forms["received"].startswith("2014 | 2019, "), "a break lies between 2014 and 2019"


def test_correction_rates_count_closed_cases_only() -> None:
    rate = next(entry for entry in indicators() if entry.name == "review_correction_rate")
    signs = {term.item: term.sign for term in rate.terms if (term.form, term.side) == ("2021", "denominator")}
    assert signs == {"disputes.review.total": 1, "disputes.review.pending": -1}


def test_terms_are_read_form_by_form() -> None:
    terms = indicator("x", ENTRY).terms
    assert Term("2021", 1, "numerator", "applications", "applications.received.total", -1) in terms
    assert [t.item for t in terms if (t.form, t.side) == ("2019", "denominator")] == [
        "applications.closed_all.total"
    ]


JOINED = {
    "2019": "disclosure.normative_documents.disclosed_stock",
    "2021": "disclosure.normative_documents.in_force",
}


@pytest.mark.parametrize(
    ("sums", "comparable"),
    [
        pytest.param(JOINED, [["2019", "2021"]], id="stock published and stock in force"),
        pytest.param(JOINED, [["2019"], ["2021"]], id="not even across a break"),
        pytest.param(
            {"2019": "disclosure.fees.items_last_year", "2021": "disclosure.fees.amount"},
            [["2019"], ["2021"]],
            id="fee items and fees",
        ),
        pytest.param(
            {"2014": "stats_fees.amount.value", "2021": "disclosure.fees.amount"},
            [["2014"], ["2021"]],
            id="fees for access and fees",
        ),
        pytest.param(
            {
                "2014": "stats_requests.answered_refused.value",
                "2021": "applications.refused_state_secret.total",
            },
            [["2014"], ["2021"]],
            id="refusals of the law of 2008",
        ),
        pytest.param(
            {"2019": "applications.closed_all.total", "2021": "applications.closed_other.total"},
            [["2019", "2021"]],
            id="one row against a part of it",
        ),
        pytest.param(
            {"2014": "stats_requests.received.value", "2021": "applications.received.total"},
            [["2014", "2021"]],
            id="similar figures without a break",
        ),
        pytest.param(
            {"2014": "stats_requests.received.value", "2021": "applications.received.natural_person"},
            [["2014"], ["2021"]],
            id="a total and one kind of applicant",
        ),
        pytest.param(
            "disclosure.licensing.decisions",
            [["2019", "2021"]],
            id="decisions, whose levels jump, in one series",
        ),
    ],
)
def test_what_the_crosswalk_does_not_allow_is_refused(sums: object, comparable: object) -> None:
    entry = {**ENTRY, "kind": "count", "numerator": sums, "comparable": comparable}
    del entry["denominator"]
    with pytest.raises(IndicatorError, match="indicator x: the crosswalk holds its numerator"):
        indicator("x", entry)


def test_every_concept_is_judged_between_every_two_forms() -> None:
    found = {(link.concept, link.from_form, link.to_form): link.verdict for link in links()}
    assert found["requests_received", "2014", "2019"] == "similar"
    assert found["requests_received", "2019", "2021"] == "same"
    assert found["requests_received", "2014", "2021"] == "similar", "the worse of the two steps"
    assert found["normative_documents_stock", "2019", "2021"] == "none"
    assert {found["fees", older, newer] for older, newer in (("2014", "2019"), ("2019", "2021"))} == {"none"}
    assert all(" | " in link.why for link in links())


def test_a_concept_of_unknown_items_is_named() -> None:
    entry = {"name": {"en": "x", "zh": "某"}, "items": {"2021": "applications.granted.totals"}, "why": "y"}
    with pytest.raises(CrosswalkError, match="concept x: form 2021 has not all of"):
        concept_links("x", entry)


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
