"""Whether a run brings too little to be published: its measures against the last published run's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import yaml

from flows.runs.baseline import Read
from flows.runs.report import RunReport

_FILE = Path(__file__).with_name("thresholds.yml")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line of thresholds.yml; `least` is the smallest `before` that is judged."""

    measure: str
    means: str
    least: int
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A measure beyond its threshold. `withholds` = the build is not published."""

    threshold: Threshold
    now: int
    before: int

    @property
    def withholds(self) -> bool:
        """Whether it is below the minimum; else it is above the maximum, which only warns."""
        least = self.threshold.min
        return least is not None and self.now < least * self.before

    def __str__(self) -> str:
        limit = f"min {self.threshold.min}" if self.withholds else f"max {self.threshold.max}"
        share = f"{self.now / self.before:.2f}"
        return f"{self.threshold.means}: {self.now} now, {self.before} before ({share}, {limit})"


@cache
def thresholds() -> tuple[Threshold, ...]:
    """All thresholds, in the order of their file."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Threshold(name, entry["means"], entry["from"], entry.get("min"), entry.get("max"))
        for name, entry in entries.items()
    )


def measures(report: RunReport) -> dict[str, tuple[int, int]]:
    """Each measure as (now, before), over what this run and the last published one both touched.

    Tables that an earlier run wrote and that were withheld count as well: the build takes the whole lake.
    """
    found = {site: visit.reports for site, visit in report.visits.items()}
    held = report.before.waiting | {key: Read.of(asdict(one)) for key, one in report.extracted.items()}
    return compared(found, report.before.found, held, report.before.read)


def compared(
    found: Mapping[str, int],
    found_before: Mapping[str, int],
    read: Mapping[str, Read],
    read_before: Mapping[str, Read],
) -> dict[str, tuple[int, int]]:
    """Each measure as (now, before): reports found by site, and what was read by prefecture."""
    sites = [site for site, count in found_before.items() if count and site in found]
    now = [found[site] for site in sites]
    both = [key for key in read_before if key in read]
    before, after = [read_before[key] for key in both], [read[key] for key in both]
    return {
        "sites_yielding": (sum(map(bool, now)), len(sites)),
        "reports_found": (sum(now), sum(found_before[site] for site in sites)),
        "reports_read": (sum(one.reports for one in after), sum(one.reports for one in before)),
        "figures": (sum(one.figures for one in after), sum(one.figures for one in before)),
        "error_findings": (sum(one.errors for one in after), sum(one.errors for one in before)),
    }


def breaches(report: RunReport) -> Iterator[Breach]:
    """The measures beyond their thresholds, those that withhold the build first."""
    measured = measures(report)
    found = [Breach(threshold, *measured[threshold.measure]) for threshold in thresholds()]
    beyond = [breach for breach in found if breach.before >= breach.threshold.least and _beyond(breach)]
    yield from sorted(beyond, key=lambda breach: not breach.withholds)


def _beyond(breach: Breach) -> bool:
    most = breach.threshold.max
    return breach.withholds or (most is not None and breach.now > most * breach.before)
