"""Which columns a table prints, told from its header text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from transforms.forms import columns_of, forms_of, other_measures, vocabulary

SUBTOTAL = "subtotal"
EXTRA = "extra"
OTHER = "other_measure"
# A column of which the header's words do not tell where it stands.
UNPLACED = "unplaced"
# Columns that the form does not have.
UNOFFICIAL = frozenset({SUBTOTAL, EXTRA, OTHER, UNPLACED})
# A text of which so much is in a word without meaning is what is left of that word.
_LEFT_OVER = 0.6
_LONGEST = 8
_END = "\x1f"
_YEAR = re.compile(r"(20[0-3]\d)年?度?(?:统计数|数量|件数|数|总计|合计)?")
# The columns under 法人或其他组织.
UNDER = frozenset({"enterprise", "research", "public_welfare", "legal_service", "other_org"})


def year_named(head: str) -> str | None:
    """The year that a folded head of a column names and nothing else, as in 2023年度合计."""
    found = _YEAR.fullmatch(head)
    return found[1] if found else None


@lru_cache(maxsize=64)
def _pattern(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    known = vocabulary(section)
    labels = {label: column.key for column in known.columns for label in column.labels}
    labels |= dict.fromkeys(known.group, "group") | dict.fromkeys(known.subtotal, SUBTOTAL)
    labels |= dict.fromkeys((cut for column in known.columns for cut in column.cut), "cut")
    labels |= dict.fromkeys(known.noise, "")
    longest_first = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    # 上年处理决定数量, 自然人占比: a word of the form, but of another measure.
    other = "|".join(map(re.escape, other_measures()))
    return re.compile(f"{longest_first}|(?:{other})+(?:{longest_first})?"), labels


@lru_cache(maxsize=4096)
def _tokens(section: str, header: str) -> tuple[str, ...]:
    """Column keys (`group`, `subtotal` and `cut` included) in the order in which the header prints them.

    What is no word of the form heads a column of its own: EXTRA, and OTHER where it says what it is.
    """
    pattern, labels = _pattern(section)
    words: list[str] = []
    end = 0
    for found in pattern.finditer(header):
        if found.start() - end > 1 and (words or not _is_left_over(section, header[end : found.start()])):
            words.append(EXTRA)
        if key := labels.get(found.group(), OTHER):
            words.append(key)
        end = found.end()
    if len(header) - end > 1:
        words.append(EXTRA)
    return tuple(words) if any(word != EXTRA for word in words) else ()


def _is_left_over(section: str, text: str) -> bool:
    """Whether the text is a cut or misprinted 信息内容 or 申请人情况."""
    return any(
        len(word) <= _LONGEST and sum(c in word for c in text) >= _LEFT_OVER * len(text)
        for word in vocabulary(section).noise
    )


def joined(words: Iterable[str]) -> str:
    """Folded header cells as one text; a cell that names but another measure says nothing of the next."""
    other = other_measures()
    return "".join([word + _END if word in other else word for word in words])


def names_columns(section: str, header: str) -> bool:
    """Whether the folded text holds a word of the section's header."""
    return bool(_tokens(section, header))


@lru_cache(maxsize=4096)
def unknown_words(section: str, header: str) -> tuple[str, ...]:
    """What the folded header prints that is no word of the form."""
    pattern, labels = _pattern(section)
    words: list[str] = []
    end = 0
    for found in pattern.finditer(header):
        words += [header[end : found.start()].strip(_END), "" if found.group() in labels else found.group()]
        end = found.end()
    return tuple(word for word in [*words, header[end:].strip(_END)] if word)


def named_columns(section: str, header: str) -> frozenset[str]:
    """The columns of the form that the folded header names."""
    return frozenset(
        _uncut(_tokens(section, header)) if section == "disclosure" else _tokens(section, header)
    )


def column_named(section: str, header: str) -> str | None:
    """The one column that the folded text of a header cell names, null where it is none or several."""
    words = _tokens(section, header)
    return words[0] if len(words) == 1 and words[0] not in ("group", "cut", EXTRA, OTHER) else None


