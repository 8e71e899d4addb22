"""The prompt of `gongkai sql`, in a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from lake_builder import Lake
from terminal import Terminal

from flows.shell.words import finished, words
from warehouse.query import connect

ESCAPES = "\x1b]0;owned\x07\x1b[31m红\u202e"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("shell") / "lake")
    for year in (2021, 2022):
        lake.report("131102", year, {"applications.received.total": year}, title=f"标题{ESCAPES}")
    return lake.built()


def test_a_session_at_the_prompt(root: Path, tmp_path: Path) -> None:
    with Terminal("sql", "--lake", root, home=tmp_path) as window:
        window.see("gongkai>")
        window.type("SELECT place, year\r")
        window.see("...>")
        window.type("FROM reports ORDER BY year;\r")
        answer = window.see("2 rows")
        assert [line.split() for line in answer.splitlines() if "桃城区" in line] == [
            ["桃城区", "2021"], ["桃城区", "2022"],
        ]  # fmt: skip
        window.see("gongkai>")
        window.type("SELECT nonsense FROM reports;\r")
        assert "error: Binder Error" in window.see('nonsense" not found')
        window.see("gongkai>")
        window.type("DROP TABLE reports;\r")
        window.see("error: the warehouse is read-only")
        window.type("SELECT title FROM reports LIMIT 1;\r")
        window.see("标题\\x1b]0;owned\\x07\\x1b[31m红\\u202e")
        window.see("gongkai>")
        window.type(".rows 1\rFROM cells;\r")
        window.see("the first 1 shown: .rows 400 shows all")
        window.type("\x03")
        window.type(".schema nowhere\r")
        window.see("error: no table nowhere; .tables lists them")
        window.type("quit\r")
        assert window.end() == 0
    kept = tmp_path / ".local/state/gongkai/sql_history"
    assert "FROM reports ORDER BY year;" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_completion_dot_commands_and_the_end_of_input(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("a file where a folder should be: no history can be kept")
    with Terminal("sql", "--lake", root, home=tmp_path) as window:
        window.see("gongkai>")
        window.type("SELECT count(*) FROM known_i\t")
        window.see("ssues")
        window.type(";\r")
        window.see("1 row")
        window.see("gongkai>")
        window.type(".schema runs\r")
        window.see("kind")
        window.see("gongkai>")
        window.type(".tables\r")
        assert "disclosure" in window.see("warehouse_info")
        window.see("gongkai>")
        window.type(".help\r")
        window.see(".quit")
        window.see("gongkai>")
        window.type("\x04")
        assert window.end() == 0


@pytest.mark.parametrize(
    ("typed", "ready"),
    [
        ("SELECT 1;", True),
        ("SELECT 1", False),
        ("SELECT ';'", False),
        ("SELECT ';';", True),
        ("SELECT 1; -- done", True),
        ("SELECT 1 -- not; done", False),
        (".tables", True),
        ("", True),
        ("quit", True),
    ],
)
def test_a_statement_ends_with_a_semicolon(typed: str, ready: bool) -> None:
    assert finished(typed) is ready


def test_every_table_macro_and_indicator_can_be_completed(root: Path) -> None:
    with connect(root) as connection:
        known = words(connection)
    assert {
        "SELECT",
        "reports",
        "panel",
        "compare",
        "disclosure_rate",
        "received_total",
        ".tables",
    } <= known.keys()
    assert "公开率" in known["disclosure_rate"]
