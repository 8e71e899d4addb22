"""The hours of the day in which public hosts may be asked, China standard time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Self

CHINA = timezone(timedelta(hours=8))
_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `first` o'clock until `last` o'clock; over midnight when `last` is the smaller (22-6)."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Hours written `22-6`. Raises ValueError, with one clear sentence, for anything else."""
        found = _HOURS.fullmatch(text.strip())
        first, last = (int(found[1]), int(found[2])) if found else (0, 0)
        if first == last or max(first, last) > 24:
            raise ValueError(f"{text!r} are no hours of the day such as 22-6")
        return cls(first % 24, last)

    def open_at(self, moment: datetime) -> bool:
        """Whether `moment`, which has a time zone, is within the hours."""
        hour = moment.astimezone(CHINA).hour
        if self.first < self.last:
            return self.first <= hour < self.last
        return hour >= self.first or hour < self.last
