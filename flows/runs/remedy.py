"""What an operator does about a site, told from what its visit met."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.crawl.outcomes import outcomes

_BY_HAND = "Look at the site by hand: it was redesigned, or reports were taken down."


def remedy(failures: Mapping[str, int]) -> str:
    """That of the most frequent of a site's outcomes that gave nothing."""
    known = [
        name for name in sorted(failures, key=lambda name: (-failures[name], name)) if name in outcomes()
    ]
    return outcomes()[known[0]].remedy if known else _BY_HAND


def without_remedies(text: str, failures: Mapping[str, int]) -> str:
    """What became of a visit, where its remedies have a column of their own."""
    for name in failures:
        if name in outcomes():
            text = text.replace(f": {outcomes()[name].remedy}", "")
    return text
