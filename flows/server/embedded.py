"""Prefect with nothing configured: a temporary server and home, removed afterwards, telling nobody anything.

Prefect reads its environment when it is first imported, so `prepare` comes before that import.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from flows import stopping
from flows.errors import WorkError, reason
from flows.server import aftermath
from flows.server.temporary import TemporaryServer

# Whoever runs a server of their own decides its telemetry there; ours, and the client's, stay silent.
SILENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
TEMPORARY = {
    # Nobody can configure blocks on a server that lives for one run; registering them takes two seconds.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # What nobody can look at later is not kept, and nothing is scheduled: half of a task's cost.
    **{
        f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
        for service in (
            "CANCELLATION_CLEANUP",
            "EVENT_PERSISTER",
            "FOREMAN",
            "LATE_RUNS",
            "PAUSE_EXPIRATIONS",
            "REPOSSESSOR",
            "SCHEDULER",
            "TASK_RUN_RECORDER",
            "TRIGGERS",
        )
    },
}
# Seconds for which a server that is named is waited for.
_PATIENCE = 30.0


def prepare(api_url: str | None, *, debug: bool) -> None:
    """Set Prefect's environment for this process: temporary home and server unless `api_url` names one.

    Raises WorkError where no server answers there.
    """
    os.environ.update(SILENT)
    if not os.environ.get("PREFECT_LOGGING_LEVEL"):
        os.environ["PREFECT_LOGGING_LEVEL"] = "INFO" if debug else "CRITICAL"
    if api_url:
        _reach(api_url)
        os.environ["PREFECT_API_URL"] = api_url
        return
    # Without this a SIGTERM would end us before the exit handlers, and leave the server running.
    stopping.on_terminate()
    home = tempfile.mkdtemp(prefix="gongkai-prefect-")
    # Registered before the server's end, so it comes after it.
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    aftermath.clear_after_us(f"PREFECT_HOME={home}", home)
    past_no_proxy()
    profiles = str(Path(home) / "profiles.toml")
    os.environ.update(TEMPORARY, PREFECT_HOME=home, PREFECT_PROFILES_PATH=profiles)
    # Set and empty it would stand before the profile.
    os.environ.pop("PREFECT_API_URL", None)


def past_no_proxy() -> None:
    """Have Prefect's client ask servers of this machine itself, whatever proxy the environment names."""
    said = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if said != "*":
        os.environ.update(dict.fromkeys(("no_proxy", "NO_PROXY"), f"{said},127.0.0.1".lstrip(",")))


def start_server() -> TemporaryServer:
    """The temporary server of a prepared process; Prefect knows it by its profile."""
    return TemporaryServer(Path(os.environ["PREFECT_HOME"]), Path(os.environ["PREFECT_PROFILES_PATH"]))


def _reach(api_url: str) -> None:
    """Wait for a server that is just being started; Prefect itself would wait for minutes, and say little."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            urlopen(f"{api_url.rstrip('/')}/health", timeout=10).close()  # noqa: S310 - http(s), checked
        except HTTPError:
            return  # it answers
        except OSError as error:
            if time.monotonic() > deadline:
                raise WorkError(
                    f"no Prefect server answers at {api_url} (PREFECT_API_URL): {reason(error)}"
                ) from None
            time.sleep(1)
        else:
            return
