"""Ways in which real pages lay the same tables out otherwise than the official forms do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from generator.grid import DISPUTES, PARTIES, RESULTS, Grid, Part, Slot, tables
from generator.office import placed


def plain(parts: list[Part], rng: Random) -> None:
    """The official form."""


def wrong_spans(parts: list[Part], rng: Random) -> None:
    """Spans of labels and headers off by some, as hand-made tables have them."""
    for part in tables(parts):
        for slot in (slot for row in part.rows for slot in row if not slot.item):
            if rng.random() < 0.25:
                slot.cs = max(1, slot.cs + rng.choice((-1, 1, 2, 6)))
            if rng.random() < 0.1:
                slot.rs = max(1, slot.rs + rng.choice((-1, 1)))


def misfit_values(parts: list[Part], rng: Random) -> None:
    """Value cells spanning other columns than their headers do (上海 2019)."""
    for part in tables(parts):
        for row in part.rows:
            if len(row) > 3:
                wide = rng.randrange(1, len(row))
                row[wide].cs += 1
                others = [slot for slot in row if slot is not row[wide] and slot.cs > 1]
                if not others and rng.random() < 0.5:
                    row[0].cs += 1


def header_in_one_row(parts: list[Part], rng: Random) -> None:
    """Section 三 with its seven column labels in a single row."""
    for part in _of(parts, "applications"):
        names = ["自然人", *PARTIES, "总计"]
        part.rows[:3] = [[Slot("申请人情况", "header", 3), *(Slot(name, "header") for name in names)]]


def header_in_two_rows(parts: list[Part], rng: Random) -> None:
    """Section 三 without the line 申请人情况."""
    for part in _of(parts, "applications"):
        note = replace(part.rows[0][0], rs=2)
        part.rows[:2] = [[note, *part.rows[1]]]


def subtotal_column(parts: list[Part], rng: Random) -> None:
    """An eighth column: the sum of the organisations, before 总计."""
    for part in _of(parts, "applications"):
        part.rows[0][1].cs = 8
        part.rows[1][1].cs = 6
        part.rows[2].append(Slot("小计", "header"))
        for row in part.rows[3:]:
            values = [slot for slot in row if slot.item]
            row.insert(len(row) - 1, Slot(_sum(values[1:-1]), "value"))


def subtotal_rows(parts: list[Part], rng: Random) -> None:
    """A row 小计 under each block of outcomes, and the outcomes' block one row longer for each."""
    for part in _of(parts, "applications"):
        grid: Grid = []
        block: list[list[Slot]] = []
        heads: list[Slot] = []
        for row in part.rows:
            head = next((slot for slot in row if slot.role == "block" and "三、" not in slot.text), None)
            if head or row[0].text.startswith(("（七）", "四、")):
                _close(grid, block, heads)
            if head:
                heads, block = [head], []
            grid.append(row)
            if heads:
                block.append(row)
        part.rows = grid


def _close(grid: Grid, block: list[list[Slot]], heads: list[Slot]) -> None:
    if block and heads:
        values = [[slot for slot in row if slot.item] for row in block]
        if len({len(row) for row in values}) == 1 and len(values[0]) == 7:
            sums = [Slot(_sum(list(column)), "value") for column in zip(*values, strict=True)]
            grid.append([Slot("小计"), *sums])
            heads[0].rs += 1
    block.clear()
    heads.clear()


def _sum(slots: Sequence[Slot]) -> str:
    """The sum of the figures that are there."""
    wide = {0xFF10 + digit: str(digit) for digit in range(10)}
    digits = [re.sub(r"[^0-9]", "", slot.text.translate(wide)) for slot in slots]
    return str(sum(int(text) for text in digits if text))


def three_dispute_tables(parts: list[Part], rng: Random) -> None:
    """Section 四 as three small tables, one a block."""
    for part in _of(parts, "disputes"):
        values = part.values()
        place = parts.index(part)
        small = [
            Part(
                "disputes",
                [
                    [Slot(name, "header", 5)],
                    [Slot(text, "header") for text in RESULTS],
                    values[5 * n : 5 * n + 5],
                ],
            )
            for n, name in enumerate(DISPUTES)
        ]
        parts[place : place + 1] = small


def extra_row(parts: list[Part], rng: Random) -> None:
    """A local row of figures that the form does not have."""
    part = rng.choice([part for part in tables(parts) if part.section != "disputes"])
    place = rng.randrange(4, len(part.rows))
    width = 7 if part.section == "applications" else 3
    label = rng.choice(("其他主动公开文件", "其中：网上申请", "依申请转主动公开", "其他情形"))
    labels = [Slot(label, cs=3 if part.section == "applications" else 1)]
    part.rows.insert(place, [*labels, *(Slot(str(rng.randrange(40)), "value") for _ in range(width))])


