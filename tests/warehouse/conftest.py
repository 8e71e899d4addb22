"""Fixtures: an empty lake to fill, and a small one that is built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lake_builder import Lake, without_comments

from warehouse.comments import apply_comments
from warehouse.query import connect


@pytest.fixture(scope="module", autouse=True)
def _without_comments() -> Iterator[None]:
    """The lake `small` has them."""
    with without_comments():
        yield


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built lake with two counties over two years, a department and a site that blocks."""
    lake = Lake(tmp_path_factory.mktemp("small") / "lake")
    lake.site("taocheng", "131102", "桃城区人民政府")
    lake.site("jizhou", "131103", "冀州区人民政府")
    for site_id, code in (("taocheng", "131102"), ("jizhou", "131103")):
        lake.capture(site_id, code)
    numbers = {
        "applications.received.total": 60,
        "applications.received.natural_person": 45,
        "applications.concluded.total": 50,
        "applications.granted.total": 30,
        "applications.granted_in_part.total": 5,
        "applications.carried_out.total": 10,
        "disputes.review.total": 12,
        "disputes.review.pending": 2,
        "disputes.review.corrected": 4,
    }
    first = lake.report("131102", 2021, numbers)
    lake.capture(
        "taocheng",
        "131102",
        url=f"http://site.test/{first}",
        sha256=f"sha-{first}",
        warc_offset=7,
        role="report",
    )
    lake.report("131102", 2022, numbers | {"applications.carried_in.total": 9})
    lake.report("131103", 2021, numbers | {"applications.granted.total": 10})
    lake.run()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.build.apply_comments", apply_comments)
        return lake.built()


@pytest.fixture
def warehouse(small: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(small) as connection:
        yield connection
