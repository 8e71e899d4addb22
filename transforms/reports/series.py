"""Reports that are pictures on a web page: the captures of page and pictures that are one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from extractors.records import Capture

_Pictured = tuple[Capture, tuple[Capture, ...]]


def pictured(captures: Iterable[Capture]) -> list[_Pictured]:
    """Each state of each report's page with the pictures fetched for it, oldest first.

    A page and its pictures are fetched in one run, so their state is looked at after each. The page is as
    of the last change to any of them. Which of the pictures it shows, in which order, only the page tells.
    """
    pages: dict[str, Capture] = {}
    pictures: dict[str, dict[str, Capture]] = defaultdict(dict)
    last: dict[str, tuple[str | None, ...]] = {}
    found: list[_Pictured] = []
    for _, run in groupby(sorted(captures, key=attrgetter("run_id")), key=attrgetter("run_id")):
        for url in _touched(run, pages, pictures):
            if url not in pages or not pictures[url]:
                continue
            page, shown = pages[url], tuple(pictures[url].values())
            state = (page.sha256, *sorted(str(one.sha256) for one in shown))
            if last.get(url) != state:
                last[url] = state
                found.append((replace(page, fetched_at=max(one.fetched_at for one in (page, *shown))), shown))
    return found


def _touched(
    run: Iterable[Capture], pages: dict[str, Capture], pictures: dict[str, dict[str, Capture]]
) -> Iterator[str]:
    """Take in the captures of a run; the addresses of the pages that it may have changed, once each."""
    touched: dict[str, None] = {}
    for one in sorted(run, key=attrgetter("fetched_at")):
        if one.outcome not in ("ok", "not_modified") or one.warc_file is None:
            continue
        if one.role == "report" and one.media_type == "text/html":
            pages[one.url] = one
            touched[one.url] = None
        elif one.role == "attachment" and one.via and (one.media_type or "").startswith("image/"):
            pictures[one.via][one.url] = one
            touched[one.via] = None
    return iter(touched)
