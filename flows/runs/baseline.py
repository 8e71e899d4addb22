"""What the last published runs brought, site by site and prefecture by prefecture: the next one's measure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from flows.lake import Lake


@dataclass(frozen=True, slots=True)
class Read:
    """What the tables of a prefecture held: reports, cells with a number, findings of severity error."""

    reports: int
    figures: int
    errors: int

    @classmethod
    def of(cls, extracted: Mapping[str, Any]) -> Read:
        """From an entry of a run report's `prefectures`."""
        return cls(extracted["reports"], extracted["figures"], extracted["findings"].get("error", 0))


@dataclass(frozen=True, slots=True)
class Baseline:
    """`found` = reports found by site id, `read` = what was read by prefecture, as published.

    `waiting` = what runs have read since that was never published: the next build would publish it, too.
    """

    found: dict[str, int] = field(default_factory=dict)
    read: dict[str, Read] = field(default_factory=dict)
    waiting: dict[str, Read] = field(default_factory=dict)


def last_published(lake: Lake, sites: Collection[str], prefectures: Collection[str]) -> Baseline:
    """For each site and prefecture the last published run that touched it; new ones are left out.

    A night that was withheld for bringing too little must not become what the next one is measured by.
    """
    baseline = Baseline(waiting=_waiting(lake))
    prefectures = {*prefectures, *baseline.waiting}
    for run in _published(lake):
        for site_id, found in found_of(run):
            if site_id in sites:
                baseline.found.setdefault(site_id, found)
        for prefecture, read in read_of(run):
            if prefecture in prefectures:
                baseline.read.setdefault(prefecture, read)
        if len(baseline.found) == len(sites) and len(baseline.read) == len(prefectures):
            break
    return baseline


def _waiting(lake: Lake) -> dict[str, Read]:
    """The newest reading of each prefecture that was read since a run was published."""
    waiting: dict[str, Read] = {}
    for run in takewhile(lambda run: not run.get("published"), lake.run_records()):
        for prefecture, read in read_of(run):
            waiting.setdefault(prefecture, read)
    return waiting


def _published(lake: Lake) -> Iterator[dict[str, Any]]:
    return (run for run in lake.run_records() if run.get("published"))


def found_of(run: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The reports that a run found on each site it visited, by site id."""
    for row in run.get("site_results", []):
        if row["visit"]:
            yield row["site_id"], row["visit"]["reports"]


def read_of(run: Mapping[str, Any]) -> Iterator[tuple[str, Read]]:
    """What a run read of each prefecture."""
    for row in run.get("prefectures", []):
        # Runs of earlier versions did not count figures.
        if "figures" in row:
            yield row["prefecture"], Read.of(row)
