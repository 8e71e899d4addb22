"""Years in which a code carries one name, with what stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from divisions.lists import Change, CodeList

_MUNICIPALITY = ("11", "12", "31", "50")


@dataclass(slots=True)
class Span:
    """A code that carried one name over some years; `last` is None while it still does."""

    code: str
    name: str
    first: int
    last: int | None
    parent: str = ""
    province: str = ""
    prefecture: str = ""
    successor: str = ""


def spans_of(lists: dict[int, CodeList], changes: Iterable[Change]) -> list[Span]:
    """Runs of years in which a code carries one name.

    A year counts when the division existed at its end; where lists are further apart than a year, or older
    than the year's end, the published change tells the year.
    """
    began = {(change.new, change.year) for change in changes}
    ended = {(change.old, change.year) for change in changes}
    years = sorted(lists)
    spans: list[Span] = []
    for before, year in zip([None, *years], years, strict=False):
        for code, name in sorted(lists[year].items()):
            if before is not None and lists[before].get(code) == name:
                continue
            spans.append(Span(code, name, _when(began, (code, name), before, year), None))
        for span in spans:
            if span.last is None and lists[year].get(span.code) != span.name:
                span.last = _when(ended, (span.code, span.name), before, year) - 1
    return _bridged([span for span in spans if span.last is None or span.last >= span.first])


def _bridged(spans: list[Span]) -> list[Span]:
    """A code that is absent from one list and back in the next with its name was never gone."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.code, s.first)):
        if kept and (kept[-1].code, kept[-1].name) == (span.code, span.name):
            kept[-1].last = span.last
        else:
            kept.append(span)
    return kept


def _when(
    events: set[tuple[tuple[str, str], int]], key: tuple[str, str], before: int | None, year: int
) -> int:
    """The year of the published change; the list of 2011 holds what was decreed in 2012 already."""
    possible = range(year, year + 1) if before is None else range(before + 1, year + 2)
    return next((at for at in possible if (key, at) in events), year)


def place(spans: list[Span]) -> None:
    """Fill parents and the names above each span, as of its last year."""
    by_code: dict[str, list[Span]] = {}
    for span in spans:
        by_code.setdefault(span.code, []).append(span)

    def name_of(code: str, year: int | None) -> str:
        held = [s for s in by_code.get(code, []) if year is None or s.first <= year]
        return max(held, key=lambda s: s.first).name if held else ""

    for span in spans:
        span.province = name_of(span.code[:2] + "0000", span.last)
        middle = span.code[:4] + "00"
        if not span.code.endswith("0000") and span.code[:2] not in _MUNICIPALITY:
            span.prefecture = name_of(middle, span.last)
        if not span.code.endswith("0000"):
            below_prefecture = span.prefecture and span.code != middle
            span.parent = middle if below_prefecture else span.code[:2] + "0000"
