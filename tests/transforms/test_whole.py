"""Files are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from transforms.whole import link_whole, whole


@pytest.mark.parametrize("lasting", [True, False])
def test_what_was_written_takes_the_place_of_what_stood_there(tmp_path: Path, lasting: bool) -> None:
    target = tmp_path / "report.json"
    target.write_text("former")
    with whole(target, lasting=lasting) as beside:
        beside.write_text("present")
        assert target.read_text() == "former"
    assert target.read_text() == "present"
    assert list(tmp_path.iterdir()) == [target]


def _cut_off(target: Path) -> None:
    with whole(target) as beside:
        beside.write_text("pres")
        raise OSError("full")


def test_of_a_file_that_fails_nothing_is_left_and_what_stood_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("former")
    with pytest.raises(OSError, match="full"):
        _cut_off(target)
    assert target.read_text() == "former"
    assert list(tmp_path.iterdir()) == [target]


def test_where_there_are_no_links_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    source = tmp_path / "one"
    source.write_text("same")
    link_whole(source, tmp_path / "linked" / "two")
    monkeypatch.setattr(os, "link", refused)
    link_whole(source, tmp_path / "copied" / "two")
    assert (tmp_path / "linked" / "two").samefile(source)
    copy = tmp_path / "copied" / "two"
    assert (copy.read_text(), copy.samefile(source)) == ("same", False)
