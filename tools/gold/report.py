"""A report before it is written to a file: who, which year, its parts, and its golden answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from gold.figures import Figures
from gold.tables import Table

Part = str | Table
SECTIONS = ("disclosure", "applications", "disputes")


@dataclass(frozen=True, slots=True)
class Report:
    """One report and all that its golden answer says of it.

    `parts` are paragraphs and tables in printed order; a paragraph that starts with # is a heading.
    """

    stem: str
    title: str
    publisher: str
    source: str
    place: str | None
    year: int | None
    published: str | None
    parts: tuple[Part, ...]
    figures: Figures
    forms: Mapping[str, str | None]
    division_code: str | None = None
    status: str = "ok"
    claims: Mapping[str, int | float] = field(default_factory=dict)
    must_find: tuple[str, ...] = ()
    computed: Mapping[str, int | float] = field(default_factory=dict)
    suggested: Mapping[str, int | float] = field(default_factory=dict)
    notes: str = ""


def form_name(forms: Mapping[str, str | None]) -> str:
    """The form of a whole report: 2021, 2019, 2014, hybrid, or none without tables."""
    met = {form for name, form in forms.items() if form and name != "disputes"}
    met = met or {form for form in forms.values() if form}
    return "none" if not met else met.pop() if len(met) == 1 else "hybrid"


def golden(report: Report, file: str, kind: str, asserted: tuple[str, ...]) -> str:
    """The golden answer as JSON; `asserted` are the keys of identity that the document tells."""
    identity = {"status": report.status, "year": report.year, "place": report.place,
                "division_code": report.division_code, "publisher": report.publisher,
                "published_on": report.published}  # fmt: skip
    answer: dict[str, object] = {"file": file, "kind": kind, "form": form_name(report.forms)}
    answer |= {key: value for key, value in identity.items() if key in asserted}
    answer["forms"] = dict(report.forms)
    answer["cells"] = {item: figure.value for item, figure in report.figures.items()}
    answer["states"] = {item: f.state for item, f in report.figures.items() if f.state != "number"}
    answer["must_find"] = list(report.must_find)
    answer |= {key: dict(value) for key, value in (("computed", report.computed),
               ("suggested", report.suggested), ("claims", report.claims)) if value}  # fmt: skip
    answer["notes"] = report.notes
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
