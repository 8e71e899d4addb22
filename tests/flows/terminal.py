"""A terminal of its own for a command, so that what only terminals see can be tested."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path
from types import TracebackType

_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Terminal:
    """Starts `gongkai` with the words given, in a window of 100 columns; `see` waits for a text."""

    def __init__(self, *words: str | Path, home: Path, columns: int = 100) -> None:
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {**os.environ, "HOME": str(home), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        for name in ("COLUMNS", "LINES", "XDG_STATE_HOME", "NO_COLOR"):
            environment.pop(name, None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows", *map(str, words)],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def see(self, text: str, seconds: float = 30.0) -> str:
        """Wait until a text is shown after the last one seen; all that came until then, without codes."""
        until = time.monotonic() + seconds
        while text not in (plain := _CODES.sub("", self.shown)):
            if time.monotonic() > until or not self._read():
                raise AssertionError(f"{text!r} was not shown, but:\n{plain}")
        self.shown = plain.partition(text)[2]
        return plain.partition(text)[0] + text

    def end(self) -> int:
        """Wait for the end; the exit status."""
        return self._process.wait(timeout=30)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 0.2)[0]:
            return self._process.poll() is None
        try:
            self.shown += os.read(self._ours, 65536).decode(errors="replace")
        except OSError:
            return False
        return True
