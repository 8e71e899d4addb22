"""One demo lake for all end-to-end tests, made when the first of them asks for it."""

from __future__ import annotations

import pytest
from command_line import DemoLake, make_demo_lake


@pytest.fixture(scope="session")
def demo_lake(tmp_path_factory: pytest.TempPathFactory) -> DemoLake:
    return make_demo_lake(tmp_path_factory.mktemp("demo"))
