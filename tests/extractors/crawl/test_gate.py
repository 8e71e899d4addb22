"""One request at a time towards a host, over threads and event loops, with the gap kept."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time

import pytest

from extractors.crawl.gate import HostGate

Turns = list[tuple[float, float]]


async def take(gate: HostGate, host: str, delay: float, turns: Turns, work: float = 0.01) -> None:
    async with gate.turn(host, delay):
        started = time.monotonic()
        await asyncio.sleep(work)
        turns.append((started, time.monotonic()))


def gaps(turns: Turns) -> list[float]:
    ordered = sorted(turns)
    return [later[0] - sooner[1] for sooner, later in itertools.pairwise(ordered)]


async def test_never_two_at_once_and_the_gap_between() -> None:
    gate, turns = HostGate(), Turns()
    await asyncio.gather(*(take(gate, "127.0.0.1", 0.05, turns) for _ in range(4)))
    assert min(gaps(turns)) >= 0.05


def test_the_gate_holds_over_threads_and_loops() -> None:
    gate, turns = HostGate(), Turns()

    async def several() -> None:
        await asyncio.gather(*(take(gate, "127.0.0.1", 0.02, turns) for _ in range(5)))

    threads = [threading.Thread(target=asyncio.run, args=(several(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert len(turns) == 15
    assert min(gaps(turns)) >= 0.02


async def test_hosts_do_not_wait_for_each_other() -> None:
    gate, turns = HostGate(), Turns()
    started = time.monotonic()
    await asyncio.gather(*(take(gate, f"127.0.0.{n}", 5, turns, work=0.05) for n in range(1, 20)))
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("asked", [0.0, 0.1])
async def test_no_caller_can_go_below_half_a_second_for_a_public_host(asked: float) -> None:
    gate, turns = HostGate(), Turns()
    await take(gate, "www.example.gov.cn", asked, turns)
    await take(gate, "WWW.example.gov.cn.", asked, turns)
    assert gaps(turns)[0] >= 0.5


async def test_the_longer_of_two_delays_counts() -> None:
    gate, turns = HostGate(), Turns()
    await take(gate, "127.0.0.1", 0.1, turns)
    await take(gate, "127.0.0.1", 0.0, turns)
    assert gaps(turns)[0] >= 0.1


async def test_a_held_host_waits() -> None:
    gate, turns = HostGate(), Turns()
    gate.hold("127.0.0.1", 0.1)
    started = time.monotonic()
    await take(gate, "127.0.0.1", 0, turns)
    assert turns[0][0] - started >= 0.1


async def test_a_cancelled_waiter_does_not_block_the_host() -> None:
    gate, turns = HostGate(), Turns()
    first = asyncio.create_task(take(gate, "127.0.0.1", 0, turns, work=0.1))
    await asyncio.sleep(0.01)
    waiting = [asyncio.create_task(take(gate, "127.0.0.1", 0, turns)) for _ in range(3)]
    await asyncio.sleep(0.01)
    waiting[0].cancel()
    first.cancel()
    await asyncio.wait_for(asyncio.gather(*waiting[1:]), timeout=1)
    assert len(turns) == 2
