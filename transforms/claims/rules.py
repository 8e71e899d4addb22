"""The wordings of claims.yml as compiled rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from transforms.claims.numerals import NUMBER

CONFIG: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("claims.yml").read_text(encoding="utf-8"))

_LEAD = r"(?:共计|共|合计|总计|达到|达|为|约|近|逾|超过|超|有)*"
_FIGURE = rf"{_LEAD}(?<![\d.每第任某])(?<!数(?=[十百千万]))(?P<n>(?:{NUMBER})(?:[余多][万亿])?)(?:余|多)?"
_GAP = r"[^\d,;:。()%]{{0,{}}}?"


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one claim and the words that allow or forbid a match; all need one of `words`."""

    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    zero: tuple[re.Pattern[str], ...]
    topic: tuple[str, ...]
    excluded: tuple[str, ...]
    excluded_before: tuple[str, ...]
    excluded_sentence: tuple[str, ...]
    inside: bool
    dispute: bool
    single: bool


@lru_cache(maxsize=64)
def rules_for(year: int | None) -> dict[str, Rule]:
    """The rules for a report on `year`, by claim: 2020年结转 is 上年结转 in a report on 2021."""
    return {name: _rule(entry, year) for name, entry in CONFIG["claims"].items()}


def _rule(entry: dict[str, Any], year: int | None) -> Rule:
    return Rule(
        tuple(entry["words"]),
        tuple(_compile(pattern, year) for pattern in entry.get("patterns", ())),
        tuple(_compile(pattern, year) for pattern in entry.get("zero", ())),
        tuple(entry.get("topic", ())),
        tuple(entry.get("not", ())),
        tuple(entry.get("not_before", ())),
        tuple(entry.get("not_sentence", ())),
        bool(entry.get("inside")),
        bool(entry.get("dispute")),
        bool(entry.get("single")),
    )


def _compile(pattern: str, year: int | None) -> re.Pattern[str]:
    parts = {
        "n": _FIGURE,
        "m": f"(?:{NUMBER})",
        "u": CONFIG["units"],
        "gap": _GAP.format(16),
        "long": _GAP.format(30),
        "short": _GAP.format(6),
        "tight": r"[^\d,;:。()%、]{0,6}?",
        "of": rf"(?:{_GAP.format(26)}{CONFIG['application_of']})?",
        "last": _or_year(CONFIG["last_year"], year, -1),
        "next": _or_year(CONFIG["next_year"], year, 1),
    }
    return re.compile(pattern.format(**parts))


def _or_year(words: str, year: int | None, step: int) -> str:
    return words if year is None else f"(?:{words}|{year + step}年)"
