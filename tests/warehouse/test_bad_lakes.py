"""Lakes that something happened to: what is wrong is named in one line, and the old warehouse stays."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_builder import Lake, copied, rows

from warehouse import generations
from warehouse.build import NAME, build
from warehouse.errors import BuildError

CELLS = "parquet/cells/prefecture=1311/data.parquet"
REPORTS = "parquet/reports/prefecture=1311/data.parquet"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("sound") / "lake")
    lake.report("131102", 2021)
    return lake.built()


@pytest.fixture
def built(sound: Path, tmp_path: Path) -> Path:
    """A copy of it for each test to spoil, for building takes seconds."""
    return copied(sound, tmp_path / "lake")


def replaced(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.ParquetFile(path).read()), path)


def without(name: str) -> Callable[[Path], None]:
    return lambda path: replaced(path, lambda data: data.drop_columns([name]))


def foreign_column(path: Path) -> None:
    replaced(path, lambda data: data.append_column("note", data["raw"]))


def emptied(name: str) -> Callable[[Path], None]:
    """A column of nulls."""

    def harm(data: pa.Table) -> pa.Table:
        place = data.column_names.index(name)
        return data.set_column(place, name, pa.nulls(len(data), data.schema.types[place]))

    return lambda path: replaced(path, harm)


def as_text(name: str) -> Callable[[Path], None]:
    def harm(data: pa.Table) -> pa.Table:
        return data.set_column(data.column_names.index(name), name, data[name].cast(pa.string()))

    return lambda path: replaced(path, harm)


def csv(path: Path) -> None:
    path.write_text("report_id,item,value\n")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def file(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.write_text("x")


@pytest.mark.parametrize(
    ("name", "harm", "message"),
    [
        (CELLS, csv, "cannot be read as Parquet"),
        (CELLS, nothing, "cannot be read as Parquet"),
        (CELLS, folder, "is a folder, not a Parquet file"),
        (CELLS, without("item"), "column item of table cells is missing"),
        (CELLS, foreign_column, "column note is unknown in table cells"),
        (CELLS, as_text("value"), "column value is string, not double"),
        (CELLS, emptied("report_id"), "report_id is None"),
        (CELLS, emptied("state"), "state is None"),
        (REPORTS, emptied("year"), "year"),
        ("parquet", file, "is no folder"),
    ],
)
def test_a_spoilt_file_is_named(built: Path, name: str, harm: Callable[[Path], None], message: str) -> None:
    before = (built / NAME).read_bytes()
    harm(built / name)
    with pytest.raises(BuildError) as error:
        build(built)
    assert message in str(error.value)
    assert name.removesuffix("/prefecture=1311/data.parquet") in str(error.value), "where"
    assert "\n" not in str(error.value)
    assert (built / NAME).read_bytes() == before
    assert not list(built.glob(f"{NAME}.next*"))


@pytest.mark.parametrize("name", ["findings", "claims"])
def test_a_row_of_no_report_is_named(lake: Lake, name: str) -> None:
    lake.report("131102", 2021)
    values = {
        "findings": {"rule": "x", "severity": "info", "cause": "source", "message": "m"},
        "claims": {"claim": "received", "value": 1.0, "sentence": "s", "agrees": True},
    }[name]
    lake.add(name, "1311", report_id="131102-2099-x", **values)
    with pytest.raises(
        BuildError, match=rf"{name}/prefecture=1311/data.parquet: report_id is '131102-2099-x'"
    ):
        build(lake.write())


def test_a_file_of_an_earlier_version_lacks_what_came_later(built: Path) -> None:
    without("gone_since")(built / REPORTS)
    build(built)
    assert rows(built, "SELECT gone_since, listed_on FROM reports") == [
        {"gone_since": None, "listed_on": None}
    ]


def test_a_folder_in_the_place_of_the_warehouse_is_named(built: Path) -> None:
    folder(built / NAME)
    with pytest.raises(BuildError, match=r"gongkai\.duckdb"):
        build(built)


def test_a_file_in_the_place_of_the_generations_is_named(lake: Lake) -> None:
    lake.report("131102", 2021)
    (lake.write() / generations.FOLDER).write_text("x")
    with pytest.raises(BuildError, match="generations"):
        build(lake.root)


def test_a_warehouse_that_is_damaged_is_replaced(built: Path) -> None:
    path = built / NAME
    content = bytearray(path.read_bytes())
    content[20_000:] = bytes(len(content) - 20_000)
    path.unlink()
    path.write_bytes(bytes(content))
    build(built)
    assert rows(built, "SELECT count(*) AS n FROM cells") == [{"n": 200}]


FULL = """
import resource, signal, sys
from pathlib import Path
from warehouse.build import build
from warehouse.errors import BuildError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    build(Path(sys.argv[1]))
except BuildError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_is_told_and_leaves_the_old_warehouse(built: Path) -> None:
    """A limit of the size of files stands for the full disk: the system refuses to write in the same way."""
    before = (built / NAME).read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(built)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "could not be" in done.stdout
    assert "File too large" in done.stdout
    assert done.stdout.count("\n") == 1
    assert (built / NAME).read_bytes() == before
    assert not list(built.glob(f"{NAME}.next*"))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 200_000
