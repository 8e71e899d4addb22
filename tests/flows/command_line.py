"""The command line as a user has it, and the demo lake that the end-to-end tests share."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from flows.demo.server import DemoFarm, RequestSeen

Run = subprocess.CompletedProcess[str]
ROOT = Path(__file__).parent.parent.parent
_FORKED = Path(__file__).with_name("forked.py")
# Seconds that a command may take.
_PATIENCE = 300.0


def gongkai(*words: str | Path, cwd: Path | None = None, **environment: str) -> Run:
    """The command line as a user has it, with nothing configured but what is passed."""
    order = {
        "words": list(map(str, words)),
        "cwd": str(cwd or ROOT),
        "environment": {**os.environ, "COLUMNS": "130", **environment},
    }
    # What Python itself is told counts from its start only.
    if any(name.startswith("PYTHON") for name in environment):
        return _started(**order)
    return _forked(**order)


def _started(words: list[str], cwd: str, environment: dict[str, str]) -> Run:
    command = [sys.executable, "-m", "flows", *words]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )


def _forked(**order: Any) -> Run:
    with TemporaryFile("w+") as out, TemporaryFile("w+") as errors:
        told, tell = socket.socketpair()
        with told, tell:
            files = [out.fileno(), errors.fileno(), tell.fileno()]
            socket.send_fds(_commands()[0], [json.dumps(order).encode()], files)
            tell.close()
            told.settimeout(_PATIENCE)
            status = int(told.recv(20))
        out.seek(0)
        errors.seek(0)
        return Run(order["words"], status, out.read(), errors.read())


@cache
def _commands() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Where forked.py takes its orders, and its process, which ends with this one."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        number = its.fileno()
        words = [sys.executable, "-P", str(_FORKED), str(number)]
        silent = subprocess.DEVNULL
        return mine, subprocess.Popen(words, pass_fds=[number], stdin=silent, stdout=silent, stderr=silent)


def snapshot(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass
class Stage:
    """One command on the demo lake, the Parquet files after it, and what the sites were asked meanwhile."""

    process: Run
    parquet: dict[str, str]
    requests: list[RequestSeen] = field(default_factory=list)


@dataclass
class DemoLake:
    """The lake after all three stages."""

    path: Path
    sites_file: Path
    home: Path
    first: Stage
    second: Stage
    replay: Stage


def make_demo_lake(folder: Path) -> DemoLake:
    """A first run, a second run over unchanged sites, and a replay on Dask with the sites down."""
    lake, sites_file, home = folder / "lake", folder / "sites.csv", folder / "home"
    home.mkdir(parents=True)

    def stage(farm: DemoFarm | None, *words: str | Path) -> Stage:
        before = len(farm.log) if farm else 0
        # A proxy of the environment is asked for nothing: none listens there.
        process = gongkai(*words, "--lake", lake, cwd=folder, HOME=str(home), http_proxy="http://127.0.0.1:9")
        return Stage(process, snapshot(lake / "parquet"), farm.log[before:] if farm else [])

    with DemoFarm() as farm:
        farm.write_sites_file(sites_file)
        with sites_file.open("a", encoding="utf-8") as rows:
            rows.write("Bad Id,131102,谁,http://127.0.0.1:1/,0,\n")
            rows.write("nowhere,999999,谁,http://127.0.0.1:1/,0,\n")
        first = stage(farm, "run", "--sites", sites_file)
        second = stage(farm, "run", "--sites", sites_file)
    # On Dask workers: what is asked of a replay holds there, too.
    replay = stage(None, "replay", "--runner", "dask")
    return DemoLake(lake, sites_file, home, first, second, replay)
