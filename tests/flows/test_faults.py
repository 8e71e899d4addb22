"""Things that happen to machines: a full disk, a read-only lake, a signal, a clock set back.

Each is done for real: nothing is lost or half published, the message is one line, the next call heals.
Killed runs: test_killed.py, test_killed_run.py; killed readers: test_guarded.py; two at once:
test_lake_lock.py; a restarted database: test_postgres.py; nights that bring less: test_thresholds.py.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import ROOT, Run, gongkai, snapshot
from lake_builder import copied, rows
from small_lake import sound_lake

from flows import lake as lakes
from flows.demo.server import DemoFarm
from flows.doctor.checkup import examine
from flows.errors import WorkError
from flows.lake import Lake
from flows.runs.run_ids import after

CHILD = Path(__file__).with_name("phases_child.py")
AS_ROOT = [] if os.getuid() == 0 else ["sudo", "-n"]
# The reports that the demo's sites of 1311 have.
REPORTS = 31


def mounted(folder: Path, options: str) -> bool:
    """Whether a file system in memory could be mounted, or mounted anew, so: only root may."""
    folder.mkdir(exist_ok=True)
    words = [*AS_ROOT, "mount", "-t", "tmpfs", "-o", options, "gongkai-test", str(folder)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A small disk at `folder`, and a function that changes its options; skips where none may be mounted."""
    if not mounted(folder, f"size={size},uid={os.getuid()}"):
        pytest.skip("needs the right to mount a file system")
    try:
        yield lambda options: _remount(folder, options)
    finally:
        subprocess.run([*AS_ROOT, "umount", "--lazy", str(folder)], check=True)


def _remount(folder: Path, options: str) -> None:
    subprocess.run([*AS_ROOT, "mount", "-o", f"remount,{options}", str(folder)], check=True)


def phases(lake: Lake, sites_file: Path, run_id: str) -> Run:
    words = [sys.executable, str(CHILD), str(lake.root), str(sites_file), run_id]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound lake, of which each test has a copy, for building takes seconds."""
    return sound_lake(tmp_path_factory.mktemp("sound") / "lake").root


@pytest.mark.e2e
def test_a_disk_that_is_full_while_sites_are_crawled(tmp_path: Path) -> None:
    sites_file, lake = tmp_path / "sites.csv", Lake(tmp_path / "disk" / "lake")
    with DemoFarm() as farm, disk(tmp_path / "disk", "96k") as change:
        farm.write_sites_file(sites_file)
        failed = phases(lake, sites_file, "20270101T000000Z")
        assert failed.returncode == 1
        assert "No space left on device" in failed.stderr
        change("size=64m")
        healed = phases(lake, sites_file, "20270102T000000Z")
        assert healed.returncode == 0, healed.stderr
        assert [fault for fault in examine(lake) if fault.code != "disk_low"] == []
        assert rows(lake.root, "SELECT count(*) AS n FROM reports") == [{"n": REPORTS}]


def test_a_disk_that_is_full_while_the_warehouse_is_built(sound: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "64m") as change:
        lake = Lake(copied(sound, tmp_path / "disk" / "lake"))
        before = snapshot(lake.root)
        used = sum(
            path.stat().st_size for path in {p.stat().st_ino: p for p in lake.root.rglob("*")}.values()
        )
        change(f"size={(used + 600_000) // 1024}k")
        failed = gongkai("build", "--lake", lake.root, GONGKAI_WEBSITE="off")
        assert (failed.returncode, failed.stderr.count("\n")) == (1, 1), failed.stderr
        assert "the warehouse could not be built" in failed.stderr or "could not be written" in failed.stderr
        assert {name: digest for name, digest in snapshot(lake.root).items() if name in before} == before
        assert list(lake.root.glob("gongkai.duckdb.next*")) == []
        change("size=64m")
        assert gongkai("build", "--lake", lake.root, GONGKAI_WEBSITE="off").returncode == 0


def test_a_full_disk_is_told_in_a_line(sound: Path, tmp_path: Path) -> None:
    lake = Lake(copied(sound, tmp_path / "lake"))
    target = tmp_path / "state.tar.gz"
    words = [sys.executable, "-m", "flows", "backup", str(target), "--lake", str(lake.root)]

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    failed = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=small_files
    )
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)
    assert failed.stderr.startswith(f"gongkai: {target}: the backup could not be written: ")
    assert [path.name for path in tmp_path.iterdir()] == ["lake"]


def test_a_lake_that_cannot_be_written_is_told_and_still_read(sound: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "64m") as change:
        lake = Lake(copied(sound, tmp_path / "disk" / "lake"))
        change("ro")
        for command in ("build", "doctor"):
            failed = gongkai(command, "--lake", lake.root)
            assert (failed.returncode, failed.stderr) == (
                1,
                f"gongkai: lake {lake.root} cannot be changed: Read-only file system\n",
            )
        assert rows(lake.root, "SELECT count(*) AS n FROM reports") == [{"n": 1}]
        change("rw")
        assert gongkai("build", "--lake", lake.root, GONGKAI_WEBSITE="off").returncode == 0


BUILD = """
import sys, time
from warehouse import build
from flows.cli import main
build._sync = lambda path: (print("built", flush=True), time.sleep(60))
main(["build", "--lake", sys.argv[1]])
"""


def test_a_signal_during_the_build_leaves_the_old_warehouse(sound: Path, tmp_path: Path) -> None:
    lake = Lake(copied(sound, tmp_path / "lake"))
    before = lake.warehouse.stat().st_ino
    words = [sys.executable, "-c", BUILD, str(lake.root)]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as building:
        assert building.stdout
        assert building.stdout.readline() == "built\n"
        building.send_signal(signal.SIGTERM)
        said = building.communicate(timeout=60)[1]
    assert (building.returncode, said.strip()) == (130, "gongkai: interrupted")
    assert lake.warehouse.stat().st_ino == before
    assert list(lake.root.glob("gongkai.duckdb.next*")) == []


def test_a_clock_set_back_is_told_before_it_mixes_up_old_and_new(tmp_path: Path) -> None:
    """What was fetched last is told by its time: a mended report would lose to its older version."""
    lake = lakes.create(str(tmp_path))
    (lake.runs / "20990101T000000Z.json").write_text("{}")
    with pytest.raises(WorkError, match="20990101T000000Z: set it right"):
        lake.new_run_id()


def test_a_clock_set_back_by_seconds_gives_the_next_run_a_later_name(tmp_path: Path) -> None:
    lake = lakes.create(str(tmp_path))
    soon = after(lake.new_run_id(), seconds=30)
    (lake.runs / f"{soon}.json").write_text("{}")
    assert lake.new_run_id() == after(soon, seconds=1)
