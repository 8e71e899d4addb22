"""Tables that stand in a page's source and are not shown at first: another year's tab, a copy, a draft."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.records import Finding
from transforms.tables.captions import Above
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading
from transforms.values import parse_value

Own = list[tuple[Reading, Above]]


def without_hidden(own: Own, pieces: Sequence[Piece]) -> tuple[Own, list[Finding]]:
    """The tables without hidden ones of sections of which a shown one prints figures; a finding for each.

    Where nothing else tells a section the hidden table is read all the same: a script may show it.
    """
    shown = {one.section for one, _ in own if not pieces[one.start].hidden and _has_figures(one)}
    kept: Own = []
    findings: list[Finding] = []
    for reading, stands in own:
        hidden, aside = pieces[reading.start].hidden, reading.section in shown
        if hidden:
            findings.append(_finding(reading, pieces[reading.start].locator, aside))
        if not (hidden and aside):
            kept.append((reading, stands))
    return kept, findings


def _has_figures(reading: Reading) -> bool:
    return any(parse_value(piece.text).state == "number" for row in reading.rows for piece in row.values)


def _finding(reading: Reading, place: str, aside: bool) -> Finding:
    done = "left aside, for another one is shown" if aside else "read all the same, for no other is there"
    message = f"a {reading.section} table ({place}) that the page does not show at first is {done}"
    return Finding("table.hidden", "warning", message, "source", reading.section)
