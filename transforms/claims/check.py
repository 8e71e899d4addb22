"""Hold claims against the cells: which agree, which do not, which cannot be told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.claims.numerals import NUMBER, parse_number
from transforms.claims.rules import CONFIG
from transforms.records import Cell, Claim, Finding
from transforms.values import shown

_NEAR = re.compile(
    rf"(?P<lead>约|近|逾|超过|超)?(?P<n>(?:{NUMBER})(?:(?P<over>[余多])[万亿])?)(?P<more>余|多)?"
)


def check_claims(
    claims: Sequence[Claim], cells: Mapping[str, Cell], scope: str
) -> tuple[list[Claim], list[Finding]]:
    """The claims with `item` and `agrees` filled, and a `narrative.disagrees` for each that contradicts.

    `scope` is that of the report. A sentence that speaks for one body against a table that may cover more, or
    of two figures the one that does not agree while the other does, cannot be told, nor can several of
    one sentence (those of 本级 and of 全市, of one bureau and of another).
    """
    checked = [_compared(claim, cells, scope) for claim in claims]
    told = {claim.claim for claim in checked if claim.agrees}
    stated = Counter((claim.claim, claim.sentence) for claim in checked)
    settled = [
        replace(claim, agrees=None)
        if claim.agrees is False and (claim.claim in told or stated[claim.claim, claim.sentence] > 1)
        else claim
        for claim in checked
    ]
    return settled, [_finding(claim, cells) for claim in settled if claim.agrees is False]


def _compared(claim: Claim, cells: Mapping[str, Cell], scope: str) -> Claim:
    sums = [(items, total) for items in _ways(claim) if (total := _sum(items, cells)) is not None]
    if not sums:
        return claim
    item = sums[0][0][0] if len(sums[0][0]) == 1 else None
    agrees: bool | None = any(_matches(claim, total) for _, total in sums)
    own = any(word in claim.sentence for word in CONFIG["own_level"])
    if not agrees and (_near_marks(claim) or (own and scope != "own")):
        agrees = None
    return replace(claim, item=item, agrees=agrees)


def _ways(claim: Claim) -> Iterator[list[str]]:
    """The cells to add up, one list a way; a wider one where the wording allows it."""
    entry = CONFIG["claims"][claim.claim]
    yield from entry["cells"]
    for word, items in entry.get("wider", {}).items():
        if word in claim.sentence:
            yield items


def _sum(items: Sequence[str], cells: Mapping[str, Cell]) -> float | None:
    values = [cells[item].value for item in items if item in cells]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(items) else None


def _matches(claim: Claim, total: float) -> bool:
    """Equal; or for 640余 under 650, for 8000余 under 9000; or for 约 and 近 within a twentieth."""
    if total == claim.value:
        return True
    marks = _near_marks(claim)
    printed = str(int(claim.value))
    step = 10 ** (len(printed) - len(printed.rstrip("0")))
    return (
        not marks.isdisjoint({"余", "多", "逾", "超", "超过"}) and claim.value <= total < claim.value + step
    ) or (not marks.isdisjoint({"约", "近"}) and abs(total - claim.value) <= claim.value / 20)


def _near_marks(claim: Claim) -> set[str]:
    """The words (余, 约 …) with which the sentence prints the figure as approximate."""
    printed = (match for match in _NEAR.finditer(claim.sentence) if parse_number(match["n"]) == claim.value)
    return {mark for match in printed for mark in (match["lead"], match["over"], match["more"]) if mark}


def _finding(claim: Claim, cells: Mapping[str, Cell]) -> Finding:
    items, total = next((items, t) for items in _ways(claim) if (t := _sum(items, cells)) is not None)
    row = items[0].rsplit(".", 1)[0] + "."
    figures = ", ".join(
        f"{key.removeprefix(row)} {cell.raw}" for key, cell in cells.items() if key.startswith(row)
    )
    table = f"{shown(total)} ({figures})"
    message = (
        f"the prose says {claim.claim} {shown(claim.value)}, the table {table}; sentence: {claim.sentence}"
    )
    return Finding(
        "narrative.disagrees", "warning", message, item=claim.item, actual=claim.value, expected=total
    )
