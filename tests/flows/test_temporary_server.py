"""The server of one run takes over an empty database that was migrated once, and does without a bad one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from flows.errors import WorkError
from flows.server import template, temporary
from flows.server.temporary import TemporaryServer

# As far as it matters here what Prefect's server does: make its database where it is told to, and answer.
SERVER = """
    import os, socket, sqlite3, sys
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from pathlib import Path

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()

    home = Path(os.environ["PREFECT_HOME"])
    database = sqlite3.connect(home / "prefect.db")
    if os.environ["PREFECT_API_DATABASE_MIGRATE_ON_START"] == "true":
        database.execute("CREATE TABLE alembic_version AS SELECT 'a3b9' AS version_num")
        database.execute("CREATE TABLE flow (id)")
        database.commit()
        (home / "migrated").touch()
    database.execute("SELECT * FROM flow")
    server = HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket = socket.socket(fileno=int(sys.argv[1]))
    server.serve_forever()
"""


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for temporary files of this test's own, and a server that starts at once."""
    program = tmp_path / "server.py"
    program.write_text(dedent(SERVER), encoding="utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(temporary, "_ANSWERING", program)


@contextmanager
def started(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of a server that answers."""
    home = folder / name
    home.mkdir()
    monkeypatch.setenv("PREFECT_HOME", str(home))
    server = TemporaryServer(home, home / "profiles.toml")
    try:
        server.wait()
        yield home
    finally:
        server.stop()


def migrated(home: Path) -> bool:
    return (home / "migrated").exists()


def test_the_first_server_migrates_its_database_and_later_ones_take_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        started("first", tmp_path, monkeypatch) as first,
        closing(sqlite3.connect(first / "prefect.db")) as own,
    ):
        own.execute("INSERT INTO flow VALUES (1)")
        own.commit()
        with started("second", tmp_path, monkeypatch) as second:
            held = sqlite3.connect(second / "prefect.db").execute("SELECT count(*) FROM flow").fetchall()
    assert (migrated(first), migrated(second), held) == (True, False, [(0,)])
    assert [path.name for path in template.kept().parent.iterdir()] == [template.kept().name]
    assert "PREFECT_API_URL" in (second / "profiles.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"SQLite format 3\0 and then nothing",
        # Sound, and never migrated.
        "CREATE TABLE flow (id)",
        # Taken for sound; only the server sees that it is not.
        "CREATE TABLE alembic_version AS SELECT 'a3b9' AS version_num",
    ],
)
def test_where_the_kept_database_is_bad_the_server_migrates_its_own(
    bad: bytes | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = template.kept()
    place.parent.mkdir(mode=0o700, parents=True)
    if isinstance(bad, bytes):
        place.write_bytes(bad)
    else:
        with closing(sqlite3.connect(place)) as database:
            database.execute(bad)
            database.commit()
    with started("first", tmp_path, monkeypatch) as first:
        assert migrated(first)
    # And the bad one was replaced.
    with started("second", tmp_path, monkeypatch) as second:
        assert not migrated(second)


def test_a_folder_that_others_can_write_to_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started("first", tmp_path, monkeypatch):
        pass
    template.kept().parent.chmod(0o777)
    with started("second", tmp_path, monkeypatch) as second:
        assert migrated(second)


def test_another_version_or_migration_of_prefect_has_a_database_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = template.kept()
    monkeypatch.setattr(template, "version", lambda _: "99.0.0")
    monkeypatch.setattr(template, "_MIGRATIONS", Path("server"))
    other = template.kept()
    assert one.name.split("-")[0] != other.name.split("-")[0]
    assert one.name.split("-")[1] != other.name.split("-")[1]


def test_a_server_that_does_not_come_up_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "server.py").write_text("raise SystemExit(1)", encoding="utf-8")
    with (
        pytest.raises(WorkError, match="temporary server ended at once"),
        started("first", tmp_path, monkeypatch),
    ):
        pass
