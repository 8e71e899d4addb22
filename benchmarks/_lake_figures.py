"""The figures of made-up reports: sums that hold, a few slips, a few cells that hold no number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from transforms.forms import Item, items

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# How requests are spread over applicants, and over outcomes in the order of the form; the rest shares evenly.
_APPLICANTS = np.array([0.86, 0.08, 0.005, 0.005, 0.02, 0.03])
_OUTCOMES = (0.35, 0.07, 0.01, 0.02, 0.01, 0.02, 0.02, 0.01, 0.01, 0.02, 0.22, 0.02, 0.03)
_FLOWS = ("received", "carried_in", "concluded", "carried_out")
# Of zeros: how many are printed as blanks, as placeholders, as what is no number.
_STATES = (0.02, 0.01, 0.001)
_SLIPS, _LACKING = 0.05, 0.01
_SLIP_ROW, _LACKING_ROW = "granted", "rejected_petition"
NUMBER, BLANK, PLACEHOLDER, UNREADABLE, MISSING = range(5)
_TOLD = {
    "received": "applications.received.total",
    "carried_in": "applications.carried_in.total",
    "concluded": "applications.concluded.total",
    "review_total": "disputes.review.total",
}


class Named(Protocol):
    """What is asked of a report."""

    @property
    def publisher(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def form(self) -> str: ...


@dataclass(slots=True)
class Block:
    """The reports of one year: values, states, computed and suggested of reports × items; NaN = none."""

    items: tuple[Item, ...]
    reports: Ints
    values: Floats
    states: Ints
    computed: Floats
    suggested: Floats


@dataclass(slots=True)
class Figures:
    """Figures of some reports; by a report's number slips (item, printed, sum), rows that lack, claims."""

    blocks: list[Block] = field(default_factory=list)
    slips: dict[int, tuple[str, float, float]] = field(default_factory=dict)
    lacking: dict[int, str] = field(default_factory=dict)
    claims: dict[int, list[tuple[str, str, float]]] = field(default_factory=dict)


def figures_of(reports: Sequence[Named], rng: np.random.Generator) -> Figures:
    """The figures of reports of some bodies; what a body carries out one year it carries in the next."""
    bodies = {name: number for number, name in enumerate(dict.fromkeys(one.publisher for one in reports))}
    sizes = np.minimum(rng.lognormal(3.0, 1.2, len(bodies)), 5_000)
    carried = np.zeros((len(bodies), len(_APPLICANTS)), dtype=np.int64)
    figures = Figures()
    for year in sorted({one.year for one in reports}):
        mine = np.array([number for number, one in enumerate(reports) if one.year == year])
        body = np.array([bodies[reports[number].publisher] for number in mine])
        block = _block(reports[mine[0]].form, mine, sizes[body], carried[body], rng)
        if ("applications", "carried_out") in _places(block.items):
            places = _places(block.items)["applications", "carried_out"]
            carried[body] = block.values[:, places[:-1]]
        _spoil(block, figures, rng)
        figures.blocks.append(block)
    return figures


def _block(form: str, reports: Ints, sizes: Floats, carried: Ints, rng: np.random.Generator) -> Block:
    order = tuple(item for item in items() if item.form == form)
    values = rng.poisson(sizes[:, None] * rng.gamma(0.3, 0.5, len(order))).astype(np.float64)
    for name, places in _places(order).items():
        if name[0] == "disputes":
            values[:, places] = rng.poisson(sizes[:, None] * 0.01, (len(reports), len(places)))
        if len(places) > 1 and order[places[-1]].column == "total":
            values[:, places[-1]] = values[:, places[:-1]].sum(axis=1)
    if form != "2014":
        _requests(values, _places(order), sizes, carried, rng)
    decimals = [number for number, item in enumerate(order) if item.type == "decimal"]
    values[:, decimals] += 0.25
    none = np.full(values.shape, np.nan)
    totals = [number for number, item in enumerate(order) if item.column == "total"]
    computed = none.copy()
    computed[:, totals] = values[:, totals]
    return Block(order, reports, values, np.zeros(values.shape, dtype=np.int64), computed, none)


@cache
def _places(order: tuple[Item, ...]) -> Mapping[tuple[str, str], list[int]]:
    """The numbers of the items of every (section, row), in printed order."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(order):
        places.setdefault((item.section, item.row), []).append(number)
    return places


def _requests(
    values: Floats,
    places: Mapping[tuple[str, str], list[int]],
    sizes: Floats,
    carried: Ints,
    rng: np.random.Generator,
) -> None:
    """The applications table: received + carried in = outcomes + carried out, by applicant and in total."""
    rows = {row: numbers for (section, row), numbers in places.items() if section == "applications"}
    outcomes = [row for row in rows if row not in _FLOWS]
    received = rng.poisson(sizes[:, None] * _APPLICANTS)
    left = rng.binomial(received + carried, 0.08)
    concluded = received + carried - left
    rest = (1 - sum(_OUTCOMES)) / (len(outcomes) - len(_OUTCOMES))
    shares = np.array([*_OUTCOMES, *[rest] * (len(outcomes) - len(_OUTCOMES))])
    split = rng.multinomial(concluded, shares / shares.sum())
    parts = dict(zip(outcomes, np.moveaxis(split, 2, 0), strict=True))
    parts |= dict(zip(_FLOWS, (received, carried, concluded, left), strict=True))
    for row, numbers in rows.items():
        values[:, numbers] = np.column_stack([parts[row], parts[row].sum(axis=1)])


def _spoil(block: Block, figures: Figures, rng: np.random.Generator) -> None:
    """Slips, rows that are not printed, zeros that are no numbers; and what the prose says of the rest."""
    totals = np.array([item.column == "total" for item in block.items])
    chance = rng.random(block.values.shape)
    zeros = (block.values == 0) & ~totals
    block.states[zeros] = np.searchsorted(np.cumsum(_STATES[::-1]), chance[zeros], side="right")
    block.states[zeros] = np.array([UNREADABLE, PLACEHOLDER, BLANK, NUMBER])[block.states[zeros]]
    places = _places(block.items)
    for row, share, spoil in ((_SLIP_ROW, _SLIPS, _slip), (_LACKING_ROW, _LACKING, _lack)):
        if ("applications", row) in places:
            for line in np.flatnonzero(rng.random(len(block.reports)) < share):
                spoil(block, figures, int(line), places["applications", row])
    for numbers in places.values():
        if block.items[numbers[-1]].column == "total":
            block.computed[(block.states[:, numbers[:-1]] != NUMBER).any(axis=1), numbers[-1]] = np.nan
    index = {item.item: number for number, item in enumerate(block.items)}
    for line, report in enumerate(block.reports.tolist()):
        figures.claims[report] = [
            (claim, item, float(block.values[line, index[item]]))
            for claim, item in _TOLD.items()
            if item in index
        ]


def _slip(block: Block, figures: Figures, line: int, numbers: list[int]) -> None:
    total = numbers[-1]
    true = float(block.values[line, total])
    block.values[line, total] = true + 10
    block.suggested[line, total] = true
    figures.slips[int(block.reports[line])] = (block.items[total].item, true + 10, true)


def _lack(block: Block, figures: Figures, line: int, numbers: list[int]) -> None:
    block.states[line, numbers] = MISSING
    item = block.items[numbers[0]]
    figures.lacking[int(block.reports[line])] = f"{item.section}.{item.row}"
