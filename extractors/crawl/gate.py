"""One request at a time towards a host, with a gap between two, over all threads, loops and processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from extractors.crawl import turns
from extractors.sites import MINIMUM_DELAY, is_loopback


@dataclass(slots=True, eq=False)
class _Waiter:
    loop: asyncio.AbstractEventLoop
    turn: asyncio.Future[None]


@dataclass(slots=True)
class _Host:
    busy: bool = False
    ended: float = float("-inf")
    delay: float = 0.0
    not_before: float = float("-inf")
    queue: deque[_Waiter] = field(default_factory=deque)


class HostGate:
    """Hands out turns per host, first come first served. A host is a name or address, whatever the port."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float, shared: Path | None = None) -> AsyncIterator[None]:
        """Hold the only turn of `host`; it starts at least `delay` seconds after the last one ended.

        For hosts that are no loopback address a smaller delay than 0.5 s counts as 0.5 s. Turns are taken
        with all processes that share the folder `shared`, without it with those of this process alone.
        """
        name = host.lower().rstrip(".")
        delay = delay if is_loopback(name) else max(delay, MINIMUM_DELAY)
        await self._enter(name)
        try:
            while (pause := self._pause(name, delay)) > 0:
                await asyncio.sleep(pause)
            async with turns.shared_turn(shared, name, delay) if shared else nullcontext():
                yield
        finally:
            self._leave(name, delay)

    def hold(self, host: str, seconds: float, shared: Path | None = None) -> None:
        """Let no turn of `host` start within `seconds` from now (back-off, Retry-After)."""
        name = host.lower().rstrip(".")
        with self._lock:
            state = self._hosts.setdefault(name, _Host())
            state.not_before = max(state.not_before, time.monotonic() + seconds)
        if shared and seconds > 0:
            turns.hold(shared, name, seconds)

    async def _enter(self, name: str) -> None:
        loop = asyncio.get_running_loop()
        with self._lock:
            state = self._hosts.setdefault(name, _Host())
            if not state.busy:
                state.busy = True
                return
            waiter = _Waiter(loop, loop.create_future())
            state.queue.append(waiter)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            self._abandon(name, waiter)
            raise

    def _abandon(self, name: str, waiter: _Waiter) -> None:
        """A cancelled waiter leaves the queue, or passes on the turn it was given meanwhile."""
        with self._lock:
            state = self._hosts[name]
            if waiter in state.queue:
                state.queue.remove(waiter)
                return
        self._pass_on(name)

    def _pause(self, name: str, delay: float) -> float:
        with self._lock:
            state = self._hosts[name]
            start = max(state.ended + max(delay, state.delay), state.not_before)
        return start - time.monotonic()

    def _leave(self, name: str, delay: float) -> None:
        with self._lock:
            state = self._hosts[name]
            state.ended, state.delay = time.monotonic(), delay
        self._pass_on(name)

    def _pass_on(self, name: str) -> None:
        with self._lock:
            state = self._hosts[name]
            while state.queue:
                waiter = state.queue.popleft()
                if _wake(waiter):
                    return
            state.busy = False


def _wake(waiter: _Waiter) -> bool:
    """Tell a waiter in its own loop; false when that loop has been closed."""
    try:
        waiter.loop.call_soon_threadsafe(_give, waiter.turn)
    except RuntimeError:
        return False
    return True


def _give(turn: asyncio.Future[None]) -> None:
    # A waiter cancelled between being chosen and this call passes the turn on itself (HostGate._abandon).
    if not turn.done():
        turn.set_result(None)


GATE = HostGate()
"""The one gate of this process."""
