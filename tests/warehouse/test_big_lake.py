"""The made-up lake of the benchmarks: written as the flow writes, the same each time, its sums true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from transforms.parquet import read_rows, write_rows
from warehouse.build import build
from warehouse.query import run_sql

# Last, for a benchmark bears the name of the package.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

import _lake


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("big") / "lake"
    _lake.make(root, 60)
    return root


def test_its_files_are_those_that_the_flow_would_write(big: Path) -> None:
    files = sorted((big / "parquet").rglob("*.parquet"))
    assert {file.relative_to(big / "parquet").parts[0] for file in files} >= {"cells", "reports", "captures"}
    for file in files:
        name = file.relative_to(big / "parquet").parts[0]
        assert not write_rows(file, name, read_rows(file, name)), f"{file} is in another order or form"


def test_the_same_arguments_give_the_same_lake(big: Path, tmp_path: Path) -> None:
    _lake.make(tmp_path, 60)
    for file in (big / "parquet").rglob("*.parquet"):
        assert (tmp_path / file.relative_to(big)).read_bytes() == file.read_bytes(), file


def test_its_slips_are_all_that_is_found(big: Path) -> None:
    build(big)
    ((found,),) = [tuple(row.values()) for row in run_sql(big, """
        SELECT list(DISTINCT rule ORDER BY rule) FROM findings WHERE severity = 'error'
    """).rows()]  # fmt: skip
    assert found == ["applications.row_total"]
    balance = """
        SELECT count(*) AS reports FROM applications
        WHERE received_total + carried_in_total <> concluded_total + carried_out_total
    """
    assert run_sql(big, balance).rows() == [{"reports": 0}]
