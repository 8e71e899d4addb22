"""What several tests share: the demo lake, made when the first asks for it, and a server for lakes on S3."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import DemoLake, make_demo_lake, snapshot
from lake_builder import without_comments

from flows.settings import settings

if TYPE_CHECKING:
    from s3_server import S3Server


@pytest.fixture(scope="module", autouse=True)
def _without_comments() -> Iterator[None]:
    """The demo lake, which is built by a command, has them."""
    with without_comments():
        yield


@pytest.fixture(scope="session")
def demo_lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoLake]:
    """Made by the process that asks first; each has a copy of its own, and leaves it as it was."""
    mine = tmp_path_factory.getbasetemp()
    made = _made_once(mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine)
    folder = mine / "demo_copy"
    shutil.copytree(made.path.parent, folder)
    names = ("path", "sites_file", "home")
    yield replace(made, **{name: folder / getattr(made, name).name for name in names})
    left, was = snapshot(folder), snapshot(made.path.parent)
    # Whoever reads a lake on this machine may leave an empty lock.
    assert {name: left.get(name) for name in was} == was


def _made_once(shared: Path) -> DemoLake:
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = shared / "demo.pickle"
        if not told.exists():
            made = make_demo_lake(shared / "demo_made")
            told.write_bytes(pickle.dumps(made))
        lake: DemoLake = pickle.loads(told.read_bytes())  # noqa: S301 - our own
    return lake


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """An S3 server that the settings of this process name; copies of its lakes stand below `tmp_path`."""
    # Here and not above: its library takes seconds to load, and most tests do without.
    from s3_server import S3Server  # noqa: PLC0415

    from flows.s3.opening import mirror_of  # noqa: PLC0415

    started = S3Server()
    told = {**started.settings, "GONGKAI_S3_PATIENCE": "1", "GONGKAI_MIRRORS": str(tmp_path / "mirrors")}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    mirror_of.cache_clear()
    yield started
    started.reset()
    started.down()
    settings.cache_clear()
    mirror_of.cache_clear()
