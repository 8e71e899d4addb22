"""A lake on S3 opened by a command: its copy on this disk, and the lock while it is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from extractors.crawl.archive import repair
from flows import layout
from flows.lake import CORRECTIONS, GENERATIONS, RAW, RUNS, TABLES, WAREHOUSE
from flows.s3 import lock
from flows.s3.bucket import Bucket
from flows.s3.mirror import Mirror
from flows.settings import settings


@cache
def mirror_of(address: str, use: str) -> Mirror:
    """The copy for a use of the lake at `address`; one for each process, for its threads share a lock."""
    digest = hashlib.sha256(address.encode()).hexdigest()[:16]
    bucket = Bucket(address, settings().s3_endpoint, settings().s3_patience)
    return Mirror(bucket, settings().mirrors / digest / use)


@contextmanager
def alone(mirror: Mirror, owner: str) -> Iterator[None]:
    """Hold the lake's lock; send what a former command could not, then take what the server holds."""
    with lock.held(mirror.bucket, owner, mirror.identity) as held:
        mirror.check = held.check
        for name in mirror.unsent(RAW):
            repair(mirror.root, name)
        mirror.push(RAW, RUNS)
        mirror.pull(layout.FILE, RUNS, TABLES, GENERATIONS, WAREHOUSE, CORRECTIONS)
        layout.check(mirror.root)
        layout.mark(mirror.root)
        mirror.push(layout.FILE)
        yield
