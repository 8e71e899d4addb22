"""Which files of a folder are read, and which of them may take long."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from flows.documents import files, reading

GOLD = Path(__file__).parents[1] / "gold"


def test_every_kind_of_document_in_the_gold_set_is_found_in_a_folder() -> None:
    documents = {
        path for path in GOLD.iterdir() if path.suffix != ".json" and path.with_suffix(".json").exists()
    }
    assert {path.suffix for path in documents} <= files.SUFFIXES
    assert documents <= set(map(Path, files.find([str(GOLD)]).paths))


@pytest.mark.parametrize("name", ["a.MHTML", "a.gif", "a.tif", "a.xml", "a.docm", "a.xlsm", "a.et", "a.dotx"])
def test_other_endings_of_the_same_kinds_are_found_too(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert files.find([str(tmp_path)]).paths == [str(tmp_path / name)]


@pytest.mark.parametrize(
    ("data", "slow"),
    [
        (b"{\\rtf", True),
        (b"\x89PNG", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        (b"<html><p>1", False),
        ("BM区政府信息公开工作年度报告".encode(), False),
        (bytes(99), False),
    ],
)
def test_time_for_slow_kinds_is_given_by_what_a_file_is(data: bytes, slow: bool, tmp_path: Path) -> None:
    path, given = tmp_path / "file", list[float]()
    path.write_bytes(data)
    reading.read(reading.File(path, 9.0), given.append)
    assert given == [9.0] * slow


def test_an_archive_is_slow_and_a_word_file_is_not(tmp_path: Path) -> None:
    for name, part, times in (("a.zip", "a.txt", [9.0]), ("a.docx", "word/document.xml", [])):
        given: list[float] = []
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(part, "<a/>")
        reading.read(reading.File(tmp_path / name, 9.0), given.append)
        assert given == times
