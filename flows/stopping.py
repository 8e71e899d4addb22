"""The crawls under way in this process, so that an interrupted run can tell them to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_under_way: set[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = set()


def on_terminate() -> None:
    """Let SIGTERM end this process as Ctrl-C does, cleaning up; a second one changes nothing."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` that `stop_all` can end; the coroutine then sees a cancellation."""
    return asyncio.run(_registered(work))


def stop_all() -> None:
    """Cancel what is under way, from any thread."""
    for loop, task in list(_under_way):
        loop.call_soon_threadsafe(task.cancel)


async def _registered(work: Coroutine[Any, Any, T]) -> T:
    loop = asyncio.get_running_loop()
    me = (loop, loop.create_task(work))
    _under_way.add(me)
    try:
        return await me[1]
    finally:
        _under_way.discard(me)
