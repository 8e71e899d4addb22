"""A last record cut by a crash is taken off, so that standard tools read the archive."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_archive import write_three

from extractors.crawl.archive import captures_of, repair
from extractors.crawl.readback import inspect


def check(path: Path) -> int:
    """The exit status of warcio's own check."""
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_torn_end_is_taken_off(tmp_path: Path, cut: int) -> None:
    captures = write_three(tmp_path)
    warc = str(captures[0].warc_file)
    path = tmp_path / warc
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert repair(tmp_path, warc) > 0
    assert whole.startswith(path.read_bytes())
    assert list(captures_of(tmp_path, warc)) == captures[:2]
    assert check(path) == 0
    assert repair(tmp_path, warc) == 0


def test_a_whole_file_stays_as_it_is(tmp_path: Path) -> None:
    captures = write_three(tmp_path)
    path = tmp_path / str(captures[0].warc_file)
    before = path.read_bytes()
    assert repair(tmp_path, str(captures[0].warc_file)) == 0
    assert path.read_bytes() == before


def test_damage_with_whole_records_behind_it_stays(tmp_path: Path) -> None:
    captures = write_three(tmp_path)
    path = tmp_path / str(captures[0].warc_file)
    damaged = bytearray(path.read_bytes())
    damaged[40:60] = b"\xff" * 20
    path.write_bytes(damaged)
    assert repair(tmp_path, str(captures[0].warc_file)) == 0
    assert path.read_bytes() == damaged


def _zeros(data: bytes) -> bytes:
    return bytes(len(data))


def _uncompressed(data: bytes) -> bytes:
    return gzip.decompress(data)


def _flipped_at_the_end(data: bytes) -> bytes:
    return data[:-6] + bytes([data[-6] ^ 1]) + data[-5:]


def _one_member_flipped(data: bytes) -> bytes:
    return _flipped_at_the_end(gzip.compress(gzip.decompress(data)))


@pytest.mark.parametrize("harm", [_zeros, _uncompressed, _flipped_at_the_end, _one_member_flipped])
def test_what_no_crash_leaves_is_damage_and_stays(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    warc = str(write_three(tmp_path)[0].warc_file)
    path = tmp_path / warc
    damaged = harm(path.read_bytes())
    path.write_bytes(damaged)
    assert repair(tmp_path, warc) == 0
    assert path.read_bytes() == damaged
    assert inspect(tmp_path, warc).damaged
