"""Standard output and error before anything is written: never closed, never without Chinese."""

from __future__ import annotations

import io
import os
import sys

# A name, the lines of tables and the signs of sentences.
_NEEDED = "公开─…"


def prepare() -> None:
    """UTF-8 where the terminal's own encoding knows no Chinese (C, Latin-1); nowhere where it is closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding=None if _knows_chinese(stream.encoding) else "utf-8", errors="replace"
            )


def whole_text(name: str) -> str:
    """A file's name as text: bytes that the locale could not read, read as UTF-8."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _knows_chinese(encoding: str) -> bool:
    try:
        return bool(_NEEDED.encode(encoding))
    except UnicodeEncodeError:
        return False
