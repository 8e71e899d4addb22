"""The collector of cycles is paused while a page is read, and never longer."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from extractors.collector import paused
from extractors.document import UnreadableError
from extractors.readers import read

GOLD = Path(__file__).parents[1] / "gold"


def test_the_collector_rests_within_and_runs_again_behind() -> None:
    with paused():
        assert not gc.isenabled()
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_behind_a_page_that_cannot_be_read() -> None:
    with pytest.raises(UnreadableError):
        read(b"<html><body>" + b"<div>" * 6000)
    assert gc.isenabled()


def test_who_had_it_switched_off_finds_it_so() -> None:
    gc.disable()
    try:
        read("<html><body><p>2021年</p></body></html>".encode())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_page_leaves_it_nothing_to_do() -> None:
    """Else each page's lines and cells would stay until the collector comes by, and it would go over them."""
    page = (GOLD / "html-word-2021.html").read_bytes()
    read(page)
    gc.collect()
    gc.disable()
    try:
        read(page)
        assert gc.collect() == 0
    finally:
        gc.enable()