@lru_cache(maxsize=4096)
def applications_columns(header: str) -> tuple[str, ...] | None:
    """The seven columns (an unofficial subtotal among them where printed) in printed order.

    The columns under 法人或其他组织 may stand in a row of their own: they belong in its place. Null where
    words are lost and the rest stands in official order; empty where the order cannot be told.
    """
    top = list(_tokens("applications", header))
    under = [word for word in top if word in UNDER]
    # A subtotal printed between or right after them is theirs.
    start = next((n for n, word in enumerate(top) if word in UNDER), len(top))
    if top[start + len(under) : start + len(under) + 1] == [SUBTOTAL]:
        under.append(SUBTOTAL)
    if top[start : start + len(under)] != under:
        return ()
    if under and top[start - 1 : start] == [SUBTOTAL] and {"group", "total"} <= set(top[:start]):
        # It begins the row below that of 总计.
        start, under = start - 1, [SUBTOTAL, *under]
    rest = top[:start] + top[start + len(under) :]
    # Without the group's own label only a header of one row tells where its columns belong.
    if "group" in rest:
        columns = tuple(key for word in rest for key in (under if word == "group" else [word]))
    elif (
        under
        and start == len(rest)
        and [word for word in rest if word not in (EXTRA, OTHER)] == ["natural_person", "total"]
    ):
        return None if _misprinted([word for word in under if word != SUBTOTAL], _official()) else ()
    else:
        columns = tuple(top)
    behind = top[start + len(under) : start + len(under) + 1]
    if under and "group" in rest and top[start - 1] != "group" and {rest[0], *behind} & {EXTRA, OTHER}:
        # The header has several rows: such a cell may reach down beside any of them.
        columns = (UNPLACED, *columns)
    printed = [key for key in columns if key not in UNOFFICIAL]
    if len(printed) != len(set(printed)) or columns.count(SUBTOTAL) > 1:
        return ()
    if set(printed) == set(_official()):
        return columns
    return None if _misprinted(columns, _official()) else ()


def _misprinted(columns: Sequence[str], official: Sequence[str]) -> bool:
    """Whether the words are the official ones in their order, but for some lost or misprinted."""
    printed = [key for key in columns if key not in UNOFFICIAL]
    lost = len(official) - len(printed)
    in_order = printed == [key for key in official if key in printed]
    return in_order and columns.count(EXTRA) <= lost and OTHER not in columns


def _official() -> tuple[str, ...]:
    return columns_of(forms_of("applications")[0], "applications", "received")


@lru_cache(maxsize=4096)
def disclosure_columns(header: str, row: str) -> tuple[str | None, tuple[str, ...] | None]:
    """The form and the columns of one row of the disclosure table; null where the header is lost, empty
    where it contradicts the form.

    A header cut to 本年新 says nothing by itself: the column not named by its neighbours is meant.
    """
    tokens = _uncut(_tokens("disclosure", header))
    printed = [key for key in tokens if key not in UNOFFICIAL]
    for form in forms_of("disclosure"):
        columns = columns_of(form, "disclosure", row)
        if columns and set(printed) == set(columns) and len(printed) == len(columns):
            return form, tokens
    for form in forms_of("disclosure"):
        columns = columns_of(form, "disclosure", row)
        if printed and set(printed) <= set(columns) and _misprinted(tokens, columns):
            return form, columns
    return None, () if tokens else None


def _uncut(tokens: Sequence[str]) -> tuple[str, ...]:
    lost = iter([key for key in ("made", "newly_disclosed") if key not in tokens])
    return tuple(next(lost, "cut") if word == "cut" else word for word in tokens)


@lru_cache(maxsize=4096)
def disputes_columns(header: str) -> tuple[str, ...]:
    """The result labels of a disputes header in printed order, its blocks left out."""
    return tuple(word for word in _tokens("disputes", header) if word not in ("group", EXTRA))
