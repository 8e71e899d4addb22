"""A Prefect server on a real PostgreSQL: a run is seen there, and goes on while the database is restarted."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

import pytest
from command_line import gongkai

from flows.demo.server import DemoFarm

pytestmark = [pytest.mark.e2e, pytest.mark.spread]

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_PATH = os.pathsep.join([os.environ["PATH"], *map(str, _DEBIAN)])
CONTROL = shutil.which("pg_ctl", path=_PATH)
FAST = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class Database:
    """A cluster of its own in a folder; PostgreSQL refuses to run as root, so root lends it to `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self._as: dict[str, object] = {}
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._as = {"user": "postgres", "group": owner.pw_gid, "extra_groups": []}
        self.control("initdb", "-o", "-A trust -U postgres --no-sync")

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/postgres"

    def control(self, *words: str) -> None:
        options = ["-o", f"-p {self.port} -k {self._folder} {FAST}"] if words[0] != "initdb" else []
        subprocess.run(
            [
                str(CONTROL),
                "-D",
                str(self._folder / "data"),
                "-l",
                str(self._folder / "log"),
                "-w",
                *options,
                *words,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            **self._as,  # type: ignore[call-overload]
        )


@contextmanager
def prefect_server(database: Database, home: Path) -> Iterator[str]:
    port = free_port()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database.url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    }
    words = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/health", server)
        yield f"http://127.0.0.1:{port}/api"
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - an address of this machine
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the Prefect server did not come up")


def asked(api: str, what: str) -> list[dict[str, object]]:
    request = Request(f"{api}/{what}/filter", data=b"{}", headers={"content-type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - an address of this machine
        found: list[dict[str, object]] = json.load(answer)
        return found


def restart_in_the_middle(database: Database, farm: DemoFarm) -> None:
    """As soon as the sites are being asked, so while crawl and extraction report to the server."""
    while len(farm.log) < 10:
        time.sleep(0.01)
    database.control("restart", "-m", "immediate")


@pytest.mark.skipif(CONTROL is None, reason="needs PostgreSQL (apt-get install postgresql)")
def test_a_run_goes_on_while_its_servers_database_is_restarted(tmp_path: Path) -> None:
    # Not below pytest's folder, which is closed to other users.
    with TemporaryDirectory(prefix="gongkai-postgres-") as folder:
        database = Database(Path(folder))
        database.control("start")
        try:
            _restarted(database, tmp_path)
        finally:
            database.control("stop", "-m", "immediate")


def _restarted(database: Database, folder: Path) -> None:
    with prefect_server(database, folder / "home") as api, DemoFarm() as farm:
        farm.write_sites_file(folder / "sites.csv")
        restart = threading.Thread(target=restart_in_the_middle, args=(database, farm), daemon=True)
        restart.start()
        words = ("--sites", folder / "sites.csv", "--lake", folder / "lake", "--only", "1311")
        done = gongkai("run", *words, PREFECT_API_URL=api, PREFECT_HOME=str(folder / "client"))
        restart.join(timeout=60)
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
        assert "warehouse published" in done.stdout
        assert [run["state_type"] for run in asked(api, "flow_runs")] == ["COMPLETED"]
        tasks = {str(run["name"]): run["state_type"] for run in asked(api, "task_runs")}
        assert tasks.keys() == {"crawl 1311 衡水市", "extract 1311 衡水市", "build"}
        assert all("gongkai" in list(run["tags"]) for run in asked(api, "task_runs"))  # type: ignore[call-overload]
        assert {"run-report", "sites"} <= {artifact["key"] for artifact in asked(api, "artifacts")}
        assert [limit["name"] for limit in asked(api, "v2/concurrency_limits")] == ["gongkai-crawl-1311"]
