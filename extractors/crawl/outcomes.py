"""What became of a request, told from status, headers and body; the names and policies are data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("outcomes.yml")
_TEXT_LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """One possible outcome and its policy. `stop_after` 0 never ends a host's visit; `sent` is whether
    a request was made at all.
    """

    name: str
    remedy: str
    retry: bool = False
    stop_after: int = 0
    sent: bool = True

    @property
    def remarkable(self) -> bool:
        """Whether a site's operator or maintainer should hear of what it looked like."""
        return self.name != "soft_404"


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    name: str
    outcome: str
    status: frozenset[int]
    header: re.Pattern[str] | None
    body: re.Pattern[str] | None
    smaller: int | None

    def fits(self, status: int, headers: str, text: str, size: int) -> bool:
        return (
            (not self.status or status in self.status)
            and (self.smaller is None or size < self.smaller)
            and (self.header is None or self.header.search(headers) is not None)
            and (self.body is None or self.body.search(text) is not None)
        )


def outcome(name: str) -> Outcome:
    """The outcome of that name; KeyError when there is none."""
    return outcomes()[name]


@cache
def outcomes() -> Mapping[str, Outcome]:
    """All outcomes by name."""
    return {name: Outcome(name, **policy) for name, policy in _data()["outcomes"].items()}


def recognise(
    status: int, headers: Iterable[tuple[str, str]], text: str, size: int
) -> tuple[str, str | None]:
    """The outcome's name for a response, and that of the fingerprint that told it.

    `text` is the decoded body (or its start), `size` its bytes.
    Refusals are told by fingerprint first (a challenge may come with status 200), then by status.
    """
    lines = "\n".join(f"{name}: {value}" for name, value in headers).lower()
    start = text[:_TEXT_LIMIT].lower()
    for fingerprint in _fingerprints():
        if fingerprint.fits(status, lines, start, size):
            return fingerprint.outcome, fingerprint.name
    return by_status(status), None


def stop_after_any() -> int:
    """How many passing failures in a row, of whatever kind, end a host's visit."""
    return int(_data()["stop_after_any"])


def by_status(status: int) -> str:
    """The outcome's name for a status alone."""
    table: Mapping[str, str] = _data()["status"]
    return table.get(str(status)) or table.get(f"{status // 100}xx", "bad_request")


@cache
def _fingerprints() -> tuple[_Fingerprint, ...]:
    return tuple(_fingerprint(entry) for entry in _data()["fingerprints"])


def _fingerprint(entry: Mapping[str, Any]) -> _Fingerprint:
    return _Fingerprint(
        name=entry["name"],
        outcome=outcome(entry["outcome"]).name,
        status=frozenset(entry.get("status", ())),
        header=_pattern(entry.get("header")),
        body=_pattern(entry.get("body")),
        smaller=entry.get("smaller"),
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return data
