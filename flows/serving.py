"""Prefect's runner of a schedule, ended once however often it is told to."""

from __future__ import annotations

import signal
from typing import Any

from prefect.runner import Runner


class Serving(Runner):
    """A runner whose end is not disturbed by a second signal."""

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """End in order; from now on signals change nothing, for the end is under way."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        super().handle_sigterm(*args, **kwargs)
