"""A Prefect server for one run: started while the run still loads what it needs, and gone with it."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flows.errors import WorkError
from flows.server import template

_HOST = "127.0.0.1"
_ANSWERING = Path(__file__).with_name("answering.py")
# A busy small machine takes long; waiting is better than giving up the night.
_STARTING_SECONDS = 180.0
# What Prefect sets for a server without pages and without services that plan ahead.
_WITHOUT_PAGES = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}
_PROFILE = """active = "run"

[profiles.run]
PREFECT_API_URL = "{}"
"""


class TemporaryServer:
    """The server of a home that is prepared and empty. It comes up beside us; `wait` before it is asked."""

    def __init__(self, home: Path, profiles: Path) -> None:
        self._home = home
        self._migrated = template.put(home)
        self._socket = socket.create_server((_HOST, 0))
        self._port: int = self._socket.getsockname()[1]
        profiles.write_text(_PROFILE.format(f"http://{_HOST}:{self._port}/api"), encoding="utf-8")
        self._process = self._started()
        # Before Prefect is imported, so that its own exit handlers, which may ask the server, come first.
        atexit.register(self.stop)

    def wait(self) -> None:
        """Until it answers. Raises WorkError where it does not."""
        deadline = time.monotonic() + _STARTING_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise WorkError(f"Prefect's temporary server did not come up in {_STARTING_SECONDS:.0f} s")
            if self._process.poll() is not None:
                self._again()
        # From now on the process alone holds it: once that ends, nobody waits for an answer.
        self._socket.close()
        if not self._migrated:
            template.keep(self._home)
        _tell_of_no_tasks()

    def stop(self) -> None:
        """End it at once: nothing that it holds is wanted any more."""
        self._process.kill()
        self._process.wait()
        self._socket.close()

    def _started(self) -> subprocess.Popen[bytes]:
        migrate = {"PREFECT_API_DATABASE_MIGRATE_ON_START": str(not self._migrated).lower()}
        number = self._socket.fileno()
        # A session of its own: after Ctrl-C the run still tells the server of its end.
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", str(_ANSWERING), str(number)],
            env={**os.environ, **_WITHOUT_PAGES, **migrate},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
        )

    def _again(self) -> None:
        """Once more without the kept database, if that may be why the server ended."""
        if not self._migrated:
            raise WorkError("Prefect's temporary server ended at once")
        for path in self._home.glob(f"{template.DATABASE}*"):
            path.unlink()
        self._migrated = False
        self._process = self._started()

    def _answers(self) -> bool:
        with closing(HTTPConnection(_HOST, self._port, timeout=2)) as link:
            try:
                link.request("GET", "/api/health")
                return link.getresponse().status == 200
            except (OSError, HTTPException):
                return False


def _tell_of_no_tasks() -> None:
    """Send no events: what becomes of tasks would be kept nowhere, and is a third of what they cost."""
    # Prefect reads its environment when it is first imported.
    from prefect.events.clients import NullEventsClient  # noqa: PLC0415
    from prefect.events.worker import EventsWorker  # noqa: PLC0415

    EventsWorker.set_client_override(NullEventsClient)
