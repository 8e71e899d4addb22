"""What a lake knows of one site: its visits run by run, and what stood in the way at the last one."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.crawl.outcomes import Outcome, outcome, outcomes
from extractors.records import Capture, Site
from flows import known_sites, steps
from flows.errors import CallError
from flows.lake import Lake

_GOOD = frozenset({"ok", "not_modified", "redirected"})


@dataclass(frozen=True, slots=True)
class Visit:
    """One run's visit, as its report has it. `requests` and `reports` are counts."""

    run_id: str
    requests: int
    reports: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An outcome of the last visit that gave nothing, with all addresses it met, in order."""

    outcome: Outcome
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything known of a site; `visits` newest first, `obstacles` the most frequent first."""

    site: Site
    visits: tuple[Visit, ...]
    obstacles: tuple[Obstacle, ...]


def diagnose(lake: Lake, site_id: str) -> Diagnosis:
    """Raises CallError for a site that the lake has never crawled."""
    site = _site(lake, site_id)
    log = [capture for capture in steps.captures(lake, site.prefecture) if capture.site_id == site_id]
    last = max((capture.run_id for capture in log), default="")
    return Diagnosis(
        site, tuple(_visits(lake, site_id)), _obstacles([one for one in log if one.run_id == last])
    )


def _site(lake: Lake, site_id: str) -> Site:
    known = {
        site.site_id: site
        for prefecture in lake.prefectures()
        for site in known_sites.sites_of(lake, prefecture)
    }
    if site_id in known:
        return known[site_id]
    near = difflib.get_close_matches(site_id, known, n=3)
    hint = f" (did you mean {' or '.join(near)}?)" if near else ""
    raise CallError(f"lake {lake.name} has never crawled a site {site_id}{hint}")


def _visits(lake: Lake, site_id: str) -> Iterator[Visit]:
    for record in lake.run_records():
        for row in record.get("site_results", []):
            if row["site_id"] == site_id and row["visit"]:
                visit = row["visit"]
                yield Visit(record["run_id"], visit["pages"], visit["reports"], row["outcome"] or "")


def _obstacles(log: Sequence[Capture]) -> tuple[Obstacle, ...]:
    met: dict[str, list[str]] = defaultdict(list)
    for capture in log:
        no_rules = capture.role == "robots" and capture.outcome in ("not_found", "gone")
        if capture.outcome not in _GOOD and capture.outcome in outcomes() and not no_rules:
            met[capture.outcome].append(capture.url)
    most = sorted(met, key=lambda name: (-len(met[name]), name))
    return tuple(Obstacle(outcome(name), tuple(dict.fromkeys(met[name]))) for name in most)
