"""The axis of a chart: round steps over the values and their intervals, and how wide a text is."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)
# Values nearer to zero than this are laid out as zero is: no figure is so small.
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` laid out from `left` to `right`."""

    low: float
    high: float
    step: float
    left: float
    right: float

    def x(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> list[float]:
        """The round values to mark."""
        count = round((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(count + 1)]


def scale(values: Iterable[float], left: float, right: float, *, top: float = math.inf) -> Scale:
    """From zero, or below it where a value is, to the next round step above all; never above `top`."""
    known = [0.0, *(value for value in values if math.isfinite(value))]
    low, high = min(known), max(known)
    step = _step((high - low if high - low > _LEAST else 1) / 5)
    last = min(math.ceil((high or (1 if low == 0 else 0)) / step) * step, max(top, high))
    return Scale(math.floor(low / step) * step, last, step, left, right)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * 0.999)


def width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is a square, a letter little more than half of one."""
    return size * sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.56 for sign in text)


def cut(text: str, size: float, room: float) -> str:
    """A text that fits, ended with … where it had to be cut."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"
