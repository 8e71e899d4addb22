"""Damage to a lake is named; what can be made good without loss is, the rest is left to people."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_line import gongkai, snapshot
from small_lake import LOG, REPORTS, WARC, archive, sound_lake

from flows.doctor import state
from flows.doctor.checkup import examine, repair
from flows.doctor.faults import kinds
from flows.lake import Lake
from transforms.parquet import read_rows, write_rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return sound_lake(tmp_path_factory.mktemp("made") / "lake")


@pytest.fixture
def lake(made: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(made.root, tmp_path / "lake")
    return Lake(tmp_path / "lake")


def codes(lake: Lake) -> list[str]:
    return [fault.code for fault in examine(lake)]


def mended(lake: Lake) -> list[bool]:
    return [repair(lake, fault) for fault in list(examine(lake))]


def change(path: Path, at: int, size: int = 8) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + size] = bytes(byte ^ 0xFF for byte in data[at : at + size])
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def rewrite(lake: Lake, **values: object) -> None:
    rows = [{**row, **values} for row in read_rows(lake.root / LOG, "captures")]
    write_rows(lake.root / LOG, "captures", rows)


def test_a_sound_lake_has_nothing_to_say_and_is_left_as_it_is(lake: Lake) -> None:
    before = snapshot(lake.root)
    assert codes(lake) == []
    assert snapshot(lake.root) == before


MENDED: dict[str, tuple[str, Callable[[Lake], object]]] = {
    "a file half written": (
        "unfinished",
        lambda lake: (lake.parquet / ".x.parquet.7.tmp").write_bytes(b"half"),
    ),
    "a builder that was killed": ("unfinished", lambda lake: (lake.root / "gongkai.duckdb.next").touch()),
    "a lost log": ("log_missing", lambda lake: (lake.root / LOG).unlink()),
    "a damaged log": ("log_damaged", lambda lake: (lake.root / LOG).write_bytes(b"PAR1 no")),
    "a log that was meddled with": ("log_differs", lambda lake: rewrite(lake, outcome="waf")),
    "damaged readings": (
        "readings_damaged",
        lambda lake: (lake.readings("x").parent.mkdir(), lake.readings("1311").write_bytes(b"no")),
    ),
    "a run that is no JSON": ("run_damaged", lambda lake: (lake.runs / "x.json").write_text("{")),
    "a run without its fields": ("run_damaged", lambda lake: (lake.runs / "x.json").write_text("{}")),
    "a damaged earlier build": (
        "build_damaged",
        lambda lake: (lake.root / "generations" / "000099.duckdb").write_bytes(b"no"),
    ),
}


@pytest.mark.parametrize(("code", "harm"), MENDED.values(), ids=MENDED)
def test_what_can_be_made_good_is(lake: Lake, code: str, harm: Callable[[Lake], object]) -> None:
    harm(lake)
    assert set(codes(lake)) == {code}
    assert all(mended(lake))
    assert codes(lake) == []


def test_a_record_cut_by_a_crash_is_taken_off(lake: Lake) -> None:
    whole = (lake.root / WARC).read_bytes()
    (lake.root / LOG).unlink()
    cut(lake.root / WARC)
    assert codes(lake) == ["log_missing", "warc_cut"]
    assert mended(lake) == [True, True]
    assert codes(lake) == []
    assert whole.startswith((lake.root / WARC).read_bytes())
    assert len(read_rows(lake.root / LOG, "captures")) == 2


LEFT: dict[str, tuple[list[str], Callable[[Lake], object]]] = {
    "an archive damaged within": (["warc_damaged"], lambda lake: change(lake.root / WARC, 900)),
    "an archive that is none": (
        ["warc_unreadable"],
        lambda lake: (lake.root / WARC).write_bytes(gzip.compress(b"no WARC")),
    ),
    "an archive cut after its run": (["warc_short"], lambda lake: cut(lake.root / WARC)),
    "an archive emptied": (
        ["warc_short", "log_misplaced", "log_misplaced"],
        lambda lake: (lake.root / WARC).write_bytes(b""),
    ),
    "a lost archive": (
        ["log_without_archive", "tables_without_archive"],
        lambda lake: (lake.root / WARC).unlink(),
    ),
    "a foreign file": (["stranger"], lambda lake: (lake.raw / "notes.txt").write_text("mine")),
    "no warehouse": (["warehouse_missing"], lambda lake: lake.warehouse.unlink()),
    "a damaged warehouse": (["warehouse_damaged"], lambda lake: lake.warehouse.write_bytes(b"no")),
}


@pytest.mark.parametrize(("told", "harm"), LEFT.values(), ids=LEFT)
def test_what_needs_judgement_is_named_and_left(
    lake: Lake, told: list[str], harm: Callable[[Lake], object]
) -> None:
    harm(lake)
    before = snapshot(lake.root)
    assert [code for code in codes(lake) if code != "build_damaged"] == told
    assert [kinds()[code].repair for code in told] == [None] * len(told)
    for fault in examine(lake):
        if fault.code in told:
            assert repair(lake, fault) is False
    assert snapshot(lake.root) == before


def test_a_body_that_is_not_the_one_stated_is_found(lake: Lake) -> None:
    """The gzip member is whole, its checksum fits: only the digest of the record tells."""
    data = (lake.root / WARC).read_bytes()
    members = [b"\x1f\x8b\x08" + part for part in data.split(b"\x1f\x8b\x08")[1:]]
    other = [
        gzip.compress(gzip.decompress(part).replace("2021年".encode(), "2020年".encode())) for part in members
    ]
    (lake.root / WARC).write_bytes(b"".join(other))
    assert "warc_digest" in codes(lake)


def test_rows_of_a_report_that_is_not_held_are_orphans(lake: Lake) -> None:
    rows = read_rows(lake.root / REPORTS, "reports")
    write_rows(lake.root / REPORTS, "reports", [{**rows[0], "report_id": "another"}])
    assert codes(lake) == ["table_orphan"]


def test_a_table_with_other_columns_is_set_aside(lake: Lake) -> None:
    pq.write_table(pa.table({"colour": ["red"]}), lake.root / REPORTS)
    [fault] = examine(lake)
    assert (fault.code, fault.path) == ("table_damaged", REPORTS)
    assert repair(lake, fault)
    assert (lake.root / "damaged" / REPORTS).is_file()


@pytest.mark.parametrize("name", ["cells", "findings"])
def test_a_damaged_table_is_set_aside_and_missed_until_the_replay(lake: Lake, name: str) -> None:
    path = lake.table(name, "1311")
    path.write_bytes(b"PAR1 no")
    assert codes(lake) == ["table_damaged"]
    assert mended(lake) == [True]
    assert codes(lake) == ["table_missing"], "a build would show the reports without it"
    assert mended(lake) == [False]


def test_a_disk_without_room_is_told_before_it_is_full(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = state.shutil.disk_usage(lake.root)
    monkeypatch.setattr(state.shutil, "disk_usage", lambda _: usage._replace(free=10**6))
    assert codes(lake) == ["disk_low"]


def test_every_kind_of_fault_is_explained() -> None:
    assert all(kind.means.endswith(".") and len(kind.remedy) > 10 for kind in kinds().values())


def test_the_exit_status_tells_whether_the_lake_is_sound(lake: Lake) -> None:
    archive(lake, "20261121T020000Z")
    (lake.raw / "notes.txt").write_text("mine")
    told = gongkai("doctor", "--repair", "--json", "--lake", lake.root)
    assert told.returncode == 1
    faults = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(one["code"], one["repaired"]) for one in faults] == [("stranger", False), ("log_missing", True)]
    (lake.raw / "notes.txt").unlink()
    sound = gongkai("doctor", "--lake", lake.root)
    assert (sound.returncode, sound.stdout) == (0, f"lake {lake.root} is sound\n")
