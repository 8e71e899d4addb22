"""Processes that share a folder take turns at a host, whoever of them is killed."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from crawl_farm import SETTINGS, Farm, crawl, simple_site

from extractors.crawl import turns
from extractors.crawl.gate import HostGate

ROOT = Path(__file__).parents[3]
CHILD = """
import asyncio, sys
from pathlib import Path
from extractors.crawl.crawl import CrawlSettings, crawl_prefecture
from extractors.records import Site
lake, url, shared = sys.argv[1:]
settings = CrawlSettings("gongkai-test/1", backoff=0.02, turns=Path(shared))
site = Site("site", "131102", "桃城区人民政府", url, 0.05)
asyncio.run(crawl_prefecture([site], lake=Path(lake), run_id="r", known=(), settings=settings))
"""
HOLDER = """
import asyncio, sys
from pathlib import Path
from extractors.crawl.turns import shared_turn
async def hold():
    async with shared_turn(Path(sys.argv[1]), "a.gov.cn", float(sys.argv[2])):
        print("held", flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""


def started(script: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@contextmanager
def held_elsewhere(folder: Path, delay: float) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the turn of a.gov.cn until it is killed."""
    with started(HOLDER, folder, delay) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other
        other.send_signal(signal.SIGKILL)
        other.wait()


async def take(folder: Path, host: str = "a.gov.cn") -> None:
    async with turns.shared_turn(folder, host, 0.0):
        pass


async def comes(folder: Path, host: str = "a.gov.cn", within: float = 20.0) -> bool:
    """Whether the turn comes in time."""
    try:
        await asyncio.wait_for(take(folder, host), within)
    except TimeoutError:
        return False
    return True


async def test_a_host_has_one_turn_over_all_processes(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path, 0.0):
        assert not await comes(tmp_path, within=0.3)
        assert await comes(tmp_path, "b.gov.cn")
    assert await comes(tmp_path)


async def test_the_gap_counts_after_the_turn_of_another_process_too_even_one_that_was_killed(
    tmp_path: Path,
) -> None:
    began = time.monotonic()
    with held_elsewhere(tmp_path, 2.0):
        pass
    await take(tmp_path)
    assert time.monotonic() - began >= 2.0


async def test_a_hold_counts_for_all(tmp_path: Path) -> None:
    began = time.monotonic()
    turns.hold(tmp_path, "a.gov.cn", 0.4)
    turns.hold(tmp_path, "a.gov.cn", 0.1)
    await take(tmp_path)
    assert time.monotonic() - began >= 0.4


async def test_moments_from_before_the_machine_started_count_for_nothing(tmp_path: Path) -> None:
    turns.hold(tmp_path, "a.gov.cn", 90 * 24 * 3600)
    assert await comes(tmp_path)


async def test_the_gate_shares_what_it_is_told(tmp_path: Path) -> None:
    one, other = HostGate(), HostGate()
    began = time.monotonic()
    async with one.turn("127.0.0.1", 0.3, tmp_path):
        pass
    async with other.turn("127.0.0.1", 0.3, tmp_path):
        assert time.monotonic() - began >= 0.3
    began = time.monotonic()
    one.hold("127.0.0.1", 0.6, tmp_path)
    async with other.turn("127.0.0.1", 0.0, tmp_path):
        assert time.monotonic() - began >= 0.6


async def test_two_processes_crawl_a_host_as_one(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        others = [started(CHILD, tmp_path / f"lake{n}", farm.url + "/", tmp_path / "turns") for n in range(2)]
        settings = replace(SETTINGS, turns=tmp_path / "turns")
        await crawl(tmp_path / "own", farm.site(delay=0.05), settings=settings)
        for other in others:
            assert await asyncio.to_thread(other.wait, 60) == 0
        log = sorted(farm.log, key=lambda seen: seen.started)
    assert len(log) == 3 * 7
    assert min(later.started - sooner.ended for sooner, later in itertools.pairwise(log)) > 0.045
