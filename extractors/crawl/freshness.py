"""When an archived page is due to be asked for again; the intervals are data (freshness.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.records import Capture

_FILE = Path(__file__).with_name("freshness.yml")
DOCUMENTS = frozenset({"report", "attachment"})
"""The roles of what is read as a report."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive holds of one address: its `last` capture, and `since` when its content is the same."""

    last: Capture
    since: str

    def then(self, capture: Capture) -> Held:
        """The same after a later capture."""
        return Held(capture, self.since if capture.sha256 == self.last.sha256 else capture.fetched_at)


def is_due(held: Held, today: datetime) -> bool:
    """Whether a page is to be asked for again at `today` (with a time zone); a host's rules always are.

    In the season a report is asked for every night only where that costs nothing: where its server answers
    that it has not changed. Others would come whole, and wait a week.
    """
    if held.last.role == "robots":
        return True
    rules = _rules()
    age = today - _moment(held.last.fetched_at)
    return age >= timedelta(days=_days(held, today)) - timedelta(hours=rules["slack_hours"])


def is_due_unlinked(asked: str, today: datetime) -> bool:
    """Whether a document that nothing links to any more, last asked for at `asked`, is due at `today`."""
    rules = _rules()
    return today - _moment(asked) >= timedelta(days=rules["days"]["settled"], hours=-rules["slack_hours"])


def _days(held: Held, today: datetime) -> int:
    rules = _rules()
    unchanged = _moment(held.last.fetched_at) - _moment(held.since)
    days: Mapping[str, int] = rules["days"]
    if held.last.role in DOCUMENTS and unchanged >= timedelta(days=rules["settles_after"]):
        return days["settled"]
    nightly = today.month in rules["season"] and (held.last.role not in DOCUMENTS or _is_spared(held))
    return days["in_season" if nightly else "out_of_season"]


def _is_spared(held: Held) -> bool:
    """Whether the server is likely to answer 304: it did, or it gave a validator that was not tried yet."""
    last = held.last
    untried = held.since == last.fetched_at and bool(last.etag or last.last_modified)
    return last.status == 304 or untried


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules
