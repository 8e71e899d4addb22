"""Whatever a site's shape and spelling: its reports are found, each page once, nothing else as a report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from crawl_farm import Farm, crawl
from random_sites import at_host, random_site

from extractors.crawl.crawl import CrawlResult
from extractors.crawl.urls import same_place


def reports(result: CrawlResult) -> set[str]:
    captures = (capture for capture in result.captures if capture.role == "report")
    return {urlsplit(capture.url).path.partition(";")[0] for capture in captures}


@pytest.mark.parametrize("seed", range(60))
async def test_a_random_site(tmp_path: Path, seed: int) -> None:
    site = random_site(seed)
    with Farm() as farm:
        farm.routes = at_host(site, f"127.0.0.1:{farm.port}")
        start = site.starts[seed % len(site.starts)]
        result = await crawl(tmp_path, farm.site(start))
        asked = Counter(same_place(farm.url + path) for path in farm.paths() if path != "/robots.txt")
    found = reports(result)
    assert found == site.reports, (start, site.reports ^ found)
    assert [place for place, times in asked.items() if times > 1] == []
    assert result.sites[0].error is None


@pytest.mark.parametrize("seed", range(100, 120))
async def test_one_report_leads_to_all_others(tmp_path: Path, seed: int) -> None:
    site = random_site(seed)
    with Farm() as farm:
        farm.routes = at_host(site, f"127.0.0.1:{farm.port}")
        result = await crawl(tmp_path, farm.site(min(site.reports)))
    assert reports(result) == site.reports
