"""Where the prompt keeps what was typed, for its user alone."""

from __future__ import annotations

import os
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory


def place() -> Path:
    """The file of the history, in the folder that the system has for such state (XDG)."""
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "gongkai" / "sql_history"


def history() -> History:
    """The kept history; where none can be kept, one that ends with the session."""
    try:
        path = place()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8"):
            return FileHistory(str(path))
    except (OSError, RuntimeError):
        return InMemoryHistory()
