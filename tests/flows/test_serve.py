"""The flow on a schedule: what a wrong call is told, and what stands on a server until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
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
        (["--only", "hebei"], "is no division-code prefix"),
    ],
)
def test_a_wrong_call_is_told_before_anything_starts(words: list[str], told: str, tmp_path: Path) -> None:
    done = gongkai("serve", *words, GONGKAI_PREFECT_HOME=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def _deployments(address: str) -> list[dict[str, object]]:
    asked = Request(  # noqa: S310 - an address of this machine
        f"{address}/api/deployments/filter", data=b"{}", headers={"content-type": "application/json"}
    )
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        found: list[dict[str, object]] = json.load(answer)
        return found


@pytest.mark.e2e
def test_the_flow_stands_on_a_server_until_it_is_stopped(tmp_path: Path) -> None:
    port, home = _free_port(), tmp_path / "prefect"
    sites = tmp_path / "sites.csv"
    sites.write_text("site_id,division_code,publisher,url,delay,note\n", encoding="utf-8")
    words = [
        "serve",
        "--sites",
        str(sites),
        "--lake",
        str(tmp_path / "lake"),
        "--cron",
        "0 2 1 1 *",
        "--only",
        "13",
    ]
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows", *words, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "GONGKAI_PREFECT_HOME": str(home), "HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deployed = _when_deployed(f"http://127.0.0.1:{port}", serving)
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
    schedule = deployed["schedules"][0]["schedule"]  # type: ignore[index]
    assert (schedule["cron"], schedule["timezone"]) == ("0 2 1 1 *", "Asia/Shanghai")
    assert deployed["parameters"] == {
        "lake": str(tmp_path / "lake"),
        "sites": str(sites),
        "only": ["13"],
        "demo": False,
    }
    with pytest.raises(OSError, match="refused"):
        urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5)
    assert not (tmp_path / ".prefect").exists()


def _when_deployed(address: str, serving: subprocess.Popen[str]) -> dict[str, object]:
    for _ in range(360):
        assert serving.poll() is None
        try:
            if found := _deployments(address):
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
