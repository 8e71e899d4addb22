"""Which single cell, or which slip of a row, explains the sums that fail; where two would, none is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transforms.checks.slips import Change, filled_once, joined_once, moved_rows, rows_of, swaps
from transforms.checks.system import TOLERANCE, Assessed, Bools, Floats, Ints, System, assess

# Two sums bear out a single cell; a row whose cells all move must satisfy more, for more is changed.
_ENOUGH = {"cell": 2, "swap": 2, "shift": 3, "split": 3, "fused": 3}
# A swap of two sums only is named, not suggested: the same figures arise where a publisher moved a part.
_SUGGESTED_FROM = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """A change that mends all its sums: `mends` are those that fail, `borne_out` counts its proofs."""

    change: Change
    mends: frozenset[int]
    borne_out: int

    @property
    def is_sure(self) -> bool:
        """Whether the sums single it out so far that it may be suggested."""
        return self.change.kind != "swap" or self.borne_out >= _SUGGESTED_FROM


def explain(system: System, values: Floats, assessed: Assessed) -> list[list[Explanation]]:
    """For each document (rows of `values`) the changes that its failing sums single out."""
    found: list[list[Explanation]] = [[] for _ in range(len(values))]
    failing = np.flatnonzero(assessed.fails.any(axis=1))
    if not failing.size:
        return found
    cells: dict[int, list[Explanation]] = {document: [] for document in failing.tolist()}
    for document, one in _verified(system, values, assessed, single_cells(system, values, assessed, failing)):
        cells[document].append(one)
    for document, singles in cells.items():
        named = _undisputed(singles)
        if sum(len(each.mends) for each in named) < int(assessed.fails[document].sum()):
            slips = [*swaps(system, values[document]), *moved_rows(system, values[document])]
            tried = ((document, slip) for slip in slips)
            named = _undisputed([*singles, *(one for _, one in _verified(system, values, assessed, tried))])
        found[document] = named
    return found


def single_cells(
    system: System, values: Floats, assessed: Assessed, documents: Ints
) -> Iterator[tuple[int, Change]]:
    """Cells, each with its document, whose complete sums all fail and would all be mended by one change."""
    terms = system.by_item
    of_sum = system.term_sum[terms]
    change = -assessed.gap[documents][:, of_sum] * system.term_sign[terms]
    counts, fails = assessed.complete[documents][:, of_sum], assessed.fails[documents][:, of_sum]
    starts = system.item_starts
    least = np.minimum.reduceat(np.where(counts, change, np.inf), starts, axis=1)
    most = np.maximum.reduceat(np.where(counts, change, -np.inf), starts, axis=1)
    sound = np.logical_or.reduceat(counts & ~fails, starts, axis=1)
    # Where no sum is complete, nothing tells how far off the cell is.
    told = ~sound & np.isfinite(least)
    wanted = np.where(told, values[documents][:, system.summed] + np.where(told, most, 0.0), -1.0)
    possible = told & (np.where(told, most, 0.0) - np.where(told, least, 0.0) <= TOLERANCE) & (wanted >= 0)
    for row, place in np.argwhere(possible).tolist():
        value = round(float(wanted[row, place]), 6)
        yield int(documents[row]), Change("cell", (int(system.summed[place]),), (value,))


def _verified(
    system: System, values: Floats, assessed: Assessed, changes: Iterable[tuple[int, Change]]
) -> Iterator[tuple[int, Explanation]]:
    """The changes, each with its document, after which no sum that they touch fails and enough more hold."""
    tried = list(changes)
    documents = [document for document, _ in tried]
    before = values[documents]
    changed = before.copy()
    for number, (_, change) in enumerate(tried):
        changed[number, change.items] = change.values
    after = assess(system, changed)
    fails, complete = assessed.fails[documents], assessed.complete[documents]
    differs = _differs(system, changed, before)
    # A failing sum with open terms proves as much: the change must bring it back within its bounds.
    proven = differs & ((after.complete & ~complete) | fails)
    for number in np.flatnonzero(~(after.fails & differs).any(axis=1)).tolist():
        document, change = tried[number]
        mends = frozenset(np.flatnonzero(fails[number] & differs[number]).tolist())
        borne_out = int(proven[number].sum()) - change.solved
        if mends and borne_out >= _ENOUGH[change.kind]:
            yield document, Explanation(change, mends, borne_out)


def _differs(system: System, changed: Floats, values: Floats) -> Bools:
    """Which sums hold a cell that was changed, as documents x equations."""
    same = (changed == values) | (np.isnan(changed) & np.isnan(values))
    touched: Bools = np.logical_or.reduceat(~same[:, system.term_item], system.starts, axis=1)
    return touched


def _undisputed(explanations: Sequence[Explanation]) -> list[Explanation]:
    """Those that no other contests: another one for a sum of theirs that does not explain strictly less."""
    distinct = {_result(one): one for one in explanations}
    return [
        one
        for one in distinct.values()
        if not any(
            other is not one and one.mends & other.mends and not other.mends < one.mends
            for other in distinct.values()
        )
    ]


def _result(explanation: Explanation) -> tuple[tuple[int, ...], tuple[float, ...]]:
    return explanation.change.items, explanation.change.values


def recovered(system: System, values: Floats, row: str, printed: Sequence[float]) -> tuple[float, ...] | None:
    """What a row should hold that is printed with one value too many or too few, if the sums single it out.

    `values` is the document without the row. A number torn in two is joined, one that is lost put in.
    """
    items = rows_of(system).get(row, ())
    readings = {1: joined_once, -1: filled_once}.get(len(printed) - len(items))
    if readings is None or len(items) < 2:
        return None
    rows = list(dict.fromkeys(readings(printed)))
    if not rows:
        return None
    tried = np.repeat(values[np.newaxis], len(rows), axis=0)
    tried[:, list(items)] = rows
    after = assess(system, tried)
    touched = _differs(system, tried, values)
    fits = ~(after.fails & touched).any(axis=1) & ((after.complete & touched).sum(axis=1) > _ENOUGH["split"])
    return rows[int(np.argmax(fits))] if int(fits.sum()) == 1 else None
