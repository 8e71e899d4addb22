"""Which columns a table prints, told from its header text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transforms.forms import columns_of, vocabulary

SUBTOTAL = "subtotal"


@lru_cache(maxsize=4096)
def _tokens(section: str, header: str) -> tuple[str, ...]:
    """Column keys (`group`, `subtotal` and `cut` included) in the order in which the header prints them."""
    known = vocabulary(section)
    labels = {label: column.key for column in known.columns for label in column.labels}
    labels |= dict.fromkeys(known.group, "group") | dict.fromkeys(known.subtotal, SUBTOTAL)
    labels |= dict.fromkeys((cut for column in known.columns for cut in column.cut), "cut")
    labels |= dict.fromkeys(known.noise, "")
    longest_first = sorted(labels, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return tuple(labels[found] for found in pattern.findall(header) if labels[found])


@lru_cache(maxsize=4096)
def applications_columns(header: str) -> tuple[str, ...] | None:
    """The seven columns (an unofficial subtotal among them where printed); null where the header is damaged.

    The columns under 法人或其他组织 may stand in a row of their own, after 总计: they belong in its place.
    """
    tokens = _tokens("applications", header)
    top, under = list(tokens), []
    if "group" in tokens and "total" in tokens and tokens.index("group") < tokens.index("total"):
        end = tokens.index("total") + 1
        if end < len(tokens):
            top, under = list(tokens[:end]), list(tokens[end:])
    columns = tuple(key for word in top for key in (under if word == "group" else [word]))
    official = tuple(key for key in columns if key != SUBTOTAL)
    # Total anywhere but last means that the words under 法人或其他组织 could not be put in their place.
    complete = (
        columns[-1:] == ("total",)
        and len(official) == len(set(official))
        and set(official) == set(_official())
    )
    return columns if complete and columns.count(SUBTOTAL) <= 1 else None


def _official() -> tuple[str, ...]:
    return columns_of("2021", "applications", "received")


def disclosure_columns(header: str, row: str) -> tuple[str | None, tuple[str, ...] | None]:
    """The form and the columns of one row of the disclosure table; nulls where the header does not tell.

    A header cut to 本年新 says nothing by itself: the column not named by its neighbours is meant.
    """
    tokens = _uncut(_tokens("disclosure", header))
    for form in ("2021", "2019"):
        columns = columns_of(form, "disclosure", row)
        if columns and set(tokens) == set(columns) and len(tokens) == len(columns):
            return form, tokens
    for form in ("2021", "2019"):
        columns = columns_of(form, "disclosure", row)
        # A part of the header is lost, the rest stands in official order.
        if tokens and tokens == tuple(key for key in columns if key in tokens):
            return form, columns
    return None, None


def _uncut(tokens: Sequence[str]) -> tuple[str, ...]:
    lost = iter([key for key in ("made", "newly_disclosed") if key not in tokens])
    return tuple(next(lost, "cut") if word == "cut" else word for word in tokens)


def disputes_columns(header: str) -> tuple[str, ...]:
    """The result labels of a disputes header in printed order, its blocks left out."""
    return tuple(word for word in _tokens("disputes", header) if word != "group")
