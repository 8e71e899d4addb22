"""Which figures of the three forms may be held against each other, as data that indicators must obey."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import yaml

from transforms.forms import forms, items

FORMS = tuple(forms())
# From the strictest to none at all.
VERDICTS = ("same", "similar", "none")
# In these tables a cell of the forms of 2019 and 2021 has one code wherever its label means the same.
_ONE_CODE = ("applications.", "disputes.")
_FILE = Path(__file__).with_name("crosswalk.yml")
_TERM = re.compile(r"([+-]?)\s*([a-z_.0-9*]+)")


class CrosswalkError(Exception):
    """An entry of crosswalk.yml is wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Link:
    """One concept between two forms. `from_items` and `to_items` are null where the form lacks it."""

    concept: str
    name_en: str
    name_zh: str
    from_form: str
    to_form: str
    from_items: str | None
    to_items: str | None
    verdict: str
    why: str


@cache
def links() -> tuple[Link, ...]:
    """Every concept between every two forms. Raises CrosswalkError for an item that a form has not."""
    data: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(link for concept, entry in data.items() for link in concept_links(concept, entry))


def concept_links(concept: str, entry: Mapping[str, Any]) -> list[Link]:
    """The links of one entry. Raises CrosswalkError for an item that a form has not."""
    for form, text in entry["items"].items():
        if not _items_of(text, form):
            raise CrosswalkError(f"concept {concept}: form {form} has not all of {text}")
    named, given = _handed_on(entry["items"], entry.get("verdicts", {}))
    return [
        Link(
            concept=concept,
            name_en=entry["name"]["en"],
            name_zh=entry["name"]["zh"],
            from_form=older,
            to_form=newer,
            from_items=named.get(older),
            to_items=named.get(newer),
            verdict=_verdict(given, older, newer),
            why=entry["why"],
        )
        for older, newer in combinations(FORMS, 2)
    ]


def _handed_on(
    items_by_form: Mapping[str, str], verdicts: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """With forms that an entry does not name: with the cells of the last, one code is one meaning."""
    named, given = dict(items_by_form), dict(verdicts)
    for older, newer in pairwise(FORMS):
        text = named.get(older, "")
        if newer not in named and text.startswith(_ONE_CODE) and _items_of(text, newer):
            named[newer] = text
            given.setdefault(f"{older}-{newer}", "same")
    return named, given


def verdict(first: tuple[str, Iterable[str]], second: tuple[str, Iterable[str]]) -> str:
    """How two sums of items, each as (form, items), compare: the worst concept of those that cover both.

    `none` where some item on either side is covered by no concept that both sides hold whole.
    """
    (older, left), (newer, right) = sorted((first, second))
    there, here = set(left), set(right)
    found = [("same", {item}, {item}) for item in _one_code(older, newer, there & here)]
    for link in links():
        if (link.from_form, link.to_form) == (older, newer) and link.from_items and link.to_items:
            for column in _columns(link.from_items, link.to_items, there | here):
                pair = _named(link.from_items, column, older), _named(link.to_items, column, newer)
                if pair[0] <= there and pair[1] <= here:
                    found.append((link.verdict, *pair))
    allowed = [entry for entry in found if entry[0] != "none"]
    covered = [set().union(*(entry[side] for entry in allowed)) for side in (1, 2)]
    if covered != [there, here]:
        return "none"
    widest = [e for e in allowed if not any(e[1] < o[1] or e[2] < o[2] for o in allowed)]
    return max((entry[0] for entry in widest), key=VERDICTS.index)


def _one_code(older: str, newer: str, shared: set[str]) -> list[str]:
    """Items of one code and meaning in both forms."""
    return [item for item in sorted(shared) if item.startswith(_ONE_CODE) and "2014" not in (older, newer)]


def _verdict(given: Mapping[str, str], older: str, newer: str) -> str:
    steps = [f"{a}-{b}" for a, b in pairwise(FORMS) if older <= a and b <= newer]
    return max((given.get(step, "none") for step in steps), key=VERDICTS.index)


def _columns(one: str, other: str, used: set[str]) -> set[str]:
    """The columns that a * stands for: those in use."""
    if "*" not in one + other:
        return {"total"}
    return {item.rpartition(".")[2] for item in used if not item.startswith("stats_")}


def _named(text: str, column: str, form: str) -> set[str]:
    """The items of a sum; the figures of 2014 are totals, so they answer to no other column."""
    starred = form != "2014" or column == "total"
    return {item.replace("*", column) for _, item in _TERM.findall(text)} if starred else {"-"}


def _items_of(text: str, form: str) -> set[str]:
    known = {entry.item for entry in items() if entry.form == form}
    found = _named(text, "total", form)
    return found if found <= known else set()
