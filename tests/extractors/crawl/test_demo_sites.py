"""The demo's sites, all families: every report found and nothing else, and a quiet second night."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl_farm import SETTINGS

from extractors.crawl.crawl import SiteResult, crawl_prefecture
from extractors.records import Capture, Site
from flows.demo.server import DemoFarm

REFUSED = {"huangshi": "anti_bot_412", "sanjiang": "robots_disallowed", "qujing": "robots_unreachable"}


@pytest.fixture(scope="module")
def farm() -> Iterator[DemoFarm]:
    with DemoFarm() as running:
        yield running


async def night(
    farm: DemoFarm, lake: Path, run_id: str, known: list[Capture]
) -> tuple[list[Capture], list[SiteResult]]:
    prefectures: defaultdict[str, list[Site]] = defaultdict(list)
    for site in farm.sites:
        prefectures[site.prefecture].append(site)
    captures, results = [], []
    for sites in prefectures.values():
        result = await crawl_prefecture(sites, lake=lake, run_id=run_id, known=known, settings=SETTINGS)
        captures += result.captures
        results += result.sites
    return captures, results


async def test_every_report_is_found_and_the_second_night_is_quiet(farm: DemoFarm, tmp_path: Path) -> None:
    first, results = await night(farm, tmp_path, "20261123T191500Z", [])
    promised = {(truth.site_id, truth.title) for truth in farm.truth.values() if truth.site_id not in REFUSED}
    asked = {(c.site_id, c.link_text) for c in first if c.role == "report"}
    # Year columns may give the year alone as the text of a link; the demo's give whole titles.
    assert asked == promised
    failures = {result.site_id: result.failures for result in results}
    assert {site: failures[site] for site in REFUSED} == {site: {name: 1} for site, name in REFUSED.items()}
    seen = Counter((entry.site_id, entry.method, entry.path) for entry in farm.log)
    assert [key for key, times in seen.items() if times > 1 and key[0] not in REFUSED] == []

    before = len(farm.log)
    second, _ = await night(farm, tmp_path, "20261124T191500Z", first)
    plain = [
        entry
        for entry in farm.log[before:]
        if not {"If-None-Match", "If-Modified-Since"} & set(entry.headers)
    ]
    assert {entry.status for entry in plain} <= {404, 412}  # what gave no page has nothing to compare with
    assert {(c.site_id, c.link_text) for c in second if c.role == "report"} == promised
    assert {(c.url, c.sha256) for c in second} == {(c.url, c.sha256) for c in first}
