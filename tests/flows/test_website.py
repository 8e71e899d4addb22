"""The web site follows each build, where it is wanted, and is never in a build's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from lake_builder import Lake as MadeUp

from flows import website
from flows.commands.build import command as build
from flows.commands.site import command as site
from flows.lake import Lake
from flows.settings import settings


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = MadeUp(tmp_path / "lake")
    made.report("131102", 2021, {"applications.received.total": 10})
    made.run()
    return Lake(made.write())


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.delenv("GONGKAI_WEBSITE")
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def test_a_build_brings_the_site_in_the_lake_up_to_date(lake: Lake, wanted: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(build, ["--lake", str(lake.root)])
    assert done.exit_code == 0, done.output
    assert (lake.root / "site" / "en" / "index.html").is_file()
    again = CliRunner().invoke(site, ["--lake", str(lake.root)])
    assert again.exit_code == 0
    assert "0 files written, 0 removed" in again.output


def test_a_site_that_fails_loses_no_build(lake: Lake, wanted: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "letter.txt").write_text("mine", encoding="utf-8")
    wanted.setenv("GONGKAI_WEBSITE", str(tmp_path / "www"))
    settings.cache_clear()
    done = CliRunner().invoke(build, ["--lake", str(lake.root)])
    assert done.exit_code == 0
    assert "the warehouse is published, the site is not up to date" in done.output
    assert "holds no site: name a new folder" in done.output
    assert lake.warehouse.is_file()
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["letter.txt"]


def test_no_site_where_none_is_wanted(lake: Lake) -> None:
    # Tests have it off, see conftest.py.
    settings.cache_clear()
    assert website.folder(lake) is None
    assert website.follow(lake) is None
    assert not (lake.root / "site").exists()
