"""What each demo report prints and what is wrong with it on purpose, for tests and the demo's own check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.demo.data import DemoSite, Flaw, Report
from flows.demo.figures import Key, number
from flows.demo.prose import claims


@dataclass(frozen=True, slots=True)
class ReportTruth:
    """What a correct reading of one report gives.

    `figures` maps every item of the forms it prints to the number, None where no number can be told;
    `printed` holds the text of the cells, `claims` the figures of the prose, `flaws` what must be reported.
    `reachable` is false where a crawler cannot get it: gone, forbidden, refused.
    """

    site_id: str
    division_code: str
    publisher: str
    year: int
    title: str
    published: str
    layout: str
    forms: Mapping[str, str | None]
    figures: Mapping[str, float | None]
    printed: Mapping[str, str]
    claims: Mapping[str, float]
    flaws: tuple[Flaw, ...]
    reachable: bool


def truth_of(sites: tuple[DemoSite, ...]) -> dict[Key, ReportTruth]:
    """The truth of every report of the sites, by publisher and report year."""
    return {
        (report.publisher, report.year): _truth(site, report) for site in sites for report in site.reports()
    }


def _truth(site: DemoSite, report: Report) -> ReportTruth:
    return ReportTruth(
        site_id=site.site_id,
        division_code=site.division_code,
        publisher=report.publisher,
        year=report.year,
        title=report.title,
        published=report.published,
        layout=report.layout,
        forms=_forms(report),
        figures={item: _value(report, item, text) for item, text in report.printed.items()},
        printed=report.printed,
        claims=claims(report),
        flaws=report.flaws,
        reachable=not (report.gone or site.behaviour),
    )


def _forms(report: Report) -> dict[str, str | None]:
    if not report.tables:
        return {"disclosure": None, "applications": None, "disputes": None}
    applications = report.applications_form
    return {"disclosure": report.disclosure_form, "applications": applications, "disputes": applications}


def _value(report: Report, item: str, text: str) -> float | None:
    if report.dispute_values and item.startswith("disputes."):
        return None
    declared = {name: value for flaw in report.flaws for name, value in flaw.values.items()}
    return declared.get(item, number(text.removesuffix("万元")))
