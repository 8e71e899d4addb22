"""Documents that their publisher took down: since when, by the log of captures."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.records import Capture

_THERE = frozenset({"ok", "not_modified"})
_TAKEN_DOWN = frozenset({"not_found", "gone", "soft_404"})


def gone_since(captures: Iterable[Capture]) -> dict[str, str]:
    """When each address that answers with nothing any more did so first after it was last there, UTC.

    Other failures tell nothing: a site that is down may still hold the document.
    """
    since: dict[str, str] = {}
    for capture in sorted(captures, key=lambda one: one.fetched_at):
        if capture.outcome in _THERE:
            since.pop(capture.url, None)
        elif capture.outcome in _TAKEN_DOWN:
            since.setdefault(capture.url, capture.fetched_at)
    return since
