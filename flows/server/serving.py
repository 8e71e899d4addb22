"""Prefect's runner of a schedule, ended once however often it is told to."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import Any

from prefect.runner import Runner


class Serving(Runner):
    """A runner whose end is not disturbed by a second signal, and whose folder is its user's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Prefect's is one for all users of a machine, made by the first of them and closed to the others.
        self._tmp_dir = Path(tempfile.gettempdir()) / f"gongkai-{os.getuid()}" / f"serve-{os.getpid()}"

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """End in order; from now on signals change nothing, for the end is under way."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        super().handle_sigterm(*args, **kwargs)
