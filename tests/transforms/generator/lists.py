"""Tables as lists, each figure beside or behind its label, and section 四 beside a column of years."""

from __future__ import annotations

from random import Random

from generator.grid import DISPUTES, RESULTS, Grid, Part, Slot
from generator.text import by_tabs


def dispute_list(parts: list[Part], rng: Random) -> None:
    """Section 四 as fifteen rows, what was disputed merged beside its results or printed before each."""
    beside = rng.random() < 0.5
    for part in [part for part in parts if part.section == "disputes"]:
        grid: Grid = (
            [[Slot("类别", "header"), Slot("结果", "header"), Slot("件数", "header")]] if beside else []
        )
        for number, value in enumerate(part.values()):
            block, result = DISPUTES[number // len(RESULTS)], RESULTS[number % len(RESULTS)]
            if beside:
                first = [Slot(block, "block", rs=len(RESULTS))] if number % len(RESULTS) == 0 else []
                grid.append([*first, Slot(result), value])
            else:
                grid.append([Slot(block + result), value])
        part.rows = grid


def year_column(parts: list[Part], rng: Random) -> None:
    """Section 四 with the year before its figures, and now and then the year before below them."""
    year = int(parts[0].lines[0].split("年")[0][-4:])
    for part in [part for part in parts if part.section == "disputes"]:
        last = len(part.rows) - 1
        part.rows[0].insert(0, Slot("年度", "header", rs=last))
        if rng.random() < 0.5:
            part.rows.append(
                [Slot(f"{year - 1}年"), *(Slot(str(rng.randrange(9)), "value") for _ in range(15))]
            )
        part.rows[last].insert(0, Slot(f"{year}年"))


def by_colons(parts: list[Part], rng: Random, totals: bool) -> str:
    """Section 三 as a line a row, figures behind a colon with their applicants or the total alone."""
    lines: list[str] = []
    for part in parts:
        lines += part.lines
        names = _applicants(part)
        for row in part.rows:
            lines += _line(row, names, totals) if part.section == "applications" else by_tabs(row, 0, rng)
    return "\n".join(lines) + "\n"


def _applicants(part: Part) -> list[str]:
    """The applicants from left to right as the header names them."""
    first, under = (part.rows[1], part.rows[2]) if part.section == "applications" else ([], [])
    return [name.text for slot in first for name in (under if slot.cs > 1 else [slot])]


def _line(row: list[Slot], names: list[str], totals: bool) -> list[str]:
    labels = [slot.text for slot in row if slot.role in ("label", "block")]
    values = [slot.text for slot in row if slot.role == "value"]
    if not labels or not values:
        return []
    named = [f"{name}{text}" for name, text in zip(names, values, strict=False)]
    return [*labels[:-1], f"{labels[-1]}：{values[-1] if totals else '，'.join(named)}。"]
