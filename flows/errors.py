"""The two ways a command can fail: the call is wrong (exit 2), or the work failed (exit 1)."""

from __future__ import annotations


class CallError(Exception):
    """The call is wrong; the message is one sentence that says which value and what to do. Exit status 2."""


class WorkError(Exception):
    """The work failed in part or whole; the message is one sentence. Exit status 1."""


def reason(error: object) -> str:
    """An exception in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
