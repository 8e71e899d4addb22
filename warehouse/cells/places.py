"""Where a cell is kept: the tables under the view `cells`, their columns, and the item of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.checks.equations import sums_of
from transforms.forms import STATISTICS, Item, items

# The table of the form of 2014 has sections of its own, all of them in one place.
GROUPS = ("disclosure", "applications", "disputes", STATISTICS)


@dataclass(frozen=True, slots=True)
class Place:
    """The column of an item: in the table `stored.<group>_cells`, at `place` (from 1) among its items.

    `summed` = the form's equations may give a value for it, so that a column for that one stands beside it.
    """

    group: str
    place: int
    name: str
    summed: bool
    item: Item

    @property
    def computed(self) -> str:
        """The name of the column for what the equations give."""
        return f"computed_{self.name}"


def group_of(section: str) -> str:
    """The table in which the cells of a section are kept."""
    return section if section in GROUPS else STATISTICS


@cache
def places(group: str) -> tuple[Place, ...]:
    """The items of a table in their order, each once: the newest form's entry stands for all."""
    first: dict[str, Item] = {}
    for item in items():
        if group_of(item.section) == group:
            first.setdefault(item.item, item)
    totals = {sum_.total for form in ("2014", "2019", "2021") for sum_ in sums_of(form, group)}
    return tuple(
        Place(group, number, _name(item), item.item in totals, item)
        for number, item in enumerate(first.values(), start=1)
    )


@cache
def place_of(item: str) -> Place:
    """The place of an item by its name. Raises KeyError for one that no form has."""
    return _by_item()[item]


@cache
def _by_item() -> dict[str, Place]:
    return {place.item.item: place for group in GROUPS for place in places(group)}


def _name(item: Item) -> str:
    """As in the wide views: received_total; with its section where a table has several."""
    return item.item.removeprefix(f"{group_of(item.section)}.").replace(".", "_")
