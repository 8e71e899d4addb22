"""The report of a run: what became of each site and prefecture; its JSON is loaded into table `runs`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from extractors.records import Site
from flows.counting import counted
from flows.job import Job
from flows.lake import RUNS, Lake, now
from flows.runs.baseline import Baseline
from flows.runs.remedy import remedy
from flows.runs.yields import SiteYield, merged
from transforms.whole import whole

if TYPE_CHECKING:
    # What crawls and reads takes a second to load; who looks at a report does without.
    from extractors.crawl.crawl import SiteResult
    from flows.runs.extracted import Extracted


@dataclass(slots=True)
class RunReport:
    """What is known of a run so far. `failures` maps a step (`crawl 1311 衡水市`) to why it failed.

    `before` is what the last published run brought, `held` the rows of the built warehouse,
    `warnings` what is beyond the thresholds, and a site that could not follow.
    """

    job: Job
    sites: dict[str, Site]
    started_at: str = field(default_factory=now)
    finished_at: str | None = None
    published: bool = False
    visits: dict[str, SiteResult] = field(default_factory=dict)
    extracted: dict[str, Extracted] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    refused_rows: list[str] = field(default_factory=list)
    before: Baseline = field(default_factory=Baseline)
    held: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def visited(self, results: Iterable[SiteResult]) -> None:
        """Take in what a crawl made of its sites."""
        self.visits.update((result.site_id, result) for result in results)

    def reports_of(self, site_id: str) -> int:
        """How many reports the lake holds from a site."""
        read = self.read_of(site_id)
        return read.reports if read else 0

    def read_of(self, site_id: str) -> SiteYield | None:
        """What this run read of a site, over all prefectures with documents of it; None where nothing."""
        return merged(one.by_site[site_id] for one in self.extracted.values() if site_id in one.by_site)

    def total(self, name: str) -> int:
        """A count of Extracted, over all prefectures."""
        return sum(getattr(extracted, name) for extracted in self.extracted.values())

    @property
    def failed_sites(self) -> list[str]:
        """Sites whose visit did not end well or found fewer reports than the last one, in order."""
        return sorted(filter(self._failed, self.visits))

    @property
    def remarkable_sites(self) -> list[str]:
        """Sites of which there is anything to say but ok, in order."""
        return sorted(site_id for site_id in self.visits if self.outcome(site_id) != "ok")

    def outcome(self, site_id: str) -> str:
        """What became of the visit to a site, for people."""
        visit = self.visits[site_id]
        return "; ".join(filter(None, (visit.error, self._fewer(site_id), visit.note))) or "ok"

    def _failed(self, site_id: str) -> bool:
        return self.visits[site_id].failed or bool(self._fewer(site_id))

    def _fewer(self, site_id: str) -> str:
        found, before = self.visits[site_id].reports, self.before.found.get(site_id, 0)
        return f"{counted(found, 'report')} found, {before} last time" if found < before else ""

    @property
    def pages(self) -> int:
        """Requests sent."""
        return sum(visit.pages for visit in self.visits.values())

    def as_json(self) -> dict[str, Any]:
        """The columns of the table `runs`, then details."""
        return {
            "run_id": self.job.run_id,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            "kind": self.job.kind,
            "sites": len(self.sites),
            "pages": self.pages,
            "reports_new": self.total("new"),
            "reports_changed": self.total("changed"),
            "failures": len(self.failures) + len(self.failed_sites),
            "version": version("gongkai"),
            "published": self.published,
            "failed_steps": self.failures,
            "warnings": self.warnings,
            "refused_rows": self.refused_rows,
            "prefectures": [asdict(self.extracted[key]) for key in sorted(self.extracted)],
            "site_results": [self._site(site_id) for site_id in sorted(self.sites)],
        }

    def _site(self, site_id: str) -> dict[str, Any]:
        visit, read = self.visits.get(site_id), self.read_of(site_id)
        outcome = self.outcome(site_id) if visit else None
        return asdict(self.sites[site_id]) | {
            "reports": self.reports_of(site_id),
            "visit": asdict(visit) if visit else None,
            "read": asdict(read) if read else None,
            "found_before": self.before.found.get(site_id),
            "failed": self._failed(site_id) if visit else None,
            "outcome": outcome,
            "remedy": remedy(visit.failures) if visit and outcome != "ok" else None,
        }

    def save(self, lake: Lake) -> None:
        """Write `runs/<run_id>.json`, whole or not at all."""
        path = lake.runs / f"{self.job.run_id}.json"
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n"
        with whole(path) as beside:
            beside.write_text(text, encoding="utf-8")
        lake.push(f"{RUNS}{path.name}")


def crawl_line(results: Iterable[SiteResult]) -> str:
    """What a crawl made of a prefecture, in a line."""
    sites = list(results)
    counts = [
        counted(len(sites), "site"),
        counted(sum(site.pages for site in sites), "request"),
        counted(sum(site.reports for site in sites), "report"),
    ]
    failed = [f"{site.site_id}: {site.error}" for site in sites if site.failed]
    return "; ".join([", ".join(counts), *failed])


def extract_line(extracted: Extracted) -> str:
    """What extraction made of a prefecture, in a line."""
    found = [counted(count, severity) for severity, count in sorted(extracted.findings.items())]
    reports = f"{counted(extracted.reports, 'report')}, {extracted.new} new, {extracted.changed} changed"
    left_out = [f"left out {count} × {why}" for why, count in sorted(extracted.left_out.items())]
    lost = [extracted.lost] if extracted.lost else []
    return "; ".join([reports, ", ".join(found) or "nothing found wrong", *left_out, *lost])
