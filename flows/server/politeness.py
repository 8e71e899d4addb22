"""One crawl of a prefecture at a time over all workers of a Prefect server, whatever lake they serve.

A host belongs to one prefecture of a sites file, so no host is asked by two machines at once. On one machine
the turns at each host (extractors/crawl/turns.py) hold without a server as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency

from flows.settings import settings


@contextmanager
def alone(prefecture: str) -> Iterator[None]:
    """Wait until nobody else crawls the prefecture, and hold its place; without a server at once.

    The server takes the place back some minutes after a worker that died. A worker that cannot reach the
    server for a while crawls on.
    """
    if not settings().prefect_api_url:
        yield
        return
    name = f"gongkai-crawl-{prefecture}"
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    with concurrency(name, raise_on_lease_renewal_failure=False):
        yield
