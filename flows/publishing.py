"""A build of a lake's warehouse, and what follows from it on S3."""

from __future__ import annotations

from flows.lake import GENERATIONS, TABLES, WAREHOUSE, Lake
from flows.settings import settings
from warehouse.build import BuildResult, build
from warehouse.generations import Generation, rollback


def publish(lake: Lake) -> BuildResult:
    """Build the warehouse from what the lake holds and put it in place; raises as `warehouse.build` does."""
    # Workers have sent their tables to the server.
    lake.pull(TABLES)
    built = build(lake.root, settings().build_memory, settings().keep_builds)
    _send(lake)
    return built


def take_back(lake: Lake, number: int | None) -> Generation:
    """Publish an earlier build again; as `warehouse.generations.rollback`."""
    chosen = rollback(lake.root, number)
    _send(lake)
    return chosen


def _send(lake: Lake) -> None:
    """The kept builds, then the published one, which replaces the former in one step; then what is let go."""
    lake.push(GENERATIONS, WAREHOUSE)
    lake.prune(GENERATIONS)
