"""What was read of a document is kept until the document, its context or the reader changes."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from command_line import DemoLake, snapshot
from small_lake import sound_lake

from extractors.records import Capture
from flows import steps
from flows.documents import reading, readings
from flows.documents.fingerprints import fingerprint
from flows.documents.readings import Readings
from flows.errors import WorkError
from flows.job import Job
from flows.lake import Lake
from transforms.extract import extract_bytes
from transforms.facts import unreadable
from transforms.records import Context, Extraction
from transforms.reports.outline import Outline, Reading

PAGE = (
    "<html><head><title>桃城区人民政府2021年政府信息公开工作年度报告</title></head><body>"
    "<p>收到申请余12件，处理费0.5元。</p><table><tr><td>本年新收政府信息公开申请数量</td><td>12</td></tr></table>"
)
CAPTURE = Capture(
    "http://x/a", "x", "2026-01-01T00:00:00Z", 200, "ok", "text/html", "ab", 1, "w", 0, "r", "report"
)
CONTEXT = Context("131102", "桃城区人民政府", "http://x/a")
DOCUMENTS = (Reading.of(extract_bytes(PAGE.encode())),)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    held = Readings(tmp_path / "readings" / "1311.parquet", known=True)
    held.put(CAPTURE, CONTEXT, "html", DOCUMENTS)
    held.save()
    return tmp_path / "readings" / "1311.parquet"


def read(held: Readings, capture: Capture) -> list[tuple[Outline, Extraction]] | None:
    """What is known of a capture, all of it."""
    found = held.get(capture, CONTEXT)
    return None if found is None else [(one.outline, one.whole()) for one in found]


ALL = [(one.outline, one.whole()) for one in DOCUMENTS]


def test_a_reading_comes_back_as_it_was(path: Path) -> None:
    assert read(Readings(path, known=True), CAPTURE) == ALL


def test_another_document_context_or_reader_is_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Readings(path, known=True)
    assert held.get(replace(CAPTURE, sha256="cd"), CONTEXT) is None
    assert held.get(CAPTURE, replace(CONTEXT, link_text="2020年")) is None
    assert read(held, replace(CAPTURE, fetched_at="2026-02-01T00:00:00Z")) == ALL
    changed = {"html": "another", "pdf": "as before"}
    monkeypatch.setattr(readings, "fingerprint", lambda kind, pictured: changed[kind])
    assert held.get(CAPTURE, CONTEXT) is None


def test_nothing_is_known_where_nothing_may_be(path: Path) -> None:
    assert Readings(path, known=False).get(CAPTURE, CONTEXT) is None


def test_what_is_not_used_any_more_is_dropped_and_nothing_else_written(path: Path) -> None:
    held = Readings(path, known=True)
    held.get(CAPTURE, CONTEXT)
    before = path.stat().st_mtime_ns
    held.save()
    assert path.stat().st_mtime_ns == before
    Readings(path, known=True).save()
    assert Readings(path, known=True).get(CAPTURE, CONTEXT) is None


def test_what_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    held = Readings(tmp_path / "1311.parquet", known=True)
    held.put(CAPTURE, CONTEXT, "ole", (Reading.of(unreadable("LibreOffice is not installed")),))
    held.save()
    assert not (tmp_path / "1311.parquet").exists()


def test_only_documents_of_the_changed_reader_are_read_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page and a PDF; then the reader of PDF changes."""
    readers = {"html": fingerprint("html"), "pdf": "of last year"}
    monkeypatch.setattr(readings, "fingerprint", lambda kind, pictured: readers[kind])
    held, report = Readings(path, known=True), replace(CAPTURE, sha256="ef")
    held.get(CAPTURE, CONTEXT)
    held.put(report, CONTEXT, "pdf", DOCUMENTS)
    held.save()
    readers["pdf"] = "of today"
    again = Readings(path, known=True)
    assert (read(again, CAPTURE), read(again, report)) == (ALL, None)


@pytest.mark.parametrize("damage", [b"", b"PAR1 no parquet", b"\0" * 64])
def test_a_damaged_file_costs_time_alone(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    assert Readings(path, known=True).get(CAPTURE, CONTEXT) is None


def test_a_prefecture_that_takes_too_long_is_gone_on_with_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its two documents takes an hour."""
    lake, clock = sound_lake(tmp_path), count(step=3600)
    before = snapshot(lake.parquet)
    job = Job(str(lake.root), "20990101T000000Z", "run", task_hours=1.5)
    with monkeypatch.context() as patched:
        patched.setattr("flows.documents.unread.monotonic", lambda: next(clock))
        with pytest.raises(
            WorkError, match=r"1311: not read to the end in 1\.5 hours \(GONGKAI_TASK_HOURS\)"
        ):
            steps.extract(job, "1311")
    assert snapshot(lake.parquet) == before
    assert steps.extract(job, "1311").read == 1


@pytest.mark.e2e
def test_an_unchanged_night_reads_no_document_and_changes_no_table(
    demo_lake: DemoLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(demo_lake.path, lake.root)
    before = snapshot(lake.parquet)
    asked: list[int] = []
    archived = reading.read_archived

    def counting(root: Path, versions: Sequence[tuple[Capture, Context]]) -> object:
        asked.append(len(versions))
        return archived(root, versions)

    monkeypatch.setattr(reading, "read_archived", counting)
    for kind, changed, reads in (("replay", False, True), ("run", False, False), ("replay", True, False)):
        asked.clear()
        steps.extract(Job(str(lake.root), "20990101T000000Z", kind, changed=changed), "1311")
        assert snapshot(lake.parquet) == before
        assert (kind, sum(asked) > 0) == (kind, reads)
