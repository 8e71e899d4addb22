"""How many of a thing, in English."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """`1 site`, `2 sites`."""
    return f"{number} {word}" if number == 1 or word == "info" else f"{number} {word}s"
