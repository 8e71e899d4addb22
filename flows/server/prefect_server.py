"""A Prefect server of this machine's own, for `gongkai serve` where no PREFECT_API_URL names one."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from flows import stopping
from flows.errors import WorkError
from flows.server import aftermath, embedded, template

_HOST = "127.0.0.1"
_MARK = "SERVED_BY_GONGKAI"
_STARTING_SECONDS = 180
# As many as the server gives at once; one run at a time is under way, so there are never more.
_RUNS = 200


def prepare(home: Path, port: int) -> str:
    """The address of the API to be; set Prefect's environment before Prefect is imported.

    What the server keeps stands in `home`.
    """
    home.mkdir(parents=True, exist_ok=True)
    embedded.past_no_proxy()
    address = f"http://{_HOST}:{port}/api"
    os.environ.update(
        embedded.SILENT,
        PREFECT_HOME=str(home),
        PREFECT_PROFILES_PATH=str(home / "profiles.toml"),
        PREFECT_API_URL=address,
        PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT="false",
    )
    return address


def start(home: Path, host: str, port: int) -> None:
    """Start the server of a prepared process, listening at `host`; it ends as this one does.

    Raises WorkError where it does not come up.
    """
    stopping.on_terminate()
    # The server, and runs under way: a new one of this command could neither have the port nor the lake.
    mark = uuid4().hex
    aftermath.clear_after_us(f"{_MARK}={mark}")
    os.environ[_MARK] = mark
    if not (home / template.DATABASE).exists():
        template.put(home)
    log = home / "server.log"
    words = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    with log.open("ab") as lines:
        server = subprocess.Popen(  # noqa: S603 - our own interpreter, checked words
            words, stdin=subprocess.DEVNULL, stdout=lines, stderr=lines, start_new_session=True
        )
    atexit.register(_end, server)
    _wait(server, f"http://{_HOST}:{port}/api/health", log)


def end_killed_runs() -> None:
    """Note the end of runs that were killed with a former `serve`.

    The server that gave them their place is gone with them, and nobody would ever take it back: while one
    stands as under way, all later nights are left out.
    """
    # Prefect reads its environment when it is first imported.
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas.filters import (  # noqa: PLC0415
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415
    from prefect.client.schemas.sorting import FlowRunSort  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415

    under_way = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=under_way)))
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            flow_run_filter=wanted, sort=FlowRunSort.START_TIME_DESC, limit=_RUNS
        ):
            if run.deployment_id:
                client.set_flow_run_state(run.id, Crashed(message="gongkai serve was killed meanwhile"))


def _wait(server: subprocess.Popen[bytes], health: str, log: Path) -> None:
    deadline = time.monotonic() + _STARTING_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise WorkError(f"the Prefect server ended at once (is its port in use?), see {log}")
        try:
            with urlopen(health, timeout=5):  # noqa: S310 - an address of this machine
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise WorkError(f"the Prefect server did not come up in {_STARTING_SECONDS} s, see {log}")


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server and whatever it has started: all of its session."""
    _signal(server, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=20)
    _signal(server, signal.SIGKILL)
    server.wait(timeout=20)


def _signal(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, number)
