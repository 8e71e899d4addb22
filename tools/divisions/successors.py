"""What became of a division that ended: its successor, where a published change or a name tells one."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from divisions.lists import FIRST_YEAR, Change
from divisions.spans import Span

_SUFFIX = re.compile(r"(特别行政区|自治县|自治旗|自治州|林区|地区|市|县|区|旗|盟)$")
# Spellings of one name in the lists; each is followed by the right one.
_MISSPELT = ("墉桥区", "荷泽市", "廛河回族区", "师河区", "乔口区", "虎亭区")


@cache
def _decreed() -> dict[tuple[str, str], str]:
    """Successors where the published changes name none, or one that is not the whole of it."""
    with Path(__file__).with_name("successors.csv").open(encoding="utf-8", newline="") as file:
        return {(row["code"], row["name"]): row["successor"] for row in csv.DictReader(file)}


def link(spans: list[Span], changes: list[Change]) -> None:
    """Fill successors where a published change or a name tells one of the same level, else nothing."""
    known = {(span.code, span.name): span for span in spans}
    direct = {
        change.old: change.new for change in changes if change.new in known and change.old != change.new
    }
    for span in spans:
        if span.last is None:
            continue
        renamed = [s for s in spans if s.code == span.code and s.first > span.last]
        if decreed := _decreed().get((span.code, span.name)):
            span.successor = decreed
        elif (new := direct.get((span.code, span.name))) and _plausible(span, known[new], direct):
            span.successor = new[0]
        elif renamed and (span.name in _MISSPELT or _stem(renamed[0].name)[:1] == _stem(span.name)[:1]):
            span.successor = span.code
        else:
            span.successor = _followed_by(span, spans)
    for span in spans:
        _end_before_successor(span, spans)


def _end_before_successor(span: Span, spans: list[Span]) -> None:
    """A division whose successor is set up anew has ended then, though that year's list still holds it."""
    if span.successor == span.code or span.last is None:
        return
    first = min((s.first for s in spans if s.code == span.successor), default=FIRST_YEAR)
    if span.first < first <= span.last <= first + 1:
        span.last = first - 1


def _plausible(span: Span, new: Span, direct: dict[tuple[str, str], tuple[str, str]]) -> bool:
    """The same level, and the same prefecture, or its successor, or newly set up by that name."""
    if new.code.endswith("00") != span.code.endswith("00") or new.code[:2] != span.code[:2]:
        return False
    moved = any(old[0] == span.code[:4] + "00" and to[0][:4] == new.code[:4] for old, to in direct.items())
    renewed = new.first == (span.last or 0) + 1 and _stem(new.name).startswith(_stem(span.name))
    return new.code[:4] == span.code[:4] or span.code.endswith("00") or moved or renewed


def _followed_by(span: Span, spans: list[Span]) -> str:
    """The one division of the same stem that begins in the same parent in the year after, else nothing."""
    after = [
        s for s in spans if s.parent == span.parent and span.last is not None and s.first == span.last + 1
    ]
    same = [s.code for s in after if _stem(s.name) == _stem(span.name)]
    return same[0] if len(same) == 1 else ""


def _stem(name: str) -> str:
    return _SUFFIX.sub("", name) or name
