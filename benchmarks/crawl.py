"""How fast crawling is: against the bound that delays set, and against Scrapy on the same pages.

    .venv/bin/python benchmarks/crawl.py [--quick]

The last line is one JSON object: `bound_share` (the least time that the hosts' delays allow ÷ ours, over
many hosts in one process through a proxy), `vs_scrapy` (pages per second of processor time, ours ÷ Scrapy's,
without delays, archive and links included), `rss_mb` (peak memory of the run over many hosts),
`rss_growth` (peak with four times the pages a host ÷ peak with one), and which share of the first night's
bytes a second, unchanged night in the season saves: `saved_by_etags` where the servers tell that a page has
not changed, `saved_by_calendar` where they always send it whole.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.crawl.crawl import CrawlSettings, crawl_prefecture
from extractors.records import Capture, Site

HERE = Path(__file__).parent
_AGENT = "gongkai-benchmark/1 (+mailto:benchmark@example.org)"
# Sites of one prefecture; prefectures run side by side in one process, as in a nightly run.
_PREFECTURE = 100
# robots.txt, which is no page, home page, platform, column.
_ON_THE_WAY = 4


@contextmanager
def farm(reports: int, *options: str) -> Iterator[int]:
    """A server process with as many reports a host; its port."""
    command = [sys.executable, str(HERE / "_sites.py"), str(reports), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        yield int(server.stdout.readline())
        server.stdin.close()


async def _crawl(sites: list[Site], lake: Path, settings: CrawlSettings) -> int:
    groups = [sites[start : start + _PREFECTURE] for start in range(0, len(sites), _PREFECTURE)]
    crawls = [
        crawl_prefecture(group, lake=lake / str(n), run_id="bench", known=(), settings=settings)
        for n, group in enumerate(groups)
    ]
    results = await asyncio.gather(*crawls)
    return sum(one.role != "robots" for result in results for one in result.captures)


def work(arguments: list[str]) -> None:
    """In a process of its own: crawl, then say pages, seconds, processor seconds and peak MB."""
    hosts, port, delay, proxied = (
        int(arguments[0]),
        int(arguments[1]),
        float(arguments[2]),
        arguments[3] == "1",
    )
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    proxy = f"http://127.0.0.1:{port}" if proxied else None
    sites = [_site(number, port, delay, proxied) for number in range(hosts)]
    with tempfile.TemporaryDirectory() as folder:
        turns = Path(folder) / "turns"
        settings = CrawlSettings(_AGENT, default_delay=delay, proxy=proxy, timeout=120, turns=turns)
        wall, cpu = time.perf_counter(), time.process_time()
        pages = asyncio.run(_crawl(sites, Path(folder), settings))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"pages": pages, "wall": wall, "cpu": cpu, "mb": peak}) + "\n")


def _site(number: int, port: int, delay: float, proxied: bool) -> Site:
    host = f"h{number}.gov.cn" if proxied else f"127.0.{number // 250}.{number % 250 + 1}:{port}"
    return Site(f"h{number}", "131102", "某县人民政府", f"http://{host}/", delay)


def ours(hosts: int, port: int, delay: float, *, proxied: bool) -> dict[str, float]:
    """What `work` says, run in a process of its own."""
    words = [sys.executable, __file__, "--work", str(hosts), str(port), str(delay), "1" if proxied else "0"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def scrapy(hosts: int, port: int) -> dict[str, float]:
    """Pages and processor seconds of Scrapy on the same hosts."""
    urls = ",".join(_site(number, port, 0, proxied=False).url for number in range(hosts))
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, str(HERE / "_scrapy_spider.py"), urls, folder]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def against_bound(hosts: int, reports: int, delay: float) -> dict[str, float]:
    """All hosts at once through a proxy; the bound is one host's requests times its delay."""
    with farm(reports) as port:
        done = ours(hosts, port, delay, proxied=True)
    bound = (reports + _ON_THE_WAY - 1) * delay
    _row(f"{hosts} hosts, {delay:g} s", done["pages"], done["wall"], f"bound {bound:.0f} s", done["mb"])
    return {"bound_share": round(bound / done["wall"], 3), "rss_mb": round(done["mb"])}


def against_scrapy(hosts: int, reports: int) -> float:
    """Without delays; the server's own time is not counted."""
    with farm(reports) as port:
        mine, theirs = ours(hosts, port, 0, proxied=False), scrapy(hosts, port)
    for name, done in (("ours", mine), ("Scrapy", theirs)):
        _row(
            name,
            done["pages"],
            done["cpu"],
            f"{done['pages'] / done['cpu']:.0f} pages/CPU s",
            done.get("mb", 0),
        )
    return round((mine["pages"] / mine["cpu"]) / (theirs["pages"] / theirs["cpu"]), 2)


def growth(hosts: int, reports: int) -> float:
    """Peak memory with four times the pages a host."""
    peaks = []
    for factor in (1, 4):
        with farm(reports * factor) as port:
            peaks.append(ours(hosts, port, 0, proxied=False)["mb"])
    return round(peaks[1] / peaks[0], 2)


def second_night(hosts: int, reports: int, *options: str) -> float:
    """The share of the first night's bytes that an unchanged night in the season saves."""
    with farm(reports, *options) as port, tempfile.TemporaryDirectory() as folder:
        sites = [_site(number, port, 0, proxied=False) for number in range(hosts)]
        settings = CrawlSettings(_AGENT, default_delay=0, turns=Path(folder) / "turns", recheck=False)
        first, second = datetime(2027, 2, 1, 19, tzinfo=UTC), datetime(2027, 2, 2, 19, tzinfo=UTC)
        known: tuple[Capture, ...] = ()
        for night in (first, second):
            done = asyncio.run(
                crawl_prefecture(
                    sites,
                    lake=Path(folder),
                    run_id=f"{night:%Y%m%d}",
                    known=tuple(replace(one, fetched_at=f"{first:%Y-%m-%dT%H:%M:%SZ}") for one in known),
                    settings=replace(settings, today=night),
                )
            )
            before, known = known, done.captures
    assert all(site.reports == reports for site in done.sites), "an unchanged night must find all reports"
    _row("second night", len(known), 0, " ".join(options) or "no validators", 0)
    return round(1 - _sent(known) / _sent(before), 3)


def _sent(captures: Iterable[Capture]) -> int:
    return sum(one.bytes or 0 for one in captures if one.status == 200)


def _row(what: str, pages: float, seconds: float, note: str, megabytes: float) -> None:
    sys.stdout.write(f"{what:<24} {pages:>8.0f} pages {seconds:>8.1f} s  {note:<22} {megabytes:>6.0f} MB\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer hosts, under a minute")
    parser.add_argument("--work", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work)
        return
    figures = against_bound(100, 3, 3.0) if given.quick else against_bound(3000, 11, 30.0)
    figures["vs_scrapy"] = against_scrapy(4 if given.quick else 10, 60 if given.quick else 200)
    figures["rss_growth"] = growth(4, 20 if given.quick else 100)
    for name, options in (("saved_by_etags", ["--etags"]), ("saved_by_calendar", [])):
        figures[name] = second_night(4, 20 if given.quick else 100, *options)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
