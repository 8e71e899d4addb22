"""Numbers for people: shares as percentages, counts with every digit, ranks with ties, flags in words."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.values import shown

# Kinds of values that are read as percentages.
PERCENT = ("share", "fill", "change")
# What stands where a value would, by flag; small_n stands beside one.
REASONS: Mapping[str, str] = {
    "no_table": "no such table",
    "not_in_form": "not in this form",
    "missing": "cell missing",
    "unreadable": "unreadable",
    "unit_unknown": "unit unknown",
    "placeholder": "dash or slash printed",
    "blank": "left blank",
    "no_base": "denominator is zero",
    "inconsistent": "part above whole, or negative",
    "no_date": "no date of publication",
    "no_deadline": "no legal deadline",
    "no_report": "no report",
    "no_year_before": "no report of the year before",
    "no_value_before": "no figure in the report of the year before",
    "not_comparable": "year before not comparable",
}


def amount(value: float | None, kind: str) -> str:
    """A value as its kind is read: 58.9 % (share), +5.3 % (change), 2.1 (rate); empty for none."""
    if value is None:
        return ""
    match kind:
        case "share" | "fill":
            return f"{100 * value:.1f} %"
        case "change":
            return f"{100 * value:+.1f} %"
        case "rate":
            return f"{value:.1f}"
    return shown(value)


def ranked(rank: int | None, ties: int | None) -> str:
    """A rank, with = where others share it."""
    if rank is None:
        return ""
    return f"{rank}=" if ties and ties > 1 else str(rank)


def remark(flag: str | None, doubts: int, min_n: int | None, *, older: bool = False) -> str:
    """What to know about a value, or why there is none; `older` = by the definition of an older form."""
    parts = [f"under {min_n}" if flag == "small_n" else REASONS.get(flag, flag)] if flag else []
    if doubts:
        parts.append(f"{doubts} error{'s' if doubts > 1 else ''} found")
    if older:
        parts.append("older form")
    return ", ".join(parts)
