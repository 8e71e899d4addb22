"""Printed text to number and state; nothing is ever guessed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from transforms.records import State

_PLACEHOLDER = re.compile(
    r"(?:[/\\|—–―\-－_－‐−一～~*×xX.…·、]{1,6}|无|暂无|没有|不涉及|n/?a|N/?A|null|NULL)"
)
_COUNTS = ("件", "条", "项", "次", "个", "人次", "件次", "人", "名", "篇", "宗", "份", "部", "起", "例")
UNITS = ("万元", "亿元", "元", *_COUNTS)
_UNIT = "|".join(UNITS)
# Fifteen digits are what a double holds exactly.
_NUMBER = re.compile(
    r"(?P<sign>[+\-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?P<fraction>\.[0-9]{1,9})?"
    rf"(?:(?P<unit>{_UNIT})|\((?P<bracketed>{_UNIT})\))?"
)
_ZERO = frozenset({"零", "〇", "○"})
# Half width only: NFKC would also turn a footnote's ² or a ① into a digit.
_HALF_WIDTH = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFE63: "-"}
)
# Characters that nobody sees: soft hyphens, joiners, marks of direction. Overrides of direction are seen.
INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060-\u2064\ufeff]+")
# Amounts are kept in 万元 (contract, items.csv).
_MONEY = {"元": 1e-4, "万元": 1.0, "亿元": 1e4}


class Value(NamedTuple):
    """One cell, read. `number` is as printed, unconverted; `unit` the money unit in the cell, if any."""

    state: State
    number: float | None = None
    unit: str | None = None


@lru_cache(maxsize=65536)
def parse_value(text: str) -> Value:
    """Read one cell: number, blank, placeholder or unreadable (never `missing`)."""
    plain = INVISIBLE.sub("", text.translate(_HALF_WIDTH)).strip()
    packed = re.sub(r"\s+", "", plain)
    if not packed:
        return Value("blank")
    if packed in _ZERO:
        return Value("number", 0.0)
    if _PLACEHOLDER.fullmatch(packed):
        return Value("placeholder")
    match = _NUMBER.fullmatch(packed) if _one_number(plain) else None
    if match is None:
        return Value("unreadable")
    number = float(match["sign"] + match["digits"].replace(",", "") + (match["fraction"] or ""))
    unit = match["unit"] or match["bracketed"]
    return Value("number", number, unit if unit in _MONEY else None)


@lru_cache(maxsize=4096)
def printed_unit(text: str) -> str | None:
    """The unit printed behind the number in a cell, null where there is none."""
    packed = re.sub(r"\s+", "", INVISIBLE.sub("", text.translate(_HALF_WIDTH)))
    match = _NUMBER.fullmatch(packed)
    return (match["unit"] or match["bracketed"]) if match else None


def _one_number(plain: str) -> bool:
    # Digits with a gap between them may be two numbers, or one torn apart: either way not one number.
    return len(re.findall(r"[0-9.,]*[0-9][0-9.,]*", plain)) == 1 and not re.search(r"[+\-]\s+[0-9]", plain)


def to_wan_yuan(number: float, unit: str) -> float:
    """An amount in `unit` (元, 万元, 亿元) as 万元, to the 万元's eighth decimal."""
    return round(number * _MONEY[unit], 8)


@lru_cache(maxsize=65536)
def is_value(text: str) -> bool:
    """Whether the text could stand in a number cell by itself: a number or a placeholder."""
    return parse_value(text).state in ("number", "placeholder")


def shown(number: float) -> str:
    """A number as people read it, every digit of it: 1234567, 0.25, never 1.2e+06."""
    return f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}"
