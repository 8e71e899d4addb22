"""The lines that a benchmark prints as it goes."""

from __future__ import annotations

import sys


def row(what: str, how_many: str, seconds: float, note: str) -> None:
    """A line of the table on the terminal."""
    sys.stdout.write(f"{what:<26} {how_many:>16} {seconds:>8.1f} s  {note}\n")
    sys.stdout.flush()
