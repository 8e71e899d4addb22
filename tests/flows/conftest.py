"""What several tests share: the demo lake, made when the first asks for it, and a server for lakes on S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import DemoLake, make_demo_lake

from flows.settings import settings

if TYPE_CHECKING:
    from s3_server import S3Server


@pytest.fixture(scope="session")
def demo_lake(tmp_path_factory: pytest.TempPathFactory) -> DemoLake:
    return make_demo_lake(tmp_path_factory.mktemp("demo"))


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