def extra_column(parts: list[Part], rng: Random) -> None:
    """A local column of figures behind the last one, or before the first."""
    part = rng.choice([part for part in tables(parts) if part.section != "disputes"])
    first = rng.random() < 0.4
    title = rng.choice(("备注", "上年数", "同比"))
    for row in part.rows:
        values = [slot for slot in row if slot.item]
        if values:
            place = row.index(values[0]) if first else len(row)
            row.insert(place, Slot(str(rng.randrange(40)), "value"))
    high = 3 if part.section == "applications" else 1
    for row in [row for row in part.rows if row[0].role == "header"][::high]:
        row.insert(1 if first else len(row), Slot(title, "header", rs=high))


def merged_values(parts: list[Part], rng: Random) -> None:
    """Equal figures of rows that follow one another printed as one cell over both rows."""
    for part in _of(parts, "applications"):
        for above, below in zip(part.rows[4:], part.rows[5:], strict=False):
            if rng.random() < 0.15:
                _merge_one(above, below, rng)


def _merge_one(above: list[Slot], below: list[Slot], rng: Random) -> None:
    upper = {slot.item.rsplit(".", 1)[1]: slot for slot in above if slot.item}
    lower = {slot.item.rsplit(".", 1)[1]: slot for slot in below if slot.item}
    same = [key for key in upper.keys() & lower.keys() if upper[key].text == lower[key].text]
    if same and all(slot.rs == 1 for slot in upper.values()):
        key = rng.choice(sorted(same))
        upper[key].rs = 2
        below.remove(lower[key])


def merged_zeros(parts: list[Part], rng: Random) -> None:
    """Neighbouring blanks or zeros of a row printed as one wide cell."""
    for part in _of(parts, "applications"):
        for row in part.rows[3:]:
            values = [slot for slot in row if slot.item]
            texts = [slot.text for slot in values]
            if len(set(texts)) == 1 and rng.random() < 0.4:
                values[0].cs = len(values)
                for slot in values[1:]:
                    row.remove(slot)


def split(parts: list[Part], rng: Random) -> None:
    """Section 三 cut in two tables, as at the foot of a page."""
    _split(parts, rng, repeat_header=False)


def split_with_header(parts: list[Part], rng: Random) -> None:
    """Section 三 cut in two tables, the head printed again."""
    _split(parts, rng, repeat_header=True)


def _split(parts: list[Part], rng: Random, repeat_header: bool) -> None:
    for part in _of(parts, "applications"):
        cut = rng.randrange(5, len(part.rows) - 1)
        head = [[replace(slot) for slot in row] for row in part.rows[:3]] if repeat_header else []
        rest = Part("applications", [*head, *part.rows[cut:]])
        part.rows = part.rows[:cut]
        parts.insert(parts.index(part) + 1, rest)


def header_again(parts: list[Part], rng: Random) -> None:
    """The head of section 三 printed again within the table, as at the top of a page."""
    for part in _of(parts, "applications"):
        place = rng.randrange(5, len(part.rows) - 1)
        part.rows[place:place] = [[replace(slot) for slot in row] for row in part.rows[:3]]


def transposed(parts: list[Part], rng: Random) -> None:
    """Sections 三 and 四 turned: a row for each party and result, a column for each row of the form."""
    for part in _of(parts, "applications"):
        lines: dict[int, list[Slot]] = {}
        for _, column, slot in sorted(placed(part), key=lambda one: one[:2]):
            slot.rs, slot.cs = slot.cs, slot.rs
            lines.setdefault(column, []).append(slot)
        part.rows = [lines[column] for column in sorted(lines)]
    for part in _of(parts, "disputes"):
        values = part.values()
        part.rows = [
            [Slot("", "header"), *(Slot(text, "header") for text in DISPUTES)],
            *([Slot(text), *values[number::5]] for number, text in enumerate(RESULTS)),
        ]


def columns_in_other_order(parts: list[Part], rng: Random) -> None:
    """总计 as the first column of section 三."""
    for part in _of(parts, "applications"):
        part.rows[1].insert(0, part.rows[1].pop())
        for row in part.rows[3:]:
            values = [slot for slot in row if slot.item]
            row.insert(row.index(values[0]), row.pop())


def one_table(parts: list[Part], rng: Random) -> None:
    """The whole report pasted as one table, with spans of hundreds for its prose."""
    rows: Grid = []
    for part in parts:
        rows += [[Slot(line, "prose", rng.choice((15, 150, 342)))] for line in part.lines]
        rows += part.rows
    parts[:] = [Part("report", rows)]


def _of(parts: list[Part], section: str) -> list[Part]:
    return [part for part in parts if part.section == section]
