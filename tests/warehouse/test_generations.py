"""The last three builds are kept, a bad one is taken back, and nothing of it is lost in a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lake_builder import Lake, copied, rows

from warehouse import generations
from warehouse.build import NAME, build
from warehouse.errors import BuildError


def reports(root: Path) -> int:
    ((count,),) = (row.values() for row in rows(root, "SELECT count(*) FROM reports"))
    return int(str(count))


@pytest.fixture(scope="module")
def built_four_times(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake after four builds, the n-th with n reports."""
    lake = Lake(tmp_path_factory.mktemp("four") / "lake")
    for year in (2021, 2022, 2023, 2024):
        lake.report("131102", year)
        build(lake.write())
    return lake.root


@pytest.fixture
def four(built_four_times: Path, tmp_path: Path) -> Path:
    """A copy of it for each test, for building takes seconds."""
    return copied(built_four_times, tmp_path / "lake")


def test_the_last_three_builds_are_kept(built_four_times: Path) -> None:
    found = [(one.number, one.reports, one.published) for one in generations.kept(built_four_times)]
    assert found == [(4, 4, True), (3, 3, False), (2, 2, False)]
    newest = built_four_times / generations.FOLDER / "000004.duckdb"
    assert newest.samefile(built_four_times / NAME), "the published one costs nothing"


def test_a_bad_build_is_taken_back(four: Path) -> None:
    assert generations.rollback(four).number == 3
    assert reports(four) == 3
    assert generations.rollback(four, 2).number == 2
    assert reports(four) == 2
    assert generations.rollback(four, 4).number == 4
    assert reports(four) == 4


def test_the_next_build_follows_the_one_published_again(four: Path) -> None:
    generations.rollback(four)
    build(four)
    newest, *_ = rows(four, "FROM builds ORDER BY build DESC")
    assert (newest["build"], newest["compared_with"], newest["reports_added"]) == (5, 3, 1)
    assert [row["build"] for row in rows(four, "FROM builds ORDER BY build")] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("number", "message"), [(9, r"no build 9 is kept \(kept: 4, 3, 2\)"), (1, "no build 1")]
)
def test_what_is_not_kept_cannot_come_back(four: Path, number: int, message: str) -> None:
    with pytest.raises(BuildError, match=message):
        generations.rollback(four, number)
    assert reports(four) == 4


def test_a_damaged_one_is_named_and_not_published(four: Path) -> None:
    (four / generations.FOLDER / "000003.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(BuildError, match=r"000003\.duckdb: no warehouse that can be read"):
        generations.rollback(four)
    assert reports(four) == 4


def test_without_any_build_there_is_none_to_take_back(tmp_path: Path) -> None:
    assert generations.kept(tmp_path) == []
    with pytest.raises(BuildError, match=r"no build before the published one is kept \(kept: none\)"):
        generations.rollback(tmp_path)


# A crash at any point

KILLED = """
import os, signal, sys
from pathlib import Path
import {module} as module
real, calls = module.{name}, []
def die(*args, **kwargs):
    {before}
    os.kill(os.getpid(), signal.SIGKILL)
module.{name} = die
from warehouse.build import build
build(Path(sys.argv[1]))
"""
POINTS = [
    ("warehouse.build", "former_at", ""),
    ("warehouse.load", "add_disagreements", ""),
    ("warehouse.build", "apply_comments", "real(*args, **kwargs)"),
    ("warehouse.build", "_sync", "real(*args, **kwargs)"),
]


def killed_at(root: Path, module: str, name: str, before: str) -> None:
    """A build that dies, without any warning, when it comes to a function, or in it."""
    code = KILLED.format(module=module, name=name, before=before or "pass")
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake after one build, with a report more than that."""
    lake = Lake(tmp_path_factory.mktemp("one") / "lake")
    lake.report("131102", 2021)
    lake.built()
    lake.report("131102", 2022)
    return lake.write()


@pytest.mark.parametrize(("module", "name", "before"), POINTS, ids=[name for _, name, _ in POINTS])
def test_a_killed_build_leaves_the_old_warehouse(
    built_once: Path, tmp_path: Path, module: str, name: str, before: str
) -> None:
    root = copied(built_once, tmp_path / "lake")
    killed_at(root, module, name, before)
    assert reports(root) == 1
    build(root)
    assert reports(root) == 2
    names = {path.name for path in root.iterdir()}
    assert names == {"parquet", NAME, f"{NAME}.lock", generations.FOLDER}
    assert [one.number for one in generations.kept(root)] == [2, 1]


def test_a_build_killed_just_after_it_was_published_is_kept(built_once: Path, tmp_path: Path) -> None:
    root = copied(built_once, tmp_path / "lake")
    # The published warehouse takes its place among the kept ones before a build and after it.
    killed_at(root, "warehouse.build", "keep", "calls.append(1)\n    if len(calls) == 1: return")
    assert reports(root) == 2
    build(root)
    assert [one.number for one in generations.kept(root)] == [3, 2, 1]
