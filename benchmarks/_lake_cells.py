"""The cells of a made-up lake, as the flow writes them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from _lake_figures import MISSING, NUMBER, Block, Figures
from _lake_plan import Report
from numpy.typing import NDArray

from transforms.forms import Item
from transforms.schema import arrow_schema

# In no sum, so that one other figure makes no finding.
_REVISED = {
    "disclosure.normative_documents.issued",
    "disclosure.normative_documents.made",
    "stats_publicity.normative_documents_made.value",
}
_STATES = ("number", "blank", "placeholder", "unreadable", "missing")
_RAW = (None, "", "/", "见附件", None)


def cells(reports: list[Report], figures: Figures) -> pa.Table:
    """All cells, by report and item."""
    blocks = figures.blocks
    names = sorted({item.item for block in blocks for item in block.items})
    rank = {name: number for number, name in enumerate(names)}
    report = np.concatenate([np.repeat(block.reports, len(block.items)) for block in blocks])
    ranks = [np.tile([rank[item.item] for item in block.items], len(block.reports)) for block in blocks]
    order = np.lexsort((np.concatenate(ranks), report))
    parts = [_block(block) for block in blocks]
    columns = {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
    columns["report_id"] = pa.array([one.report_id for one in reports]).take(pa.array(report))
    schema = arrow_schema("cells")
    return pa.table([columns[name] for name in schema.names], schema=schema).take(pa.array(order))


def _block(block: Block) -> dict[str, pa.Array]:
    states = block.states.ravel()
    numbers = pa.array(states == NUMBER)
    distinct, inverse = np.unique(block.values.ravel(), return_inverse=True)
    printed = pa.array([f"{value:.10g}" for value in distinct]).take(pa.array(inverse))
    tiled = {
        name: _tiled([getattr(item, name) for item in block.items], len(block.reports))
        for name in ("section", "row", "column", "item", "unit")
    }
    return tiled | {
        "value": pa.array(block.values.ravel(), mask=states != NUMBER),
        "state": pa.array(_STATES).take(pa.array(states)),
        "raw": pc.if_else(numbers, printed, pa.array(_RAW).take(pa.array(states))),
        "unit": pc.if_else(pa.array(states == MISSING), pa.scalar(None, pa.string()), tiled["unit"]),
        "computed": _some(block.computed),
        "suggested": _some(block.suggested),
        "locator": _locators(block),
    }


def _tiled(texts: list[str], count: int) -> pa.Array:
    return pa.array(texts).take(pa.array(np.tile(np.arange(len(texts)), count)))


def _some(values: NDArray[np.float64]) -> pa.Array:
    flat = values.ravel()
    return pa.array(flat, mask=np.isnan(flat))


def _locators(block: Block) -> pa.Array:
    """Where the cells stand: pages differ in how many tables and headings come before."""
    texts = [text for before in range(4) for text in _places(block.items, before)]
    index = (block.reports % 4)[:, None] * len(block.items) + np.arange(len(block.items))
    return pa.array(texts).take(pa.array(index.ravel()))


@cache
def _places(order: tuple[Item, ...], before: int) -> list[str]:
    tables = list(dict.fromkeys(item.section for item in order))
    rows = {name: list(dict.fromkeys(i.row for i in order if i.section == name)) for name in tables}
    columns: Counter[tuple[str, str]] = Counter()
    places = []
    for item in order:
        columns[item.section, item.row] += 1
        table, row = tables.index(item.section) + 1 + before // 2, rows[item.section].index(item.row) + 3
        places.append(f"table {table} row {row + before % 2} column {columns[item.section, item.row] + 2}")
    return places


def revise(figures: Figures, chosen: NDArray[np.bool_]) -> None:
    """Give the chosen reports one other figure, in no sum."""
    for block in figures.blocks:
        column = next(n for n, item in enumerate(block.items) if item.item in _REVISED)
        block.values[chosen[block.reports], column] += 1
        block.states[chosen[block.reports], column] = NUMBER
