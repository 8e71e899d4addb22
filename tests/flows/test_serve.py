"""The flow on a schedule: what a wrong call is told, and what stands on a server until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from command_line import ROOT, gongkai

from flows import scheduled


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--cron", "61 2 * * *"], "--cron '61 2 * * *'"),
        (["--cron", "now"], "--cron 'now'"),
        (["--timezone", "Asia/Atlantis"], "--timezone 'Asia/Atlantis'"),
        (["--demo", "--sites", "sites.csv"], "--demo brings its own sites"),
        (["--sites", "nowhere.csv"], "nowhere.csv: cannot read the sites file"),
        (["--only", "hebei"], "is no division-code prefix"),
    ],
)
def test_a_wrong_call_is_told_before_anything_starts(words: list[str], told: str, tmp_path: Path) -> None:
    done = gongkai("serve", *words, GONGKAI_PREFECT_HOME=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def _asked(address: str, path: str, **body: object) -> Any:
    """What Prefect's API on this machine answers to a POST, or to a GET where nothing is sent.

    While its database is locked it answers 503, "try again", as it does to its own client.
    """
    data = json.dumps(body).encode() if body or path.endswith("filter") else None
    asked = Request(f"{address}/api/{path}", data=data, headers={"content-type": "application/json"})  # noqa: S310
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(asked, timeout=10) as answer:  # noqa: S310
                return json.load(answer)
        except HTTPError as refused:
            if refused.code != 503 or time.monotonic() > deadline:
                raise
        time.sleep(0.5)


def _serving(folder: Path, port: int) -> subprocess.Popen[str]:
    sites = folder / "sites.csv"
    sites.write_text("site_id,division_code,publisher,url,delay,note\n", encoding="utf-8")
    words = ["--sites", str(sites), "--lake", str(folder / "lake"), "--cron", "0 2 1 1 *", "--only", "13"]
    return subprocess.Popen(
        [sys.executable, "-m", "flows", "serve", *words, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "GONGKAI_PREFECT_HOME": str(folder / "prefect"), "HOME": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.e2e
def test_the_flow_stands_on_a_server_until_it_is_stopped_and_a_killed_run_holds_nothing_up(
    tmp_path: Path,
) -> None:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with _serving(tmp_path, port) as first:
        try:
            deployed = _when_deployed(address, first)
            run = _asked(address, f"deployments/{deployed['id']}/create_flow_run", state={"type": "PENDING"})
            _asked(address, f"flow_runs/{run['id']}/set_state", state={"type": "RUNNING"}, force=True)
        finally:
            # Leaving the block waits for its end.
            first.kill()
    _until(lambda: _refused(address))
    serving = _serving(tmp_path, port)
    try:
        _until(lambda: _when_deployed(address, serving)["updated"] > deployed["updated"])
        # Only then the next night is not left out.
        _until(lambda: _asked(address, f"flow_runs/{run['id']}")["state"]["type"] == "CRASHED")
    finally:
        serving.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        # An impatient operator, or a process group that gets it twice.
        serving.send_signal(signal.SIGTERM)
        said = serving.communicate(timeout=90)[1]
    assert "Traceback" not in said
    # Prefect may tell of the signal before it is stopped from telling.
    ours = [line for line in said.splitlines() if "| prefect.runner -" not in line]
    assert (serving.returncode, len(ours)) == (0, 2), said
    schedule = deployed["schedules"][0]["schedule"]
    assert (schedule["cron"], schedule["timezone"]) == ("0 2 1 1 *", "Asia/Shanghai")
    assert deployed["parameters"] == {
        "lake": str(tmp_path / "lake"),
        "sites": str(tmp_path / "sites.csv"),
        "only": ["13"],
        "demo": False,
    }
    assert _refused(address)
    assert not (tmp_path / ".prefect").exists()


def _refused(address: str) -> bool:
    try:
        _asked(address, "health")
    except OSError as error:
        return isinstance(getattr(error, "reason", error), ConnectionRefusedError)
    except HTTPException:
        pass  # It was ended in the middle of its answer.
    return False


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _when_deployed(address: str, serving: subprocess.Popen[str]) -> dict[str, Any]:
    for _ in range(360):
        assert serving.poll() is None
        try:
            found: list[dict[str, Any]] = _asked(address, "deployments/filter")
            if found:
                return found[0]
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail("no deployment on the server")


def test_the_deployments_of_prefect_yaml_are_flows_with_these_parameters() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert [one["name"] for one in deployments] == ["nightly", "weekly-full", "replay", "build-only"]
    for one in deployments:
        file, _, name = one["entrypoint"].partition(":")
        assert file == "flows/scheduled.py"
        flow = getattr(scheduled, name)
        flow.validate_parameters(one.get("parameters", {}))


@pytest.mark.parametrize("wrong", [{"only": ["hebei"]}, {"recheck": "perhaps"}, {"years": 3}])
def test_parameters_are_checked_before_a_run_starts(wrong: dict[str, object]) -> None:
    with pytest.raises(Exception, match=r"(?i)parameter|valid"):
        scheduled.run_nightly.validate_parameters(wrong)
