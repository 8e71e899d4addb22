"""What of a lake its archive does not give back is kept in one file, and comes back whole or not at all."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from command_line import gongkai, snapshot
from small_lake import LOG, REPORTS, sound_lake

from flows.backup import backup, restore, state_files
from flows.errors import CallError, WorkError
from flows.lake import Lake


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return sound_lake(tmp_path_factory.mktemp("made") / "lake")


def test_the_state_is_what_the_archive_does_not_give_back(lake: Lake) -> None:
    assert state_files(lake) == [
        "gongkai.duckdb",
        "parquet/sites/prefecture=1311/data.parquet",
        "runs/20261120T020000Z.json",
    ]


def test_tables_whose_documents_cannot_be_read_again_are_state(tmp_path: Path) -> None:
    held = sound_lake(tmp_path / "lake")
    record = json.loads((held.runs / "20261120T020000Z.json").read_text())
    record["prefectures"] = [{"prefecture": "1311", "kept": 1, "lost": "1 document cannot be read back"}]
    (held.runs / "20261121T020000Z.json").write_text(json.dumps({**record, "run_id": "20261121T020000Z"}))
    assert {REPORTS, REPORTS.replace("reports", "cells")} <= set(state_files(held))
    assert LOG not in state_files(held)


def test_it_comes_back_as_it_was_and_the_same_state_gives_the_same_bytes(lake: Lake, tmp_path: Path) -> None:
    file = backup(lake, tmp_path)
    assert file.name == "gongkai-state-20261120T020000Z.tar.gz"
    assert backup(lake, tmp_path / "again.tar.gz").read_bytes() == file.read_bytes()
    back = Lake(tmp_path / "back")
    assert restore(file, back, overwrite=False).written == 3
    assert snapshot(back.root) == {name: snapshot(lake.root)[name] for name in state_files(lake)}
    assert restore(file, back, overwrite=False).written == 0


def test_a_lake_that_differs_is_overwritten_only_where_asked(lake: Lake, tmp_path: Path) -> None:
    file, back = backup(lake, tmp_path), Lake(tmp_path / "back")
    restore(file, back, overwrite=False)
    (back.runs / "20261120T020000Z.json").write_text("{}")
    before = snapshot(back.root)
    with pytest.raises(CallError, match="has 1 file that differ from the backup's, such as runs/2026"):
        restore(file, back, overwrite=False)
    assert snapshot(back.root) == before
    assert restore(file, back, overwrite=True).written == 1


def damaged(file: Path, **files: bytes | None) -> Path:
    """The same backup with other content of some of its files; None leaves a file out."""
    sink = io.BytesIO()
    with tarfile.open(file) as tar, tarfile.open(fileobj=sink, mode="w:gz") as other:
        for entry in tar:
            content = tar.extractfile(entry)
            assert content
            data = files.get(entry.name, content.read())
            if data is not None:
                entry.size = len(data)
                other.addfile(entry, io.BytesIO(data))
    file.write_bytes(sink.getvalue())
    return file


RUN = "runs/20261120T020000Z.json"


@pytest.mark.parametrize(
    ("files", "told"),
    [({RUN: b"{}"}, f"{RUN} is damaged; nothing was put back"), ({RUN: None}, f"lacks {RUN}")],
)
def test_of_a_damaged_backup_nothing_is_put_back(
    lake: Lake, tmp_path: Path, files: dict[str, bytes | None], told: str
) -> None:
    file, back = damaged(backup(lake, tmp_path), **files), Lake(tmp_path / "back")
    with pytest.raises(WorkError, match=told):
        restore(file, back, overwrite=True)
    assert snapshot(back.root) == {}


@pytest.mark.parametrize("size", [0, 100, 2000])
def test_a_backup_that_was_cut_is_none(lake: Lake, tmp_path: Path, size: int) -> None:
    file = backup(lake, tmp_path)
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises((CallError, WorkError)):
        restore(file, Lake(tmp_path / "back"), overwrite=True)
    assert snapshot(tmp_path / "back") == {}


@pytest.mark.parametrize("name", ["../outside.json", "/etc/passwd", "runs/../../x.json", "raw/1/x.warc.gz"])
def test_a_backup_writes_nowhere_but_into_the_state(tmp_path: Path, name: str) -> None:
    manifest = json.dumps({"format": 1, "files": {name: ""}}).encode()
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as tar:
        for called, data in (("manifest.json", manifest), (name, b"x")):
            entry = tarfile.TarInfo(called)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    (tmp_path / "hostile.tar.gz").write_bytes(gzip.compress(sink.getvalue()))
    with pytest.raises(CallError, match="a backup holds no"):
        restore(tmp_path / "hostile.tar.gz", Lake(tmp_path / "back"), overwrite=True)
    assert snapshot(tmp_path / "back") == {}


@pytest.mark.parametrize("manifest", ["[1]", "{}", '{"format": 1}', '{"format": 99, "files": {}}', "7"])
def test_a_manifest_that_is_none_is_a_wrong_call(lake: Lake, tmp_path: Path, manifest: str) -> None:
    file = damaged(backup(lake, tmp_path), **{"manifest.json": manifest.encode()})
    with pytest.raises(CallError, match=r"no backup of gongkai|a backup of form 99"):
        restore(file, Lake(tmp_path / "back"), overwrite=True)


def test_an_empty_lake_has_nothing_to_keep(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="has no state to keep yet"):
        backup(Lake(tmp_path), tmp_path / "x.tar.gz")


def test_the_commands_say_what_they_did(lake: Lake, tmp_path: Path) -> None:
    kept = gongkai("backup", tmp_path / "x.tar.gz", "--lake", lake.root)
    assert (kept.returncode, kept.stdout.split(", ")[0]) == (0, f"{tmp_path}/x.tar.gz: 3 files")
    back = gongkai("restore", tmp_path / "x.tar.gz", "--lake", tmp_path / "back")
    assert (back.returncode, back.stdout) == (0, f"{tmp_path}/back: 3 files put back\n")
    assert "raw/ is empty: put your copy of it back" in back.stderr
