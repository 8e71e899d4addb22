"""Standard output and error before anything is written: never closed, never without Chinese, and no failure
where who reads them (head, less) has had enough.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any

# A name, the lines of tables and the signs of sentences.
_NEEDED = "公开─…"


class _Outlet(io.FileIO):
    """A file into which nothing is written any more once its reader has gone.

    The work goes on to its end, and the exit status tells of the work.
    """

    gone = False

    def write(self, data: Any, /) -> int:
        """All of `data` counts as written where nobody reads; another failure (a full disk) is told once."""
        if not self.gone:
            try:
                return super().write(data)
            except BrokenPipeError:
                self.gone = True
            except OSError:
                self.gone = True
                raise
        return len(data)


def prepare() -> None:
    """UTF-8 where the terminal's own encoding knows no Chinese (C, Latin-1); nowhere where it is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, _enduring(stream))


def _enduring(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Outlet(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding if _knows_chinese(stream.encoding) else "utf-8",
        errors="replace",
        line_buffering=stream.line_buffering,
    )


def reader_gone() -> bool:
    """Whether nobody reads standard output any more."""
    outlet = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(outlet, _Outlet) and outlet.gone


def whole_text(name: str) -> str:
    """A file's name, or another word of a call, as text: bytes that the locale could not read, as UTF-8."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _knows_chinese(encoding: str) -> bool:
    try:
        return bool(_NEEDED.encode(encoding))
    except UnicodeEncodeError:
        return False
