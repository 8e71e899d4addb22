"""Which columns a table prints, told from its header text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transforms.forms import columns_of, vocabulary

SUBTOTAL = "subtotal"
EXTRA = "extra"
# The columns under 法人或其他组织.
_UNDER = frozenset({"enterprise", "research", "public_welfare", "legal_service", "other_org"})


@lru_cache(maxsize=64)
def _pattern(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    known = vocabulary(section)
    labels = {label: column.key for column in known.columns for label in column.labels}
    labels |= dict.fromkeys(known.group, "group") | dict.fromkeys(known.subtotal, SUBTOTAL)
    labels |= dict.fromkeys((cut for column in known.columns for cut in column.cut), "cut")
    labels |= dict.fromkeys(known.noise, "")
    longest_first = sorted(labels, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), labels


@lru_cache(maxsize=4096)
def _tokens(section: str, header: str) -> tuple[str, ...]:
    """Column keys (`group`, `subtotal` and `cut` included) in the order in which the header prints them.

    What stands behind the first of them and is no word of the form heads a column of its own: EXTRA.
    """
    pattern, labels = _pattern(section)
    words: list[str] = []
    end = 0
    for found in pattern.finditer(header):
        if words and found.start() - end > 1:
            words.append(EXTRA)
        if labels[found.group()]:
            words.append(labels[found.group()])
        end = found.end()
    if words and len(header) - end > 1:
        words.append(EXTRA)
    return tuple(words)


def names_columns(section: str, header: str) -> bool:
    """Whether the folded text holds a word of the section's header."""
    return bool(_tokens(section, header))


def column_named(section: str, header: str) -> str | None:
    """The one column that the folded text of a header cell names, null where it is none or several."""
    words = _tokens(section, header)
    return words[0] if len(words) == 1 and words[0] not in ("group", "cut") else None


@lru_cache(maxsize=4096)
def applications_columns(header: str) -> tuple[str, ...] | None:
    """The seven columns (an unofficial subtotal among them where printed) in printed order.

    The columns under 法人或其他组织 may stand in a row of their own: they belong in its place. Null where
    words are lost and the rest stands in official order; empty where the order cannot be told.
    """
    top = list(_tokens("applications", header))
    under = [word for word in top if word in _UNDER]
    # A subtotal printed between or right after them is theirs.
    start = next((n for n, word in enumerate(top) if word in _UNDER), len(top))
    if top[start + len(under) : start + len(under) + 1] == [SUBTOTAL]:
        under.append(SUBTOTAL)
    if top[start : start + len(under)] != under:
        return ()
    rest = top[:start] + top[start + len(under) :]
    # Without the group's own label only a header of one row tells where its columns belong.
    if "group" in rest:
        columns = tuple(key for word in rest for key in (under if word == "group" else [word]))
    elif (
        under
        and start == len(rest)
        and [word for word in rest if word != EXTRA] == ["natural_person", "total"]
    ):
        return None
    else:
        columns = tuple(top)
    printed = [key for key in columns if key not in (SUBTOTAL, EXTRA)]
    if len(printed) != len(set(printed)) or columns.count(SUBTOTAL) > 1:
        return ()
    if set(printed) == set(_official()):
        return columns
    return None if _misprinted(columns, _official()) else ()


def _misprinted(columns: Sequence[str], official: Sequence[str]) -> bool:
    """Whether the words are the official ones in their order, but for some lost or misprinted."""
    printed = [key for key in columns if key not in (SUBTOTAL, EXTRA)]
    lost = len(official) - len(printed)
    return printed == [key for key in official if key in printed] and columns.count(EXTRA) <= lost


def _official() -> tuple[str, ...]:
    return columns_of("2021", "applications", "received")


def disclosure_columns(header: str, row: str) -> tuple[str | None, tuple[str, ...] | None]:
    """The form and the columns of one row of the disclosure table; null where the header is lost, empty
    where it contradicts the form.

    A header cut to 本年新 says nothing by itself: the column not named by its neighbours is meant.
    """
    tokens = _uncut(_tokens("disclosure", header))
    printed = [key for key in tokens if key != EXTRA]
    for form in ("2021", "2019"):
        columns = columns_of(form, "disclosure", row)
        if columns and set(printed) == set(columns) and len(printed) == len(columns):
            return form, tokens
    for form in ("2021", "2019"):
        columns = columns_of(form, "disclosure", row)
        if printed and set(printed) <= set(columns) and _misprinted(tokens, columns):
            return form, columns
    return None, () if printed else None


def _uncut(tokens: Sequence[str]) -> tuple[str, ...]:
    lost = iter([key for key in ("made", "newly_disclosed") if key not in tokens])
    return tuple(next(lost, "cut") if word == "cut" else word for word in tokens)


def disputes_columns(header: str) -> tuple[str, ...]:
    """The result labels of a disputes header in printed order, its blocks left out."""
    return tuple(word for word in _tokens("disputes", header) if word not in ("group", EXTRA))
