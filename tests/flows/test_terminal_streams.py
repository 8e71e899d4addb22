"""What a terminal, a locale or a closed stream may be like: the answer is whole all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = "洪山县人民政府2021年政府信息公开工作年度报告\n\n今天召开了会议。\n"
# Python takes UTF-8 under the C locale; these keep it from that.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("environment", [ASCII, {"PYTHONIOENCODING": "gbk"}], ids=["ascii", "gbk"])
def test_json_is_utf_8_whatever_the_terminal_speaks(environment: dict[str, str], tmp_path: Path) -> None:
    names = ["年报.txt", os.fsdecode(b"bad\xff.txt")]
    for name in names:
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    done = run("extract", *names, "--json", cwd=tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line)["file"] for line in done.stdout.decode().splitlines()]
    assert told == ["年报.txt", "bad\ufffd.txt"]


def test_a_terminal_without_chinese_is_written_utf_8(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path, **ASCII)
    assert done.returncode == 0
    assert "公开: China's open-government annual reports" in done.stdout.decode()


def test_a_closed_output_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "年报.txt").write_text(REPORT, encoding="utf-8")
    code = f'exec "{sys.executable}" -m flows extract 年报.txt >&-'
    done = subprocess.run(
        ["sh", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def run_unread(*words: str, cwd: Path) -> tuple[int, str]:
    """The status and errors of a command whose reader (`| head`) is gone before its first word."""
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "flows", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=written,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(written)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("words", [("--help",), ("extract", ".", "--json")])
def test_who_has_read_enough_is_no_failure(words: tuple[str, ...], tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(REPORT, encoding="utf-8")
    assert run_unread(*words, cwd=tmp_path) == (0, "")


def test_the_status_tells_of_the_work_though_nobody_reads(tmp_path: Path) -> None:
    (tmp_path / "年报.docx").write_bytes(b"PK\x03\x04 torn")
    told = "gongkai: 1 of 1 document could not be read\n"
    assert run_unread("extract", "年报.docx", cwd=tmp_path) == (1, told)
