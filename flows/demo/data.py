"""The demo sites as plain records, read from `sites.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.demo.figures import figures, printed_cells
from flows.demo.forms import HERE, load_yaml


@dataclass(frozen=True, slots=True)
class Flaw:
    """A deliberate fault and what a correct pipeline must make of it.

    `rules` must be among the findings, at `items` where named; `suggested` is the one correction the form's
    sums single out; `values` is how a cell that prints no plain number must be read; `says` is what the prose
    states against the table; `coverage` is the status of the year, `outcome` that of the fetch.
    """

    kind: str
    note: str = ""
    rules: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    suggested: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    says: Mapping[str, float] = field(default_factory=dict)
    coverage: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report: what it prints and where it stands. `published` is an ISO date.

    `dispute_values` replaces the last row of section 四 where the page prints fewer values than columns.
    """

    publisher: str
    year: int
    title: str
    published: str
    layout: str
    disclosure_form: str
    applications_form: str
    printed: Mapping[str, str]
    real: bool
    tables: bool = True
    gone: bool = False
    dispute_values: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """A body whose reports a site lists: `group` is government, department or township."""

    name: str
    group: str
    slug: str
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One made-up site; the fields are explained at the head of `sites.yml`."""

    site_id: str
    division_code: str
    publisher: str
    place: str
    family: str
    start: str
    page_size: int
    arrange: str
    metas: str
    charset: str
    filler: int
    options: Mapping[str, str]
    bodies: tuple[Body, ...]
    behaviour: str = ""
    flaws: tuple[Flaw, ...] = ()

    def reports(self) -> tuple[Report, ...]:
        """All reports of the site, body by body."""
        return tuple(report for body in self.bodies for report in body.reports)


def load_sites() -> tuple[DemoSite, ...]:
    """All demo sites in file order; a site or report that lacks a needed key raises KeyError naming it."""
    document = load_yaml(HERE / "sites.yml")
    return tuple(_site(entry, document["forms"]) for entry in document["sites"])


def _site(entry: Mapping[str, Any], forms: Mapping[int, str]) -> DemoSite:
    return DemoSite(
        site_id=entry["site_id"],
        division_code=entry["division_code"],
        publisher=entry["publisher"],
        place=entry["place"],
        family=entry["family"],
        start=entry.get("start", "/"),
        page_size=entry.get("page_size", 5),
        arrange=entry.get("arrange", "flat"),
        metas=entry.get("metas", "full"),
        charset=entry.get("charset", "utf-8"),
        filler=entry.get("filler", 8),
        options={name: str(value) for name, value in entry.get("options", {}).items()},
        bodies=tuple(_body(body, entry, forms) for body in entry["bodies"]),
        behaviour=entry.get("behaviour", ""),
        flaws=tuple(_flaw(flaw) for flaw in entry.get("flaws", ())),
    )


def _body(entry: Mapping[str, Any], site: Mapping[str, Any], forms: Mapping[int, str]) -> Body:
    defaults = {
        "layout": site.get("layout", "table"),
        "title": site.get("title", "{body}{year}年政府信息公开工作年度报告"),
    }
    defaults |= {key: entry[key] for key in ("layout", "title") if key in entry}
    reports = tuple(
        _report(entry["name"], year, {"form": forms[year]} | defaults | report)
        for year, report in entry["reports"].items()
    )
    return Body(entry["name"], entry.get("group", "government"), entry.get("slug", "bj"), reports)


def _report(publisher: str, year: int, entry: Mapping[str, Any]) -> Report:
    disclosure, applications = (
        entry.get("disclosure", entry["form"]),
        entry.get("applications", entry["form"]),
    )
    tables = entry.get("tables", True)
    return Report(
        publisher=publisher,
        year=year,
        title=entry["title"].format(body=publisher, year=year),
        published=str(entry["published"]),
        layout=entry["layout"],
        disclosure_form=disclosure,
        applications_form=applications,
        printed=printed_cells((publisher, year), disclosure, applications) if tables else {},
        real=(publisher, year) in figures()[1],
        tables=tables,
        gone=entry.get("gone", False),
        dispute_values=tuple(str(value) for value in entry.get("dispute_values", ())),
        flaws=tuple(_flaw(flaw) for flaw in entry.get("flaws", ())),
    )


def _flaw(entry: Mapping[str, Any]) -> Flaw:
    lists = {key: tuple(entry[key]) for key in ("rules", "items") if key in entry}
    return Flaw(**{**entry, **lists})
